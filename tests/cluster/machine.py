"""The engine of this test: a dockerd in a folder of its own, and what it changes of the machine's network."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NEEDED = {
    "dockerd": "docker.io",
    "docker": "docker.io",
    "docker-compose": "docker-compose",
    "iptables-save": "iptables",
    "mmdebstrap": "mmdebstrap",
    "mvn": "maven",
    "java": "default-jre-headless",
    "prometheus": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "prometheus-postgres-exporter": "prometheus-postgres-exporter",
}
DEFAULT_SOCKET = Path("/var/run/docker.sock")
# Of a range for tests between networks (RFC 2544), so that no network of the machine is hidden.
NETWORK = ("--bip", "198.18.0.1/24", "--default-address-pool", "base=198.18.16.0/20,size=24")
START_S = 60
# The tables in which an engine writes rules, and their own chains.
UNUSED = {"filter": ("INPUT", "FORWARD", "OUTPUT"), "nat": ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING")}


class CannotRunError(Exception):
    """What this machine lacks for the test, in one line."""


def require_machine() -> None:
    """Raises CannotRunError."""
    if os.geteuid() != 0:
        raise CannotRunError("an engine needs root: run it as root, on a machine that is yours")
    if missing := [program for program in NEEDED if shutil.which(program) is None]:
        packages = " ".join(dict.fromkeys(NEEDED[each] for each in missing))
        raise CannotRunError(f"{', '.join(missing)} missing: apt-get install --no-install-recommends {packages}")
    if _answers(DEFAULT_SOCKET):
        raise CannotRunError(
            f"an engine runs at {DEFAULT_SOCKET}: stop it first (systemctl stop docker docker.socket); this test "
            "brings its own, and gives images of its own making the names of real ones"
        )


class Engine:
    """Commands of docker's client on an engine that listens at `address`."""

    def __init__(self, address: Path) -> None:
        self.address = address
        # The newer client would look for a builder that Debian does not ship.
        self.environment = os.environ | {"DOCKER_HOST": f"unix://{address}", "DOCKER_BUILDKIT": "0"}

    def __call__(self, *arguments: str, timeout_s: float = 900, check: bool = True) -> str:
        """What `docker ARGUMENTS` printed. Raises AssertionError with what it complained of."""
        return self.run(["docker", *arguments], timeout_s=timeout_s, check=check)

    def run(self, command: Sequence[str], *, timeout_s: float, check: bool = True, **given: Any) -> str:
        around = self.environment | given.pop("env", {})
        done = subprocess.run(command, env=around, capture_output=True, encoding="utf-8", timeout=timeout_s, **given)
        assert not check or done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return str(done.stdout).strip()

    def ask(self, path: str) -> Any:
        """What the engine's own interface says at `path`."""
        connection = http.client.HTTPConnection("engine")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(30)
        connection.sock.connect(str(self.address))
        try:
            connection.request("GET", path)
            return json.load(connection.getresponse())
        finally:
            connection.close()


@contextmanager
def running_engine(folder: Path) -> Iterator[Engine]:
    """A dockerd that keeps its images in `folder`; afterwards no process, mount, bridge or rule of it is left."""
    folder.mkdir(parents=True, exist_ok=True)
    address, rules = folder / "docker.sock", subprocess.run(["iptables-save"], capture_output=True, check=True).stdout
    forward = Path("/proc/sys/net/ipv4/ip_forward")
    forwarded = forward.read_text()
    command = ["dockerd", "-H", f"unix://{address}", "--data-root", str(folder / "docker"), *NETWORK]
    command += ["--exec-root", str(folder / "exec"), "-p", str(folder / "dockerd.pid")]
    with (folder / "dockerd.log").open("wb") as log:
        daemon = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_S
        while not _answers(address):
            if daemon.poll() is not None or time.monotonic() > deadline:
                last = (folder / "dockerd.log").read_text(errors="replace").strip().splitlines()[-1:]
                raise CannotRunError(f"dockerd does not start, see {folder / 'dockerd.log'}: {' '.join(last)}")
            time.sleep(0.2)
        yield Engine(address)
    finally:
        daemon.terminate()
        daemon.wait(60)
        subprocess.run(["umount", str(folder / "docker")], capture_output=True)
        subprocess.run(["ip", "link", "delete", "docker0"], capture_output=True)
        subprocess.run(["iptables-restore"], input=rules_before(rules), check=True)
        forward.write_text(forwarded)


def rules_before(saved: bytes) -> bytes:
    """What `iptables-save` said, with the tables that it left out because nobody had used them yet: a restore clears
    only the tables that it is told."""
    missing = [(name, chains) for name, chains in UNUSED.items() if f"*{name}".encode() not in saved.splitlines()]
    added = [
        f"*{name}\n" + "".join(f":{each} ACCEPT [0:0]\n" for each in chains) + "COMMIT\n" for name, chains in missing
    ]
    return saved + "".join(added).encode()


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(address)) == 0
