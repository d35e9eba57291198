"""`make cluster-test`: brings docker-compose.yml up as it is shipped, on images made here, and counts what it did."""

import argparse
import os
import sys
import time
import tomllib
from pathlib import Path

from tests.cluster.acts import Stage, Table, shipped, upgraded
from tests.cluster.boards import boards
from tests.cluster.images import ROOT, build_warta, export_working_tree, make_stand_ins
from tests.cluster.machine import CannotRunError, require_machine, running_engine
from tests.cluster.three import three_nodes

# The last commit whose steps made their own tables, by a role that owned the database.
UPGRADE_FROM = "49c0e6f"
FOLDER = ROOT / ".run" / "cluster"


def say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("--upgrade-from", default=UPGRADE_FROM, help="commit whose cluster is upgraded")
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1, help="nodes of Kafka; 3: another test")
    parser.add_argument("--only", choices=("shipped", "upgrade"), help="one half of it")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="keeps the images for the next time")
    return parser.parse_args()


def run(asked: argparse.Namespace, table: Table) -> None:
    began = time.monotonic()

    def step(name: str) -> None:
        say(f"== {name} ({time.monotonic() - began:.0f} s)")

    require_machine()
    step("engine")
    with running_engine(asked.folder) as engine:
        step("stand-ins")
        make_stand_ins(engine, asked.folder / "build")
        step("image")
        tree = export_working_tree(asked.folder / "tree")
        version = tomllib.loads((tree / "pyproject.toml").read_text())["project"]["version"]
        build_warta(engine, tree, version)
        stage = Stage(engine, asked.folder, tree, version, table)
        if asked.nodes != 1:
            step("three nodes")
            three_nodes(stage)
            return
        if asked.only != "upgrade":
            step("as shipped")
            shipped(stage, boards)
        if asked.only != "shipped":
            step(f"upgrade from {asked.upgrade_from}")
            try:
                upgraded(stage, asked.upgrade_from)
            except CannotRunError as error:
                table.add("upgrade", f"not tried: {error}")
    step("done")


def tell(table: Table) -> None:
    width = max(len(name) for name, _, _ in table.rows)
    say("", *(f"{name:<{width}}  {measured}  {asked}".rstrip() for name, measured, asked in table.rows), "")


def main() -> int:
    asked, table = parse(), Table()
    try:
        run(asked, table)
    except CannotRunError as error:
        say(f"cluster-test cannot run here: {error}")
        # A user's machine need not have all of it; the one of CI must.
        return 1 if os.environ.get("CI") == "true" else 0
    finally:
        if table.rows:
            tell(table)
    for line in table.wrong:
        say(f"WRONG {line}")
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
