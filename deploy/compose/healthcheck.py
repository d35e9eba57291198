"""Asks every process of a container whether it is ready: `healthcheck.py TARGETS_JSON`; exit 1 says which is not."""

import http.client
import json
import sys
from collections.abc import Iterator
from pathlib import Path

TIMEOUT_S = 2.0
# Where a server listens on every address, it is asked on loopback.
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def addresses(targets: Path) -> list[str]:
    """`host:port` of each process, from the file that the supervisor writes for Prometheus."""
    return [address for entry in json.loads(targets.read_text(encoding="utf-8")) for address in entry["targets"]]


def fault(address: str) -> str:
    """Why the process at `address` is not ready; empty where it is."""
    host, _, port = address.rpartition(":")
    # Not through urllib: a proxy that the crawl goes through must not be asked for loopback.
    connection = http.client.HTTPConnection(LOOPBACK.get(host, host), int(port), timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        said = answer.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"{address}: {type(error).__name__}: {error}"
    finally:
        connection.close()
    return "" if answer.status == http.client.OK else f"{address}: {said.strip()}"


def faults(targets: Path) -> Iterator[str]:
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
    sys.exit("; ".join(faults(Path(sys.argv[1]))) or 0)
