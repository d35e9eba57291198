"""The SQL state store: the contract of every state store, and two processes at one database."""

import pytest
from sqlalchemy import Engine

from runtime.state import StoreUnavailableError
from stores.state import SqlStateStore
from tests.stores.conftest import OpenEngine
from tests.stores.contract_state import StateContract, read


class TestSqlStateStore(StateContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlStateStore:
        return SqlStateStore(engine)


def test_a_second_process_waits_for_the_writer_and_then_says_that_the_store_is_locked(open_same: OpenEngine) -> None:
    here, there = SqlStateStore(open_same()), SqlStateStore(open_same())
    owner, other = here.claim("revise", "cleaned", 0), there.claim("revise", "cleaned", 1)

    with here.transaction(owner) as transaction:
        transaction.put("a", b"satu")
        with pytest.raises(StoreUnavailableError, match="locked by another process"), there.transaction(other):
            pass

    assert read(there, other, "a") == b"satu"


def test_the_epoch_cannot_change_under_an_open_transaction(open_same: OpenEngine) -> None:
    here, there = SqlStateStore(open_same()), SqlStateStore(open_same())
    owner = here.claim("revise", "cleaned", 0)

    with here.transaction(owner) as transaction:
        transaction.get("a")
        with pytest.raises(StoreUnavailableError):
            there.claim("revise", "cleaned", 0)

    assert there.claim("revise", "cleaned", 0).epoch == owner.epoch + 1


def test_the_heir_finds_what_the_dead_owner_committed(open_same: OpenEngine) -> None:
    dead = SqlStateStore(open_same())
    with dead.transaction(dead.claim("revise", "cleaned", 0)) as transaction:
        transaction.put("a", b"satu")

    heir = SqlStateStore(open_same())

    assert read(heir, heir.claim("revise", "cleaned", 0), "a") == b"satu"
