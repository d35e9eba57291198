"""An outlet is made active in its own file: three keys change, and nothing else does."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from catalogue.coverage import told_coverage
from catalogue.outlets import load_outlets
from catalogue.promoting import Proof, promotion, unverified_files, write_whole
from catalogue.toml_file import CatalogueError
from schemas.frontier import PollResult
from schemas.outlet import Outlet, Status

ROOT = Path(__file__).parents[2]
PROOF = Proof(passed=2, of=3, on=date(2026, 11, 27))
HEAD = '# Kabar dari utara.\nid = "kabar"\nname = "Kabar"\n\nhosts = ["kabar.test"]  # satu saja\n'
FILES = {
    "plain": 'status = "unverified"\nlast_seen = 2024\nevidence = "daftar [listed]"\n[crawl]\ndelay_s = 5 # pelan\n',
    "comments": "status = 'unverified' # belum\n# ya\nevidence = \"daftar\"\n\n# tabel\n[crawl]\n# jeda\npoll_s = 9\n",
    "no evidence": 'status = "unverified"\n\n[crawl]\npoll_s = 900\n',
    "no table": 'feeds = [\n  "https://kabar.test/rss", # umpan\n]\nstatus = "unverified"',
    "lines of text": 'status = "unverified"\nevidence = """baris satu\n"baris" \\\\ dua"""\ncrawl.delay_s = 5\n',
    "windows": 'status = "unverified"\r\nevidence = "daftar"\r\n[crawl]\r\ndelay_s = 5\r\n',
    "inline": 'crawl = { delay_s = 5, poll_s = 900 } # satu baris\nstatus = "unverified"\n',
}


def written(folder: Path, text: str) -> Path:
    path = folder / "kabar.toml"
    path.write_bytes((HEAD.replace("\n", "\r\n") if "\r\n" in text else HEAD).encode() + text.encode())
    return path


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in FILES.items()])
def test_only_status_year_and_evidence_change(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    before = path.read_bytes().decode()
    ((found, outlet),) = unverified_files(tmp_path)

    write_whole(promotion(found, outlet, PROOF))

    after = path.read_bytes().decode()
    (active,) = load_outlets(tmp_path)
    assert (active.status, active.last_seen) == (Status.ACTIVE, 2026)
    assert active.evidence.startswith(outlet.evidence)
    assert "[checked 2026-11-27]: 2 of 3 lists" in active.evidence
    comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in after.splitlines() if "#" in line] == comments
    # The order of keys stays; a new one stands before the first table.
    kept = [key for key in tomllib.loads(before) if key in tomllib.loads(after)]
    assert [key for key in tomllib.loads(after) if key in kept] == kept
    assert ("\r\n" in after) is ("\r\n" in before)


def test_a_change_is_told_key_by_key(tmp_path: Path) -> None:
    path = written(tmp_path, FILES["plain"])
    ((_, outlet),) = unverified_files(tmp_path)

    status, year, evidence = promotion(path, outlet, PROOF).told

    assert status == "status: 'unverified' -> 'active'"
    assert year == "last_seen: 2024 -> 2026"
    assert evidence.startswith("evidence: 'daftar [listed]' -> 'daftar [listed]; warta sources check")


def test_a_linked_file_stays_a_link_and_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "sources").mkdir()
    path = written(tmp_path / "there", FILES["plain"])
    path.chmod(0o640)
    (tmp_path / "sources" / "kabar.toml").symlink_to(path)
    ((link, outlet),) = unverified_files(tmp_path / "sources")

    write_whole(promotion(link, outlet, PROOF))

    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert load_outlets(tmp_path / "sources")[0].status is Status.ACTIVE
    assert [each.name for each in path.parent.iterdir()] == ["kabar.toml"]


def test_a_file_that_changed_meanwhile_is_not_edited(tmp_path: Path) -> None:
    path = written(tmp_path, FILES["plain"])
    ((_, outlet),) = unverified_files(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"Kabar"', '"Kabar Baru"'), "utf-8")

    with pytest.raises(CatalogueError, match=r"kabar\.toml"):
        promotion(path, outlet, PROOF)


def outlet(name: str, status: Status, *lists: str) -> Outlet:
    return Outlet(id=name, name=name, hosts=(f"{name}.test",), feeds=lists, status=status)


OUTLETS = (
    outlet("a", Status.ACTIVE, "https://a.test/rss"),
    outlet("b", Status.UNVERIFIED, "https://b.test/rss", "https://b.test/atom"),
    outlet("c", Status.UNVERIFIED, "https://c.test/rss"),
    outlet("d", Status.PAUSED, "https://d.test/rss"),
    outlet("e", Status.ACTIVE),
)


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        pytest.param({}, "1 polled, 2 never verified, 1 paused, 1 without a list", id="nothing was checked"),
        pytest.param(
            {"https://b.test/rss": PollResult.ERROR, "https://b.test/atom": PollResult.READ},
            "2 polled, 1 never verified, 1 paused, 1 without a list",
            id="one list of two passed",
        ),
        pytest.param(
            {"https://c.test/rss": PollResult.STALE, "https://d.test/rss": PollResult.READ},
            "1 polled, 1 never verified, 1 paused, 1 failed their last check, 1 without a list",
            id="stale, and a paused one that is there",
        ),
    ],
)
def test_coverage_counts_what_is_polled(checked: dict[str, PollResult], told: str) -> None:
    assert told_coverage(OUTLETS, checked) == told


@pytest.mark.parametrize("document", ["README.md", "docs/crawling.md"])
def test_the_documents_tell_the_counts_of_the_shipped_outlets(document: str) -> None:
    outlets = load_outlets(ROOT / "config" / "sources")

    assert told_coverage(outlets, {}) in " ".join((ROOT / document).read_text("utf-8").split())
