"""`warta export`: articles as a file, by the filters of the API."""

import getpass
import json
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.progress import Progress

from commands.filtering import Fields, Filters, Text, access_for, pairs, views_of
from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, output_console, print_json
from pipeline.logs import configure_logging
from serve.api.articles import list_pages
from serve.exporting import Export, form_of
from serve.shown import shape_of
from serve.wanted import filters_of, wanted_by

log = structlog.get_logger()
# Counted no further: the bar is full then, and the export goes on.
MOST_COUNTED = 10_000_000


def export(
    target: Annotated[Path, typer.Argument(help="A new file that ends in .jsonl or .csv.", metavar="FILE")],
    filters: Filters = None,
    fields: Fields = "",
    text: Text = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with one that was cut off.")] = False,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Write the articles that the filters let through to a file; cut off, it goes on with --resume."""
    settings = settings_of_pipeline(data=data)
    given = pairs(filters)
    with views_of(settings) as views:
        shape, access = shape_of(fields, text=text), access_for(text=text)
        wanted, typed = wanted_by(views, filters_of(given))
        asked = json.dumps({"filters": given, "fields": shape.fields, "text": text}, sort_keys=True)
        exported = Export(target, form_of(target), shape.fields, asked)
        shown = output_console(stderr=True)
        with Progress(console=shown, transient=True, disable=not shown.is_terminal) as progress:
            total = views.articles.how_many(wanted, most=MOST_COUNTED, asked=typed) if shown.is_terminal else None
            task = progress.add_task("exporting", total=total)
            rows = exported.write(
                list_pages(views, wanted, typed, shape, access),
                resume=resume,
                told=lambda written: progress.update(task, completed=written),
            )
    if text:
        configure_logging("info", process="export")
        log.warning("texts_exported", by=getpass.getuser(), file=str(target), articles=rows, filters=dict(given))
    if as_lines:
        print_json({"file": str(target), "articles": rows})
    else:
        console.print(f"{target}: {rows:,} articles", markup=False, highlight=False, soft_wrap=True)
