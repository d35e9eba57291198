"""Judging an article again, beside what is stored of it."""

import pytest

from processors.enrich.judged import enrich_judged
from processors.enrich.near import NearMiss, NearMissReason, near_misses
from processors.enrich.watch import CompiledWatch, compile_watch
from processors.judge_again import judge_again, newer
from schemas.article import Article, EnrichedArticle, WatchMatch
from schemas.judged import Effect
from schemas.record import Lane
from schemas.watch import ConceptGroup, Watch
from tests.processors.enriching import PLAIN, article


def watch(id_: str, *aliases: str, threshold: float = 0.3, version: str = "1") -> CompiledWatch:
    groups = (ConceptGroup(id="satu", aliases=aliases),)
    return compile_watch(Watch(id=id_, name=id_, version=version, threshold=threshold, groups=groups))


KAPAL, PASAR = watch("kapal", "kapal"), watch("pasar", "pasar")


def text(title: str = "Kapal tiba di pelabuhan", *, revision: int = 1, requested: bool = False) -> Article:
    return article(title, ["Isi berita itu."], revision=revision, requested=requested)


def stored(article: Article, *watches: CompiledWatch) -> EnrichedArticle:
    """As it came when these watches were all there were."""
    judgement = judge_again(article, None, watches=watches, number=1)
    matches = judgement.watches if judgement is not None else ()
    return EnrichedArticle(**dict(article), watches=matches)


OF_KAPAL = stored(text(), KAPAL)


@pytest.mark.parametrize(
    ("article", "before", "watches", "effect"),
    [
        pytest.param(text(), None, (KAPAL,), Effect.ADDED, id="wanted and not there"),
        pytest.param(text(), None, (PASAR,), None, id="unwanted and not there"),
        pytest.param(text(), OF_KAPAL, (KAPAL,), None, id="wanted as before"),
        pytest.param(text(), OF_KAPAL, (watch("kapal", "kapal", version="2"),), None, id="of another version alone"),
        pytest.param(text(), OF_KAPAL, (watch("kapal", "kapal", "tiba"),), Effect.CHANGED, id="wanted by more terms"),
        pytest.param(text(), OF_KAPAL, (watch("laut", "kapal"),), Effect.CHANGED, id="wanted by another watch"),
        pytest.param(text(), OF_KAPAL, (PASAR,), Effect.WITHDRAWN, id="unwanted and there"),
        pytest.param(text(), OF_KAPAL, (), Effect.WITHDRAWN, id="no watch at all"),
        pytest.param(text(requested=True), stored(text(requested=True), KAPAL), (), Effect.CHANGED, id="requested"),
        pytest.param(text(requested=True), stored(text(requested=True)), (PASAR,), None, id="requested as before"),
        pytest.param(text("Kapal lain", revision=2), OF_KAPAL, (KAPAL,), None, id="a later text that says the same"),
        pytest.param(text("Isi lain", revision=2), OF_KAPAL, (KAPAL,), Effect.WITHDRAWN, id="a later text is unwanted"),
    ],
)
def test_what_becomes_of_an_article(
    article: Article, before: EnrichedArticle | None, watches: tuple[CompiledWatch, ...], effect: Effect | None
) -> None:
    found = judge_again(article, before, watches=watches, number=4)

    assert (None if found is None else found.judged.effect) is effect
    if found is not None:
        assert found.judged.number == 4
        assert found.article.lane is Lane.REPLAY
        assert bool(found.watches) is (effect is not Effect.WITHDRAWN and bool(watches))


def test_a_withdrawal_says_which_scores_fell_short() -> None:
    found = judge_again(text(), OF_KAPAL, watches=[PASAR], number=1)

    assert found is not None
    assert found.judged.why == "pasar 0.00<0.30: satu(-)"


def test_one_watch_alone_leaves_the_others_as_they_are_stored() -> None:
    unlike = WatchMatch(watch="lain", watch_version="1", score=9.0, terms={})
    before = OF_KAPAL.model_copy(update={"watches": (*OF_KAPAL.watches, unlike)})

    gone = judge_again(text(), before, watches=[watch("kapal", "perahu"), PASAR], only="kapal", number=1)
    deleted = judge_again(text(), before, watches=[PASAR], only="lain", number=1)

    assert gone is not None
    assert gone.watches == (unlike,)
    assert deleted is not None
    assert [match.watch for match in deleted.watches] == ["kapal"]


def test_one_watch_alone_does_not_vouch_for_another_on_a_later_text() -> None:
    found = judge_again(text("Pasar ramai", revision=2), OF_KAPAL, watches=[KAPAL, PASAR], only="pasar", number=1)

    assert found is not None
    assert [match.watch for match in found.watches] == ["pasar"]


def test_a_forced_judgement_comes_though_nothing_changes_but_never_of_what_nobody_wants() -> None:
    again = judge_again(text(), OF_KAPAL, watches=[KAPAL], number=1, forced=True)

    assert again is not None
    assert again.judged.effect is Effect.CHANGED
    assert judge_again(text(), None, watches=[PASAR], number=1, forced=True) is None


def test_the_later_of_text_and_stored_article_is_judged() -> None:
    later = stored(text("Kapal lain", revision=3), KAPAL)

    assert newer(text(), None) == text()
    assert newer(text(), later) == text("Kapal lain", revision=3)
    assert newer(None, later) == text("Kapal lain", revision=3)
    assert newer(text(revision=3), later) == text(revision=3)


def test_an_added_article_is_enriched_and_a_withdrawn_one_passed_on() -> None:
    added = judge_again(text(), None, watches=[KAPAL], number=2)
    gone = judge_again(text(), OF_KAPAL, watches=[PASAR], number=3)
    assert added is not None
    assert gone is not None

    (enriched,) = enrich_judged(added, PLAIN)
    (withdrawn,) = enrich_judged(gone, PLAIN)

    assert enriched.watches == added.watches
    assert (enriched.language, enriched.search_text) == ("id", "kapal tiba di pelabuhan\nisi berita itu.")
    assert enriched.event_id() == "a.1.2"
    assert (enriched.remark() or ("",))[0] == "added"
    assert withdrawn.judged == gone.judged
    assert (withdrawn.remark() or ("",)) == ("withdrawn", "pasar 0.00<0.30: satu(-)")


NEAR = compile_watch(
    Watch(
        id="near",
        name="x",
        version="1",
        threshold=1,
        groups=(ConceptGroup(id="kota", aliases=("Pyongyang", "Kim Yo Jong", "kapal")),),
        excludes=("kapal udara",),
    )
)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        pytest.param("Pyongyang dan kapal", [], id="what counts is no near miss"),
        pytest.param(
            "Kapalnya tiba", [NearMiss("kota", "kapal", "Kapalnya", NearMissReason.PART_OF_A_WORD)], id="part of a word"
        ),
        pytest.param(
            "Kapal udara",
            [NearMiss("kota", "kapal", "Kapal udara", NearMissReason.EXCLUDED)],
            id="in an excluded phrase",
        ),
        pytest.param(
            "Pyongjang diam",
            [NearMiss("kota", "Pyongyang", "Pyongjang", NearMissReason.SPELT_OTHERWISE)],
            id="misspelt",
        ),
        pytest.param(
            "Kim Jo Jong bicara",
            [NearMiss("kota", "Kim Yo Jong", "Kim Jo Jong", NearMissReason.SPELT_OTHERWISE)],
            id="of several words",
        ),
        pytest.param("Pasar malam dibuka", [], id="nothing like it"),
    ],
)
def test_what_nearly_counts_is_named_with_why_it_does_not(title: str, found: list[NearMiss]) -> None:
    assert near_misses(NEAR, title, ()) == found
