"""`warta sources check --all` on a generated web of 250 outlets whose truth is known; what is promoted by it."""

import json
import sqlite3
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.pipeline.command import ROOT, Ran, comes, warta
from tests.pipeline.wide_web import Wide, wide_web

pytestmark = pytest.mark.slow
OUTLETS = 250
REASONS: dict[str, set[str | None]] = {
    "none": {None},
    "missing": {"http_client_error"},
    "down": {"http_server_error"},
    "away": {"list_moved"},
    "front": {"list_moved"},
    "html": {"feed_invalid", "sitemap_invalid"},
    "empty": {"empty_list"},
    "stale": {"stale_list"},
    "slow": {"timeout"},
    "foreign": {"foreign_list"},
    "forbidden": {"robots_disallowed"},
    "robots_down": {"robots_unreachable"},
}
ROBOTS = {"allows": "allowed", "forbids": "forbidden", "down": "unreachable"}
JAKARTA = ZoneInfo("Asia/Jakarta")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wide]:
    with wide_web(tmp_path_factory.mktemp("wide"), outlets=OUTLETS) as web:
        yield web


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def checked(wide: Wide, data: Path) -> dict[tuple[str, str], Row]:
    """What the check printed, by outlet and address."""
    ran = warta("sources", "check", "--all", "--json", "--data", data, env=wide.env, timeout_s=600)
    assert ran.code == 0, ran.err
    assert f"500 of {len(ran.lines)} lists" in ran.err
    return {(row["source"], row["url"]): row for row in map(json.loads, ran.lines)}


def asked_truth(wide: Wide) -> dict[tuple[str, str], Row]:
    paused = {outlet for outlet in wide.outlets if status_of(wide, outlet) == "paused"}
    return {key: row for key, row in wide.truth.items() if row["source"] not in paused}


def status_of(wide: Wide, outlet: str) -> str:
    text = (wide.config / "sources" / f"{outlet}.toml").read_text("utf-8")
    return str(tomllib.loads(text)["status"])


def test_every_list_but_those_of_paused_outlets_is_judged_rightly(
    wide: Wide, checked: dict[tuple[str, str], Row]
) -> None:
    truth = asked_truth(wide)
    wrong = [
        (key, row["fault"], checked[key]["reason"])
        for key, row in truth.items()
        if checked[key]["reason"] not in REASONS[str(row["fault"])]
        or checked[key]["passed"] != (row["fault"] == "none")
    ]

    assert checked.keys() == truth.keys()
    assert {row["fault"] for row in truth.values()} == REASONS.keys()
    assert wrong == []


def test_items_and_last_dates_are_those_of_the_lists(wide: Wide, checked: dict[tuple[str, str], Row]) -> None:
    wrong = []
    for key, row in asked_truth(wide).items():
        found = checked[key]
        if row["fault"] != "none":
            continue
        if row["items"] is not None and found["found"] != row["items"]:
            wrong.append((key, "items", row["items"], found["found"]))
        if row["by_day"] is not None and found["found"] not in of_the_day(row["by_day"], found["at"]):
            wrong.append((key, "items of the day", row["by_day"], found["found"]))
        if not same_latest(row["latest"], found["latest"]):
            wrong.append((key, "latest", row["latest"], found["latest"]))

    assert wrong == []


def of_the_day(by_day: dict[str, int], at: str) -> set[int]:
    """Of the day of the check; of the one before where nothing is out yet."""
    day = datetime.fromisoformat(at).astimezone(JAKARTA).date()
    counts = [by_day.get(f"{day - timedelta(days=before)}", 0) for before in (0, 1)]
    return {next(count for count in counts if count)}


def same_latest(true: str | None, found: str | None) -> bool:
    if true is None or found is None:
        return true is found
    at = datetime.fromisoformat(found)
    if len(true) > len("2026-11-27"):
        return at == datetime.fromisoformat(true)
    return at.astimezone(JAKARTA).date() == date.fromisoformat(true)


def test_robots_and_delays_are_those_of_the_hosts(wide: Wide, checked: dict[tuple[str, str], Row]) -> None:
    wrong = [
        (key, row["robots"], row["delay_s"], checked[key]["robots"], checked[key]["delay_s"])
        for key, row in asked_truth(wide).items()
        if checked[key]["robots"] != ROBOTS[row["robots"]]
        or (row["fault"] == "none" and checked[key]["delay_s"] != row["delay_s"])
    ]

    assert wrong == []


def test_no_host_is_asked_sooner_than_it_wants_nor_for_what_it_forbids(
    wide: Wide, checked: dict[tuple[str, str], Row]
) -> None:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for at, outlet, path in wide.asked():
        times[outlet].append(at)
        assert not path.startswith("/admin/")
    wanted = {row["source"]: row["delay_s"] for row in wide.truth.values()}
    # A redirect from another outlet arrives in the same turns.
    too_soon = [
        outlet
        for outlet, of_outlet in times.items()
        if any(later - earlier < wanted[outlet] for earlier, later in pairwise(of_outlet))
    ]
    forbidden = {(row["source"], path_of(row["url"])) for row in wide.truth.values() if row["robots"] == "forbids"}

    assert too_soon == []
    assert not forbidden & {(outlet, path.partition("?")[0]) for _, outlet, path in wide.asked()}


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3].partition("?")[0]


def test_the_counts_are_those_of_the_checks(wide: Wide, checked: dict[tuple[str, str], Row], data: Path) -> None:
    listed = warta("sources", "list", "--data", data, env=wide.env)
    mapped = warta("map", "--data", data, env=wide.env)
    unverified = warta("sources", "list", "--unverified", "--json", "--data", data, env=wide.env)
    passed = {key[0] for key, row in checked.items() if row["passed"] and row["channel"] != "search"}
    by_status = Counter(status_of(wide, outlet) for outlet in wide.outlets)
    failed = {outlet for outlet in wide.outlets if status_of(wide, outlet) == "unverified" and outlet not in passed}
    told = f"{OUTLETS - len(failed) - by_status['paused']} polled, 0 never verified, {by_status['paused']} paused"

    assert {json.loads(line)["id"] for line in unverified.lines} == failed
    assert told in " ".join(listed.out.split())
    assert f"outlets: {told}, {len(failed)} failed their last check" in " ".join(mapped.out.split())


def test_those_that_passed_are_promoted_in_their_files(
    wide: Wide, checked: dict[tuple[str, str], Row], data: Path
) -> None:
    files = {path: path.read_text("utf-8") for path in (wide.config / "sources").glob("*.toml")}
    passed = {key[0] for key, row in checked.items() if row["passed"] and row["channel"] != "search"}
    promoted = {outlet for outlet in passed if status_of(wide, outlet) == "unverified"}

    dry = warta("sources", "promote", "--dry-run", "--json", "--data", data, env=wide.env)
    assert files == {path: path.read_text("utf-8") for path in files}
    done = warta("sources", "promote", "--json", "--data", data, env=wide.env)
    again = warta("sources", "promote", "--data", data, env=wide.env)

    assert {json.loads(line)["id"] for line in dry.lines} == {json.loads(line)["id"] for line in done.lines} == promoted
    assert "0 outlets were promoted" in again.out
    for path, before in files.items():
        after = path.read_text("utf-8")
        if path.stem in promoted:
            assert tomllib.loads(after)["status"] == "active"
            assert [line for line in after.splitlines() if line in before.splitlines()] == [
                line for line in before.splitlines() if not line.startswith("status")
            ]
            assert 'status = "active"  # as it was found' in after
        else:
            assert after == before


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Wide]:
    with wide_web(tmp_path, outlets=24, seed=7) as web:
        yield web


def test_a_check_that_is_killed_goes_on_where_it_was(small: Wide, tmp_path: Path) -> None:
    data = tmp_path / "data"
    arguments = ("sources", "check", "--all", "--json", "--data", str(data))
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"} | small.env
    killed = subprocess.Popen(
        [sys.executable, "-m", "commands.main", *arguments], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )
    assert comes(lambda: len(written(data)) >= 5)
    killed.kill()
    killed.wait()
    before, asked = written(data), len(small.asked())
    ran: Ran = warta(*arguments, env=small.env)
    after = [(outlet, path.partition("?")[0]) for _, outlet, path in small.asked()[asked:]]

    assert ran.code == 0, ran.err
    assert "going on" in ran.err
    assert {(row["source"], row["url"]) for row in map(json.loads, ran.lines)} == asked_truth(small).keys()
    # A front page may be asked for again: other lists lead to it.
    assert not {(outlet, path_of(url)) for outlet, url in before} & set(after)


def written(data: Path) -> set[tuple[str, str]]:
    try:
        with closing(sqlite3.connect(f"file:{data / 'frontier.db'}?mode=ro", uri=True)) as connection:
            return set(connection.execute("SELECT source, url FROM checked_lists"))
    except sqlite3.OperationalError:
        # Not made yet.
        return set()


def test_all_and_named_outlets_are_not_mixed(small: Wide, tmp_path: Path) -> None:
    ran = warta("sources", "check", "kabar-001", "--all", "--data", tmp_path / "data", env=small.env)

    assert (ran.code, len(ran.err.strip().splitlines())) == (2, 1)
