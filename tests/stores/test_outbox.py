"""The outbox: what each write did, once, and numbers that a reader can follow whoever writes, dies or waits."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from schemas.article import Change, EnrichedArticle
from schemas.judged import Effect, Judged
from stores.article_lives import join_articles
from stores.article_rows import article_row
from stores.article_tables import article_revisions
from stores.articles import ArticleStore
from stores.database import reading, writing
from stores.outbox import ChangeKind, Chosen, Entry, OutboxReads, entry
from stores.takedown import Takedown
from tests.stores.conftest import on_postgresql
from tests.stores.samples import NOON, article

ROOT = Path(__file__).parents[2]
WRITERS, KILLS = 3, 4


@pytest.fixture
def store(engine: Engine) -> ArticleStore:
    return ArticleStore(engine, stem=str.lower, keep_outbox=timedelta(days=1), now=lambda: NOON)


def write(store: ArticleStore, *records: EnrichedArticle) -> None:
    store.write(store.claim("articles", "enriched", 0), records)


def told(store: ArticleStore, after: int = 0) -> list[Entry]:
    return list(OutboxReads(store.engine).after(after, limit=100).items)


def judged(record: EnrichedArticle, number: int, effect: Effect) -> EnrichedArticle:
    return record.model_copy(update={"judged": Judged(number=number, effect=effect, why="rusia-korut 0.40<1.00")})


def test_every_write_tells_what_it_did_in_order(store: ArticleStore) -> None:
    again = article(revision=3).model_copy(update={"change": Change.RECLEANED})
    write(store, article(), article(revision=2))
    write(store, again, article("https://kabar.example/2"))
    write(store, judged(again, 1, Effect.CHANGED))
    write(store, judged(again.model_copy(update={"watches": ()}), 2, Effect.WITHDRAWN))
    write(store, judged(again, 3, Effect.ADDED))

    kinds = ("stored", "revised", "recleaned", "stored", "rejudged", "withdrawn", "stored")
    assert [(each.n, each.kind) for each in told(store)] == list(enumerate(kinds, start=1))
    assert [each.revision for each in told(store)] == [1, 2, 3, 1, 3, 3, 3]
    assert {each.watches for each in told(store)} == {("rusia-korut",)}
    assert told(store)[5].detail == "rusia-korut 0.40<1.00"
    assert OutboxReads(store.engine).head().n == 7


def test_what_is_not_taken_is_not_told(store: ArticleStore) -> None:
    write(store, article(revision=2))
    write(store, article(revision=2), article(revision=1))
    write(store, judged(article("https://kabar.example/2"), 1, Effect.WITHDRAWN))

    assert [each.kind for each in told(store)] == [ChangeKind.STORED]


def test_readers_of_a_watch_hear_that_an_article_left_it(store: ArticleStore) -> None:
    write(store, article(watches=("kursk", "kapal")))
    write(store, judged(article(watches=("kapal",)), 1, Effect.CHANGED))
    of_kursk = Chosen(watches=frozenset(("kursk",)))

    assert [each.kind for each in of_kursk.of(told(store))] == [ChangeKind.STORED, ChangeKind.REJUDGED]


def test_a_takedown_is_told_once_with_its_reason(store: ArticleStore) -> None:
    record = article()
    write(store, record)
    order = Takedown("t1", NOON, "redaksi", "permintaan penulis", record.url, (record.url_key,), (record.id,), {})
    store.forget(order)
    store.forget(order)

    assert [(each.kind, each.detail) for each in told(store, 1)] == [(ChangeKind.TAKEN_DOWN, "permintaan penulis")]


def test_an_article_that_lives_under_another_id_is_told_to_have_moved(store: ArticleStore) -> None:
    one, other = article(), article("https://kabar.example/2")
    write(store, one, other)
    join_articles(store.engine, [(one.id, other.id)], now=lambda: NOON)

    assert [(each.kind, each.article_id, each.detail) for each in told(store, 2)] == [
        (ChangeKind.MOVED, one.id, other.id)
    ]


def test_a_transaction_that_fails_takes_no_number(store: ArticleStore) -> None:
    write(store, article())
    with pytest.raises(ZeroDivisionError):
        _add_and_fail(store)
    write(store, article("https://kabar.example/2"))

    assert [each.n for each in told(store)] == [1, 2]


def _add_and_fail(store: ArticleStore) -> None:
    with writing(store.engine) as connection:
        store.outbox.add(connection, [entry(ChangeKind.STORED, article_row(article()))])
        raise ZeroDivisionError


def test_old_entries_go_from_the_beginning_and_numbers_go_on(engine: Engine) -> None:
    times = iter([NOON, NOON, NOON + timedelta(days=2), NOON + timedelta(days=3)])
    store = ArticleStore(engine, stem=str.lower, keep_outbox=timedelta(days=1), now=lambda: next(times))
    for number in range(3):
        write(store, article(f"https://kabar.example/{number}"))
    reads = OutboxReads(engine)

    assert store.retain(NOON + timedelta(days=2)) == 2
    assert [each.n for each in told(store)] == [3]
    assert (reads.after(0, limit=9).first, reads.head().n) == (3, 3)
    assert store.retain(NOON + timedelta(days=9)) == 1
    assert (reads.after(0, limit=9).items, reads.after(0, limit=9).first) == ((), 4)
    write(store, article("https://kabar.example/9"))
    assert [each.n for each in told(store)] == [4]


@pytest.mark.parametrize(
    ("chosen", "has"),
    [
        (Chosen(), True),
        (Chosen(kinds=frozenset(("stored", "revised")), sources=frozenset(("kabar",))), True),
        (Chosen(kinds=frozenset(("revised",))), False),
        (Chosen(sources=frozenset(("lain",))), False),
        (Chosen(watches=frozenset(("lain", "rusia-korut"))), True),
        (Chosen(languages=frozenset(("en",))), False),
        (Chosen(lanes=frozenset(("replay",))), False),
    ],
)
def test_readers_choose(store: ArticleStore, chosen: Chosen, has: bool) -> None:
    write(store, article())

    assert chosen.has(told(store)[0]) == has


class Follower:
    """Follows numbers and nothing else, while others write; `seen` is what it was told, in its order."""

    def __init__(self, engine: Engine) -> None:
        self.seen: list[Entry] = []
        self.is_over = threading.Event()
        self._reads = OutboxReads(engine)
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> "Follower":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self._thread.join()

    def _follow(self) -> None:
        is_last = False
        while True:
            found = self._reads.after(self.seen[-1].n if self.seen else 0, limit=7).items
            self.seen += found
            if not found and is_last:
                return
            is_last = self.is_over.is_set() and not found


@pytest.fixture
def writers(url: str, engine: Engine) -> Iterator[list[subprocess.Popen[bytes]]]:
    ArticleStore(engine, stem=str.lower)
    running = [_writer(url, number) for number in range(WRITERS)]
    yield running
    for each in running:
        end(each)


def end(writer: subprocess.Popen[bytes]) -> None:
    writer.kill()
    writer.wait()
    if writer.stdout is not None:
        writer.stdout.close()


def _writer(url: str, number: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.stores.outbox_writer", url, f"penulis-{number}"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


@pytest.mark.slow
@on_postgresql
def test_a_reader_of_numbers_misses_nothing_of_many_writers_that_are_killed(
    url: str, engine: Engine, writers: list[subprocess.Popen[bytes]]
) -> None:
    dice = random.Random(17)
    with Follower(engine) as follower:
        for kill in range(KILLS):
            victim = dice.randrange(WRITERS)
            # So many of its writes came through, and it is in the middle of another.
            assert writers[victim].stdout is not None
            writers[victim].stdout.read(dice.randrange(3, 9))  # type: ignore[union-attr]
            end(writers[victim])
            writers[victim] = _writer(url, WRITERS + kill)
        for each in writers:
            end(each)
        # The server ends the transactions of the killed before another write comes through.
        store = ArticleStore(engine, stem=str.lower)
        store.write(store.claim("articles", "last", 0), [article("https://kabar.example/terakhir")])
    with reading(engine) as connection:
        stored = {
            tuple(row) for row in connection.execute(select(article_revisions.c.id, article_revisions.c.revision))
        }

    assert [each.n for each in follower.seen] == list(range(1, len(follower.seen) + 1))
    assert {(each.article_id, each.revision) for each in follower.seen} == stored
    assert len(follower.seen) == len(stored) > KILLS * 3
