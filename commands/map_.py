"""`warta map`: the steps of the pipeline, the topics between them, and how many outlets they poll."""

from commands.counted import counted_outlets
from commands.options import Config, Data, Json, settings_with
from commands.showing import console, print_json, table
from pipeline.topology import SERVE, STEPS
from runtime.declare import Reader, Step


def map_(data: Data = None, config: Config = None, as_lines: Json = False) -> None:
    """Show the steps of the pipeline and the topics between them."""
    rows = [
        {
            "step": step.name,
            "kind": step.KIND,
            "reads": _reads(step),
            "writes": [topic.name for topic in step.writes],
            "processes": step.processes,
            "does": step.does,
        }
        for step in STEPS
    ]
    if as_lines:
        print_json(rows)
        return
    shown = table("The pipeline", "step", "kind", "reads", "writes", "does")
    for step in STEPS:
        writes = ", ".join(topic.name for topic in step.writes)
        shown.add_row(step.name, step.KIND, _reads(step) or "-", writes or "-", step.does)
    shown.add_row(SERVE, "server", "-", "-", "the page, the API, search")
    console.print(shown)
    console.print(
        "every step also writes fates; a step that reads also has dead.<step>, one with retries retry.<step>.<delay>",
        soft_wrap=False,
    )
    counted = counted_outlets(settings_with(data=data, config=config))
    console.print(f"outlets: {counted}; see `warta sources list`", highlight=False)


def _reads(step: Step) -> str | None:
    return step.reads.name if isinstance(step, Reader) else None
