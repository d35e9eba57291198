"""An independent reader: counts ids in every topic and store with SQL of its own, through none of our readers."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Audit:
    """By place: how many ids are missing, and how many records stand there twice or were never expected."""

    lost: dict[str, int] = field(default_factory=dict)
    doubled: dict[str, int] = field(default_factory=dict)
    unexpected: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not any((*self.lost.values(), *self.doubled.values(), *self.unexpected.values()))

    def hold(self, place: str, found: Iterable[str], expected: set[str]) -> None:
        counts = Counter(found)
        self.records[place] = sum(counts.values())
        self.lost[place] = len(expected - counts.keys())
        self.doubled[place] = sum(count - 1 for count in counts.values() if count > 1)
        self.unexpected[place] = len(counts.keys() - expected)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def audit(data: Path, *, prefix: str, pages: Mapping[str, str]) -> Audit:
    """`pages`: page id -> article id of what went in; each must be everywhere exactly once."""
    result = Audit()
    page_ids, article_ids = set(pages), set(pages.values())
    revisions = {f"{article_id}.1" for article_id in article_ids}
    with sqlite3.connect(f"file:{data / 'log.db'}?mode=ro", uri=True) as log:
        result.hold("topic pages", _ids(log, f"{prefix}pages"), page_ids)
        result.hold("topic cleaned", _ids(log, f"{prefix}cleaned"), page_ids)
        result.hold("topic articles", _ids(log, f"{prefix}articles"), revisions)
        result.hold("topic enriched", _ids(log, f"{prefix}enriched"), revisions)
        for stage in ("clean", "revise", "enrich", "articles"):
            result.hold(f"topic dead.{stage}", _ids(log, f"{prefix}dead.{stage}"), set())
        inputs = {"clean": page_ids, "revise": page_ids, "enrich": revisions, "articles": revisions}
        fates = list(_fates(log, f"{prefix}fates"))
        for stage, expected in inputs.items():
            result.hold(f"fates of {stage}", [id_ for at, id_ in fates if at == stage], expected)
    log.close()
    with sqlite3.connect(f"file:{data / 'articles.db'}?mode=ro", uri=True) as store:
        result.hold("store articles", _column(store, "SELECT id FROM articles"), article_ids)
        result.hold("store revisions", _column(store, "SELECT id || '.' || revision FROM article_revisions"), revisions)
        (found,) = store.execute("SELECT count(*) FROM article_fts").fetchone()
        result.hold("search index", map(str, range(found)), set(map(str, range(len(article_ids)))))
    store.close()
    with sqlite3.connect(f"file:{data / 'fates.db'}?mode=ro", uri=True) as store:
        for stage, expected in inputs.items():
            rows = _column(store, "SELECT event_id FROM fates WHERE stage = ?", stage)
            result.hold(f"store fates of {stage}", rows, expected)
    store.close()
    return result


def _column(connection: sqlite3.Connection, sql: str, *values: str) -> list[str]:
    return [row[0] for row in connection.execute(sql, values)]


def _messages(log: sqlite3.Connection, topic: str) -> Iterable[tuple[bytes, str]]:
    return log.execute(
        "SELECT value, headers FROM messages JOIN partitions ON partitions.id = messages.id >> 40 WHERE topic = ?",
        (topic,),
    )


def _ids(log: sqlite3.Connection, topic: str) -> list[str]:
    return [dict(json.loads(headers))["ce_id"] for _, headers in _messages(log, topic)]


def _fates(log: sqlite3.Connection, topic: str) -> Iterable[tuple[str, str]]:
    for value, _ in _messages(log, topic):
        batch = json.loads(value)
        yield from ((batch["stage"], fate["id"]) for fate in batch["fates"] if fate["outcome"] != "retried")
