"""`python -m tests.runtime.toy_template DESCRIPTOR`: a template whose children do what their arguments say."""

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
    die_with_parent()
    Path(rest[0]).write_text(str(os.getpid()))
    while sys.stdin.read(1):
        pass
    return 0


if __name__ == "__main__":
    sys.exit(serve(int(sys.argv[1]), main))
