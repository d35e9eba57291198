"""What chats are sent: a message of their own, that calls nobody and is read as no markup."""

import pytest

from stores.webhook_rows import Shape
from tests.serve.conftest import Newsroom
from tests.serve.receiving import Desk, Receiver
from tests.serve.webhook_desk import desk, numbered, receiver
from tests.stores.storied import story

__all__ = ["desk", "receiver"]
# What keeps a message from calling people, and brings it to its chat.
ALSO: dict[Shape, dict[str, object]] = {
    Shape.SLACK: {"unfurl_links": False},
    Shape.TELEGRAM: {"chat_id": "-1001"},
    Shape.DISCORD: {"allowed_mentions": {"parse": []}},
}


@pytest.mark.parametrize("shape", [Shape.SLACK, Shape.TELEGRAM, Shape.DISCORD])
async def test_a_chat_gets_its_own_message(desk: Desk, receiver: Receiver, newsroom: Newsroom, shape: Shape) -> None:
    desk.subscribe(receiver.url("/a?chat_id=-1001"), shape=shape)
    newsroom.publish(numbered(1, title="Kapal & awak <selamat>"))
    async with desk.sending():
        [got] = await receiver.some("/a", 1)
    told = got.told
    title = told["embeds"][0]["title"] if shape is Shape.DISCORD else told["text"].split("\n")[0]

    assert title == {Shape.SLACK: "<https://kabar.example/1|Kapal &amp; awak &lt;selamat&gt;>"}.get(
        shape, "Kapal & awak <selamat>"
    )
    assert told.items() >= ALSO[shape].items()


async def test_what_becomes_of_a_story_is_an_event_of_its_own_and_a_message_of_a_chat(
    desk: Desk, receiver: Receiver, newsroom: Newsroom
) -> None:
    desk.subscribe(receiver.url("/a"), kind="story_created")
    desk.subscribe(receiver.url("/b?chat_id=-1001"), shape=Shape.TELEGRAM, kind="story_created")
    newsroom.publish(numbered(1))
    newsroom.stories.write(newsroom.stories.claim("stories", "stories", 0), [story(1, 2)])
    async with desk.sending():
        [event], [message] = await receiver.some("/a", 1), await receiver.some("/b", 1)

    assert (event.told["type"], event.told["subject"]) == ("warta.story.created", "s-1")
    assert event.told["data"]["story"]["size"] == 2
    assert message.told["text"].splitlines() == [
        f"story created: {story(1, 2).headline}",
        "2 articles of 2 outlets",
        story(1).watch,
    ]
