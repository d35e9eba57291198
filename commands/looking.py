"""Commands that look: map, trace, search, lag, settings, schemas."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo
from rich.console import Console
from rich.table import Table

from commands.options import Data, Json, settings_with
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.settings import Settings
from pipeline.topology import SERVE, STEPS
from pipeline.wiring.log import names, open_log
from pipeline.wiring.processors import stemmer
from pipeline.wiring.stores import open_articles, open_fates
from schemas.ids import BadUrlError, url_key
from schemas.topics import ALL

console = Console()


def table(title: str, *columns: str, right: tuple[str, ...] = ()) -> Table:
    made = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return made


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))  # noqa: T201


def map_(as_lines: Json = False) -> None:
    """Show the steps of the pipeline and the topics between them."""
    rows = [
        {
            "step": step.name,
            "kind": step.kind.value,
            "reads": step.reads.name if step.reads else None,
            "writes": [topic.name for topic in step.writes],
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
        shown.add_row(step.name, step.kind.value, step.reads.name if step.reads else "-", writes or "-", step.does)
    shown.add_row(SERVE, "server", "-", "-", "the page, the API, search")
    console.print(shown)
    console.print("every step also writes fates; a step that reads also has dead.<step>, a stage retry.<step>.<delay>")


def trace(
    url: Annotated[str, typer.Argument(help="An article's address, in any of its forms.")],
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Show what became of one address at every step."""
    settings = settings_with(data=data)
    try:
        key = url_key(url)
    except BadUrlError as error:
        raise UsageError(str(error)) from error
    rows = open_fates(settings).trace(key)
    article = open_articles(settings).by_url_key(key)
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


def search(
    query: Annotated[str, typer.Argument(help="Words; every one must occur, in any of its forms.")],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 10,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Search the stored articles."""
    rows = open_articles(settings_with(data=data)).search(stemmer()(query), limit=limit).items
    if as_lines:
        for row in rows:
            print_json(vars(row))
        return
    for row in rows:
        published = local_time(row.published_at) if row.published_at else "date unknown"
        console.print(f"[bold]{row.title}[/]", highlight=False)
        console.print(f"  {row.source}, {published} - {row.canonical_url}", style="dim", highlight=False)
    if not rows:
        console.print("nothing found")


def lag(data: Data = None, as_lines: Json = False) -> None:
    """Show how many records each step has yet to read, and since when the oldest waits."""
    settings = settings_with(data=data)
    log = open_log(settings)
    lags = log.lag()
    log.close()
    if as_lines:
        print_json([vars(lag) | {"behind": lag.behind, "oldest_s": _age_s(lag.oldest_at)} for lag in lags])
        return
    shown = table("Lag", "step", "topic", "partition", "unread", "oldest waits", right=("partition", "unread"))
    for each in lags:
        if each.behind:
            age_s, topic = _age_s(each.oldest_at), names(settings).declared(each.topic)
            waits = "-" if age_s is None else f"{age_s:.0f} s"
            shown.add_row(each.group, topic, str(each.partition), str(each.behind), waits)
    console.print(shown if shown.row_count else "nothing is unread")


def settings(as_lines: Json = False) -> None:
    """Show every setting, its value and what it is for."""
    values = settings_with()
    rows = [_setting(name, field, values) for name, field in Settings.model_fields.items()]
    if as_lines:
        print_json(rows)
        return
    shown = table("Settings", "variable", "value", "for")
    for row in rows:
        shown.add_row(row["variable"], str(row["value"]), row["description"])
    console.print(shown)


def _setting(name: str, field: FieldInfo, values: Settings) -> dict[str, Any]:
    return {"variable": f"WARTA_{name.upper()}", "value": getattr(values, name), "description": field.description}


def export(
    folder: Annotated[
        Path | None, typer.Argument(help="Where the files go; standard output where none is given.")
    ] = None,
) -> None:
    """Write the JSON Schema of every record."""
    schemas = {
        f"{topic.record.TYPE}.v{topic.record.VERSION}": topic.record.model_json_schema()
        for topic in ALL
        if topic.record is not None
    }
    if folder is None:
        print(json.dumps(schemas, indent=2))  # noqa: T201
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        (folder / f"{name}.json").write_text(json.dumps(schema, indent=2) + "\n")
    console.print(f"{len(schemas)} schemas in {folder}")


def _age_s(oldest_at: float | None) -> float | None:
    """The log's clock may be ahead of this machine's."""
    return None if oldest_at is None else round(max(0.0, time.time() - oldest_at), 1)


def local_time(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
