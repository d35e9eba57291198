"""`warta clean`: one saved page, or a folder of them, through cleaning alone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text

from ingest.catalogue import load_outlets
from ingest.imports.problem import Problem
from ingest.imports.saved_pages import read_saved_pages
from ingest.imports.source_id import source_id
from pipeline.commands.options import Config, Json, settings_with
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.settings import Settings
from processors.clean.clean import clean as clean_page
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Fated
from schemas.page import Page


def clean(
    path: Annotated[Path, typer.Argument(help="A saved HTML page, or a folder of them with urls.tsv.")],
    url: Annotated[str, typer.Option("--url", help="The address the page was saved from.")] = "",
    as_lines: Json = False,
    config: Config = None,
) -> None:
    """Print the article of a saved page: text, metadata, and what was removed by which rule."""
    settings = settings_with(config=config)
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    rules, console = load_rules(), Console()
    pages = list(_pages(path, url, settings))
    shown = (
        track(pages, description="cleaning", console=Console(stderr=True), transient=True) if len(pages) > 1 else pages
    )
    failed = 0
    for name, page in shown:
        try:
            if isinstance(page, Problem):
                raise UsageError(f"{page.reason}: {page.detail}")
            article = clean_page(page, outlet=outlets.get(page.source), rules=rules)[0]
        except (Fated, UsageError) as why:
            failed += 1
            row = {"file": name, "outcome": "dropped", "reason": str(why)}
            print(json.dumps(row, ensure_ascii=False) if as_lines else f"{name}: {why}")  # noqa: T201
            continue
        if as_lines:
            print(json.dumps(_row(name, article), ensure_ascii=False))  # noqa: T201
        else:
            _show(console, article)
    if failed and failed == len(pages):
        raise typer.Exit(EXIT_FAILED)


def _pages(path: Path, url: str, settings: Settings) -> Iterator[tuple[str, Page | Problem]]:
    outlets, now = load_outlets(settings.config_dir / "sources"), datetime.now(UTC)
    if path.is_dir():
        for found in read_saved_pages(path, outlets=outlets, fetched_at=now):
            yield (found.where, found) if isinstance(found, Problem) else (found.file, found.page)
        return
    if not url:
        raise UsageError("give the address the page was saved from with --url")
    try:
        body = path.read_bytes()
        key = url_key(url)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except BadUrlError as error:
        raise UsageError(str(error)) from error
    source = source_id(url, outlets)
    yield (
        path.name,
        Page(
            url=url, final_url=url, url_key=key, slot="file", source=source, requested=True, fetched_at=now, body=body
        ),
    )


def _row(name: str, article: CleanedArticle) -> dict[str, Any]:
    """The article with its dates as plain ISO text, and where each came from beside them."""
    row = article.model_dump(mode="json", exclude={"published", "modified"})
    dates = {"published": article.published, "modified": article.modified}
    stated = {key: instant.model_dump(mode="json") if instant else None for key, instant in dates.items()}
    plain = {key: instant.at.isoformat() if instant else None for key, instant in dates.items()}
    return {"file": name} | row | plain | {"dates": stated}


def _show(console: Console, article: CleanedArticle) -> None:
    console.rule(Text(article.title, style="bold"))
    published = article.published
    when = f"{published.at.isoformat()} ({published.provenance})" if published else "date unknown"
    console.print(f"{', '.join(article.authors) or 'author unknown'} - {when} - {article.canonical_url}", style="dim")
    for paragraph in article.paragraphs:
        console.print(Text(paragraph), end="\n\n")
    for piece in article.removed:
        console.print(Text(f"- {piece.rule}: {piece.text[:160]}", style="red"))
