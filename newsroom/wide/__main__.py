"""`python -m newsroom.wide`: serves the wide web until its standard input closes."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from newsroom.wide.plan import WideOutlet, plan
from newsroom.wide.serving import CONTROL, WideWeb, bind, serving
from newsroom.wide.truth import declaration, truth


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="newsroom.wide", description="A generated web of many outlets on 127/8.")
    parser.add_argument("--outlets", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--query", default="Korea Utara", help="what the truth of a search is told for")
    parser.add_argument("--sources", type=Path, help="folder for one TOML declaration an outlet")
    parser.add_argument("--truth", type=Path, help="file for what a right check finds, JSON Lines")
    return parser.parse_args(arguments)


def write_files(options: argparse.Namespace, site: WideWeb, outlets: Sequence[WideOutlet], start: datetime) -> None:
    if options.sources is not None:
        options.sources.mkdir(parents=True, exist_ok=True)
        for outlet in outlets:
            (options.sources / f"{outlet.id}.toml").write_text(declaration(outlet, site.base(outlet)), "utf-8")
    if options.truth is not None:
        lines = [
            json.dumps(each, ensure_ascii=False)
            for outlet in outlets
            for each in truth(outlet, site.base(outlet), start, query=options.query)
        ]
        options.truth.write_text("".join(f"{line}\n" for line in lines), "utf-8")


async def run(options: argparse.Namespace) -> None:
    outlets = plan(options.outlets, seed=options.seed)
    listeners, port = bind(outlets)
    start = datetime.now(UTC)
    site = WideWeb(outlets, start, port)
    write_files(options, site, outlets, start)
    async with serving(site, listeners):
        said = {"log": f"http://{CONTROL}:{port}/", "outlets": {each.id: site.base(each) for each in outlets}}
        print(json.dumps(said | {"start": start.isoformat()}), flush=True)  # noqa: T201
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(run(parse(sys.argv[1:])))
