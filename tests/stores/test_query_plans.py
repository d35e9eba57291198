"""No query that runs all the time walks a whole table: with 200,000 URLs it would take the place of the work."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event

from broker.port import Position
from schemas.frontier import FetchDone
from schemas.outcomes import Outcome, Reason
from stores import migrate
from stores.archive import index
from stores.archive.tables import ARCHIVE
from stores.article_filters import ArticleFilters, Sort
from stores.articles import ArticleStore
from stores.database import reading
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.paging import Cursor
from stores.said_reads import SaidReads
from stores.state import SqlStateStore
from tests.stores.conftest import on_postgresql, on_sqlite
from tests.stores.crawl import finish
from tests.stores.samples import NOON, article, batch, link


def newest(*, after: Cursor = (1, "a"), **wanted: Any) -> Callable[["Stores"], object]:
    return lambda stores: stores.articles.latest(ArticleFilters(**wanted), limit=5, after=after)


class Stores:
    """All stores over one database with a row of each kind."""

    def __init__(self, engine: Engine) -> None:
        self.state = SqlStateStore(engine)
        self.articles = ArticleStore(engine, stem=str.lower)
        self.said = SaidReads(engine)
        self.fates = FateStore(engine)
        self.frontier = Frontier.open(engine)
        migrate.upgrade(engine, ARCHIVE)
        self._engine = engine
        self.owner = self.state.claim("stage", "topic", 0)
        self.write()

    def write(self) -> None:
        self.articles.write(self.owner, [article()])
        self.fates.write(self.owner, [batch()])
        self.frontier.links.write(self.owner, [link()])

    def look_for_payloads(self) -> None:
        with reading(self._engine) as connection:
            index.known(connection, ["a", "b"])
            index.pages_of_urls(connection, ["a", "b"], (NOON, NOON))

    def fetch(self) -> None:
        for lease in self.frontier.hosts.lease("f", now=NOON, limit=5, ttl_s=30):
            due = self.frontier.urls.due(lease, now=NOON, limit=5)
            finish(self.frontier, lease, [FetchDone(url.url_key, url.slot, NOON, Outcome.PASSED) for url in due])
            self.frontier.hosts.release(lease, ready_at=NOON, failures=0)

    def apply(self) -> None:
        with self.state.transaction(self.owner) as transaction:
            transaction.recorded(Position("topic", 0, 1), "event")
            transaction.forget_before(Position("topic", 0, 1))
            transaction.get(["a", "b"])


# What SQLite calls the one row of an upsert, and a rowid look-up in the full-text table.
NO_TABLE = ("SCAN CONSTANT ROW", "SCAN article_fts VIRTUAL TABLE INDEX 0:=")
Act = Callable[[Stores], object]


FREQUENT = pytest.mark.parametrize(
    "act",
    [
        pytest.param(Stores.apply, id="one input of a stateful stage"),
        pytest.param(Stores.write, id="writes of all sinks"),
        pytest.param(Stores.fetch, id="lease, fetch, finish, release"),
        pytest.param(Stores.look_for_payloads, id="what the archive has of a batch"),
        pytest.param(lambda s: s.frontier.polls.lease("d", now=NOON, limit=5, ttl_s=9), id="lease of polls"),
        pytest.param(lambda s: s.articles.latest(limit=5, after=(1, "a")), id="newest articles"),
        pytest.param(newest(source="kabar"), id="newest of a source"),
        pytest.param(newest(watch="kursk"), id="newest of a watch"),
        pytest.param(newest(entity="per:kim"), id="newest that name an entity"),
        pytest.param(newest(since=NOON, watch=("kursk", "kapal")), id="newest of two watches from a time on"),
        pytest.param(newest(sort=Sort.SEEN, after=("seen", 1, "a")), id="first seen last"),
        pytest.param(newest(sort=Sort.SEEN, source="kabar", after=("seen", 1, "a")), id="first seen last of a source"),
        pytest.param(newest(language="en"), id="newest in another language"),
        pytest.param(newest(flag="paywalled"), id="newest with a flag"),
        pytest.param(newest(change="title"), id="newest that changed"),
        pytest.param(lambda s: s.said.quotes(limit=5, after=(1, "a", 1)), id="newest quotes"),
        pytest.param(lambda s: s.said.quotes(limit=5, speaker="per:kim"), id="newest quotes of an entity"),
        pytest.param(lambda s: s.said.quotes(limit=5, speaker="Kim"), id="newest quotes of a name"),
        pytest.param(lambda s: s.articles.get("a"), id="one article"),
        pytest.param(lambda s: s.fates.trace("a"), id="trace of a URL"),
        pytest.param(lambda s: s.fates.page(limit=5, after=(9,)), id="last fates"),
        pytest.param(lambda s: s.fates.page(limit=5, stage="a", outcome=Outcome.DROPPED), id="fates of a stage"),
        pytest.param(lambda s: s.fates.page(limit=5, reason=Reason.TOO_SHORT), id="fates of a reason"),
    ],
)


@on_sqlite
@FREQUENT
def test_a_frequent_query_seeks_and_never_sorts(engine: Engine, act: Act) -> None:
    steps = plan_of(engine, act)

    assert [step for step in steps if step.startswith("SCAN") and step not in NO_TABLE] == []
    assert [step for step in steps if "TEMP B-TREE" in step] == []


@on_postgresql
@FREQUENT
def test_a_frequent_query_has_an_index_to_go_by(engine: Engine, act: Act) -> None:
    steps = plan_of(engine, act)

    assert [step for step in steps if "Seq Scan" in step] == []
    assert any("Index" in step for step in steps)


@on_sqlite
def test_a_walk_through_a_table_would_be_seen(engine: Engine) -> None:
    steps = plan_of(engine, lambda stores: stores.articles.counts_by_source())

    assert any(step.startswith("SCAN articles") for step in steps)


@on_postgresql
def test_a_query_without_an_index_would_be_seen(engine: Engine) -> None:
    steps = plan_of(engine, lambda stores: stores.frontier.polls.release("d"))

    assert any("Seq Scan on polls" in step for step in steps)


# Tables of one row are read whole whatever there is: PostgreSQL is told not to, where an index can do it.
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


def plan_of(engine: Engine, act: Act) -> list[str]:
    """What the database means to do for each statement that `act` sends."""
    stores = Stores(engine)
    sent: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, ___: object, many: bool) -> None:
        sent.append((statement, values[0] if many else values))

    event.listen(engine, "before_cursor_execute", note)
    act(stores)
    event.remove(engine, "before_cursor_execute", note)
    explain = EXPLAIN[engine.dialect.name]
    queries = [(f"{explain} {statement}", values) for statement, values in sent if not statement.startswith("BEGIN")]
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
        explained = [connection.exec_driver_sql(query, values) for query, values in queries]
        return [row[-1] for rows in explained for row in rows]
