"""A pipeline that an earlier Warta left is opened, read and carried on; one of a later Warta is refused in a line."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broker.port import BrokerError
from pipeline.rekeying import bring_up
from pipeline.settings import Settings
from pipeline.wiring.archive import archive_engine, archive_folder
from pipeline.wiring.log import apply_topics, open_log
from pipeline.wiring.stores import engine_for, open_articles, open_fates, open_frontier
from runtime.state import StoreUnavailableError
from schemas.article import Article
from schemas.asked import every_word
from schemas.ids import article_id, id_of_key, url_key
from schemas.outcomes import Reason
from schemas.topics import ARTICLES
from stores import migrate
from stores.archive.check import check, unknown_files
from stores.archive.tables import archive_pages
from stores.database import reading, writing
from stores.errors import DatabaseTooNewError
from stores.full_text import tokens
from stores.tables import state, urls
from tests.broker.conftest import kafka_bootstrap
from tests.carried.scene import (
    BRIDGE,
    CORRECTED,
    FERRY,
    GARDEN,
    GARDEN_FROM_A_FRIEND,
    LISTED,
    MARKET,
    NOON,
    PADDY,
    PADDY_ON_A_PHONE,
    TEXTS,
    listed,
    page,
)
from tests.carried.thaw import thaw_cluster, thaw_embedded
from tests.pipeline import in_process
from tests.pipeline.places import PLACES, engines, in_place
from tests.stores.conftest import postgres_url

__all__ = ["engines", "kafka_bootstrap", "postgres_url"]

FROZEN = sorted((Path(__file__).parent / "frozen").iterdir())


@pytest.fixture(params=FROZEN, ids=lambda folder: folder.name)
def frozen(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture(params=PLACES)
def thawed(request: pytest.FixtureRequest, engines: None, frozen: Path, tmp_path: Path) -> Iterator[Settings]:
    """As it was left."""
    for settings in in_place(request, tmp_path / "data"):
        if settings.log == "sqlite":
            yield thaw_embedded(frozen / "embedded", settings.data_dir)
        else:
            yield thaw_cluster(frozen / "cluster", settings)


@pytest.fixture
def settings(thawed: Settings) -> Settings:
    """Brought up to date, as `warta run` does before it starts the steps."""
    bring_up(thawed, lambda name, rows: None)
    with closing(open_log(thawed)) as log:
        apply_topics(log, thawed)
    return thawed


def changes(settings: Settings, url: str) -> list[tuple[int, str]]:
    return [(row.revision, row.change) for row in open_articles(settings).revisions(article_id(url))]


def former_id(url: str) -> str:
    """Of the key that the first version of keys gave: these addresses hold no more than a parameter of theirs."""
    return id_of_key(url.removeprefix("https://"))


def outcome(settings: Settings) -> object:
    """Everything that a pass may change."""
    frontier, articles = open_frontier(settings), open_articles(settings)
    with reading(engine_for(settings, "state")) as connection:
        remembered = sorted(map(tuple, connection.execute(select(state.c.key, state.c.value))))
    with reading(engine_for(settings, "frontier")) as connection:
        known = sorted(map(tuple, connection.execute(select(urls))), key=str)
    with reading(archive_engine(settings)) as connection:
        archived = sorted(map(tuple, connection.execute(select(archive_pages.c.event_id, archive_pages.c.url_key))))
    ids = [article_id(url) for url in TEXTS] + [former_id(url) for url in TEXTS]
    stored = [(id_, articles.get(id_), articles.revisions(id_)) for id_ in ids]
    return remembered, known, archived, stored, frontier.health.counts(NOON), articles.count()


def test_steps_wait_until_what_is_stored_is_up_to_date(thawed: Settings) -> None:
    with pytest.raises(StoreUnavailableError, match=r"is not up to date \(.*keys.*\): run `warta rekey`$"):
        open_articles(thawed)
    done: dict[str, int] = {}
    bring_up(thawed, done.__setitem__)

    assert set(done) == {"articles.keys", "articles.tokens", "urls.keys", "archive_pages.keys", "fates.keys"}
    assert bring_up(thawed, done.__setitem__) == 0
    assert open_articles(thawed).count() > 0


def test_a_pass_that_is_killed_again_and_again_ends_the_same(thawed: Settings, frozen: Path, tmp_path: Path) -> None:
    class KilledError(Exception):
        pass

    def killed(name: str, rows: int) -> None:
        raise KilledError

    kills = 0
    for _ in range(200):
        try:
            bring_up(thawed, killed, batch=1)
            break
        except KilledError:
            kills += 1

    assert kills >= 10
    assert open_articles(thawed).get(former_id(GARDEN_FROM_A_FRIEND)) is not None
    if thawed.log == "sqlite":
        whole = thaw_embedded(frozen / "embedded", tmp_path / "whole")
        bring_up(whole, lambda name, rows: None)
        assert outcome(thawed) == outcome(whole)


def test_an_article_keeps_its_life_when_its_key_changes(settings: Settings) -> None:
    in_process.run(settings)
    articles, former = open_articles(settings), former_id(PADDY_ON_A_PHONE)
    before = articles.count()
    again = page(PADDY, *TEXTS[PADDY_ON_A_PHONE], hours=5)
    changed = page(PADDY, *TEXTS[PADDY_ON_A_PHONE], "Panen berikutnya ditunggu pada bulan Agustus.", hours=6)
    in_process.publish(settings, again, changed)
    in_process.run(settings)

    assert articles.count() == before
    assert changes(settings, PADDY) == [(1, "first"), (2, "text")]
    assert [row.revision for row in articles.revisions(former)] == [1, 2]
    found = articles.by_url_key(url_key(PADDY_ON_A_PHONE))
    assert found is not None
    assert found.id == former
    assert {fate.stage for fate in open_fates(settings).trace(url_key(PADDY))} >= {"clean", "revise", "articles"}


def test_two_articles_of_one_key_become_one_and_both_ids_answer(settings: Settings) -> None:
    in_process.run(settings)
    articles, gone = open_articles(settings), former_id(GARDEN_FROM_A_FRIEND)
    living = articles.get(article_id(GARDEN))
    in_process.publish(settings, page(GARDEN_FROM_A_FRIEND, *TEXTS[GARDEN], hours=9))
    in_process.run(settings)

    assert living is not None
    assert articles.get(gone) == living
    assert [row.id for row in articles.search(every_word(tokens("teh lereng")), limit=9).items] == [article_id(GARDEN)]
    assert changes(settings, GARDEN) == [(1, "first")]


def test_a_list_that_is_polled_again_finds_nothing_new(settings: Settings) -> None:
    links = open_frontier(settings).links
    known = listed(FERRY, PADDY, PADDY_ON_A_PHONE, GARDEN, GARDEN_FROM_A_FRIEND)

    assert set(links.write(links.claim("frontier", "links", 0), known)) == {Reason.ALREADY_KNOWN}


def test_what_was_stored_is_found_before_anything_runs(settings: Settings) -> None:
    articles = open_articles(settings)

    assert [item.id for item in articles.search(every_word(tokens("geladak")), limit=9).items] == [article_id(FERRY)]
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
        [(article_id(url), 1) for url in (FERRY, BRIDGE, MARKET, GARDEN)]
        + [(article_id(FERRY), 2), (former_id(PADDY_ON_A_PHONE), 1), (former_id(GARDEN_FROM_A_FRIEND), 1)]
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
    assert sum(each.file.pages for each in checked) == 9


def test_an_address_that_waited_is_fetched_and_one_that_is_known_is_not_added(settings: Settings) -> None:
    frontier = open_frontier(settings)
    links = frontier.links
    links.write(links.claim("frontier", "links", 0), listed(LISTED))
    (lease,) = frontier.hosts.lease("fetch-1", now=NOON + timedelta(hours=1), limit=10, ttl_s=30)

    due = [each.url for each in frontier.urls.due(lease, now=NOON + timedelta(hours=1), limit=10)]

    # Of the two forms of one address one is left.
    assert sorted(due) == sorted([FERRY, GARDEN, LISTED, PADDY_ON_A_PHONE])


def test_a_log_of_a_later_version_is_refused_in_one_line(frozen: Path, tmp_path: Path) -> None:
    settings = thaw_embedded(frozen / "embedded", tmp_path / "data")
    with closing(sqlite3.connect(settings.data_dir / "log.db")) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(BrokerError, match=r"^\S+log\.db is a log of version 99; this Warta reads version 2$"):
        open_log(settings)


def test_a_database_of_a_later_version_is_refused_in_one_line(settings: Settings) -> None:
    with writing(engine_for(settings, "articles")) as connection:
        migrate.stamp(connection, "9999")

    with pytest.raises(DatabaseTooNewError, match=r"^.* has schema 9999, this Warta knows \d{4}: update Warta$"):
        open_articles(settings)
