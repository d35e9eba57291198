"""The SQL state store: the contract of every state store, and two processes at one database."""

import multiprocessing
import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from broker.port import Message
from runtime.state import Made, StoreUnavailableError
from schemas.outcomes import Outcome, Reason
from stores.database import open_engine
from stores.state import SqlStateStore, decode, encode
from tests.stores.conftest import OpenEngine, on_postgresql
from tests.stores.contract_state import StateContract, read


class TestSqlStateStore(StateContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlStateStore:
        return SqlStateStore(engine)


def test_a_second_process_waits_for_the_writer_and_then_says_that_the_store_is_locked(open_same: OpenEngine) -> None:
    here, there = SqlStateStore(open_same()), SqlStateStore(open_same())
    owner = here.claim("revise", "cleaned", 0)

    with here.transaction(owner) as transaction:
        transaction.put({"a": b"satu"})
        with pytest.raises(StoreUnavailableError, match="locked by another process"), there.transaction(owner):
            pass

    assert read(there, owner, "a") == b"satu"


@on_postgresql
def test_partitions_are_written_side_by_side(open_same: OpenEngine) -> None:
    here, there = SqlStateStore(open_same()), SqlStateStore(open_same())
    owner, other = here.claim("revise", "cleaned", 0), there.claim("revise", "cleaned", 1)

    with here.transaction(owner) as one, there.transaction(other) as two:
        one.put({"a": b"satu"})
        two.put({"b": b"dua"})

    assert (read(there, other, "a"), read(here, owner, "b")) == (b"satu", b"dua")


def test_the_epoch_cannot_change_under_an_open_transaction(open_same: OpenEngine) -> None:
    here, there = SqlStateStore(open_same()), SqlStateStore(open_same())
    owner = here.claim("revise", "cleaned", 0)

    with here.transaction(owner) as transaction:
        transaction.get(["a"])
        with pytest.raises(StoreUnavailableError):
            there.claim("revise", "cleaned", 0)

    assert there.claim("revise", "cleaned", 0).epoch == owner.epoch + 1


def test_the_heir_finds_what_the_dead_owner_committed(open_same: OpenEngine) -> None:
    dead = SqlStateStore(open_same())
    with dead.transaction(dead.claim("revise", "cleaned", 0)) as transaction:
        transaction.put({"a": b"satu"})

    heir = SqlStateStore(open_same())

    assert read(heir, heir.claim("revise", "cleaned", 0), "a") == b"satu"


def _die_in_a_transaction(url: str) -> None:
    store = SqlStateStore(open_engine(url))
    owner = store.claim("revise", "cleaned", 0)
    with store.transaction(owner) as transaction:
        transaction.put({"kept": b"satu"})
    with store.transaction(owner) as transaction:
        transaction.put({"kept": b"dua", "lost": b"dua"})
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_process_killed_in_a_transaction_leaves_what_it_had_committed(url: str) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_die_in_a_transaction, args=(url,))
    process.start()
    process.join(timeout=60)
    engine = open_engine(url)
    heir = SqlStateStore(engine)
    owner = heir.claim("revise", "cleaned", 0)

    assert process.exitcode == -signal.SIGKILL
    assert owner.epoch == 2
    assert read(heir, owner, "kept") == b"satu"
    assert read(heir, owner, "lost") is None
    engine.dispose()


HEADERS = st.lists(st.tuples(st.text(), st.binary()), max_size=4).map(tuple)
OUTPUTS = st.lists(st.builds(Message, st.text(), st.binary(), st.binary(), HEADERS), max_size=4).map(tuple)
MADE = st.builds(Made, OUTPUTS, st.sampled_from(Outcome), st.none() | st.sampled_from(Reason), st.text())


@given(MADE)
def test_what_is_recorded_comes_back_byte_for_byte(recorded: Made) -> None:
    assert decode(encode(recorded)) == recorded
