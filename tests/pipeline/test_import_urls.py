"""A list of addresses is fetched and carried through; each line's end is told, and what was asked for is kept."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.newsroom_process import Newsroom, start_newsroom
from tests.pipeline.command import ROOT, warta

pytestmark = pytest.mark.slow


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with (tmp_path / "newsroom.log").open("ab") as log:
        opened = start_newsroom(tmp_path, publish_s=0, log=log)
        yield opened
        opened.close()


def test_a_list_of_addresses_is_carried_through_and_each_end_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config" / "watches", tmp_path / "watches")
    expected = [json.loads(line) for line in newsroom.expected.read_text(encoding="utf-8").splitlines()]
    chosen = [row for row in expected if row["stage"] == "enrich"][:2] + [
        row for row in expected if row["stage"] == "fetch"
    ]
    addresses = [row["announced"][0] for row in chosen]
    (tmp_path / "urls.txt").write_text("\n".join(["# daftar", *addresses, "bukan alamat"]) + "\n", encoding="utf-8")

    ran = warta(
        *("import", tmp_path / "urls.txt", "--until-idle", "--json", "--data", tmp_path / "data", "--config", tmp_path),
        env={"WARTA_ALLOW_ADDRESSES": ",".join(newsroom.addresses)},
    )
    *rows, refused, counts = [json.loads(line) for line in ran.lines]

    assert ran.code == 0, ran.err
    # No watch wants the first two, and somebody asked for them.
    assert [row["outcome"] for row in rows[:2]] == ["stored", "stored"]
    assert [row["reason"] for row in rows[2:]] == [row["reason_any"][0] for row in chosen[2:]]
    assert (counts["records"], counts["problems"]) == (len(addresses), 1)
    assert (refused["outcome"], refused["reason"]) == ("refused", "bad_url")
    assert counts["outcomes"] == Counter([*(row["outcome"] for row in rows), "refused"])
    assert counts["reasons"] == Counter([*(row["reason"] for row in rows[2:]), "bad_url"])
    assert "line " in ran.err


def test_addresses_that_are_imported_behind_the_gate_are_judged_like_what_is_crawled(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "config" / "watches", tmp_path / "watches")
    expected = [json.loads(line) for line in newsroom.expected.read_text(encoding="utf-8").splitlines()]
    (address,) = [row["announced"][0] for row in expected if row["stage"] == "enrich"][:1]
    (tmp_path / "urls.txt").write_text(f"{address}\n", encoding="utf-8")
    arguments = ("import", tmp_path / "urls.txt", "--gate", "--until-idle", "--json")

    ran = warta(
        *(*arguments, "--data", tmp_path / "data", "--config", tmp_path),
        env={"WARTA_ALLOW_ADDRESSES": ",".join(newsroom.addresses)},
    )

    assert json.loads(ran.lines[-1])["counts"] == {"off_watch": 1}, ran.err
