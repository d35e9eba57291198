"""The step `relate`: one writer of a watch, whose stories are the same however often it begins anew."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.relate.kept import Kept
from processors.relate.matching import features_of_match, matches_of, withdrawals_of
from processors.relate.step import Relating
from schemas.article import EnrichedArticle, WatchMatch
from schemas.judged import Effect, Judged
from schemas.layers import Figure, Layers
from schemas.match import Match
from schemas.outcomes import Drop, Outcome, Reason
from schemas.record import Lane
from schemas.story import Story, StoryEvent
from tests.memory import DictMemory
from tests.processors.relate.matches import match, withdrawal
from tests.processors.relate.told import EVENTS, MONDAY
from tests.stores.samples import article as enriched

STREAM = [match(event, number, hours=number * 20) for number in range(8) for event in EVENTS]


def relate_all(matches: Sequence[Match], *, every: int = 10_000) -> tuple[list[Story], dict[str, Kept]]:
    """With another process every so many records; what is remembered is encoded in between."""
    memory, relating = DictMemory[Kept](), Relating()
    told: list[Story] = []
    for at, each in enumerate(matches, start=1):
        told += relating.relate(each, memory)
        if at % every == 0:
            relating = Relating()
            memory = DictMemory(**{key: Kept.decode(value.encode()) for key, value in memory.kept.items()})
    return told, memory.kept


@pytest.mark.parametrize("every", [1, 5])
def test_another_process_tells_the_same_stories_event_for_event(every: int) -> None:
    again, kept = relate_all(STREAM, every=every)
    told, kept_at_once = relate_all(STREAM)

    assert [each.encode() for each in again] == [each.encode() for each in told]
    assert {key: Kept.decode(value.encode()) for key, value in kept.items()} == {
        key: Kept.decode(value.encode()) for key, value in kept_at_once.items()
    }


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 2), min_size=len(STREAM), max_size=len(STREAM)))
def test_a_watch_that_changes_hands_has_the_same_stories(turns: Sequence[int]) -> None:
    """Each process keeps what it once read of the watch, and is given it back after others wrote."""
    memory, processes = DictMemory[Kept](), [Relating(), Relating(), Relating()]
    told = [story for turn, each in zip(turns, STREAM, strict=True) for story in processes[turn].relate(each, memory)]

    assert [each.encode() for each in told] == [each.encode() for each in relate_all(STREAM)[0]]


def test_a_record_that_was_undone_leaves_nothing_behind() -> None:
    memory, relating = DictMemory[Kept](), Relating()
    for each in STREAM[:10]:
        relating.relate(each, memory)
    before = dict(memory.kept)
    undone = relating.relate(STREAM[10], memory)
    memory.kept = dict(before)

    assert relating.relate(STREAM[11], memory) != []
    memory.kept = before
    assert [each.encode() for each in relating.relate(STREAM[10], memory)] == [each.encode() for each in undone]


def test_versions_rise_by_one_and_every_id_is_told_once() -> None:
    told, _ = relate_all(STREAM)
    versions: dict[str, list[int]] = {}
    for each in told:
        versions.setdefault(each.id, []).append(each.version)

    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
    assert len({each.event_id() for each in told}) == len(told)
    assert {StoryEvent.CREATED, StoryEvent.UPDATED} <= {each.event for each in told}


def test_an_article_on_two_watches_is_in_a_story_of_each_under_ids_of_their_own() -> None:
    told, kept = relate_all([match("guru", 1, 0), match("guru", 1, 0, watch="sekolah")])

    assert [(each.watch, each.members[0].article) for each in told] == [("daerah", "guru-1"), ("sekolah", "guru-1")]
    assert told[0].id != told[1].id
    assert {"daerah/clock", "sekolah/clock"} <= kept.keys()


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        pytest.param(match("guru", 1, 0), Reason.ALREADY_RELATED, id="the same article again"),
        pytest.param(withdrawal(match("guru", 2, 0)), Reason.WITHDRAWN, id="a withdrawal of what never came"),
    ],
)
def test_what_changes_nothing_is_dropped_with_a_reason(second: Match, reason: Reason) -> None:
    memory, relating = DictMemory[Kept](), Relating()
    relating.relate(match("guru", 1, 0), memory)
    before = dict(memory.kept)

    with pytest.raises(Drop) as dropped:
        relating.relate(second, memory)
    assert (dropped.value.reason, dropped.value.outcome) == (reason, Outcome.DROPPED)
    assert memory.kept == before


def test_a_withdrawal_of_an_older_revision_comes_too_late() -> None:
    memory, relating = DictMemory[Kept](), Relating()
    relating.relate(match("guru", 1, 0, revision=3), memory)

    with pytest.raises(Drop):
        relating.relate(withdrawal(match("guru", 1, 0, revision=2)), memory)


def test_a_withdrawn_article_leaves_its_story_and_may_come_back() -> None:
    first, second = match("guru", 1, 0), match("guru", 2, 1)
    told, _ = relate_all([first, second, withdrawal(second), second])
    left, back = told[-2:]

    assert (left.event, left.left, [each.article for each in left.members]) == (
        StoryEvent.UPDATED,
        (second.article,),
        [first.article],
    )
    assert (back.id, back.left, len(back.members)) == (left.id, (), 2)


def test_a_revision_is_a_member_once() -> None:
    told, _ = relate_all([match("guru", 1, 0), match("guru", 2, 1), match("guru", 1, 0, revision=2)])

    assert sorted((each.article, each.revision) for each in told[-1].members) == [("guru-1", 2), ("guru-2", 1)]
    assert all(not each.left for each in told)


def test_an_id_is_never_used_again_when_its_story_has_left_the_memory() -> None:
    early = match("guru", 1, 0)
    later = [match(event, number, hours=number * 24) for number in range(10, 22) for event in EVENTS]
    revised = early.model_copy(update={"revision": 2})
    told, kept = relate_all([early, *later, revised])

    assert not any(key == f"daerah/story/{told[0].id}" for key in kept)
    assert told[-1].articles == ("guru-1",)
    assert told[-1].version == 1
    assert told[-1].id != told[0].id


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"published_at": None}, Reason.NO_DATE, id="no date"),
        pytest.param({"published_at": MONDAY + timedelta(days=9)}, Reason.NO_DATE, id="a date in the future"),
        pytest.param({"paragraphs": ("Guru Sukaraya.",)}, None, id="two words"),
        pytest.param({"paragraphs": (), "title": ""}, None, id="no word"),
        pytest.param({"paragraphs": ("guru honorer " * 16_000,)}, None, id="200,000 characters"),
        pytest.param({"layers": None}, None, id="no layers"),
    ],
)
def test_bad_input_is_a_story_with_a_reason(changed: dict[str, object], reason: Reason | None) -> None:
    (told,), _ = relate_all([match("guru", 1, 0).model_copy(update=changed)])
    remark = told.remark()

    assert (None if remark is None else remark.reason) is reason
    assert told.open is (reason is None)
    assert [each.article for each in told.members] == ["guru-1"]


def test_a_thousand_times_the_same_article_is_one_member() -> None:
    memory, relating, dropped = DictMemory[Kept](), Relating(), 0
    told = list(relating.relate(match("guru", 1, 0), memory))
    for _ in range(999):
        try:
            told += relating.relate(match("guru", 1, 0), memory)
        except Drop:
            dropped += 1

    assert (len(told), dropped) == (1, 999)


def test_figures_that_disagree_are_told() -> None:
    def counting(number: int, value: float) -> Match:
        one = match("guru", number, number)
        text = f"Sebanyak {value:.0f} guru honorer berunjuk rasa di Sukaraya menuntut gaji."
        start = text.index(" ") + 1
        figure = Figure(start, start + 3, f"{value:.0f}", value, "", "guru", what="guru honorer berunjuk rasa")
        return one.model_copy(update={"paragraphs": (text, *one.paragraphs), "layers": Layers(figures=(figure,))})

    told, _ = relate_all([counting(1, 300), counting(2, 500)])

    assert [[(claim.value, claim.stand) for claim in row.claims] for row in told[-1].figures if row.disputed] == [
        [(300, "disagrees"), (500, "disagrees")]
    ]


def on(*watches: str, revision: int = 1) -> EnrichedArticle:
    named = tuple(WatchMatch(watch=each, watch_version="1", score=1.0, terms={}) for each in watches)
    return enriched(revision=revision).model_copy(update={"watches": named})


@pytest.mark.parametrize(
    ("article", "former", "expected"),
    [
        pytest.param(on("a", "b"), ("a", "b", "c"), [("a", False), ("b", False)], id="first: nothing to leave"),
        pytest.param(on("a", revision=2), ("a", "b"), [("a", False), ("b", True)], id="later: it leaves the others"),
        pytest.param(on(), ("a",), [], id="requested: on no watch"),
        pytest.param(
            on("a").model_copy(update={"judged": Judged(number=4, effect=Effect.WITHDRAWN)}),
            ("a", "gone"),
            [("a", True), ("gone", True)],
            id="withdrawn, from a deleted watch too",
        ),
    ],
)
def test_a_match_for_each_watch(
    article: EnrichedArticle, former: Sequence[str], expected: Sequence[tuple[str, bool]]
) -> None:
    found = matches_of(article, former)

    assert [(each.watch, each.withdrawn) for each in found] == expected
    assert all(each.key() == each.watch and each.subject() == article.url_key for each in found)


def test_a_later_revision_that_no_watch_wants_is_withdrawn_from_all_and_tells_why() -> None:
    left = withdrawals_of(on(revision=2), ("b", "a"), "a 0.40<1.00")

    assert [(each.watch, each.withdrawn, each.remark()) for each in left] == [
        (watch, True, (Reason.OFF_WATCH, "a 0.40<1.00")) for watch in ("a", "b")
    ]
    assert withdrawals_of(on(), ("a",), "") == ()


def test_a_match_has_what_relating_reads() -> None:
    one = on("a")
    features = features_of_match(matches_of(one)[0])

    assert (features.id, features.title, features.outlet) == (one.id, one.title, one.source)
    assert features.paragraphs == one.paragraphs
    assert matches_of(one)[0].lane is Lane.LIVE
