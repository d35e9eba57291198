"""The audit of stories: a lost version, an article in no story, and another story than a replay gives are each told."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from bench.audit import Audit
from bench.story_audit import audit_stories
from processors.relate.kept import Kept
from processors.relate.step import Relating
from schemas.story import Story
from tests.memory import DictMemory
from tests.processors.relate.matches import match
from tests.processors.relate.told import EVENTS

MATCHES = [match(event, number, hours=number) for number in range(2) for event in EVENTS]


@dataclass
class FakeReader:
    topics: dict[str, list[tuple[bytes, str]]]
    columns: dict[str, list[str]] = field(default_factory=dict)

    def messages(self, topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
        for value, id_ in self.topics.get(topic, []):
            yield value, {"ce_id": id_}

    def open_transactions(self, prefix: str) -> int:
        return 0

    def column(self, store: str, sql: str) -> Sequence[str]:
        return next(found for words, found in self.columns.items() if all(each in sql for each in words.split("&")))


def whole() -> FakeReader:
    memory, relating = DictMemory[Kept](), Relating()
    stories: list[Story] = [story for each in MATCHES for story in relating.relate(each, memory)]
    ids = {"relate": [each.event_id() for each in MATCHES], "stories": [each.event_id() for each in stories]}
    articles = [{"id": each.article, "revision": 1, "watches": [{"watch": each.watch}]} for each in MATCHES]
    fates = [
        {"stage": step, "fates": [{"id": each, "outcome": "passed"} for each in of_step]}
        for step, of_step in ids.items()
    ]
    topics = {
        "w.enriched": [(json.dumps(each).encode(), "") for each in articles],
        "w.matches": [(each.encode(), each.event_id()) for each in MATCHES],
        "w.stories": [(each.encode(), each.event_id()) for each in stories],
        "w.fates": [(json.dumps(each).encode(), "") for each in fates],
    }
    columns = {f"FROM fates&'{step}'": of_step for step, of_step in ids.items()}
    columns |= {f"FROM fate_counts&'{step}'": [str(len(of_step))] for step, of_step in ids.items()}
    columns |= {"story_versions": list(ids["stories"])}
    columns |= {"story_members": [f"{each.watch}/{each.article}" for each in MATCHES]}
    return FakeReader(topics, columns)


def told(reader: FakeReader) -> Audit:
    result = Audit()
    audit_stories(result, reader, prefix="w.")
    return result


def test_stories_that_are_whole_are_clean() -> None:
    assert told(whole()).is_clean
    assert told(whole()).records["stories of a replay"] > 0


def spoilt_story(reader: FakeReader) -> None:
    value, id_ = reader.topics["w.stories"][-1]
    reader.topics["w.stories"][-1] = (value.replace(b'"size":', b'"size":1'), id_)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        pytest.param(lambda r: r.topics["w.matches"].pop(), "topic matches", id="a match is lost"),
        pytest.param(
            lambda r: r.topics["w.stories"].append(r.topics["w.stories"][0]), "topic stories", id="told twice"
        ),
        pytest.param(lambda r: r.columns["story_members"].pop(), "store members of stories", id="in no story"),
        pytest.param(lambda r: r.columns["story_versions"].pop(), "store versions of stories", id="a lost version"),
        pytest.param(spoilt_story, "stories of a replay", id="another story"),
    ],
)
def test_what_is_wrong_with_stories_is_told_by_its_place(spoil: Callable[[FakeReader], object], place: str) -> None:
    reader = whole()
    spoil(reader)
    found = told(reader)

    assert found.lost[place] + found.doubled[place] + found.unexpected[place] > 0
