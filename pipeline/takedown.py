"""A takedown: what is meant by an address or an id is forgotten by every store, and refused from then on.

The order is written to a file beside the stores before anything is forgotten. A store that was restored from an older
copy is told again when the pipeline next starts.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from broker.port import Message
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import open_articles, open_stories
from pipeline.wiring.tended import STORES
from processors.lives import RevisionState
from runtime.codec import to_message
from schemas.ids import BadUrlError, digest, id_of_key, url_key
from schemas.match import Match
from schemas.record import Lane
from schemas.topics import ARTICLES, ENRICHED, MATCHES, Cleanup
from stores.article_tables import article_aliases
from stores.articles import ArticleStore
from stores.database import reading
from stores.takedown import Takedown
from stores.takedown_log import Audited, TakedownLog

LEDGER = "takedowns.jsonl"
# Higher than any that an article has.
LAST_REVISION = 2**31 - 1
FORGOTTEN: Mapping[str, bytes] = {"revise": RevisionState.forgotten().encode()}
# Keyed by the article's id: an empty record takes the place of what they hold.
OF_ARTICLES = (ARTICLES, ENRICHED)


@dataclass(frozen=True)
class StillHeld:
    """A topic that may hold records of it, and until when at the latest; None: until its next compaction."""

    topic: str
    until_s: float | None


def order_for(settings: Settings, asked: str, *, by: str, reason: str, at: datetime) -> Takedown:
    """Every name of what is meant. Raises UsageError if that is neither an address nor an article that is stored."""
    store = open_articles(settings)
    article = store.get(asked)
    keys: list[str] = []
    ids = [article.id] if article is not None else []
    if article is None:
        try:
            keys.append(url_key(asked))
        except BadUrlError as error:
            raise UsageError(f"{asked!r} is no address, and no article of that id is stored") from error
        row = store.by_url_key(keys[0])
        article = store.get(row.id) if row is not None else None
        ids += [article.id] if article is not None else [id_of_key(keys[0])]
    if article is not None:
        keys += [article.url_key, url_key(article.url), url_key(article.canonical_url)]
    ids += [id_of_key(key) for key in keys]
    ids += _aliases(store, ids)
    unique_keys, unique_ids = tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(ids))
    return Takedown(
        id=digest("takedown", *sorted(unique_keys)),
        at=at,
        by=by,
        reason=reason,
        asked=asked,
        url_keys=unique_keys,
        article_ids=unique_ids,
        remembered=FORGOTTEN,
    )


def _aliases(store: ArticleStore, ids: Sequence[str]) -> list[str]:
    with reading(store.engine) as connection:
        leading = select(article_aliases.c.id).where(article_aliases.c.lives_as.in_(ids))
        return list(connection.execute(leading).scalars())


def take_down(settings: Settings, order: Takedown, *, now: datetime) -> Audited:
    """May be done again: after a kill it goes on, and what is done stays done. Raises StoreUnavailableError."""
    audit = TakedownLog(open_articles(settings).engine)
    if order.id not in {each.id for each in read_ledger(settings)}:
        _append(settings.data_dir / LEDGER, order)
    audit.begin(order)
    forgotten = {row.name: row.open(settings).forget(order) for row in STORES}
    forgotten["topics"] = _publish(settings, [*_emptied(settings, order), *_withdrawals(settings, order, now)])
    audit.end(order.id, forgotten, at=now)
    found = audit.get(order.id)
    assert found is not None  # begun above
    return found


def _emptied(settings: Settings, order: Takedown) -> Sequence[Message]:
    """An empty record for each article in each compacted topic. A step that reads one drops it."""
    full = names(settings).full
    return [Message(full(topic), id_.encode(), b"") for topic in OF_ARTICLES for id_ in order.article_ids]


def _withdrawals(settings: Settings, order: Takedown, now: datetime) -> Sequence[Message]:
    """The step `relate` alone writes its memory: it is told that the articles left their stories."""
    topic = names(settings).full(MATCHES)
    matches = [
        Match(
            watch=watch,
            article=id_,
            url_key=order.url_keys[0] if order.url_keys else id_,
            lane=Lane.REPLAY,
            revision=LAST_REVISION,
            withdrawn=True,
            fetched_at=order.at,
        )
        for id_, watches in sorted(open_stories(settings).watches_of(order.article_ids).items())
        for watch in sorted(watches)
    ]
    at = now.timestamp()
    return [to_message(each, topic=topic, stage="takedown", at=at, lane=Lane.REPLAY, origin=at) for each in matches]


def _publish(settings: Settings, messages: Sequence[Message]) -> int:
    with closing(open_log(settings)) as log:
        there = log.topics()
        kept = [message for message in messages if message.topic in there]
        if kept:
            with closing(log.publisher(client=f"{settings.instance}.takedown.{os.getpid()}")) as publisher:
                publisher.publish(kept)
    return len(kept)


def still_held(settings: Settings) -> Sequence[StillHeld]:
    """Topics are not rewritten: records of before stay until they are deleted by age, or compacted."""
    return [
        StillHeld(topic.name, None if topic.cleanup is Cleanup.COMPACT else topic.retention_s)
        for topic in topics_as_set(settings)
    ]


def read_ledger(settings: Settings) -> Sequence[Takedown]:
    path = settings.data_dir / LEDGER
    return [_order(line) for line in _lines(path)] if path.is_file() else ()


def repeat(settings: Settings, *, now: datetime) -> Sequence[str]:
    """Takes down again what a store that was restored has forgotten to forget; returns what was asked then."""
    orders = read_ledger(settings)
    if not orders:
        return ()
    audit = TakedownLog(open_articles(settings).engine)
    again = []
    for order in orders:
        found = audit.get(order.id)
        if found is None or found.done_at is None or _is_missing(settings, order):
            take_down(settings, order, now=now)
            again.append(order.asked)
    return again


def _is_missing(settings: Settings, order: Takedown) -> bool:
    """Whether a store does not know the order: it was restored from a copy of before."""
    return any(not row.open(settings).has_forgotten(order) for row in STORES)


def _append(path: Path, order: Takedown) -> None:
    said = {name: getattr(order, name) for name in ("id", "by", "reason", "asked", "url_keys", "article_ids")}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said | {"at": order.at.isoformat()}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        # A kill may have cut the last one: nothing was forgotten then.
        if line.endswith("}"):
            yield line


def _order(line: str) -> Takedown:
    said = json.loads(line)
    return Takedown(
        id=said["id"],
        at=datetime.fromisoformat(said["at"]),
        by=said["by"],
        reason=said["reason"],
        asked=said["asked"],
        url_keys=tuple(said["url_keys"]),
        article_ids=tuple(said["article_ids"]),
        remembered=FORGOTTEN,
    )
