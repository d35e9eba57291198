"""`warta bench webhooks`: how fast changes go out, and what a receiver that hangs costs the others."""

from typing import Annotated

import typer

from bench import webhooks as webhooks_bench
from commands.benching import fresh
from commands.showing import console, print_json


def webhooks(
    changes: Annotated[int, typer.Option(min=10, help="How many each receiver gets a round.")] = 500,
    receivers: Annotated[int, typer.Option(min=1, max=999, help="Those that answer at once.")] = 10,
    rounds: Annotated[int, typer.Option(min=1, help="Each without and with one that hangs.")] = 5,
) -> None:
    """Deliveries a second to fast receivers, without and with one beside them that never answers, in turns."""
    with fresh() as settings:
        result = webhooks_bench.measure(settings, changes=changes, receivers=receivers, rounds=rounds)
    console.print(
        f"{result.receivers} receivers: {result.alone_per_s:.0f} deliveries/s, beside one that hangs "
        f"{result.beside_per_s:.0f}: {result.ratio:.2f}"
    )
    print_json(result.as_dict())
