"""Servers of the faults' own, on ports and in folders that nobody else uses, to be stopped and crashed at will."""

import os
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
KAFKA = ROOT / "deploy" / "kafka" / "kafka"
POSTGRES = ROOT / "deploy" / "postgres" / "postgres"
# Below the ports that clients are given: one that calls a server that is away must not be given the server's own.
FIRST_PORT, LAST_PORT = 20_000, 29_900


@dataclass(frozen=True)
class Service:
    """A script of `deploy/` on a run folder and a port of its own."""

    script: Path
    folder: Path
    port: int
    environment: dict[str, str]

    def __call__(self, command: str) -> str:
        """Raises AssertionError with what the script said where it fails."""
        done = subprocess.run(
            [self.script, command],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def kafka_node(folder: Path) -> Service:
    """Its jars are those of the node of `make kafka-up`."""
    shared = Path(os.environ.get("WARTA_KAFKA_RUN_DIR", ROOT / ".run" / "kafka"))
    port = free_ports(3)
    named = {"RUN_DIR": folder, "JARS_DIR": shared / "jars", "PORT": port}
    return Service(KAFKA, folder, port, {f"WARTA_KAFKA_{name}": str(value) for name, value in named.items()})


def postgres_server(folder: Path) -> Service:
    """`folder` must lie where the user that PostgreSQL runs as can enter."""
    port = free_ports(1)
    named = {"RUN_DIR": folder, "PORT": port}
    return Service(POSTGRES, folder, port, {f"WARTA_POSTGRES_{name}": str(value) for name, value in named.items()})


def free_ports(count: int) -> int:
    """The first of so many free ports in a row; processes that ask at once look at different ones."""
    for step in range(0, LAST_PORT - FIRST_PORT, 10):
        port = FIRST_PORT + (os.getpid() * 10 + step) % (LAST_PORT - FIRST_PORT)
        if all(_is_free(port + each) for each in range(count)):
            return port
    raise AssertionError(f"no free ports between {FIRST_PORT} and {LAST_PORT}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
