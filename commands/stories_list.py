"""`warta stories list` and `warta story`: the stored stories, and one with all that it says."""

from typing import Annotated

import typer
from rich.text import Text

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json
from pipeline.errors import CommandError
from pipeline.wiring.stores import open_stories
from processors.enrich.stem import stem_text
from schemas.story import StoryFigure
from stores.story_reads import StoryReads

MOST = 1000


def list_(
    query: Annotated[str, typer.Argument(help="Words that are all in what a story says.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    watch: Annotated[str | None, typer.Option(help="Of this watch alone.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only where sources disagree on a number.")] = False,
    min_size: Annotated[int, typer.Option(min=1, help="Articles at least.")] = 1,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """List the stored stories, by their last article."""
    store = open_stories(settings_of_pipeline(data=data), to_read=True)
    rows = store.newest(
        limit=limit, watch=watch, disputed=disputed, min_size=min_size, stemmed_query=stem_text(query)
    ).items
    for row in rows:
        if as_lines:
            print_json(vars(row))
            continue
        told = f"  {row.id}, {row.watch}, {row.size} articles, {row.outlets} outlets, {local_time(row.last_at)}"
        told += f", {row.disputed} figures disputed" if row.disputed else ""
        console.print(Text(row.headline or "without a headline", style="bold"))
        console.print(Text(told if row.is_open else f"{told}, closed", style="dim"), soft_wrap=True)
    if not rows and not as_lines:
        console.print("nothing found")


def story(
    story_id: Annotated[str, typer.Argument(metavar="ID")],
    explain: Annotated[bool, typer.Option("--explain", help="Why each article joined: all versions.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show one story: its articles, its figures and who says them. An id of before a merge will do."""
    store = open_stories(settings_of_pipeline(data=data), to_read=True)
    found = store.story(story_id)
    if found is None:
        raise CommandError(f"no story {story_id!r} is stored: `warta stories list` shows those that are")
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    line = f"{found.id}, {found.watch}, version {found.version}, {found.size} articles"
    console.print(Text(found.headline or "without a headline", style="bold"))
    console.print(Text(line if found.open else f"{line}, closed", style="dim"), soft_wrap=True)
    _members(store, found.id)
    _figures(found.figures)
    for quote in found.quotes:
        console.print(Text(f'  {quote.speaker}: "{quote.text}" ({len(quote.carriers)})'), soft_wrap=True)
    if explain:
        for each in reversed(store.versions(found.id, limit=MOST)):
            other = f" {each.other}" if each.other else ""
            told = f"  {each.version} {each.event}{other} {', '.join(each.articles)}: {each.why or '-'}"
            console.print(Text(told), soft_wrap=True)


def _members(store: StoryReads, story_id: str) -> None:
    for row in store.members(story_id, limit=MOST):
        when = local_time(row.published_at) if row.published_at else "date unknown"
        alike = f" [{row.kind} of {row.near_dup_of}, credit: {row.credit} {row.confidence:.2f}]" if row.kind else ""
        console.print(Text(f"  {when} {row.outlet}: {row.title} ({row.article_id}){alike}"), soft_wrap=True)


def _figures(rows: tuple[StoryFigure, ...]) -> None:
    for row in rows:
        if row.disputed:
            said = "; ".join(f"{c.text} ({', '.join(c.according_to) or c.outlet}: {c.stand})" for c in row.claims)
            console.print(Text(f"  disputed: {row.what}: {said}"), soft_wrap=True)
