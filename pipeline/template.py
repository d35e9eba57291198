"""What a pipeline's children are forks of; `python -m pipeline.template STEPS DESCRIPTOR` is one that shares nothing.

Loaded is what the engine, the log and the stores of the steps need. What one step alone needs (trafilatura, FastAPI,
the client of the web) it loads itself, so that no other has it; a template for that step alone has it too.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib import import_module

from pipeline.child import main
from pipeline.settings import Settings
from pipeline.topology import BY_NAME
from runtime.declare import Sink, Stateful
from runtime.process.alone import is_alone
from runtime.process.launching import Launch, executed
from runtime.process.spare import spare
from runtime.process.supervisor import CHILD
from runtime.process.template import forked, interpreted, serve, template


def load_common(settings: Settings) -> None:
    """What a supervisor uses as its children do."""
    if settings.log == "kafka":
        import_module("pipeline.wiring.kafka_log")
    if settings.database_url is not None:
        import_module("psycopg")


def load(steps: Sequence[str]) -> None:
    for step in steps:
        if len(steps) == 1 or isinstance(BY_NAME.get(step), Sink | Stateful):
            import_module(f"pipeline.wiring.{step}")


def serving(steps: Sequence[str]) -> Callable[[int], int]:
    """A template's work, given its end of the socket; see `runtime.process.template`."""

    def run(descriptor: int) -> int:
        load(steps)
        return serve(descriptor, main)

    return run


def launching(
    settings: Settings, steps: Mapping[str, int], environment: Mapping[str, str]
) -> AbstractContextManager[Launch]:
    """How the children of these steps begin, by the number of their processes. To be asked before a thread or a lock
    is there: a fork would take them along."""
    names, is_one = list(steps), sum(steps.values()) == 1
    if is_alone():
        load_common(settings)
        if is_one:
            return spare(partial(load, names), main, CHILD)
        return template(forked(serving(names)), CHILD)
    if is_one:
        # It would share nothing: a new interpreter as its template is one more process.
        return nullcontext(executed)
    return template(interpreted((sys.executable, "-m", "pipeline.template", ",".join(names)), environment), CHILD)


if __name__ == "__main__":
    load_common(Settings())
    sys.exit(serving(sys.argv[1].split(","))(int(sys.argv[2])))
