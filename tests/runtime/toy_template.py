"""`python -m tests.runtime.toy_template DESCRIPTOR`: a template whose children do what their arguments say; with
`child ARGUMENTS` one of them."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.child import die_with_parent
from runtime.process.template import serve

LOADED_BY = os.getpid()


def main(arguments: Sequence[str]) -> int:
    what, *rest = arguments
    if what == "ends":
        return int(rest[0])
    if what == "tells":
        print("said", os.environ["NOTE"], os.getppid(), os.getpid() == os.getsid(0), os.getpid() != LOADED_BY)  # noqa: T201
        print("cried", file=sys.stderr)  # noqa: T201
        return 0
    if what == "sees":
        found = [int(each) for each in os.listdir("/proc/self/fd") if Path(f"/proc/self/fd/{each}").exists()]
        print("open", *sorted(found), sep=" ", end="")  # noqa: T201
        print(", loaded by another:", os.getpid() != LOADED_BY)  # noqa: T201
        return 0
    if what == "raises":
        raise ValueError("as asked")
    die_with_parent()
    Path(rest[0]).write_text(str(os.getpid()))
    while sys.stdin.read(1):
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]) if sys.argv[1] == "child" else serve(int(sys.argv[1]), main))
