"""Webhooks over real connections: each in order, at least once, whoever else is slow, wrong or away."""

import asyncio
import socket
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from formats.webhooks.signing import verify
from ingest.web.guard import parse_allowed
from ingest.web.session import NetworkPath
from runtime.clock import utc_now
from stores import outbox
from stores.takedown import Takedown
from stores.webhook_rows import WebhookState
from tests.serve.conftest import Newsroom
from tests.serve.receiving import PATIENCE_S, SECRET, Desk, Receiver
from tests.serve.samples import NOON, PARAGRAPHS
from tests.serve.webhook_desk import desk, numbered, receiver

__all__ = ["desk", "receiver"]


async def test_changes_come_in_their_order_signed_and_as_events(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1), numbered(2))
    async with desk.sending():
        await receiver.some("/a", 2)
        newsroom.publish(numbered(1, title="Satu lagi", revision=2))
        got = await receiver.some("/a", 3)
    event, last = got[0].told, got[2].told

    assert [each.n for each in got] == [1, 2, 3]
    assert [verify(SECRET, dict(each.headers), each.body, utc_now()) for each in got] == [
        f"{webhook.id}_{n}" for n in (1, 2, 3)
    ]
    assert got[0].headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert (event["specversion"], event["type"], event["id"]) == ("1.0", "warta.article.stored", f"{webhook.id}_1")
    assert (last["type"], last["data"]["article"]["title"]) == ("warta.article.revised", "Satu lagi")
    assert (await desk.store.until(webhook.id, lambda found: found.course.cursor == 3)).course.delivered == 3


async def test_only_what_is_wanted_comes_and_the_cursor_passes_the_rest(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    newsroom.publish(*(numbered(n, source="lain" if n % 2 else "kabar") for n in range(6)))
    desk.subscribe(receiver.url("/a"), source="lain", kind="stored")
    async with desk.sending():
        got = await receiver.some("/a", 3)

    assert [each.n for each in got] == [2, 4, 6]


async def test_of_a_text_goes_what_the_outlets_rights_let_go(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1), numbered(2, source="penuh"), numbered(3, source="judul"))
    async with desk.sending():
        articles = [each.told["data"]["article"] for each in await receiver.some("/a", 3)]

    assert [each["rights"] for each in articles] == ["snippet", "full_text", "none"]
    assert [each["text"] for each in articles] == [[PARAGRAPHS[0]], list(PARAGRAPHS), []]
    assert articles[2]["lead"] == ""
    assert PARAGRAPHS[1] not in str(articles[0])


async def test_a_receiver_that_hangs_costs_the_others_nothing(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    receiver.hangs.add("/hangs")
    desk.grace_s = 0.05
    hanging = desk.subscribe(receiver.url("/hangs"))
    for path in ("/a", "/b"):
        desk.subscribe(receiver.url(path))
    newsroom.publish(*(numbered(n) for n in range(60)))
    async with desk.sending():
        await receiver.some("/hangs", 1)
        for path in ("/a", "/b"):
            assert [each.n for each in await receiver.some(path, 60)] == list(range(1, 61))

    assert receiver.numbers("/hangs") == [1]
    assert desk.store.sent(hanging.id) == []


async def test_a_receiver_that_does_not_answer_in_time_is_tried_again(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    receiver.hangs.add("/hangs")
    desk.timeout_s, desk.retry_s, desk.grace_s = 0.05, (0.01, 3600.0), 0.05
    hanging = desk.subscribe(receiver.url("/hangs"))
    newsroom.publish(numbered(1))
    async with desk.sending():
        found = await desk.store.until(hanging.id, lambda found: found.course.failures == 2)

    assert receiver.numbers("/hangs") == [1, 1]
    assert [each.reason for each in desk.store.sent(hanging.id)] == ["timeout", "timeout"]
    assert (found.state, found.course.cursor) == (WebhookState.ACTIVE, 0)
    assert found.course.behind_at is not None


async def test_what_is_refused_comes_again_before_anything_later(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    receiver.statuses["/a"] = [204, 500, 400, 200]
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(*(numbered(n) for n in range(3)))
    async with desk.sending():
        got = await receiver.some("/a", 5)
        found = await desk.store.until(webhook.id, lambda found: found.course.cursor == 3)

    assert [each.n for each in got] == [1, 2, 2, 2, 3]
    assert len({each.headers["webhook-id"] for each in got[1:4]}) == 1
    assert (found.course.failures, found.course.failed, found.course.delivered) == (0, 2, 3)
    assert [(each.status, each.attempt) for each in reversed(desk.store.sent(webhook.id))] == [
        *[(204, 1), (500, 1), (400, 2), (200, 3), (204, 1)]
    ]


@pytest.mark.parametrize(
    ("statuses", "reason", "tries"),
    [
        pytest.param([410], "http_gone", 1, id="gone, at once"),
        pytest.param([500] * 4, "http_server_error", 4, id="refused as often as it is tried"),
    ],
)
async def test_a_webhook_that_is_given_up_says_why_and_begins_again_when_it_is_told(
    desk: Desk, receiver: Receiver, newsroom: Newsroom, statuses: list[int], reason: str, tries: int
) -> None:
    receiver.statuses["/a"] = list(statuses)
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1))
    async with desk.sending():
        ended = await desk.store.until(webhook.id, lambda found: found.state is WebhookState.DISABLED)
        before = receiver.numbers("/a")
        desk.store.enable(webhook.id)
        await receiver.some("/a", tries + 1)

    assert before == [1] * tries
    assert (ended.reason, ended.detail, ended.course.cursor) == (reason, f"HTTP {statuses[0]}", 0)
    assert desk.metrics.disabled.labels(reason)._value.get() == 1
    assert receiver.numbers("/a") == [1] * (tries + 1)


async def test_a_redirect_is_followed_by_nobody(desk: Desk, receiver: Receiver, newsroom: Newsroom) -> None:
    receiver.statuses["/a"] = [307]
    receiver.headers["location"] = receiver.url("/inner")
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1))
    async with desk.sending():
        await receiver.some("/a", 2)
        await desk.store.until(webhook.id, lambda found: found.course.cursor == 1)
    first = desk.store.sent(webhook.id)[-1]

    assert receiver.at("/inner") == []
    assert (first.status, first.reason) == (307, "receiver_moved")
    assert receiver.url("/inner") in first.detail


class InnerNames(AbstractResolver):
    """As a name server that changes its mind after an address was looked at: the guard sees what is dialled."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        inner = ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)
        return [inner]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        pytest.param("127.0.0.1", "forbidden_address", id="an inner address"),
        pytest.param("desk.example", "forbidden_address", id="a name that leads to one"),
        pytest.param("2130706433", "bad_url", id="a number that is one"),
    ],
)
async def test_an_inner_address_is_never_asked(
    desk: Desk, receiver: Receiver, newsroom: Newsroom, host: str, reason: str
) -> None:
    desk.way = NetworkPath(parse_allowed([]), resolver=InnerNames())
    webhook = desk.subscribe(f"http://{host}:{receiver.port}/a")
    newsroom.publish(numbered(1))
    async with desk.sending():
        await desk.store.until(webhook.id, lambda found: found.course.failed > 0)

    assert receiver.got == []
    assert desk.store.sent(webhook.id)[-1].reason == reason


async def test_what_is_taken_down_before_it_is_taken_goes_out_no_more(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    receiver.statuses["/a"] = [500]
    desk.retry_s = (3600.0,)
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1))
    async with desk.sending():
        await desk.store.until(webhook.id, lambda found: found.course.failures == 1)
        told = numbered(1)
        newsroom.articles.forget(Takedown("t1", NOON, "redaksi", "diminta", told.url, (told.url_key,), (told.id,), {}))
        desk.store.enable(webhook.id)
        got = await receiver.some("/a", 3)

    assert [(each.n, each.told["type"]) for each in got[1:]] == [
        (1, "warta.article.stored"),
        (2, "warta.article.taken_down"),
    ]
    assert [each.told["data"]["article"] for each in got[1:]] == [None, None]


async def test_a_webhook_is_paused_goes_on_and_is_replayed_by_hand(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    webhook, other = desk.subscribe(receiver.url("/a")), desk.subscribe(receiver.url("/b"))
    newsroom.publish(numbered(1))
    async with desk.sending():
        await desk.store.until(webhook.id, lambda found: found.course.cursor == 1)
        desk.store.pause(webhook.id)
        newsroom.publish(numbered(2), numbered(3))
        await desk.store.until(other.id, lambda found: found.course.cursor == 3)
        desk.store.enable(webhook.id)
        await desk.store.until(webhook.id, lambda found: found.course.cursor == 3)
        desk.store.enable(webhook.id, after=1)
        await receiver.some("/a", 5)

    assert receiver.numbers("/a") == [1, 2, 3, 2, 3]
    assert receiver.numbers("/b") == [1, 2, 3]


async def test_a_step_that_is_paused_sends_nothing_until_it_goes_on(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    desk.why_held = "webhooks is paused by desk"
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1))
    async with desk.sending() as sender, asyncio.timeout(PATIENCE_S):
        while sender.waiting() != desk.why_held:
            await asyncio.sleep(0)
        before = list(receiver.got)
        desk.why_held = None
        await desk.store.until(webhook.id, lambda found: found.course.cursor == 1)

    assert before == []
    assert receiver.numbers("/a") == [1]


async def test_one_of_two_senders_sends_and_the_other_goes_on_when_it_ends(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1))
    async with desk.sending("kedua-0.2") as second:
        async with desk.sending("pertama-0.1"):
            await desk.store.until(webhook.id, lambda found: found.course.cursor == 1)
            newsroom.publish(numbered(2))
            await desk.store.until(webhook.id, lambda found: found.course.cursor == 2)
        newsroom.publish(numbered(3))
        await desk.store.until(webhook.id, lambda found: found.course.cursor == 3)

    assert receiver.numbers("/a") == [1, 2, 3]
    assert second.waiting() in (None, "another process sends")


@pytest.mark.parametrize("after", [0, 4711], ids=["forgotten", "of another store"])
async def test_a_cursor_that_the_feed_does_not_know_ends_a_webhook(
    desk: Desk, receiver: Receiver, newsroom: Newsroom, after: int
) -> None:
    newsroom.publish(numbered(1))
    outbox.forget(newsroom.engine, before=utc_now() + timedelta(days=1))
    webhook = desk.subscribe(receiver.url("/a"), after=after)
    async with desk.sending():
        ended = await desk.store.until(webhook.id, lambda found: found.state is WebhookState.DISABLED)

    assert ended.reason == "changes_forgotten"
    assert receiver.got == []


async def test_nothing_is_lost_while_nothing_can_be_saved(
    desk: Desk, receiver: Receiver, newsroom: Newsroom, tmp_path: Path
) -> None:
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(numbered(1))
    with closing(sqlite3.connect(tmp_path / "webhooks.db", isolation_level=None)) as locking:
        async with desk.sending(), asyncio.timeout(PATIENCE_S):
            await desk.store.until(webhook.id, lambda found: found.course.cursor == 1)
            locking.execute("BEGIN IMMEDIATE")
            newsroom.publish(numbered(2))
            await desk.store.refused.wait()
            locking.execute("ROLLBACK")
            await desk.store.until(webhook.id, lambda found: found.course.cursor == 2)

    assert receiver.numbers("/a") == [1, 2]


async def test_a_sender_that_stops_lets_what_is_under_way_end(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    webhook = desk.subscribe(receiver.url("/a"))
    newsroom.publish(*(numbered(n) for n in range(50)))
    async with desk.sending():
        await receiver.some("/a", 1)
    [found] = desk.store.all()

    assert found.id == webhook.id
    assert found.course.cursor == len(receiver.got)
