"""`warta search`: the stored articles, by words."""

from typing import Annotated

import typer
from rich.text import Text

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json
from pipeline.errors import UsageError
from pipeline.wiring.search import search_names
from pipeline.wiring.stores import open_articles
from processors.enrich.stem import stem_text
from processors.query.parse import BadAskedError
from serve.finding import MOST_COUNTED, Finder, Hit, HitPage, splitting_by

HELP = 'Words in any of their forms; "a phrase", -word, OR, begin*, title:word, source:id. Before -word put `--`.'


def search(
    query: Annotated[str, typer.Argument(help=HELP)],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 10,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Search the stored articles."""
    settings = settings_of_pipeline(data=data)
    articles = open_articles(settings, to_read=True)
    try:
        found = Finder(articles, splitting_by(stem_text, search_names(settings))).find(query, limit=limit)
    except BadAskedError as error:
        raise UsageError(str(error)) from error
    if as_lines:
        for hit in found.items:
            print_json(vars(hit) | {"snippet": vars(hit.snippet)})
        return
    for hit in found.items:
        _show(hit)
    _show_count(found)


def _show(hit: Hit) -> None:
    published = local_time(hit.published_at) if hit.published_at else "date unknown"
    console.print(Text(hit.title, style="bold"))
    console.print(Text(f"  {hit.source}, {published} - {hit.canonical_url}", style="dim"), soft_wrap=True)
    if hit.snippet.marks:
        pieces = [(words, "bold green" if is_hit else "") for words, is_hit in hit.snippet.pieces()]
        console.print(Text.assemble("  ", *pieces), soft_wrap=True)


def _show_count(found: HitPage) -> None:
    if not found.items:
        console.print("nothing found")
    elif found.count is not None and found.count > len(found.items):
        console.print(f"{len(found.items)} of {found.count}{' or more' if found.count >= MOST_COUNTED else ''}")
    if found.suggestion:
        console.print(f"did you mean: {found.suggestion}", markup=False, highlight=False)
