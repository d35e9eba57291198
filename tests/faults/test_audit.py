"""The audit counts what is there: what is missing, what stands twice and what nobody sent are each told by place."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bench.audit import Audit, audit

PAGES = {"p1": "a1", "p2": "a2"}


@dataclass
class FakeReader:
    """Topics as lists of ids, fates as pairs of stage and id, and what queries that hold certain words answer."""

    topics: dict[str, list[str]] = field(default_factory=dict)
    fates: list[tuple[str, str]] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)

    def messages(self, topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
        if topic == "w.fates":
            for stage, id_ in self.fates:
                yield json.dumps({"stage": stage, "fates": [{"id": id_, "outcome": "passed"}]}).encode(), {}
        for id_ in self.topics.get(topic, []):
            yield b"", {"ce_id": id_}

    def open_transactions(self, prefix: str) -> int:
        return 0

    def column(self, store: str, sql: str) -> Sequence[str]:
        return next(found for word, found in self.columns.items() if word in sql)


def whole() -> FakeReader:
    pages, revisions = ["p1", "p2"], ["a1.1", "a2.1"]
    inputs = {"clean": pages, "revise": pages, "enrich": revisions, "articles": revisions}
    inputs |= {"texts": revisions, "meter": revisions, "archive": pages}
    topics = {"w.pages": pages, "w.cleaned": pages, "w.articles": revisions, "w.enriched": revisions}
    stored = {f"event_id FROM fates WHERE stage = '{stage}'": ids for stage, ids in inputs.items()}
    counts = {f"records FROM fate_counts WHERE stage = '{stage}'": ["1", "1"] for stage in inputs}
    articles = {"FROM articles": ["a1", "a2"], "FROM article_revisions": revisions, "FROM archive_pages": list(pages)}
    articles |= {"FROM texts": revisions}
    fates = [(stage, id_) for stage, ids in inputs.items() for id_ in ids]
    return FakeReader({name: list(ids) for name, ids in topics.items()}, fates, stored | counts | articles)


def wrong(counts: Mapping[str, int]) -> dict[str, int]:
    return {place: count for place, count in counts.items() if count}


def told(reader: FakeReader) -> Audit:
    return audit(reader, prefix="w.", pages=PAGES)


def test_what_stands_everywhere_once_is_clean() -> None:
    assert told(whole()).is_clean


@pytest.mark.parametrize(
    ("spoil", "lost", "doubled", "unexpected"),
    [
        pytest.param(lambda r: r.topics["w.cleaned"].pop(), {"topic cleaned": 1}, {}, {}, id="lost in a topic"),
        pytest.param(lambda r: r.topics["w.articles"].append("a1.1"), {}, {"topic articles": 1}, {}, id="doubled"),
        pytest.param(lambda r: r.topics["w.pages"].append("p9"), {}, {}, {"topic pages": 1}, id="sent by nobody"),
        pytest.param(lambda r: r.fates.append(("clean", "p1")), {}, {"fates of clean": 1}, {}, id="two fates"),
        pytest.param(
            lambda r: r.topics.update({"w.dead.fates": ["f1"]}), {}, {}, {"topic dead.fates": 1}, id="dead letter"
        ),
        pytest.param(
            lambda r: r.columns.update({"FROM articles": ["a1"]}), {"store articles": 1}, {}, {}, id="not stored"
        ),
        pytest.param(
            lambda r: r.columns["FROM archive_pages"].append("p1"), {}, {"store archive": 1}, {}, id="archived twice"
        ),
        pytest.param(
            lambda r: r.columns.update({"FROM article_revisions": ["a1.1", "a2.1", "a2.2"]}),
            {},
            {},
            {"store revisions": 1},
            id="a version too many",
        ),
        pytest.param(
            lambda r: r.columns.update({"records FROM fate_counts WHERE stage = 'clean'": ["2", "1"]}),
            {},
            {"store counts of clean": 1},
            {},
            id="counted twice",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place(
    spoil: Any, lost: Mapping[str, int], doubled: Mapping[str, int], unexpected: Mapping[str, int]
) -> None:
    reader = whole()
    spoil(reader)
    found = told(reader)

    assert (wrong(found.lost), wrong(found.doubled), wrong(found.unexpected)) == (lost, doubled, unexpected)
    assert not found.is_clean
