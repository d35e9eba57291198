"""`python -m pipeline.template STEPS DESCRIPTOR`: what most steps use, loaded once; children are its forks.

Loaded is what the engine, the log and the stores of the steps need. What one step alone needs (trafilatura, FastAPI,
the client of the web) it loads itself, so that no other has it.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

from pipeline.child import main
from pipeline.topology import BY_NAME
from runtime.declare import Sink, Stateful
from runtime.process.template import serve


def load(steps: Sequence[str]) -> None:
    for step in steps:
        if isinstance(BY_NAME.get(step), Sink | Stateful):
            import_module(f"pipeline.wiring.{step}")


if __name__ == "__main__":
    load(sys.argv[1].split(","))
    sys.exit(serve(int(sys.argv[2]), main))
