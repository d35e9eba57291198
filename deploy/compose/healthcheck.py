"""Asks every process of a container whether it is ready: `healthcheck.py TARGETS_JSON`; exit 1 says which is not.

Run three times a minute in every container: so it loads little, and speaks HTTP itself (RFC 9112).
"""

import json
import socket
import sys
from collections.abc import Iterator
from os import PathLike

TIMEOUT_S = 2.0
# Where a server listens on every address, it is asked on loopback.
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}
MOST_BYTES = 4096
SAID_CHARS = 500


def addresses(targets: PathLike[str] | str) -> list[str]:
    """`host:port` of each process, from the file that the supervisor writes for Prometheus."""
    with open(targets, encoding="utf-8") as file:
        return [address for entry in json.load(file) for address in entry["targets"]]


def asked(host: str, port: int) -> str:
    """The answer, with its status line; HTTP/1.0, so that its end is that of the connection. Raises OSError."""
    with socket.create_connection((host, port), timeout=TIMEOUT_S) as connection:
        connection.sendall(f"GET /health/ready HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = b""
        while len(answer) < MOST_BYTES and (more := connection.recv(MOST_BYTES)):
            answer += more
    return answer.decode(errors="replace")


def fault(address: str) -> str:
    """Why the process at `address` is not ready; empty where it is."""
    host, _, port = address.rpartition(":")
    try:
        head, _, body = asked(LOOPBACK.get(host, host), int(port)).partition("\r\n\r\n")
    except OSError as error:
        return f"{address}: {type(error).__name__}: {error}"
    version, _, status = head.partition("\r\n")[0].partition(" ")
    if not version.startswith("HTTP/"):
        return f"{address}: no answer in HTTP"
    return "" if status.startswith("200") else f"{address}: {body[:SAID_CHARS].strip()}"


def faults(targets: PathLike[str] | str) -> Iterator[str]:
    try:
        found = addresses(targets)
    except (OSError, ValueError) as error:
        # The supervisor has not written it yet, or never will: either way nothing is ready.
        yield f"{targets}: {error}"
        return
    if not found:
        yield f"{targets}: no process serves its health"
    yield from filter(None, map(fault, found))


if __name__ == "__main__":
    sys.exit("; ".join(faults(sys.argv[1])) or 0)
