"""`warta sources` and `warta backfill` against the newsroom, as a user runs them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.newsroom_process import Newsroom, start_newsroom
from tests.pipeline.command import ROOT, Ran, warta

pytestmark = pytest.mark.slow
# Has an RSS feed, a news sitemap and no rule in robots.txt that matters here.
OUTLET = "antenawarta"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom")
    with (folder / "log").open("wb") as log:
        running = start_newsroom(folder, publish_s=0.1, log=log)
        yield running
        running.close()


@pytest.fixture
def run(newsroom: Newsroom, tmp_path: Path) -> "Runner":
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    (config / "watches").symlink_to(ROOT / "config" / "watches")
    return Runner(newsroom, config, tmp_path / "data")


class Runner:
    def __init__(self, newsroom: Newsroom, config: Path, data: Path) -> None:
        self.base = newsroom.outlets[OUTLET]
        self.config = config
        self.data = data
        self.env = {"WARTA_ALLOW_ADDRESSES": ",".join(newsroom.addresses), "WARTA_DATA_DIR": str(data)}

    def __call__(self, *arguments: str, **env: str) -> Ran:
        return warta(*arguments, env=self.env | {"WARTA_CONFIG_DIR": str(self.config)} | env)

    def declare(self, text: str) -> None:
        host = self.base.removeprefix("http://")
        head = f'id = "{OUTLET}"\nname = "Antena"\nhosts = ["{host}"]\n'
        crawl = "[crawl]\ndelay_s = 0.0\n"
        (self.config / "sources" / f"{OUTLET}.toml").write_text(head + text.replace("BASE", self.base) + crawl)

    def polls(self) -> list[str]:
        with closing(sqlite3.connect(self.data / "frontier.db")) as connection:
            return [url for (url,) in connection.execute("SELECT url FROM polls ORDER BY url")]


def test_what_a_probe_prints_can_be_pasted_into_the_catalogue(run: Runner) -> None:
    probed = run("sources", "probe", f"{run.base}/", "--delay-seconds", "0")
    (run.config / "sources" / "baru.toml").write_text(probed.out)
    listed = run("sources", "list", "--json")
    kept = run("sources", "history", "--checks", "--json")

    assert probed.code == 0, probed.err
    (outlet,) = [json.loads(line) for line in listed.lines]
    assert outlet["status"] == "active"
    assert outlet["news_sitemaps"] == [f"{run.base}/sitemap-news.xml"]
    assert "[probed " in outlet["evidence"]
    asked = {json.loads(line)["url"]: json.loads(line)["result"] for line in kept.lines}
    assert asked[f"{run.base}/sitemap-news.xml"] == "read"
    assert asked[f"{run.base}/terbaru"] == "error"


def test_a_site_that_is_not_there_fails_in_words(run: Runner) -> None:
    ran = run("sources", "probe", "http://127.0.0.1:9/", "--delay-seconds", "0")
    bad = run("sources", "probe", "bukan-alamat")

    assert ran.code == 1
    assert "forbidden_address" in ran.err
    assert (bad.code, len(bad.err.strip().splitlines())) == (2, 1)


def test_a_probe_writes_what_it_found_and_leaves_what_needs_a_reader_as_comments(run: Runner) -> None:
    written = run("sources", "probe", f"{run.base}/", "--write", "--delay-seconds", "0")
    (path,) = (run.config / "sources").glob("*")
    text = path.read_text()

    assert written.code == 0, written.err
    assert written.out.startswith(f"{path} is written")
    assert all(f"# {key} = " in text for key in ("kind", "owner_group", "full_view"))
    assert 'rights = "snippet"  # "full_text" or "snippet"' in text
    assert run("sources", "check").code == 0


def test_a_site_that_is_declared_already_is_named_and_not_asked(run: Runner) -> None:
    run.declare('feeds = ["BASE/rss/internasional.xml"]\n')

    told = run("sources", "probe", f"{run.base}/berita/1", "--write")
    again = run("sources", "probe", f"{run.base}/", "--again", "--write", "--delay-seconds", "0")

    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert f"is declared already, as {OUTLET} (active)" in told.err
    assert again.code == 2
    assert "not written: " in again.err
    assert "is declared in" in again.err
    assert [path.name for path in (run.config / "sources").glob("*")] == [f"{OUTLET}.toml"]


def test_a_site_without_a_list_never_leaves_an_active_declaration(run: Runner) -> None:
    nothing = ("sources", "probe", "http://127.0.0.1:9/", "--delay-seconds", "0")
    written, printed = run(*nothing, "--write"), run(*nothing)

    assert (written.code, list((run.config / "sources").glob("*"))) == (1, [])
    assert printed.code == 1
    (run.config / "sources" / "kosong.toml").write_text(printed.out)
    (outlet,) = [json.loads(line) for line in run("sources", "list", "--json").lines]
    assert outlet["status"] == "paused"


def test_a_live_check_lets_an_unverified_outlet_be_polled(run: Runner) -> None:
    run.declare('status = "unverified"\nfeeds = ["BASE/rss/internasional.xml", "BASE/hilang.xml"]\n')

    checked = run("sources", "check", "--live", "--json")

    assert checked.code == 0, checked.err
    results = {json.loads(line)["url"]: json.loads(line)["result"] for line in checked.lines}
    assert results == {f"{run.base}/rss/internasional.xml": "read", f"{run.base}/hilang.xml": "error"}
    assert run.polls() == [f"{run.base}/rss/internasional.xml"]


def test_an_outlet_that_does_not_exist_is_named(run: Runner) -> None:
    run.declare("")
    ran = run("sources", "check", "lain", "--live")

    assert ran.code == 2
    assert "no such outlet: lain" in ran.err


def backfill(run: Runner, **env: str) -> Ran:
    today = datetime.now(UTC)
    since, until = (f"{today - timedelta(days=days):%Y-%m-%d}" for days in (2, -1))
    return run("backfill", "--source", OUTLET, "--since", since, "--until", until, "--json", **env)


def test_a_backfill_finds_old_articles_and_is_not_done_twice(run: Runner) -> None:
    run.declare('index = ["BASE/indeks?tanggal={date}&hal={page}"]\nsearch = ["BASE/cari?q={query}&hal={page}"]\n')

    first, again = backfill(run, WARTA_TITLE_FILTER="off"), backfill(run, WARTA_TITLE_FILTER="off")

    assert first.code == again.code == 0, first.err
    told = [json.loads(line) for line in first.lines]
    archive = next(each for each in told if each["channel"] == "archive")
    assert archive["published"] > 5
    assert {each["ended"] for each in told} == {"done"}
    assert sum(json.loads(line)["published"] for line in again.lines) == 0


def test_a_backfill_by_the_watch_leaves_out_other_titles(run: Runner) -> None:
    run.declare('index = ["BASE/indeks?tanggal={date}&hal={page}"]\n')

    (told,) = [json.loads(line) for line in backfill(run).lines]

    assert told["published"] > 0
    assert told["refused"]["off_title"] > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--source", "lain", "--since", "2025-01-01", "--until", "2025-01-02"), "no such outlet", id="id"),
        pytest.param(("--source", OUTLET, "--since", "2025-02-01", "--until", "2025-01-02"), "lies after", id="span"),
        pytest.param(("--source", OUTLET, "--since", "2025-01-01", "--until", "2025-01-02"), "neither", id="no list"),
    ],
)
def test_a_backfill_that_cannot_be_is_refused_in_one_line(run: Runner, arguments: tuple[str, ...], words: str) -> None:
    run.declare("")
    ran = run("backfill", *arguments)

    assert (ran.code, len(ran.err.strip().splitlines())) == (2, 1)
    assert words in ran.err
