"""Webhooks are kept with how far they have come; one owner sends, and whoever changes one by hand is heard."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from runtime.state import StaleOwnerError
from stores.webhook_rows import Course, Move, Sent, Shape, Webhook, WebhookRequest, WebhookState
from stores.webhooks import BEHIND, LOGGED, SUBSCRIPTIONS, TooManyWebhooksError, WebhookStore
from tests.stores.conftest import OpenEngine

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
ASKED = WebhookRequest(
    name="meja berita",
    address="https://desk.example/hooks/1?kunci=rahasia",
    shape=Shape.CLOUDEVENTS,
    filters={"watch": ("rusia-korut",), "kind": ("stored", "revised")},
    by="t1",
)
OWNER = "uji.webhooks-0.17"
TTL_S = 15.0


@pytest.fixture
def store(engine: Engine) -> WebhookStore:
    return WebhookStore(engine)


def added(store: WebhookStore, name: str = "meja", *, after: int = 7, most: int = 9) -> Webhook:
    return store.add(replace(ASKED, name=name), "whsec_satu", after=after, now=NOW, most=most)


def sent(change: int, reason: str = "", *, attempt: int = 1) -> Sent:
    at = NOW + timedelta(seconds=change, microseconds=attempt)
    return Sent(change, attempt, at, 500 if reason else 204, reason, "HTTP 500" if reason else "", 12.5)


def took(store: WebhookStore, *moves: Move) -> None:
    assert store.lease(OWNER, now=NOW, ttl_s=TTL_S)
    store.save(OWNER, moves)


def kept(store: WebhookStore, id_: str) -> Webhook:
    found = store.one(id_)
    assert found is not None
    return found


def test_a_webhook_is_kept_as_it_was_asked_for(store: WebhookStore, open_same: OpenEngine) -> None:
    made = store.add(ASKED, "whsec_satu", after=7, now=NOW, most=1)
    second = WebhookStore(open_same())

    assert second.one(made.id) == made == second.all()[0]
    assert (made.course.cursor, made.state, made.filters["kind"]) == (7, WebhookState.ACTIVE, ("stored", "revised"))
    assert store.one("none") is None


def test_neither_secret_nor_address_stands_in_what_is_printed_of_one(store: WebhookStore) -> None:
    shown = repr(added(store))

    assert "whsec_" not in shown
    assert "rahasia" not in shown


def test_there_are_no_more_than_may_be(store: WebhookStore) -> None:
    first = added(store, most=2)
    added(store, most=2)
    with pytest.raises(TooManyWebhooksError, match="there are 2 webhooks, and 2 may be"):
        added(store, most=2)
    store.remove(first.id)

    assert added(store, "baru", most=2) in store.all()
    assert len(store.all()) == 2


def test_what_was_sent_moves_a_webhook_and_stands_in_its_log(store: WebhookStore) -> None:
    one, other = added(store, "satu"), added(store, "dua")
    delivered = replace(one.course, cursor=8, delivered=1)
    failed = replace(delivered, failures=1, failing_since=NOW, due_at=NOW, behind_at=NOW, failed=1)
    took(store, Move(one.id, 1, delivered, sent(8)), Move(one.id, 1, failed, sent(9, "http_server_error")))

    assert kept(store, one.id).course == failed
    assert store.sent(one.id) == [sent(9, "http_server_error"), sent(8)]
    assert (kept(store, other.id).course, store.sent(other.id)) == (Course(7), [])


def test_the_log_is_a_ring_in_which_what_was_taken_leaves_what_failed_alone(store: WebhookStore) -> None:
    one = added(store)
    failing = Move(one.id, 1, replace(one.course, failed=1), sent(8, "timeout"))
    many = [
        Move(one.id, 1, replace(one.course, cursor=n, delivered=n, failed=1), sent(n)) for n in range(1, LOGGED + 41)
    ]
    took(store, failing, *many)
    log = store.sent(one.id)

    assert len(log) == LOGGED + 1
    assert [each.change for each in log if each.is_delivered] == list(range(LOGGED + 40, 40, -1))
    assert sent(8, "timeout") in log


def test_one_owner_sends_until_its_time_is_over(store: WebhookStore) -> None:
    late = NOW + timedelta(seconds=TTL_S)
    first = store.lease("a", now=NOW, ttl_s=TTL_S), store.lease("b", now=NOW, ttl_s=TTL_S)
    again = store.lease("a", now=NOW + timedelta(seconds=5), ttl_s=TTL_S), store.lease("b", now=late, ttl_s=TTL_S)
    store.release("a")

    assert first == (True, False)
    assert again == (True, False)
    assert store.lease("b", now=late, ttl_s=TTL_S)


def test_who_sends_no_more_moves_nothing(store: WebhookStore) -> None:
    one = added(store)
    store.lease("lain", now=NOW, ttl_s=TTL_S)
    with pytest.raises(StaleOwnerError, match="lain sends to webhooks now"):
        store.save(OWNER, [Move(one.id, 1, replace(one.course, cursor=99), sent(99))])

    assert (kept(store, one.id).course.cursor, store.sent(one.id)) == (7, [])


def test_a_cursor_that_is_moved_by_hand_stays_where_it_was_put(store: WebhookStore) -> None:
    one = added(store, after=50)
    store.enable(one.id, after=3)
    took(store, Move(one.id, one.generation, replace(one.course, cursor=51), sent(51), ("http_gone", "HTTP 410")))
    moved = kept(store, one.id)

    assert (moved.course.cursor, moved.generation, moved.state) == (3, 2, WebhookState.ACTIVE)
    assert [each.change for each in store.sent(one.id)] == [51]


def test_one_that_is_disabled_says_why_until_it_is_enabled_from_where_it_was(store: WebhookStore) -> None:
    one = added(store)
    failed = replace(one.course, failures=10, failing_since=NOW, due_at=NOW + timedelta(days=1))
    took(store, Move(one.id, 1, failed, why=("timeout", "no answer within 15 s")))
    ended = kept(store, one.id)

    assert (ended.state, ended.reason, ended.detail) == (WebhookState.DISABLED, "timeout", "no answer within 15 s")
    assert not store.pause(one.id)
    assert store.enable(one.id)
    assert kept(store, one.id) == replace(one, generation=2)


def test_a_webhook_that_is_paused_is_not_disabled_by_what_was_under_way(store: WebhookStore) -> None:
    one = added(store)
    paused = store.pause(one.id)
    took(store, Move(one.id, 1, replace(one.course, failures=1), sent(8, "http_gone"), ("http_gone", "HTTP 410")))

    assert paused
    assert (kept(store, one.id).state, kept(store, one.id).course.failures) == (WebhookState.PAUSED, 1)


def test_every_change_by_hand_is_seen_and_what_is_sent_is_none(store: WebhookStore) -> None:
    seen = [store.edits()]
    one = added(store)
    changes: Sequence[Callable[[], bool]] = (
        lambda: store.pause(one.id),
        lambda: store.enable(one.id),
        lambda: store.rotate(one.id, "whsec_dua", until=NOW),
        lambda: store.remove(one.id),
    )
    for change in changes:
        seen.append(store.edits())
        assert change()
    took(store, Move(one.id, 1, Course(9), sent(9)))

    assert [*seen, store.edits()] == list(range(6))
    assert not any(change() for change in changes)
    assert store.sent(one.id) == []


def test_a_former_secret_is_valid_beside_the_new_one_until_its_time_is_over(store: WebhookStore) -> None:
    one = added(store)
    store.rotate(one.id, "whsec_dua", until=NOW + timedelta(hours=24))
    secret = kept(store, one.id).secret

    assert one.secret.valid(NOW) == ("whsec_satu",)
    assert secret.valid(NOW + timedelta(hours=23)) == ("whsec_dua", "whsec_satu")
    assert secret.valid(NOW + timedelta(hours=24)) == ("whsec_dua",)


def test_the_figures_tell_states_and_who_is_behind(store: WebhookStore) -> None:
    one, two, three = (added(store, name) for name in ("satu", "dua", "tiga"))
    store.pause(three.id)
    took(store, Move(one.id, 1, replace(one.course, behind_at=NOW)), Move(two.id, 1, two.course, why=("timeout", "")))
    told = {(figure, *values): value for figure, values, value in store.figures(NOW + timedelta(minutes=5))}

    assert told == {
        (SUBSCRIPTIONS, "active"): 1,
        (SUBSCRIPTIONS, "paused"): 1,
        (SUBSCRIPTIONS, "disabled"): 1,
        (BEHIND, one.id): 300,
    }
