"""The facts of a pipeline's condition, read from its own stores, log and run directory."""

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from broker.port import Message, PartitionLag
from catalogue.outlets import load_outlets
from pipeline.facts import Reads, read_facts
from pipeline.settings import Settings
from pipeline.topology import BY_NAME
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import open_stores
from runtime.breaker import BreakerState, write_state
from runtime.run_dir import RunDir
from runtime.state import StoreUnavailableError
from schemas.frontier import PollDone
from schemas.outcomes import Outcome, Reason
from stores.fates import FateStore
from tests.pipeline.places import engines, made, pipeline
from tests.serve.samples import NOON, fates

__all__ = ["engines", "pipeline"]

OUTLET = """id = "{id}"
name = "Kabar {id}"
hosts = ["{id}.example"]
status = "{status}"
feeds = ["https://{id}.example/rss"]
"""


@pytest.fixture
def desk(pipeline: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "config" / "sources"
    folder.mkdir(parents=True)
    for id_, status in (("kabar", "active"), ("warta", "unverified"), ("berita", "paused")):
        (folder / f"{id_}.toml").write_text(OUTLET.format(id=id_, status=status))
    return pipeline.model_copy(update={"config_dir": folder.parent})


def reads(settings: Settings) -> Reads:
    stores = open_stores(settings)

    def lag() -> Sequence[PartitionLag]:
        with closing(open_log(settings, to_read=True)) as log:
            return log.lag()

    return Reads(frontier=lambda: stores.frontier, fates=lambda: stores.fates, lag=lag, now=lambda: NOON)


def test_a_pipeline_that_was_just_made_has_nothing_to_tell(desk: Settings) -> None:
    facts = read_facts(desk, reads(desk))

    assert (facts.unreadable, facts.running, facts.broken, facts.breakers, facts.unread) == ([], set(), "", [], [])
    assert (facts.sources, facts.articles, facts.last_article_at) == ([], {}, None)
    assert (facts.polled, facts.outlets) == (1, "1 polled, 1 never verified, 1 paused")


def test_articles_are_counted_by_the_hour_and_other_fates_are_not(desk: Settings) -> None:
    stores = open_stores(desk)
    ages = (timedelta(minutes=3), timedelta(minutes=80), timedelta(minutes=100))
    batches = [fates("articles", 2, (Outcome.DROPPED, Reason.ALREADY_KNOWN, 5), at=NOON - age) for age in ages]
    stores.fates.write(stores.fates.claim("fates", "fates", 0), [*batches, fates("clean", 9, at=NOON)])
    facts = read_facts(desk, reads(desk))

    assert facts.articles == {NOON - timedelta(hours=1): 2, NOON - timedelta(hours=2): 4}
    assert (facts.last_article_at, facts.last_hour) == (NOON - ages[0], 2)


def test_sources_are_those_of_outlets_that_are_polled(desk: Settings) -> None:
    polls = open_stores(desk).frontier.polls
    polls.declare(load_outlets(desk.config_dir / "sources"), now=NOON)
    leased = polls.lease("d", now=NOON + timedelta(minutes=5), limit=9, ttl_s=60)
    later, why = NOON + timedelta(hours=1), "the name does not resolve: kabar.example"
    ended = [PollDone(each.url, each.slot, NOON, later, Reason.CONNECTION_FAILED, why) for each in leased]
    polls.finish(ended)

    (source,) = read_facts(desk, reads(desk)).sources
    assert (source.source, source.last_poll.last_reason) == ("kabar", Reason.CONNECTION_FAILED)


def test_a_step_runs_while_its_supervisor_holds_its_name_and_it_serves(desk: Settings) -> None:
    run_dir = RunDir(desk.run_dir)
    run_dir.endpoint("fetch-0").parent.mkdir(parents=True)
    for worker in ("fetch-0", "clean_bulk-0"):
        run_dir.endpoint(worker).write_text("127.0.0.1:1")
    held, silent = run_dir.reserve("fetch-0"), run_dir.reserve("revise-0")
    assert held is not None
    assert silent is not None
    with silent:
        with held:
            assert read_facts(desk, reads(desk)).running == {"fetch"}

        facts = read_facts(desk, reads(desk))
        assert (facts.running, facts.is_starting) == (set(), True)
    assert not read_facts(desk, reads(desk)).is_starting


def test_where_steps_run_on_a_cluster_is_not_known_here(desk: Settings) -> None:
    of_sqlite = reads(desk)

    assert read_facts(desk.model_copy(update={"log": "kafka"}), of_sqlite).running is None


def test_an_open_breaker_is_told_by_its_step(desk: Settings) -> None:
    for worker, is_open in (("clean-0", True), ("clean-1", True), ("revise-0", False)):
        write_state(RunDir(desk.run_dir).breaker(worker), BreakerState(is_open=is_open))

    assert read_facts(desk, reads(desk)).breakers == ["clean"]


def test_what_live_steps_have_not_read_is_told_with_its_age(desk: Settings) -> None:
    full = names(desk).full
    with closing(open_log(desk)) as log, closing(log.publisher(client="test")) as publisher:
        publisher.publish([Message(full(BY_NAME[step].reads), b"k", b"v", ()) for step in ("clean", "clean_bulk")])  # type: ignore[attr-defined]
    (oldest_at,) = {lag.oldest_at for lag in reads(desk).lag() if lag.group == "clean" and lag.behind}
    facts = read_facts(desk, reads(desk))

    assert {(each.step, each.records) for each in facts.unread} == {("archive", 1), ("clean", 1)}
    assert {each.oldest_s for each in facts.unread} == {NOON.timestamp() - (oldest_at or 0)}


def test_what_cannot_be_read_is_a_fact_too_and_the_rest_is_told(desk: Settings) -> None:
    def locked() -> FateStore:
        raise StoreUnavailableError("fates.db: database is locked")

    of = reads(made(desk))
    facts = read_facts(desk, Reads(frontier=of.frontier, fates=locked, lag=of.lag, now=of.now))

    assert (facts.unreadable, facts.polled) == (["fates.db: database is locked"], 1)
