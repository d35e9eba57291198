"""What articles say is found by reader: entities by count, quotes by speaker and words, articles by both."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from schemas.ids import slug
from schemas.knowledge import EntityType
from schemas.layers import Entity, Layers, TextSpan
from stores.paging import BadCursorError, Cursor
from tests.stores.samples import article, later
from tests.stores.saying import DARTO, GARUT, TANGGUL, USEP, Scene, id_of, of, says


@pytest.fixture
def scene(engine: Engine) -> Scene:
    return Scene(engine)


def test_entities_are_counted_by_type_watch_name_and_time(scene: Scene) -> None:
    scene.write(of(1, says(DARTO, GARUT)), of(2, says(GARUT)), of(3, None))
    scene.write(of(4, says(GARUT, USEP), watches=("banjir", "garut")))
    asked = {
        "all": scene.counts(),
        "people": scene.counts(type_="PER"),
        "of a watch": scene.counts(watch="garut"),
        "of no watch": scene.counts(watch="pasar"),
        "by name": scene.counts(name="gAr"),
        "by a sign of patterns": scene.counts(name="%"),
        "by a letter beyond ASCII": scene.counts(name="Š"),
        "since": scene.counts(since=later(hours=2)),
        "people of a watch since": scene.counts(type_="PER", watch="banjir", since=later(hours=2)),
        "later": scene.counts(since=later(hours=5)),
    }

    assert asked == {
        "all": {GARUT: 3, USEP: 1, DARTO: 1},
        "people": {USEP: 1, DARTO: 1},
        "of a watch": {GARUT: 1, USEP: 1},
        "of no watch": {},
        "by name": {GARUT: 3},
        "by a sign of patterns": {},
        "by a letter beyond ASCII": {},
        "since": {GARUT: 2, USEP: 1},
        "people of a watch since": {USEP: 1},
        "later": {},
    }
    assert list(asked["all"]) == [GARUT, DARTO, USEP]


def test_an_entity_is_found_by_a_name_in_any_case(scene: Scene) -> None:
    name = "Émile Šarić"
    scene.write(
        of(1, Layers(entities=(Entity(f"per:{slug(name)}", name, EntityType.PER, "", (TextSpan(0, 3),), 1.0),)))
    )

    assert [scene.counts(name=asked) for asked in ("Émi", "émi", "ÉMILE š", "emile Saric")] == [{name: 1}] * 4


def test_articles_are_listed_by_who_is_named_who_speaks_and_what_is_cited(scene: Scene) -> None:
    scene.write(
        of(1, says(DARTO, GARUT, quotes=TANGGUL), watches=("banjir",)),
        of(2, says(DARTO, cites=["KCNA"], via=("AFP",))),
        of(3, says(GARUT, told=[("Juru bicara desa", "mereka siap")]), watches=("banjir",)),
    )
    asked = (
        {"entity": id_of(DARTO)},
        {"speaker": id_of(DARTO)},
        {"speaker": DARTO},
        {"entity": id_of(GARUT), "speaker": id_of(DARTO)},
        {"entity": id_of(GARUT), "watch": "banjir", "source": "kabar"},
        {"entity": id_of(DARTO), "watch": "banjir"},
        {"entity": id_of(DARTO), "source": "lain"},
        {"speaker": "role:juru-bicara-desa"},
        {"cites": "KCNA"},
        {"cites": "AFP", "entity": id_of(DARTO)},
        {"entity": "per:siapa"},
        {"speaker": ""},
    )

    assert [scene.listed(**each) for each in asked] == [
        ["2", "1"], ["1"], ["1"], ["1"], ["3", "1"], ["1"], [], ["3"], ["2"], ["2"], [], ["1"],
    ]  # fmt: skip


def test_quotes_are_found_by_all_forms_of_their_words(scene: Scene) -> None:
    scene.write(of(1, says(DARTO, quotes=TANGGUL, told=[(DARTO, "pembangunan itu selesai")])))

    assert scene.said("membangun") == ["pembangunan itu selesai", "Tanggul ini kami bangun lagi."]
    assert scene.said("dibangun tanggulnya") == ["Tanggul ini kami bangun lagi."]
    assert scene.said("ban") == scene.said("tanggul siapa") == []


def test_quotes_come_page_by_page_by_speaker_and_words(scene: Scene) -> None:
    told = [(DARTO, "Tanggul aman."), (DARTO, "Tanggul jebol."), (USEP, "Tanggul jebol, kata saya.")]
    scene.write(*(of(n, says(DARTO, USEP, quotes=told)) for n in range(1, 4)))
    pages: list[list[tuple[str, int]]] = []
    after: Cursor | None = None
    while not pages or after is not None:
        page = scene.reads.quotes(limit=2, after=after, speaker=id_of(DARTO))
        pages.append([(row.text, row.at.hour) for row in page.items])
        after = page.after
        # What arrives meanwhile is newer, and moves nothing.
        scene.write(of(9 + len(pages), says(DARTO, quotes=told)))

    of_each = ("Tanggul jebol.", "Tanggul aman.")
    assert pages == [[(text, 12 + hour) for text in of_each] for hour in (3, 2, 1)]
    assert len(scene.said("jebol", speaker=DARTO)) == 6
    assert scene.said("jebol", article_id=of(1, None).id) == ["Tanggul jebol, kata saya.", "Tanggul jebol."]


@pytest.mark.parametrize(
    "cursor",
    [(1, "a"), ("x", "a", 1), (1, 2, 3), (1, "a", 2**63), (1, "\ud800", 1)],
    ids=ascii,
)
def test_a_cursor_of_another_listing_is_refused(scene: Scene, cursor: Cursor) -> None:
    scene.write(of(1, says(DARTO, quotes=TANGGUL)))

    with pytest.raises(BadCursorError):
        scene.reads.quotes(limit=2, after=cursor)


@pytest.mark.parametrize("cursor", [(1, "a", 2**40), (1, "a\0", 1), (-(2**63), "", -1)], ids=ascii)
def test_a_cursor_before_the_first_quote_ends_the_list(scene: Scene, cursor: Cursor) -> None:
    scene.write(of(1, says(DARTO, quotes=TANGGUL)))

    assert scene.reads.quotes(limit=2, after=cursor).items == ()


@pytest.mark.parametrize("wanted", ["a\0b", "'; --", "\\"], ids=ascii)
def test_signs_that_no_text_holds_find_nothing(scene: Scene, wanted: str) -> None:
    scene.write(of(1, says(DARTO, quotes=TANGGUL)))

    assert scene.said(speaker=wanted) == scene.said(article_id=wanted) == scene.said(f"x{wanted}") == []
    assert scene.counts(name=wanted) == scene.counts(watch=wanted) == {}
    assert [scene.listed(**{key: wanted}) for key in ("entity", "speaker", "cites", "watch", "source")] == [[]] * 5


def test_the_time_of_quotes_and_entities_is_that_of_their_article(scene: Scene) -> None:
    undated = article("https://kabar.example/1", published=None).model_copy(
        update={"layers": says(DARTO, quotes=TANGGUL)}
    )
    scene.write(undated)

    assert {row.at for row in scene.reads.quotes(limit=9).items} == {undated.fetched_at}
    assert scene.counts(since=undated.fetched_at + timedelta(microseconds=1)) == {}
    assert scene.counts(since=undated.fetched_at) == {DARTO: 1}
