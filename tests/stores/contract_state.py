"""What every StateStore must do: read its own writes, keep all or nothing, replay, shut out a stale owner."""

import pytest

from broker.port import Message, Position
from runtime.state import Made, Owner, StaleOwnerError, StateStore
from schemas.outcomes import Outcome, Reason

AT = Position("cleaned", 0, 41)
NEXT_DOOR = Position("cleaned", 1, 41)
OUTPUT = Message("articles", b"kunci", b'{"judul":"Kursk"}' * 3, (("ce_id", b"a.1"), ("lane", b"live")))
RECORDED = Made((OUTPUT, Message("fates", b"", b"\x00\xff")), Outcome.PASSED, Reason.DOUBTFUL, "bagian kedua")


def read(store: StateStore, owner: Owner, key: str) -> bytes | None:
    with store.transaction(owner) as transaction:
        return transaction.get([key]).get(key)


def put_and_fail(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as transaction:
        transaction.put({"a": b"satu"})
        transaction.record(AT, "event", RECORDED)
        raise ZeroDivisionError


class StateContract:
    """Subclasses give the fixture `store`."""

    @pytest.fixture
    def owner(self, store: StateStore) -> Owner:
        return store.claim("revise", "cleaned", 0)

    def test_what_was_put_is_there_within_and_after_the_transaction(self, store: StateStore, owner: Owner) -> None:
        with store.transaction(owner) as transaction:
            transaction.put({"a": b"satu"})
            transaction.put({"a": b"dua"})
            within = transaction.get(["a"])

        assert within == {"a": b"dua"}
        assert read(store, owner, "a") == b"dua"

    def test_none_deletes_a_value_and_an_unknown_key_has_none(self, store: StateStore, owner: Owner) -> None:
        with store.transaction(owner) as transaction:
            transaction.put({"a": b"satu"})
            transaction.put({"a": None})
            transaction.put({"b": None})

        assert read(store, owner, "a") is None
        assert read(store, owner, "b") is None

    def test_values_are_put_and_deleted_together(self, store: StateStore, owner: Owner) -> None:
        with store.transaction(owner) as transaction:
            transaction.put({"a": b"satu", "b": b"dua", "c": b"tiga"})
        with store.transaction(owner) as transaction:
            transaction.put({"a": None, "b": b"empat", "c": None, "d": b"lima"})
            transaction.put({})

        with store.transaction(owner) as transaction:
            assert transaction.get(["d", "c", "b", "a"]) == {"b": b"empat", "d": b"lima"}

    @pytest.mark.parametrize("count", [pytest.param(0, id="none"), pytest.param(2345, id="more than one question")])
    def test_however_many_keys_are_asked_for_each_is_found(self, store: StateStore, owner: Owner, count: int) -> None:
        values = {str(number): str(number).encode() for number in range(count)}
        with store.transaction(owner) as transaction:
            transaction.put(values)

            assert transaction.get([*values, "unknown"]) == values

    def test_a_scan_gives_the_keys_of_a_prefix_in_their_order_and_no_others(
        self, store: StateStore, owner: Owner
    ) -> None:
        other = store.claim("relate", "matches", 0)
        with store.transaction(other) as transaction:
            transaction.put({"s/0": b"asing"})
        with store.transaction(owner) as transaction:
            keys = ("s/b", "s/a", "s/Z", "s/\U0001f4f0", "s", "s0", "t/a", "s/é")
            transaction.put({key: key.encode() for key in keys})
            within = list(transaction.scan("s/"))

        assert within == [(key, key.encode()) for key in ("s/Z", "s/a", "s/b", "s/é", "s/\U0001f4f0")]
        with store.transaction(owner) as transaction:
            assert list(transaction.scan("s/")) == within
            assert list(transaction.scan("u")) == []

    def test_stages_do_not_see_each_others_keys(self, store: StateStore, owner: Owner) -> None:
        other = store.claim("relate", "matches", 0)
        with store.transaction(owner) as transaction:
            transaction.put({"a": b"satu"})

        assert read(store, other, "a") is None

    def test_partitions_of_a_stage_share_its_keys(self, store: StateStore, owner: Owner) -> None:
        neighbour = store.claim("revise", "cleaned", 1)
        with store.transaction(owner) as transaction:
            transaction.put({"a": b"satu"})

        assert read(store, neighbour, "a") == b"satu"

    def test_one_transaction_takes_several_partitions(self, store: StateStore, owner: Owner) -> None:
        neighbour = store.claim("revise", "cleaned", 1)
        with store.transaction(owner, neighbour) as transaction:
            transaction.put({"a": b"satu"})
            transaction.record(AT, "event", RECORDED)
            transaction.record(NEXT_DOOR, "event", RECORDED)

        with store.transaction(neighbour) as transaction:
            assert transaction.get(["a"]) == {"a": b"satu"}
            assert transaction.recorded(AT, "event") == RECORDED
            assert transaction.recorded(NEXT_DOOR, "event") == RECORDED

    def test_one_stale_owner_shuts_out_a_transaction_of_several(self, store: StateStore, owner: Owner) -> None:
        neighbour = store.claim("revise", "cleaned", 1)
        store.claim("revise", "cleaned", 1)

        with pytest.raises(StaleOwnerError, match="revise cleaned/1"), store.transaction(owner, neighbour):
            pytest.fail("it was let in")

    def test_an_exception_takes_back_the_whole_transaction(self, store: StateStore, owner: Owner) -> None:
        with pytest.raises(ZeroDivisionError):
            put_and_fail(store, owner)

        with store.transaction(owner) as transaction:
            assert transaction.get(["a"]) == {}
            assert transaction.recorded(AT, "event") is None

    def test_a_replayed_input_finds_what_it_produced(self, store: StateStore, owner: Owner) -> None:
        with store.transaction(owner) as transaction:
            transaction.record(AT, "event", RECORDED)
            within = transaction.recorded(AT, "event")

        later = store.claim("revise", "cleaned", 0)
        with store.transaction(later) as transaction:
            assert transaction.recorded(AT, "event") == within == RECORDED

    @pytest.mark.parametrize(
        ("position", "event_id"),
        [
            pytest.param(Position("cleaned", 0, 42), "event", id="another offset"),
            pytest.param(Position("cleaned", 1, 41), "event", id="another partition"),
            pytest.param(Position("links", 0, 41), "event", id="another topic"),
            pytest.param(AT, "another", id="another event at the same place"),
        ],
    )
    def test_another_input_is_new(self, store: StateStore, owner: Owner, position: Position, event_id: str) -> None:
        with store.transaction(owner) as transaction:
            transaction.record(AT, "event", RECORDED)

            assert transaction.recorded(position, event_id) is None

    def test_forgetting_keeps_the_offset_itself_and_other_partitions(self, store: StateStore, owner: Owner) -> None:
        before, elsewhere = Position("cleaned", 0, 40), Position("cleaned", 1, 3)
        with store.transaction(owner) as transaction:
            for position in (before, AT, elsewhere):
                transaction.record(position, "event", RECORDED)
            transaction.forget_before(AT)

            assert transaction.recorded(before, "event") is None
            assert transaction.recorded(AT, "event") == RECORDED
            assert transaction.recorded(elsewhere, "event") == RECORDED

    def test_what_is_forgotten_stays_so_and_the_rest_is_kept_after_the_transaction(
        self, store: StateStore, owner: Owner
    ) -> None:
        before, later = Position("cleaned", 0, 40), Position("cleaned", 0, 42)
        with store.transaction(owner) as transaction:
            transaction.record(before, "event", RECORDED)
            transaction.record(AT, "event", RECORDED)
            transaction.forget_before(AT)
            transaction.record(later, "event", RECORDED)

        with store.transaction(owner) as transaction:
            assert transaction.recorded(before, "event") is None
            assert transaction.recorded(AT, "event") == RECORDED
            assert transaction.recorded(later, "event") == RECORDED

    def test_large_outputs_of_many_inputs_are_all_recorded(self, store: StateStore, owner: Owner) -> None:
        inputs = {number: Made((Message("articles", b"", bytes([number]) * 3_000_000),)) for number in range(4)}
        with store.transaction(owner) as transaction:
            for number, made in inputs.items():
                transaction.record(Position("cleaned", 0, number), str(number), made)

        with store.transaction(owner) as transaction:
            found = {number: transaction.recorded(Position("cleaned", 0, number), str(number)) for number in inputs}
        assert found == inputs

    def test_what_is_recorded_again_takes_the_place_of_the_first(self, store: StateStore, owner: Owner) -> None:
        for event_id, made in (("event", RECORDED), ("another", Made((OUTPUT,)))):
            with store.transaction(owner) as transaction:
                transaction.record(AT, event_id, made)

        with store.transaction(owner) as transaction:
            assert transaction.recorded(AT, "event") is None
            assert transaction.recorded(AT, "another") == Made((OUTPUT,))

    def test_each_claim_raises_the_epoch_of_its_partition_alone(self, store: StateStore, owner: Owner) -> None:
        again = store.claim("revise", "cleaned", 0)
        neighbour = store.claim("revise", "cleaned", 1)

        assert again.epoch == owner.epoch + 1
        assert neighbour.epoch == owner.epoch

    def test_a_zombie_writes_nothing(self, store: StateStore, owner: Owner) -> None:
        heir = store.claim("revise", "cleaned", 0)

        with pytest.raises(StaleOwnerError, match="revise cleaned/0"), store.transaction(owner) as transaction:
            transaction.put({"a": b"zombie"})

        assert read(store, heir, "a") is None

    def test_who_never_claimed_is_no_owner(self, store: StateStore) -> None:
        with pytest.raises(StaleOwnerError), store.transaction(Owner("revise", "cleaned", 7, 1)):
            pass
