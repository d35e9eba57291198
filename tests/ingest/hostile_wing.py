"""The hostile wing as a process of its own beside the tests, so that its memory is not theirs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def hostile_wing() -> Iterator[dict[str, str]]:
    """The address of each case by its name."""
    process = subprocess.Popen(
        [sys.executable, "-m", "newsroom.hostile"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


def addresses(cases: dict[str, str]) -> list[str]:
    """What the address guard has to let through for the cases to be reached at all."""
    return [urlsplit(url).netloc for url in cases.values()]
