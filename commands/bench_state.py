"""`warta bench state`: a stateful stage's memory by key and as one blob; the last line is JSON."""

import json
from typing import Annotated

import typer

from bench import state as state_bench
from bench.state_window import GETS, PUTS, SCANNED, VALUE_BYTES, VALUES
from commands.benching import console, fresh
from commands.showing import Rows, table
from pipeline.settings import Settings


def state(
    records: Annotated[int, typer.Option(min=1, help="How many, each way.")] = 1000,
    blobs: Annotated[int, typer.Option(min=1, help="How many on the blob.")] = 10,
) -> None:
    """Time and bytes a record: 20 gets, a scan of 50 and three puts among 2,000 values of 3 KB."""
    with fresh() as settings:
        results = {
            name: state_bench.measure(each, records=records, blobs=blobs) for name, each in _databases(settings).items()
        }
    for name, result in results.items():
        console.print(_shown(name, result))
    work = {"values": VALUES, "value_bytes": VALUE_BYTES, "gets": GETS, "scanned": SCANNED, "puts": PUTS}
    print(json.dumps(work | {name: result.as_dict() for name, result in results.items()}))  # noqa: T201


def _databases(settings: Settings) -> dict[str, Settings]:
    """The embedded default, and the server where one is named."""
    found = {"sqlite": settings.model_copy(update={"database_url": None})}
    return found if settings.database_url is None else found | {"postgresql": settings}


def _shown(name: str, result: state_bench.State) -> Rows:
    shown = table(f"One record on {name}", "memory", "records", "ms", "ms of CPU", "bytes written")
    for way, cost in result.ways.items():
        shown.add_row(way, str(cost.records), f"{cost.wall_ms:g}", f"{cost.cpu_ms:g}", f"{cost.written_bytes:,}")
    return shown
