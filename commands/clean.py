"""`warta clean`: cleans one saved page or text, or a folder of them, and explains it on demand."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text

from catalogue.outlets import load_outlets
from commands.explaining import StepClock, show_explanation
from commands.options import Config, Json, settings_with
from commands.showing import heading, output_console, rfc3339
from ingest.imports.problem import ImportProblem
from ingest.imports.saved_pages import read_saved_pages
from ingest.imports.source_id import source_id
from pipeline.cleaning_rules import rules_of
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.settings import Settings
from processors.clean.clean import clean as clean_page
from processors.clean.decode import decode
from processors.clean.plain_text import clean_text
from processors.clean.rules import Rules
from processors.explain.explanation import Explanation
from processors.explain.page import explain_page, explain_text
from schemas.article import CleanedArticle
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Fated
from schemas.outlet import Outlet
from schemas.page import Page
from serve.explained import explanation_page


class PlainText(NamedTuple):
    """A file that holds an article's text alone."""

    text: str
    read_at: datetime


Input = Page | PlainText | ImportProblem


class SharedInputs(NamedTuple):
    """The inputs that are the same for every page."""

    outlets: Mapping[str, Outlet]
    rules: Rules


def clean(
    path: Annotated[Path, typer.Argument(help="A saved HTML page, a text (.txt), or a folder of either.")],
    url: Annotated[str, typer.Option("--url", help="The address the page was saved from.")] = "",
    as_lines: Json = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Show what each rule took and where each field comes from.")
    ] = False,
    html: Annotated[
        str, typer.Option("--html", metavar="FILE", help="With --explain: write it as one HTML page; - prints it.")
    ] = "",
    config: Config = None,
) -> None:
    """Print the article of a saved page: text, metadata, and what was removed by which rule."""
    settings = settings_with(config=config)
    _check_options(path, explained=explained, html=html, as_lines=as_lines)
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    given, console = SharedInputs(outlets, rules_of(settings.config_dir)), output_console()
    inputs = list(_inputs(path, url, settings))
    shown = (
        track(inputs, description="cleaning", console=output_console(stderr=True), transient=True)
        if len(inputs) > 1
        else inputs
    )
    failed = 0
    for name, found in shown:
        try:
            if isinstance(found, ImportProblem):
                raise UsageError(f"{found.reason}: {found.detail}")
            if explained:
                _show_explained(name, _explain(name, found, given), console, html=html, as_lines=as_lines)
            else:
                _show(name, _clean(name, found, given), console, as_lines=as_lines)
        except (Fated, UsageError) as why:
            failed += 1
            row = {"file": name, "outcome": "dropped", "reason": str(why)}
            print(json.dumps(row, ensure_ascii=False) if as_lines else f"{name}: {why}")  # noqa: T201
    if failed and failed == len(inputs):
        raise typer.Exit(EXIT_FAILED)


def _check_options(path: Path, *, explained: bool, html: str, as_lines: bool) -> None:
    if html and not explained:
        raise UsageError("--html shows an explanation: give --explain too")
    if html and as_lines:
        raise UsageError("give --html or --json, not both")
    if html and path.is_dir():
        raise UsageError(f"--html shows one page, and {path} is a folder")


def _clean(name: str, found: Page | PlainText, given: SharedInputs) -> CleanedArticle:
    if isinstance(found, PlainText):
        return clean_text(found.text, name=name, now=found.read_at, rules=given.rules)
    return clean_page(found, outlet=given.outlets.get(found.source), rules=given.rules)[0]


def _explain(name: str, found: Page | PlainText, given: SharedInputs) -> Explanation:
    for rule in given.rules.all:
        # Patterns are compiled at their first use: no time of this page's.
        _ = rule.regex
    clock = StepClock()
    if isinstance(found, PlainText):
        explanation = explain_text(found.text, name=name, now=found.read_at, rules=given.rules, done=clock)
    else:
        explanation = explain_page(found, outlet=given.outlets.get(found.source), rules=given.rules, done=clock)
    return explanation.model_copy(update={"steps": clock.steps()})


def _inputs(path: Path, url: str, settings: Settings) -> Iterator[tuple[str, Input]]:
    outlets, now = load_outlets(settings.config_dir / "sources"), datetime.now(UTC)
    texts = sorted(path.glob("*.txt"))
    if path.is_dir() and texts and not (path / "urls.tsv").exists():
        yield from ((text.name, PlainText(decode(text.read_bytes()).text, now)) for text in texts)
    elif path.is_dir():
        for found in read_saved_pages(path, outlets=outlets, fetched_at=now):
            yield (found.where, found) if isinstance(found, ImportProblem) else (found.file, found.page)
    else:
        yield path.name, _input(path, url, outlets, now)


def _input(path: Path, url: str, outlets: list[Outlet], now: datetime) -> Page | PlainText:
    is_text = path.suffix == ".txt"
    if not url and not is_text:
        raise UsageError("give the address the page was saved from with --url")
    try:
        body = path.read_bytes()
        key = "" if is_text else url_key(url)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except BadUrlError as error:
        raise UsageError(str(error)) from error
    if is_text:
        return PlainText(decode(body).text, now)
    source = source_id(url, outlets)
    return Page(
        url=url, final_url=url, url_key=key, slot="file", source=source, requested=True, fetched_at=now, body=body
    )


def _show_explained(name: str, explanation: Explanation, console: Console, *, html: str, as_lines: bool) -> None:
    if as_lines:
        print(json.dumps({"file": name} | explanation.model_dump(mode="json"), ensure_ascii=False))  # noqa: T201
    elif html:
        write_html(html, explanation_page(explanation))
    else:
        show_explanation(console, explanation)


def write_html(to: str, page: str) -> None:
    """Into a file, or where it is `-` to standard output."""
    if to == "-":
        sys.stdout.write(page)
        return
    try:
        Path(to).write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {to}: {error.strerror}") from error


def clean_one(path: Path, url: str, settings: Settings, outlets: Mapping[str, Outlet]) -> CleanedArticle:
    """One saved page. Raises UsageError where it cannot be read, Fated where it is no article."""
    found = _input(path, url, [*outlets.values()], datetime.now(UTC))
    return _clean(path.name, found, SharedInputs(outlets, rules_of(settings.config_dir)))


def _row(name: str, article: CleanedArticle) -> dict[str, Any]:
    """The article with its dates as plain ISO text, and where each came from beside them."""
    row = article.model_dump(mode="json", exclude={"published", "modified"})
    dates = {"published": article.published, "modified": article.modified}
    stated = {key: instant.model_dump(mode="json") if instant else None for key, instant in dates.items()}
    plain = {key: rfc3339(instant.at) if instant else None for key, instant in dates.items()}
    return {"file": name} | row | plain | {"dates": stated}


def _show(name: str, article: CleanedArticle, console: Console, *, as_lines: bool) -> None:
    if as_lines:
        print(json.dumps(_row(name, article), ensure_ascii=False))  # noqa: T201
        return
    heading(console, Text(article.title, style="bold"))
    published = article.published
    when = f"{published.at.isoformat()} ({published.provenance})" if published else "date unknown"
    byline = f"{', '.join(article.authors) or 'author unknown'} - {when} - {article.canonical_url}"
    console.print(Text(byline, style="dim"), soft_wrap=True)
    for paragraph in article.paragraphs:
        console.print(Text(paragraph), end="\n\n", soft_wrap=False)
    for piece in article.removed:
        console.print(Text(f"- {piece.rule}: {piece.text[:160]}", style="red"))
