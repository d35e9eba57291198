"""Numbering versions of an article: what is a new revision, of which class, and what is none."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from processors.lives import RevisionState
from processors.revise import MAX_PAGES, revise
from schemas.article import Article, Change, CleanedArticle
from schemas.outcomes import Drop, Reason
from schemas.record import Lane
from tests.memory import DictMemory

FETCHED_AT = datetime(2025, 4, 28, 8, 0, tzinfo=UTC)
TITLE = "Kapal Latih Bersandar di Wonsan"
TEXT = (
    "Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari dari Surabaya.",
    "Sekitar 1.250 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat.",
)


def version(
    *paragraphs: str,
    title: str = TITLE,
    hours: int = 0,
    authors: tuple[str, ...] = (),
    lane: Lane = Lane.LIVE,
) -> CleanedArticle:
    return CleanedArticle(
        id="a",
        page_id=f"p{hours}",
        url="https://a.id/1",
        canonical_url="https://a.id/1",
        url_key="a.id/1",
        source="a",
        fetched_at=FETCHED_AT + timedelta(hours=hours),
        title=title,
        paragraphs=paragraphs or TEXT,
        authors=authors,
        lane=lane,
    )


def revised(article: CleanedArticle, state: RevisionState | None) -> tuple[RevisionState, Sequence[Article]]:
    """What is remembered afterwards, and the numbered articles."""
    memory = DictMemory[RevisionState]() if state is None else DictMemory(**{article.key(): state})
    articles = revise(article, memory)
    return memory.kept[article.key()], articles


def first_state() -> RevisionState:
    state, _ = revised(version(), None)
    return state


def test_the_first_version_is_revision_one() -> None:
    state, articles = revised(version(), None)

    assert [(a.revision, a.change) for a in articles] == [(1, Change.FIRST)]
    assert state.revision == 1
    assert articles[0].paragraphs == TEXT


CHANGES = [
    pytest.param(version(TEXT[0].replace("bersandar", "bersandr"), TEXT[1], hours=1), Change.TYPO, id="a letter"),
    pytest.param(version(TEXT[0], TEXT[1].replace("1.250", "1.520"), hours=1), Change.FIGURES, id="a figure"),
    pytest.param(
        version(TEXT[0], TEXT[1].replace("1.250", "1.251"), hours=1), Change.FIGURES, id="one digit is no typo"
    ),
    pytest.param(
        version(*TEXT, "Kunjungan dibuka sampai akhir pekan bagi warga kota.", hours=1),
        Change.TEXT,
        id="a new paragraph",
    ),
    pytest.param(
        version(*TEXT, "Kunjungan dibuka selama 3 hari bagi warga kota.", hours=1),
        Change.FIGURES,
        id="a new paragraph with a figure",
    ),
    pytest.param(version(TEXT[1], TEXT[0], hours=1), Change.TEXT, id="paragraphs in another order"),
    pytest.param(version(title="Warga Berebut Foto dengan Kapal Latih", hours=1), Change.TITLE, id="another title"),
    pytest.param(version(title="Kapal Latih Bersandr di Wonsan", hours=1), Change.TYPO, id="a letter of the title"),
    pytest.param(
        version(*TEXT, "Catatan: artikel ini telah ditarik oleh redaksi.", hours=1), Change.RETRACTED, id="withdrawn"
    ),
]


@pytest.mark.parametrize(("changed", "change"), CHANGES)
def test_a_change_is_the_next_revision_with_its_class(changed: CleanedArticle, change: Change) -> None:
    state, articles = revised(changed, first_state())

    assert [(a.revision, a.change) for a in articles] == [(2, change)]
    assert (state.revision, state.page_id) == (2, changed.page_id)


@pytest.mark.parametrize(
    ("again", "reason"),
    [
        pytest.param(version(hours=1), Reason.DUPLICATE_VERSION, id="nothing changed"),
        pytest.param(
            version(hours=1, authors=("Rina",)), Reason.DUPLICATE_VERSION, id="only what stands around the text"
        ),
        pytest.param(version(), Reason.DUPLICATE_VERSION, id="the same fetch again"),
        pytest.param(version("Teks yang lain sama sekali.", hours=-1), Reason.OLDER_VERSION, id="fetched earlier"),
    ],
)
def test_what_is_no_new_version_is_dropped(again: CleanedArticle, reason: Reason) -> None:
    with pytest.raises(Drop) as drop:
        revised(again, first_state())

    assert drop.value.reason is reason


def test_the_state_comes_back_from_its_bytes() -> None:
    state = first_state()

    assert RevisionState.decode(state.encode()) == state


def test_bytes_that_are_no_state_are_refused() -> None:
    with pytest.raises(ValueError, match="revision"):
        RevisionState.decode(b'{"title": "x"}')


def test_revising_the_same_version_twice_gives_the_same() -> None:
    assert revised(version(), None) == revised(version(), None)


# What the cleaner of before had left in the text of each page.
LEFT = "Baca juga: Daftar 12 Pelabuhan yang Disinggahi"


def after(*versions: CleanedArticle, state: RevisionState | None = None) -> tuple[RevisionState, list[Article]]:
    """The state and the articles that come of them in turn; what is dropped may leave a state too."""
    memory = DictMemory[RevisionState]() if state is None else DictMemory(**{versions[0].key(): state})
    articles: list[Article] = []
    for each in versions:
        with suppress(Drop):
            articles += revise(each, memory)
    return memory.kept[versions[0].key()], articles


def told(articles: Sequence[Article]) -> list[tuple[int, Change]]:
    return [(article.revision, article.change) for article in articles]


def test_a_page_cleaned_again_is_recleaned_whatever_the_cleaner_takes() -> None:
    state, _ = after(version(*TEXT, LEFT))
    state, articles = after(version(title="Kapal Latih Tiba di Wonsan"), state=state)

    assert told(articles) == [(2, Change.RECLEANED)]
    assert articles[0].paragraphs == TEXT
    assert (state.text, state.page_id, state.revision) == ("\n".join(TEXT), "p0", 2)


def test_the_next_change_is_told_beside_the_recleaned_text() -> None:
    state, _ = after(version(*TEXT, LEFT), version())
    _, unchanged = after(version(hours=1), state=state)
    _, changed = after(version(TEXT[0], TEXT[1].replace("1.250", "1.520"), hours=1), state=state)

    assert unchanged == []
    assert told(changed) == [(3, Change.FIGURES)]


def test_pages_of_two_revisions_cleaned_again_in_turn_leave_the_newer_one() -> None:
    newer = (TEXT[0], "Sekitar 900 orang naik ke geladak pada hari kedua.")
    before, _ = after(version(*TEXT, LEFT), version(*newer, LEFT, hours=1))
    state, articles = after(version(*TEXT), version(*newer, hours=1), state=before)
    _, again = after(version(*TEXT), version(*newer, hours=1), state=state)

    assert told(articles) == [(3, Change.RECLEANED)]
    assert articles[0].paragraphs == newer
    assert again == []


def test_a_page_on_which_the_text_was_unchanged_is_cleaned_again_too() -> None:
    """The cleaner of before had lost the paragraph in which the two pages differ."""
    before, _ = after(version(*TEXT), version(*TEXT, hours=1))
    state, articles = after(version(*TEXT, "Tiket 1."), version(*TEXT, "Tiket 2.", hours=1), state=before)
    _, again = after(version(*TEXT, "Tiket 1."), version(*TEXT, "Tiket 2.", hours=1), state=state)

    assert told(articles) == [(2, Change.RECLEANED), (3, Change.RECLEANED)]
    assert articles[-1].paragraphs[-1] == "Tiket 2."
    assert again == []


def test_a_page_that_was_never_cleaned_is_a_change_on_every_lane() -> None:
    state, _ = after(version(), version(hours=1))
    _, articles = after(version(*TEXT, "Kunjungan diperpanjang.", hours=2, lane=Lane.REPLAY), state=state)

    assert told(articles) == [(2, Change.TEXT)]


def test_pages_of_an_unchanged_text_are_remembered_within_bounds() -> None:
    state, _ = after(*(version(hours=hours) for hours in range(MAX_PAGES + 9)))

    assert state.pages is not None
    assert len(state.pages) == MAX_PAGES
    assert state.pages[-1] == f"p{MAX_PAGES + 8}"


# As the revision before this one wrote it: without the pages of an unchanged text.
OLD_STATE = (
    b'{"revision":2,"title":"Kapal Latih Bersandar di Wonsan","text":"Kapal latih itu bersandar.\\nBaca juga: Cuaca",'
    b'"fetched_at":"2025-04-28T08:00:00Z","page_id":"p0"}'
)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(version(), [(3, Change.RECLEANED)], id="its page, imported again"),
        pytest.param(version(lane=Lane.REPLAY), [(3, Change.RECLEANED)], id="its page, replayed"),
        pytest.param(version(hours=1, lane=Lane.REPLAY), [(3, Change.RECLEANED)], id="a later page that is replayed"),
        pytest.param(version(hours=1), [(3, Change.FIGURES)], id="a later page that is new"),
        pytest.param(version(hours=-1, lane=Lane.REPLAY), [], id="an older page that is replayed"),
    ],
)
def test_a_state_from_before_pages_were_remembered_still_serves(
    page: CleanedArticle, expected: list[tuple[int, Change]]
) -> None:
    _, articles = after(page, state=RevisionState.decode(OLD_STATE))

    assert told(articles) == expected
