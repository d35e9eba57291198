"""`warta trace`: the fate of one address at every step."""

from typing import Annotated

import typer

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json, table
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.wiring.stores import open_articles, open_fates
from schemas.ids import BadUrlError, url_key
from serve.tracing import traced


def trace(
    url: Annotated[str, typer.Argument(help="An article's address, in any of its forms.")],
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Show the fate of one address at every step."""
    settings = settings_of_pipeline(data=data)
    try:
        key = url_key(url)
    except BadUrlError as error:
        raise UsageError(str(error)) from error
    article, rows = traced(open_articles(settings, to_read=True), open_fates(settings, to_read=True), key)
    if as_lines:
        print_json({"url_key": key, "fates": [vars(row) for row in rows], "article": article.id if article else None})
    else:
        shown = table(key, "at", "step", "outcome", "reason", "detail", "ms", right=("ms",))
        for row in rows:
            shown.add_row(local_time(row.at), row.stage, row.outcome, row.reason, row.detail, f"{row.ms:.1f}")
        console.print(shown)
        if article:
            console.print(f"stored as {article.id}, revision {article.revision}: {article.title}", highlight=False)
    if not rows:
        raise typer.Exit(EXIT_FAILED)
