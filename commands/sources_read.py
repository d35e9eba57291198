"""`warta sources read`: what a list's reader makes of a file, so that anybody can try one."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from catalogue.outlets import load_outlets
from commands.options import Config, Json, settings_with
from commands.showing import console, output_console, print_json, table
from ingest.discover.listing import Listing, UnreadableListError
from ingest.discover.readers import read_any
from ingest.discover.robots_sitemaps import read_robots_sitemaps
from ingest.imports.problem import ImportProblem
from ingest.imports.url_list import lines_of, read_url_list
from ingest.web.fetched import Fetched
from ingest.web.robots import rules_of
from ingest.web.session import AGENT
from pipeline.errors import EXIT_FAILED, UsageError
from runtime.clock import utc_now
from schemas.outlet import Channel, Outlet

MAX_FILE_BYTES = 512 * 1024 * 1024


class ListKind(StrEnum):
    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "index"
    ROBOTS = "robots"
    LIST = "list"


CHANNELS = {ListKind.FEED: Channel.FEED, ListKind.SITEMAP: Channel.SITEMAP, ListKind.INDEX: Channel.INDEX}
NAMES = ("url", "title", "published", "modified", "kind")


def read(
    file: Annotated[Path, typer.Argument(help="A file as a server sends it, without its headers.")],
    kind: Annotated[ListKind, typer.Option("--as", help="What it is read as; `list` is a list for `warta import`.")],
    url: Annotated[
        str, typer.Option(help="The address it is of: relative links follow it.")
    ] = "https://warta.example/",
    content_type: Annotated[str, typer.Option("--type", help="The Content-Type it is sent with.")] = "",
    paths: Annotated[
        list[str] | None, typer.Option("--path", help="With robots: a path to judge; may be said again.")
    ] = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Show the links that a feed, sitemap, index page, robots.txt or list of addresses gives, and its problems.

    Exit code 1 where it is no such list at all.
    """
    body = _body(file)
    outlets = load_outlets(settings_with(config=config).config_dir / "sources") if kind is ListKind.LIST else ()
    try:
        rows: list[Mapping[str, object]] = list(_rows(body, kind, url, content_type, outlets, paths or ()))
    except UnreadableListError as error:
        rows = [{"problem": error.detail, "reason": error.reason.value, "kind": "refused"}]
    _show(rows, as_lines=as_lines)
    if any(row.get("kind") == "refused" for row in rows):
        raise typer.Exit(EXIT_FAILED)


def _body(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise UsageError(f"{file} is larger than {MAX_FILE_BYTES} bytes")
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error


def _rows(
    body: bytes, kind: ListKind, url: str, content_type: str, outlets: Sequence[Outlet], paths: Sequence[str]
) -> Iterator[Mapping[str, object]]:
    if kind is ListKind.LIST:
        for each in read_url_list(lines_of(body), outlets=outlets, found_at=utc_now()):
            yield _problem(each) if isinstance(each, ImportProblem) else {"url": each.url, "kind": "link"}
        return
    if kind is ListKind.ROBOTS:
        yield from _robots(body, url, paths)
        return
    headers = {"content-type": content_type} if content_type else {}
    fetched = Fetched(200, headers, body, url, (), 0.0)
    yield from _of_listing(
        read_any(
            fetched, CHANNELS[kind], zone=ZoneInfo(Outlet.model_fields["timezone"].default), max_bytes=MAX_FILE_BYTES
        )
    )


def _problem(problem: ImportProblem) -> Mapping[str, object]:
    return {"problem": f"{problem.where}: {problem.detail}", "reason": problem.reason.value, "kind": "problem"}


def _of_listing(listing: Listing) -> Iterator[Mapping[str, object]]:
    for link in listing.links:
        stated = {"title": link.title, "published": link.published, "modified": link.modified}
        yield {"url": link.url, **stated, "kind": "link"}
    for sub in listing.sub_sitemaps:
        yield {"url": sub.url, "title": None, "published": None, "modified": sub.modified, "kind": "sitemap"}
    if listing.error:
        yield {"problem": listing.error, "reason": "read_in_part", "kind": "problem"}


def _robots(body: bytes, url: str, paths: Sequence[str]) -> Iterator[Mapping[str, object]]:
    yield from _of_listing(read_robots_sitemaps(body, base_url=url))
    rules = rules_of(body, AGENT)
    yield {"crawl_delay_s": float(rules.crawl_delay(AGENT) or 0.0), "kind": "delay"}
    origin = "/".join(url.split("/", 3)[:3])
    for path in paths:
        yield {"path": path, "allowed": rules.can_fetch(origin + path, AGENT), "kind": "path"}


def _show(rows: list[Mapping[str, object]], *, as_lines: bool) -> None:
    if as_lines:
        for row in rows:
            print_json(row)
        return
    links = [row for row in rows if "url" in row]
    shown = table("Links", *NAMES)
    for row in links:
        shown.add_row(*(str(row.get(name) or "-") for name in NAMES))
    console.print(shown if links else "no link in it")
    for row in rows:
        if "url" not in row:
            said = " ".join(f"{name}: {value}" for name, value in row.items() if name != "kind")
            output_console(stderr=True).print(said, highlight=False, soft_wrap=True)
