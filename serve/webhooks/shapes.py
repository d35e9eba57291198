"""What is sent to a receiver: a CloudEvent for programs, a short message for chats. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ingest.printable import printable
from stores.webhook_rows import Shape

Payload = Mapping[str, Any]
"""A change as `/v1/changes` tells it, with the text as far as the outlet's rights let it go."""

# Shorter than any chat allows, and as much as anybody reads there.
MAX_TITLE_CHARS = 250
MAX_LEAD_CHARS = 400
MAX_ADDRESS_CHARS = 1000
JSON = "application/json"


@dataclass(frozen=True)
class Body:
    content_type: str
    content: bytes


def body_of(shape: Shape, id_: str, told: Payload, address: str) -> Body:
    """`id_` is that of the delivery, the same whenever it is sent again. `address`: the receiver's."""
    if shape is Shape.CLOUDEVENTS:
        return Body("application/cloudevents+json; charset=utf-8", _bytes(_cloud_event(id_, told)))
    return Body(f"{JSON}; charset=utf-8", _bytes(MESSAGES[shape](_message(told), address)))


def _cloud_event(id_: str, told: Payload) -> Payload:
    """Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md"""
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "/v1/changes",
        # Of a story the kind begins with `story_`: warta.story.created.
        "type": f"warta.{told['kind'].replace('_', '.', 1)}" if told["story_id"] else f"warta.article.{told['kind']}",
        "subject": told["story_id"] or told["article_id"],
        "time": told["at"],
        "datacontenttype": JSON,
        "data": told,
    }


@dataclass(frozen=True)
class _Message:
    """`title` begins with what happened, unless the article is new; `address` is empty where it is no more."""

    title: str
    lead: str
    by: str
    address: str
    at: str


def _message(told: Payload) -> _Message:
    if told["story_id"]:
        return _story_message(told)
    article: Payload = told["article"] or {"title": told["article_id"], "lead": "", "publisher": "", "url": ""}
    kind = "" if told["kind"] == "stored" else f"{told['kind'].replace('_', ' ')}: "
    address = article["url"]
    return _Message(
        title=printable(kind + article["title"], max_chars=MAX_TITLE_CHARS),
        lead=printable(article["lead"], max_chars=MAX_LEAD_CHARS),
        by=printable(article["publisher"] or told["source"], max_chars=100),
        # Half an address leads nowhere.
        address=address if len(address) <= MAX_ADDRESS_CHARS else "",
        at=told["at"],
    )


def _story_message(told: Payload) -> _Message:
    """A story has no address of its own: where Warta is read is not known here."""
    story: Payload = told["story"] or {"headline": told["story_id"], "size": 0, "outlets": 0}
    size = f"{story['size']} articles of {story['outlets']} outlets" if story["size"] else ""
    return _Message(
        title=printable(f"{told['kind'].replace('_', ' ')}: {story['headline']}", max_chars=MAX_TITLE_CHARS),
        lead=size,
        by=printable(", ".join(told["watches"]), max_chars=100),
        address="",
        at=told["at"],
    )


def _slack(message: _Message, address: str) -> Payload:
    """Source: https://docs.slack.dev/messaging/formatting-message-text"""

    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    title = f"*{escaped(message.title)}*"
    if message.address:
        # A bar would end the address.
        title = f"<{escaped(message.address).replace('|', '%7C')}|{escaped(message.title).replace('|', '¦')}>"
    return {"text": "\n".join(filter(None, (title, escaped(message.lead), escaped(message.by)))), "unfurl_links": False}


def _telegram(message: _Message, address: str) -> Payload:
    """Plain text: nothing in it is read as markup. Source: https://core.telegram.org/bots/api#sendmessage"""
    lines = (message.title, message.lead, message.by, message.address)
    return {"chat_id": chat_of(address), "text": "\n".join(filter(None, lines))}


def _discord(message: _Message, address: str) -> Payload:
    """Source: https://discord.com/developers/docs/resources/webhook#execute-webhook"""
    embed = {"title": message.title, "description": message.lead, "footer": {"text": message.by}}
    embed |= {"timestamp": message.at, **({"url": message.address} if message.address else {})}
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


MESSAGES: Mapping[Shape, Callable[[_Message, str], Payload]] = {
    Shape.SLACK: _slack,
    Shape.TELEGRAM: _telegram,
    Shape.DISCORD: _discord,
}


def chat_of(address: str) -> str:
    """The chat that the address of a bot names; empty where it names none."""
    return parse_qs(urlsplit(address).query).get("chat_id", [""])[0]


def made_up_change(at: datetime) -> dict[str, Any]:
    """What `warta webhooks test` sends: a change of nothing."""
    told = {"n": 0, "at": at.isoformat(), "kind": "test", "article_id": "test", "story_id": "", "revision": 0}
    told |= {"change": "", "source": "warta", "language": "", "lane": "live", "watches": []}
    return told | {"detail": "sent by hand: nothing happened", "article": None, "story": None}


def _bytes(value: Payload) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
