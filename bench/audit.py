"""An independent count of ids in every topic and store, by readers that share no code with the pipeline."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol


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

    def count(self, place: str, found: int, expected: int) -> None:
        self.records[place] = found
        self.lost[place] = max(0, expected - found)
        self.doubled[place] = max(0, found - expected)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Reader(Protocol):
    """Reads topics and stores without any code of the pipeline's."""

    def messages(self, topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
        """Every committed message of a topic, those of a partition in order: its value and its headers."""

    def open_transactions(self, prefix: str) -> int:
        """Partitions, of topics under this prefix, in which a transaction hides messages from readers."""

    def column(self, store: str, sql: str) -> Sequence[str]:
        """The first column of a query on the named store: the file of an embedded one."""


@dataclass(frozen=True)
class SqliteReader:
    """Reads the files of the embedded default."""

    data: Path

    def messages(self, topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
        sql = (
            "SELECT value, headers FROM messages JOIN partitions ON partitions.id = messages.id >> 40"
            " WHERE topic = ? ORDER BY messages.id"
        )
        for value, headers in self._rows("log", sql, topic):
            yield value, dict(json.loads(headers))

    def open_transactions(self, prefix: str) -> int:
        # A file has one writer at a time, and what it has not committed is in nobody's way.
        return 0

    def column(self, store: str, sql: str) -> Sequence[str]:
        return [str(row[0]) for row in self._rows(store, sql)]

    def _rows(self, name: str, sql: str, *values: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(f"file:{self.data / name}.db?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()


def audit(reader: Reader, *, prefix: str, pages: Mapping[str, str]) -> Audit:
    """`pages`: page id -> article id of what went in; each must be everywhere exactly once."""
    result = Audit()
    page_ids, article_ids = set(pages), set(pages.values())
    revisions = {f"{article_id}.1" for article_id in article_ids}
    inputs = {
        "clean": page_ids,
        "revise": page_ids,
        "enrich": revisions,
        "articles": revisions,
        "texts": revisions,
        "meter": revisions,
        "archive": page_ids,
    }
    for topic, expected in {
        "pages": page_ids,
        "cleaned": page_ids,
        "articles": revisions,
        "enriched": revisions,
    }.items():
        result.hold(f"topic {topic}", ids_in(reader, prefix + topic), expected)
    fates = list(fates_in(reader, f"{prefix}fates"))
    for stage, expected in inputs.items():
        result.hold(f"fates of {stage}", [id_ for at, id_ in fates if at == stage], expected)
        hold_stored_fates(result, reader, stage, expected)
    for stage in (*inputs, "fates"):
        result.hold(f"topic dead.{stage}", ids_in(reader, f"{prefix}dead.{stage}"), set())
    result.hold("store articles", reader.column("articles", "SELECT id FROM articles"), article_ids)
    kept = reader.column("texts", "SELECT id || '.' || revision FROM texts")
    result.hold("store texts", kept, revisions)
    result.hold("store archive", reader.column("archive", "SELECT event_id FROM archive_pages"), page_ids)
    numbered = reader.column("articles", "SELECT id || '.' || revision FROM article_revisions")
    result.hold("store revisions", numbered, revisions)
    return result


def hold_stored_fates(result: Audit, reader: Reader, stage: str, expected: set[str]) -> None:
    of_stage = f"stage = '{stage}' AND outcome <> 'retried'"
    stored = reader.column("fates", f"SELECT event_id FROM fates WHERE {of_stage}")
    result.hold(f"store fates of {stage}", stored, expected)
    # Kept by addition beside the rows: a batch that was taken twice would show here alone.
    counted = reader.column("fates", f"SELECT records FROM fate_counts WHERE {of_stage}")
    result.count(f"store counts of {stage}", sum(map(int, counted)), len(expected))


def ids_in(reader: Reader, topic: str) -> list[str]:
    return [headers["ce_id"] for _, headers in reader.messages(topic)]


def fates_in(reader: Reader, topic: str) -> Iterable[tuple[str, str]]:
    for value, _ in reader.messages(topic):
        batch = json.loads(value)
        yield from ((batch["stage"], fate["id"]) for fate in batch["fates"] if fate["outcome"] != "retried")
