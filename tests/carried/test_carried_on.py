"""A pipeline that an earlier Warta left is opened, read and carried on; one of a later Warta is refused in a line."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from broker.port import BrokerError
from pipeline.settings import Settings
from pipeline.wiring.archive import archive_engine, archive_folder
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import engine_for, open_articles, open_fates, open_frontier
from schemas.article import Article
from schemas.ids import article_id, url_key
from schemas.topics import ARTICLES
from stores import migrate
from stores.archive.check import check, unknown_files
from stores.database import writing
from stores.errors import DatabaseTooNewError
from tests.broker.conftest import kafka_bootstrap
from tests.carried.scene import BRIDGE, CORRECTED, FERRY, LISTED, MARKET, NOON, TEXTS, listed, page
from tests.carried.thaw import thaw_cluster, thaw_embedded
from tests.pipeline import in_process
from tests.stores.conftest import empty_schema, postgres_url

__all__ = ["kafka_bootstrap", "postgres_url"]

FROZEN = sorted((Path(__file__).parent / "frozen").iterdir())
PLACES = ("embedded", "cluster")


@pytest.fixture(params=FROZEN, ids=lambda folder: folder.name)
def frozen(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture
def engines() -> Iterator[None]:
    """What the wiring opens lives as long as its process; here a test ends before."""
    opened: set[Engine] = set()

    def keep(connection: Connection) -> None:
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", keep)
    yield
    event.remove(Engine, "engine_connect", keep)
    for engine in opened:
        engine.dispose()


@pytest.fixture(params=PLACES)
def settings(request: pytest.FixtureRequest, engines: None, frozen: Path, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "embedded":
        yield thaw_embedded(frozen / "embedded", tmp_path / "data")
        return
    bootstrap, server = request.getfixturevalue("kafka_bootstrap"), request.getfixturevalue("postgres_url")
    with empty_schema(server) as url:
        prefix = f"t-{uuid.uuid4().hex[:12]}."
        yield thaw_cluster(frozen / "cluster", tmp_path / "data", bootstrap=bootstrap, prefix=prefix, database_url=url)


def changes(settings: Settings, url: str) -> list[tuple[int, str]]:
    return [(row.revision, row.change) for row in open_articles(settings).revisions(article_id(url))]


def test_what_was_stored_is_found_before_anything_runs(settings: Settings) -> None:
    articles = open_articles(settings)

    assert [item.id for item in articles.search("geladak", limit=9).items] == [article_id(FERRY)]
    assert changes(settings, BRIDGE) == [(1, "first")]
    assert {fate.stage for fate in open_fates(settings).trace(url_key(FERRY))} >= {"clean", "revise"}


def test_what_lay_unread_is_read_once_and_meets_what_was_remembered(settings: Settings) -> None:
    in_process.run(settings)
    stored = in_process.records(settings, ARTICLES, Article)

    # The correction is told as one and the unchanged page as nothing, because the state of before is read.
    assert changes(settings, FERRY) == [(1, "first"), (2, "figures")]
    assert changes(settings, BRIDGE) == [(1, "first")]
    assert changes(settings, MARKET) == [(1, "first")]
    assert sorted((article.id, article.revision) for article in stored) == sorted(
        [(article_id(FERRY), 1), (article_id(BRIDGE), 1), (article_id(FERRY), 2), (article_id(MARKET), 1)]
    )
    with closing(open_log(settings)) as log:
        assert [lag for lag in log.lag() if lag.behind and not lag.group.endswith("frontier")] == []


def test_a_page_of_before_that_comes_again_is_no_second_article(settings: Settings) -> None:
    in_process.run(settings)
    in_process.publish(
        settings, page(FERRY, TEXTS[FERRY][0], CORRECTED, hours=9), page(MARKET, *TEXTS[MARKET], hours=9)
    )
    in_process.run(settings)

    assert changes(settings, FERRY) == [(1, "first"), (2, "figures")]
    assert changes(settings, MARKET) == [(1, "first")]


def test_the_archive_of_before_is_written_on_and_whole(settings: Settings) -> None:
    in_process.run(settings)
    checked = list(check(archive_engine(settings), archive_folder(settings)))

    assert [finding for each in checked for finding in each.findings] == []
    assert unknown_files(archive_engine(settings), archive_folder(settings)) == []
    assert sum(each.file.pages for each in checked) == 6


def test_an_address_that_waited_is_fetched_and_one_that_is_known_is_not_added(settings: Settings) -> None:
    frontier = open_frontier(settings)
    links = frontier.links
    links.write(links.claim("frontier", "links", 0), [listed()])
    (lease,) = frontier.hosts.lease("fetch-1", now=NOON + timedelta(hours=1), limit=10, ttl_s=30)

    assert [due.url for due in frontier.urls.due(lease, now=NOON + timedelta(hours=1), limit=10)] == [LISTED]


def test_a_log_of_a_later_version_is_refused_in_one_line(frozen: Path, tmp_path: Path) -> None:
    settings = thaw_embedded(frozen / "embedded", tmp_path / "data")
    with closing(sqlite3.connect(settings.data_dir / "log.db")) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(BrokerError, match=r"^\S+log\.db is a log of version 99; this Warta reads version 1$"):
        open_log(settings)


def test_a_database_of_a_later_version_is_refused_in_one_line(settings: Settings) -> None:
    with writing(engine_for(settings, "articles")) as connection:
        migrate.stamp(connection, "9999")

    with pytest.raises(DatabaseTooNewError, match=r"^.* has schema 9999, this Warta knows \d{4}: update Warta$"):
        open_articles(settings)
