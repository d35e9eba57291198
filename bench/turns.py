"""A process that works when it is told to: one line in, one chunk of work, one line of JSON out.

Two that are measured beside each other take their chunks in turns, so that a machine whose speed drifts slows both.
"""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass

from pipeline.errors import CommandError


@dataclass(frozen=True)
class Took:
    """What one chunk took of one process: wall seconds, and CPU seconds of all its threads. `done`: of what it does."""

    done: int
    wall_s: float
    cpu_s: float


@contextmanager
def taking_turns(
    module: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[Callable[[], Took]]:
    """`python -m module arguments`, and a function that has it take a chunk. Ended by the end of its input."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    asked, answers = process.stdin, process.stdout

    def take_a_chunk() -> Took:
        # A process that has ended cannot be asked; that it does not answer says so in any case.
        with suppress(BrokenPipeError):
            asked.write("\n")
            asked.flush()
        line = answers.readline()
        if not line:
            raise CommandError(f"{module} ended in the middle of its measurement; what it said stands above")
        return Took(**json.loads(line))

    with process:
        try:
            yield take_a_chunk
        finally:
            with suppress(BrokenPipeError):
                asked.close()


def work_when_told(chunk: Callable[[], int]) -> None:
    """The other side: `chunk` once for each line of standard input, and what it took to standard output.

    `chunk` returns how much it has done.
    """
    # A client tells of every moment at which a busy machine let it wait; that is in the figures already.
    logging.getLogger("kafka").setLevel(logging.ERROR)
    for _ in sys.stdin:
        wall, cpu = time.monotonic(), time.process_time()
        done = chunk()
        took = Took(done, time.monotonic() - wall, time.process_time() - cpu)
        print(json.dumps(asdict(took)), flush=True)  # noqa: T201
