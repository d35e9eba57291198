"""`warta watches list`, `show` and `check`: what is declared, what is stored of it, and what cannot work."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

import typer

from catalogue.watches import load_watches
from commands.options import Config, Data, Json, is_pipeline, settings_with
from commands.showing import console, local_time, print_json, table
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.settings import Settings
from pipeline.topology import WATCHES
from pipeline.wiring.stores import open_articles, open_standings
from schemas.watch import Watch, fold
from stores.article_filters import ArticleFilters

Id = Annotated[str, typer.Argument(help="A watch by id.", metavar="ID")]


def list_(data: Data = None, config: Config = None, as_lines: Json = False) -> None:
    """Show the watches, and how many articles are stored of each."""
    settings = settings_with(data=data, config=config)
    watches = load_watches(settings.config_dir / WATCHES)
    stored = open_standings(settings, to_read=True).by_watch() if is_pipeline(settings) else {}
    if as_lines:
        for watch in watches:
            print_json(watch.model_dump(mode="json") | {"stored": stored.get(watch.id, 0)})
        return
    right = ("threshold", "groups", "stored")
    shown = table("Watches", "id", "name", "version", "threshold", "groups", "stored", right=right)
    for watch in watches:
        figures = (f"{watch.threshold:g}", str(len(watch.groups)), str(stored.get(watch.id, 0)))
        shown.add_row(watch.id, watch.name, watch.version, *figures)
    console.print(shown)
    if gone := sorted(stored.keys() - {watch.id for watch in watches}):
        console.print(
            f"stored, but not declared any more: {', '.join(gone)}; see `warta watches apply`", highlight=False
        )


def show(
    watch_id: Id,
    limit: Annotated[int, typer.Option(min=0, max=200, help="How many of its newest articles to show.")] = 10,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Show a watch: its groups, what a mention of each adds to the score, and its newest articles."""
    settings = settings_with(data=data, config=config)
    watch = watch_named(watch_id, settings)
    there = limit and is_pipeline(settings)
    rows = (
        open_articles(settings, to_read=True).latest(ArticleFilters(watch=watch.id), limit=limit).items if there else ()
    )
    if as_lines:
        print_json(watch.model_dump(mode="json") | {"articles": [vars(row) for row in rows]})
        return
    console.print(f"{watch.id}: {watch.name}, version {watch.version}, threshold {watch.threshold:g}", highlight=False)
    groups = table("", "group", "required", "weight", "aliases", right=("weight",))
    for group in watch.groups:
        groups.add_row(group.id, "yes" if group.required else "no", f"{group.weight:g}", ", ".join(group.aliases))
    console.print(groups)
    if watch.excludes:
        console.print(f"excluded: {'; '.join(watch.excludes)}", highlight=False)
    for row in rows:
        published = local_time(row.published_at) if row.published_at else "date unknown"
        console.print(f"{row.watches[watch.id]:.2f} {row.title}", highlight=False, markup=False)
        console.print(
            f"     {row.source}, {published} - {row.canonical_url}", style="dim", highlight=False, soft_wrap=True
        )
    if not rows and limit:
        console.print("no article of it is stored; `warta watches test ID --stored` looks for some", highlight=False)


def check(config: Config = None, as_lines: Json = False) -> None:
    """Read every watch, and say what is wrong with file, line and key, and what can never match."""
    settings = settings_with(config=config)
    watches = load_watches(settings.config_dir / WATCHES)
    doubts = [(watch, doubt) for watch in watches for doubt in doubts_about(watch)]
    for watch, doubt in doubts:
        if as_lines:
            print_json({"watch": watch.id, "doubt": doubt})
        else:
            console.print(f"{watch.id}: {doubt}", highlight=False, soft_wrap=True)
    if not as_lines:
        told = f"; {len(doubts)} to look at" if doubts else ", well declared"
        console.print(
            f"watches in {settings.config_dir / WATCHES}: {len(watches)}{told}", highlight=False, soft_wrap=True
        )
    if doubts:
        raise typer.Exit(EXIT_FAILED)


def doubts_about(watch: Watch) -> Iterator[str]:
    """What is well formed and still cannot be meant."""
    most = sum(group.weight for group in watch.groups)
    if watch.threshold >= most:
        yield f"threshold: {watch.threshold:g} is never reached; all groups together stay under {most:g}"
    if not any(group.required for group in watch.groups):
        yield "groups: none is required, so any of them may match without the others"
    times = Counter(fold(alias) for group in watch.groups for alias in group.aliases)
    for alias, count in times.items():
        if count > 1:
            yield f"aliases: {alias!r} stands there {count} times; hyphens and capitals make no other alias"
    for excluded in sorted({fold(phrase) for phrase in watch.excludes} & times.keys()):
        yield f"excludes: {excluded!r} is an alias too, and never counts"


def watch_named(watch_id: str, settings: Settings) -> Watch:
    """Raises UsageError, CatalogueError."""
    watches = {watch.id: watch for watch in load_watches(settings.config_dir / WATCHES)}
    if watch_id in watches:
        return watches[watch_id]
    near = get_close_matches(watch_id, watches, n=1)
    raise UsageError(
        f"there is no watch {watch_id}" + (f"; did you mean {near[0]}?" if near else "; see `warta watches list`")
    )
