"""`warta watches test`: how a watch judges one text, or what it would add and withdraw among all that are kept."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.options import Config, Data, Json, is_pipeline, settings_of_pipeline, settings_with
from commands.showing import console, print_json, table
from commands.watches import watch_named
from commands.watches_stored import show_changes
from pipeline.cleaning_rules import rules_of
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles, open_texts
from processors.clean.clean import clean
from processors.clean.rules import Rules
from processors.enrich.near import near_misses
from processors.enrich.watch import CompiledWatch, WatchVerdict, compile_watch, judge
from processors.normalise import normalise
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Fated
from schemas.page import Page

# A file has no address of its own; the watch does not look at it.
NO_ADDRESS = "https://berkas.example/{name}"


@dataclass(frozen=True)
class TriedText:
    title: str
    paragraphs: Sequence[str]


def try_(
    watch_id: Annotated[str, typer.Argument(metavar="ID", help="A watch by id.")],
    given: Annotated[
        str,
        typer.Argument(metavar="FILE|URL|TEXT", help="A saved page, a text, the address of a kept article; - reads."),
    ] = "",
    stored: Annotated[bool, typer.Option("--stored", help="Judge all that is kept: what would change.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Titles to show of each kind.")] = 20,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Show the score of a text by group, what is missing and what nearly counts; --stored: what would be added and
    withdrawn. Nothing is changed."""
    if stored == bool(given):
        raise UsageError("give one text, file or address, or --stored")
    settings = settings_with(data=data, config=config)
    compiled = compile_watch(watch_named(watch_id, settings))
    if stored:
        settings = settings_of_pipeline(data=data, config=config)
        show_changes(compiled, settings, limit=limit, as_lines=as_lines)
    else:
        _show_verdict(compiled, text_of(given, settings), as_lines=as_lines)


def text_of(given: str, settings: Settings) -> TriedText:
    """A kept article by its address, a saved page, a text file, or the text itself. Raises UsageError."""
    if given.startswith(("http://", "https://")):
        return _kept(given, settings)
    if given == "-":
        return _plain(sys.stdin.read())
    path = Path(given)
    if path.suffix not in (".html", ".htm", ".txt"):
        return _plain(given)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    if path.suffix == ".txt":
        return _plain(body.decode("utf-8", "replace"))
    return _cleaned(path.name, body, rules_of(settings.config_dir))


def _plain(text: str) -> TriedText:
    """The first line is the title, each other a paragraph."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise UsageError("the text is empty")
    return TriedText(lines[0], lines[1:])


def _cleaned(name: str, body: bytes, rules: Rules) -> TriedText:
    url = NO_ADDRESS.format(name=name)
    page = Page(
        url=url, final_url=url, url_key=name, slot="file", source="file", fetched_at=datetime.now(UTC), body=body
    )
    try:
        (article,) = (normalise(each) for each in clean(page, outlet=None, rules=rules))
    except Fated as fated:
        raise UsageError(f"{name} is no article: {fated}") from fated
    return TriedText(article.title, article.paragraphs)


def _kept(url: str, settings: Settings) -> TriedText:
    try:
        key = url_key(url)
    except BadUrlError as error:
        raise UsageError(str(error)) from error
    kept = open_texts(settings, to_read=True).by_url_key(key) if is_pipeline(settings) else None
    if kept is None and is_pipeline(settings):
        articles = open_articles(settings, to_read=True)
        row = articles.by_url_key(key)
        kept = None if row is None else articles.get(row.id)
    if kept is None:
        raise UsageError(f"no text of {key} is kept; see `warta trace`, or bring it in with `warta import`")
    return TriedText(kept.title, kept.paragraphs)


def _show_verdict(compiled: CompiledWatch, text: TriedText, *, as_lines: bool) -> None:
    verdict = judge(compiled, text.title, text.paragraphs)
    near = near_misses(compiled, text.title, text.paragraphs)
    if as_lines:
        groups = [
            {
                "group": group.id,
                "required": group.required,
                "weight": group.weight,
                "hits": verdict.hits.get(group.id, 0.0),
            }
            | {"share": round(verdict.share(group), 4), "found": verdict.found.get(group.id, {})}
            for group in compiled.watch.groups
        ]
        told = {"watch": compiled.watch.id, "matches": verdict.matches, "score": round(verdict.score, 4)}
        print_json(
            told
            | {"threshold": compiled.watch.threshold, "groups": groups, "missing": verdict.missing}
            | {"near": [vars(each) for each in near]}
        )
        return
    console.print(sentence(verdict), highlight=False, soft_wrap=True)
    shown = table("", "group", "adds", "of", "hits", "found", right=("adds", "of", "hits"))
    for group in compiled.watch.groups:
        found = ", ".join(f"{term} ×{count}" for term, count in verdict.found.get(group.id, {}).items())
        missing = "- (required)" if group.required else "-"
        hits = f"{verdict.hits.get(group.id, 0.0):g}"
        shown.add_row(group.id, f"{verdict.share(group):.2f}", f"{group.weight:g}", hits, found or missing)
    console.print(shown)
    for each in near:
        console.print(f"does not count: {each.found!r} for {each.alias!r} ({each.group}): {each.why}", highlight=False)


def sentence(verdict: WatchVerdict) -> str:
    watch = verdict.watch
    if verdict.matches:
        return f"{watch.id} matches: score {verdict.score:.2f}, threshold {watch.threshold:.2f}"
    lacks = [f"required and missing: {', '.join(verdict.missing)}"] if verdict.missing else []
    if verdict.score < watch.threshold:
        lacks.append(f"the score lacks {watch.threshold - verdict.score:.2f}")
    return f"{watch.id} does not match: score {verdict.score:.2f}, threshold {watch.threshold:.2f}; {'; '.join(lacks)}"
