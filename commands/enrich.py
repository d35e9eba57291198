"""`warta enrich`: reads what articles say, from a file of one JSON object a line."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from rich.console import Console
from rich.text import Text

from catalogue.knowledge import load_knowledge
from catalogue.outlets import load_outlets
from commands.clean import clean_one, write_html
from commands.explaining_said import show_said
from commands.options import Config, Json, settings_with
from commands.showing import heading, output_console
from pipeline.errors import UsageError
from pipeline.settings import Settings
from processors.enrich.layers.knowledge_index import index_knowledge
from processors.enrich.layers.read import Reported, read_article
from schemas.layers import Layers
from schemas.outcomes import Fated
from serve.explained import said_page


class EnrichLine(BaseModel):
    """One line of the file; other keys are ignored. `published` is a day or a time in ISO 8601."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    published: date
    paragraphs: tuple[str, ...]
    title: str | None = None
    url: str | None = None
    outlet: str | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _day(cls, given: object) -> object:
        return datetime.fromisoformat(given).date() if isinstance(given, str) and len(given) > 10 else given


def enrich(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Articles, a JSON object a line: id, published, paragraphs; or a saved page with --url.",
        ),
    ],
    url: Annotated[str, typer.Option("--url", help="The address a saved page is from.")] = "",
    as_lines: Json = False,
    explained: Annotated[bool, typer.Option("--explain", help="Show the text with what was read, coloured.")] = False,
    html: Annotated[
        str, typer.Option("--html", metavar="FILE", help="With --explain: write it as one HTML page; - prints it.")
    ] = "",
    config: Config = None,
) -> None:
    """Print what each article says: entities, quotes, citations, figures, dates, keywords."""
    if html and not explained:
        raise UsageError("--html shows an explanation: give --explain too")
    settings = settings_with(config=config)
    index = index_knowledge(load_knowledge(settings.config_dir / "knowledge"))
    console = output_console()
    for article in [page_as_article(path, url, settings)] if url else _articles(path):
        reported = Reported(article.paragraphs, article.published, article.title or "", article.outlet or "")
        layers = read_article(reported, index)
        if as_lines:
            sys.stdout.write(json.dumps(row(article.id, article.paragraphs, layers), ensure_ascii=False) + "\n")
        elif html:
            write_html(html, said_page(article.title or article.id, article.paragraphs, layers))
        elif explained:
            show_said(console, article.title or article.id, article.paragraphs, layers)
        else:
            _show(article, layers, console)


def page_as_article(path: Path, url: str, settings: Settings) -> EnrichLine:
    """A saved page, cleaned as `warta clean` cleans it. Raises UsageError where it is no article."""
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    try:
        cleaned = clean_one(path, url, settings, outlets)
    except Fated as why:
        raise UsageError(f"{path}: {why}") from why
    published = cleaned.published.at if cleaned.published is not None else cleaned.fetched_at
    return EnrichLine(
        id=path.name,
        published=published.date(),
        paragraphs=cleaned.paragraphs,
        title=cleaned.title,
        url=url,
        outlet=cleaned.publisher,
    )


def _articles(path: Path) -> Iterator[EnrichLine]:
    """Raises UsageError with the line that is no article."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield EnrichLine.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}:{number}: no JSON: {error.msg}") from error
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"]) or "the line"
            raise UsageError(f"{path}:{number}: {key}: {first['msg']}") from error


def row(article_id: str, paragraphs: Sequence[str], layers: Layers) -> Mapping[str, Any]:
    """The layers as JSON: offsets are characters of the paragraphs joined by line feeds.

    `entities` are mentions, one by one; `things` gathers those of one name. Several names in `via` of a quote and in
    `attributed_to` are joined by semicolons.
    """
    found = asdict(layers)
    quotes = [quote | {"via": _joined(quote["via"])} for quote in found["quotes"]]
    figures = [figure | {"attributed_to": _joined(figure["attributed_to"])} for figure in found["figures"]]
    mentions = _mentions("\n".join(paragraphs), layers)
    things = {"entities": mentions, "things": found["entities"]}
    return {"id": article_id} | found | things | {"quotes": quotes, "figures": figures}


def _mentions(text: str, layers: Layers) -> Sequence[Mapping[str, object]]:
    """Of every entity, in the order of the text."""
    places = sorted(((span, each) for each in layers.entities for span in each.mentions), key=lambda place: place[0])
    return [
        {
            "start": span.start,
            "end": span.end,
            "text": text[span.start : span.end],
            "type": entity.type,
            "canonical": entity.canonical,
            "code": entity.code,
        }
        for span, entity in places
    ]


def _joined(names: Sequence[str]) -> str | None:
    return "; ".join(names) or None


def _show(article: EnrichLine, layers: Layers, console: Console) -> None:
    heading(console, Text(article.title or article.id))
    if layers.gist:
        console.print(layers.gist.text, style="bold", markup=False)
    names = ", ".join(f"{each.canonical} ({each.type.value})" for each in layers.entities[:12])
    console.print(f"event {layers.event_date or 'unknown'}; {names}", markup=False)
    for quote in layers.quotes:
        console.print(f'- {quote.speaker or "?"}: "{quote.text[:160]}"', markup=False, highlight=False)
