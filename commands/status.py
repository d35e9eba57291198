"""`warta status`: the condition of the pipeline in one sentence; exit code 0 where it is green, 1 where it is red."""

import sys
from collections.abc import Sequence
from contextlib import closing
from functools import cache, partial

from broker.port import PartitionLag
from commands.options import Config, Data, Json, settings_of_pipeline
from commands.showing import console, print_json
from pipeline.errors import EXIT_FAILED
from pipeline.facts import Reads, read_condition
from pipeline.paused import paused_in
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_fates, open_frontier
from serve.condition import Condition


def status(data: Data = None, config: Config = None, as_lines: Json = False) -> None:
    """Say in one sentence whether the pipeline works, and how many outlets are polled. Exit code 1 if it does not."""
    found = condition_of(settings_of_pipeline(data=data, config=config))
    if as_lines:
        print_json(found.model_dump(mode="json"))
    else:
        told = f"[bold {found.colour}]{found.colour}[/]: "
        console.print(told, end="", soft_wrap=True)
        console.print(found.sentence, markup=False, highlight=False, soft_wrap=True)
        console.print(f"outlets: {found.outlets}", markup=False, highlight=False, soft_wrap=True)
    sys.exit(0 if found.is_green else EXIT_FAILED)


def condition_of(settings: Settings) -> Condition:
    """Read once, by what is there: nothing is made or changed."""
    reads = Reads(
        frontier=cache(partial(open_frontier, settings, to_read=True)),
        fates=cache(partial(open_fates, settings, to_read=True)),
        lag=partial(_lag, settings),
        paused=partial(paused_in, settings),
    )
    return read_condition(settings, reads)


def _lag(settings: Settings) -> Sequence[PartitionLag]:
    with closing(open_log(settings, to_read=True)) as log:
        return log.lag()
