"""`make fuzz`: rounds of damaged pages in child processes for some minutes; what crashed or hung is kept and told."""

import argparse
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

# A page of the bounds' worst takes 5 s alone; the machine may be shared.
PAGE_S = 30.0
STDERR_LINES = 8
LINE_CHARS = 400


def watch(child: subprocess.Popen[str], counts: Counter[str]) -> str:
    """Counts the child's pages until it ends; what was wrong, or nothing."""
    assert child.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    stdout = child.stdout

    def read() -> None:
        for line in stdout:
            lines.put(line.strip())
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=PAGE_S)
        except queue.Empty:
            child.kill()
            return f"a page hung: over {PAGE_S:.0f} s"
        if not line:
            return "" if child.wait() == 0 else f"the process ended with {child.returncode}"
        word, _, figure = line.partition(" ")
        if word == "memory":
            counts[word] = max(counts[word], int(figure))
        else:
            counts[word] += 1


def fuzz(seconds: float, first_seed: int, folder: Path) -> int:
    """Rounds until the time is over; returns how many of them found something."""
    folder.mkdir(parents=True, exist_ok=True)
    started, counts, found = time.monotonic(), Counter[str](), 0
    number = first_seed
    while time.monotonic() - started < seconds:
        page, errors = folder / f"seed-{number}.html", folder / f"seed-{number}.txt"
        with errors.open("w") as stderr:
            child = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.child", str(number), str(page)],
                stdout=subprocess.PIPE, stderr=stderr, text=True,
            )  # fmt: skip
            with child:
                wrong = watch(child, counts)
        if wrong:
            found += 1
            told = [line[:LINE_CHARS] for line in errors.read_text("utf-8").splitlines()]
            said = [line for line in told if "Error" in line or 'File "' in line][-STDERR_LINES:]
            print(f"seed {number}: {wrong}; the page is {page}", *said, sep="\n  ", flush=True)  # noqa: T201
        else:
            page.unlink(missing_ok=True)
            errors.unlink()
        number += 1
    print(  # noqa: T201
        f"{counts['article'] + counts['fate']} pages in {number - first_seed} rounds from seed {first_seed}, "
        f"{counts['article']} of them articles; {found} rounds found something; at most {counts['memory']} MB"
    )
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("data/fuzz"))
    asked = parser.parse_args()
    sys.exit(1 if fuzz(asked.seconds, asked.seed, asked.folder) else 0)
