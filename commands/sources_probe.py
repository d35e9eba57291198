"""`warta sources probe`: a site's own lists, as a declaration that is printed, or written once it can be read."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from catalogue.outlets import load_outlets, outlet_of
from catalogue.toml_file import CatalogueError
from commands.options import Config, Data, Json, settings_with
from commands.showing import console, output_console, print_json
from ingest.discover.declaration import declaration
from ingest.discover.polite_get import polite_get
from ingest.discover.probe import Probed
from ingest.discover.probe import probe as probe_site
from ingest.ports import Checks
from ingest.web.web import Web
from pipeline.before_start import refuse_nameless_crawl
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.topology import SOURCES
from pipeline.wiring.stores import open_frontier
from pipeline.wiring.web import web
from runtime.clock import utc_now
from schemas.ids import BadUrlError, host_of
from schemas.outlet import Crawl, Outlet

Write = Annotated[bool, typer.Option("--write", help="Write it to config/sources/ID.toml, if a list was found.")]
Again = Annotated[bool, typer.Option("--again", help="Also probe a site that is declared already.")]


def probe(
    url: Annotated[str, typer.Argument(help="Any address of the site.")],
    write: Write = False,
    again: Again = False,
    delay_s: Annotated[float, typer.Option("--delay-seconds", min=0, help="Least time between two requests.")] = 2.0,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Look for the lists of a site, and print a declaration of it, or write it into config/sources."""
    settings = settings_with(data=data, config=config)
    if write and as_lines:
        raise UsageError("give --write or --json, not both")
    _refuse_declared(url, settings.config_dir / SOURCES, again=again)
    refuse_nameless_crawl(settings, [host_of(url)])
    frontier = open_frontier(settings)
    probed = asyncio.run(_probe(web(settings, frontier.turns), url, delay_s, frontier.checks))
    notes = output_console(stderr=True)
    for entry in probed.entries:
        said = f"{entry.result.value:<9} {entry.url} {entry.reason or ''} {entry.detail}"
        notes.print(said.rstrip(), highlight=False, markup=False)
    if as_lines:
        entries = [vars(entry) for entry in probed.entries]
        print_json({"declaration": probed.outlet.model_dump(mode="json"), "asked": entries})
    elif not write:
        print(declaration(probed.outlet), end="")  # noqa: T201
    elif probed.outlet.lists:
        path = write_declaration(probed.outlet, settings.config_dir / SOURCES)
        console.print(
            f"{path} is written: fill in owner and kind, then `warta sources check {probed.outlet.id} --live`",
            highlight=False,
        )
    if not probed.outlet.lists:
        notes.print("no list was found: nothing to poll", highlight=False)
        raise typer.Exit(EXIT_FAILED)


def _refuse_declared(url: str, directory: Path, *, again: bool) -> None:
    """Raises UsageError for what is no address, and for a site that an outlet covers."""
    try:
        host = host_of(url)
    except BadUrlError as error:
        raise UsageError(str(error)) from error
    outlet = outlet_of(load_outlets(directory), host) if directory.is_dir() else None
    if outlet is not None and not again:
        raise UsageError(
            f"{host} is declared already, as {outlet.id} ({outlet.status.value}): "
            f"`warta sources check {outlet.id} --live` asks its lists, --again probes the site all the same"
        )


def write_declaration(outlet: Outlet, directory: Path) -> Path:
    """Whole, or not at all: first it is read beside the others. Raises UsageError where it cannot stand with them."""
    path = directory / f"{outlet.id}.toml"
    directory.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise UsageError(f"{path} is there already: edit it")
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(shutil.copytree(directory, Path(folder) / SOURCES))
        (tried / path.name).write_text(declaration(outlet), encoding="utf-8")
        try:
            load_outlets(tried)
        except CatalogueError as error:
            raise UsageError(f"not written: {str(error).replace(str(tried), str(directory))}") from error
    fresh = path.with_suffix(".new")
    fresh.write_text(declaration(outlet), encoding="utf-8")
    return fresh.replace(path)


async def _probe(asking: Web, url: str, delay_s: float, checks: Checks) -> Probed:
    """Probes a site, and records the result."""
    await asking.open()
    try:
        get = polite_get(asking, Crawl(delay_s=delay_s))
        probed = await probe_site(url, get=get, now=utc_now(), crawl=Crawl(delay_s=max(delay_s, 5.0)))
    finally:
        await asking.close()
    await asyncio.to_thread(checks.record, probed.entries)
    return probed
