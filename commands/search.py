"""`warta search`: the stored articles, by words."""

from typing import Annotated

import typer
from rich.text import Text

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json
from pipeline.wiring.stores import open_articles
from processors.enrich.stem import stem_text


def search(
    query: Annotated[str, typer.Argument(help="Words; every one must occur, in any of its forms.")],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 10,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Search the stored articles."""
    rows = open_articles(settings_of_pipeline(data=data), to_read=True).search(stem_text(query), limit=limit).items
    if as_lines:
        for row in rows:
            print_json(vars(row))
        return
    for row in rows:
        published = local_time(row.published_at) if row.published_at else "date unknown"
        console.print(Text(row.title, style="bold"))
        console.print(Text(f"  {row.source}, {published} - {row.canonical_url}", style="dim"), soft_wrap=True)
    if not rows:
        console.print("nothing found")
