"""Numbering versions of an article: what is a new revision, of which class, and what is none."""

from datetime import UTC, datetime, timedelta

import pytest

from processors.revise import RevisionState, revise
from schemas.article import Change, CleanedArticle
from schemas.outcomes import Drop, Reason

FETCHED_AT = datetime(2025, 4, 28, 8, 0, tzinfo=UTC)
TITLE = "Kapal Latih Bersandar di Wonsan"
TEXT = (
    "Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari dari Surabaya.",
    "Sekitar 1.250 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat.",
)


def version(*paragraphs: str, title: str = TITLE, hours: int = 0, authors: tuple[str, ...] = ()) -> CleanedArticle:
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
    )


def first_state() -> RevisionState:
    state, _ = revise(version(), None)
    return state


def test_the_first_version_is_revision_one() -> None:
    state, articles = revise(version(), None)

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
    state, articles = revise(changed, first_state())

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
        revise(again, first_state())

    assert drop.value.reason is reason


def test_the_state_comes_back_from_its_bytes() -> None:
    state = first_state()

    assert RevisionState.decode(state.encode()) == state


def test_bytes_that_are_no_state_are_refused() -> None:
    with pytest.raises(ValueError, match="revision"):
        RevisionState.decode(b'{"title": "x"}')


def test_revising_the_same_version_twice_gives_the_same() -> None:
    assert revise(version(), None) == revise(version(), None)
