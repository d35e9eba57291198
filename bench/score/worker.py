"""One tool over one folder in a process of its own: `python -m bench.score.worker TOOL FOLDER ROUNDS OUT`.

Writes one JSON line a page: what the tool made of it, and the CPU milliseconds of the tool and of trafilatura.
"""

import ctypes
import gc
import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from trafilatura import bare_extraction

from bench.score.gold import GoldPage, read_pages
from bench.score.measures import Prediction
from bench.score.tools import BY_NAME, Read, quiet

REACHING_OUT = frozenset(("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"))
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class PageRead:
    """Milliseconds are one a round. `error` is what the tool raised; then the prediction is empty."""

    prediction: Prediction
    ms: tuple[float, ...]
    beside_ms: tuple[float, ...]
    error: str = ""


def stay_offline(event: str, _: object) -> None:
    """An audit hook: no tool may fetch anything, what it reads is the page alone."""
    if event in REACHING_OUT:
        raise OSError("the score reads saved pages only")


def read_page(read: Read, page: GoldPage, rounds: int) -> PageRead:
    """The tool and trafilatura in turns.

    Who comes first changes: ours and trafilatura's own settings fill the caches of strings for the one that follows.
    """
    predictions: list[Prediction] = []
    errors: list[str] = []
    mine: list[float] = []
    beside: list[float] = []

    def run() -> None:
        try:
            predictions.append(read(page))
        except Exception as error:
            # One page that a tool cannot read costs it that page.
            predictions.append(Prediction())
            errors.append(f"{type(error).__name__}: {error}")

    for number in range(rounds):
        turns = [(run, mine), (lambda: bare_extraction(page.html, url=page.url, with_metadata=True), beside)]
        for action, spent in reversed(turns) if number % 2 else turns:
            spent.append(cpu_ms(action))
    return PageRead(predictions[0], tuple(mine), tuple(beside), errors[0] if errors else "")


def cpu_ms(action: Callable[[], object]) -> float:
    """The garbage of one call is not collected at the cost of the next."""
    gc.collect()
    started = time.process_time_ns()
    action()
    return (time.process_time_ns() - started) / 1e6


def main() -> None:
    name, folder, rounds, out = sys.argv[1:]
    if sys.platform == "linux":
        # A run that is stopped takes its tools along, hanging ones too. Source: prctl(2).
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    quiet()
    sys.addaudithook(stay_offline)
    pages = read_pages(Path(folder))
    read = BY_NAME[name].make(pages)
    # What a library loads at its first page is no cost of that page.
    read_page(read, pages[0], 1)
    # What is loaded by now is collected no more: it would be looked through before every call.
    gc.freeze()
    with Path(out).open("w", encoding="utf-8") as file:
        for page in pages:
            file.write(json.dumps(asdict(read_page(read, page, int(rounds)))) + "\n")


if __name__ == "__main__":
    main()
