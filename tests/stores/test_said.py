"""What articles say is stored with them: it follows revisions, withdrawals and takedowns."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from schemas.article import EnrichedArticle
from schemas.judged import Effect
from schemas.layers import Layers
from schemas.outcomes import Reason
from stores.article_lives import join_articles
from stores.article_tables import SAID
from stores.database import writing
from stores.takedown import Takedown
from tests.stores.samples import NOON
from tests.stores.saying import DARTO, GARUT, TANGGUL, USEP, Scene, judged, of, says

SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"


@pytest.fixture
def scene(engine: Engine) -> Scene:
    return Scene(engine)


def test_a_later_revision_says_what_it_says_and_an_older_says_nothing(scene: Scene) -> None:
    first = of(1, says(DARTO, GARUT, quotes=TANGGUL, cites=[DARTO]))
    second = of(1, says(GARUT, USEP, quotes=[(USEP, "Tanggul jebol.")]), revision=2)
    scene.write(first)
    assert scene.rows() == [2, 2, 1]

    assert scene.write(second, second, first) == [None, Reason.DUPLICATE_VERSION, Reason.OLDER_VERSION]

    assert scene.counts() == {GARUT: 1, USEP: 1}
    assert scene.said() == ["Tanggul jebol."]
    assert scene.said("bangun") == []
    assert scene.rows() == [2, 1, 0]


def test_two_revisions_in_one_batch_count_once(scene: Scene) -> None:
    scene.write(of(1, says(DARTO, GARUT)), of(1, says(GARUT), revision=2), of(2, says(DARTO)))

    assert scene.counts() == {GARUT: 1, DARTO: 1}


def test_a_revision_that_tells_nothing_leaves_nothing_of_the_one_before(scene: Scene) -> None:
    scene.write(of(1, says(DARTO, quotes=TANGGUL, cites=[DARTO])), of(1, None, revision=2))

    assert scene.rows() == [0, 0, 0]


def test_a_later_judgement_of_the_same_revision_says_it_anew(scene: Scene) -> None:
    scene.write(of(1, says(DARTO, quotes=TANGGUL)))

    scene.write(judged(of(1, None), 1, Effect.CHANGED, says(GARUT)))

    assert scene.counts() == {GARUT: 1}
    assert scene.rows() == [1, 0, 0]


def test_a_withdrawn_article_says_nothing_and_comes_back_with_what_it_says(scene: Scene) -> None:
    told = says(DARTO, quotes=TANGGUL, cites=[DARTO])
    scene.write(of(1, told))
    scene.write(judged(of(1, None), 1, Effect.WITHDRAWN))
    assert scene.rows() == [0, 0, 0]

    scene.write(judged(of(1, None), 2, Effect.ADDED, told))
    assert scene.counts() == {DARTO: 1}
    assert scene.said("bangun") == ["Tanggul ini kami bangun lagi."]
    assert scene.listed(cites=DARTO) == ["1"]


def test_what_is_taken_down_is_in_no_table_any_more(scene: Scene) -> None:
    gone = of(1, says(DARTO, GARUT, quotes=TANGGUL, cites=[DARTO]))
    scene.write(gone, of(2, says(GARUT)))

    scene.store.forget(Takedown("1", NOON, "redaksi", "x", gone.url, (gone.url_key,), (gone.id,), {}))

    assert scene.write(gone) == [Reason.TAKEN_DOWN]
    assert scene.counts() == {GARUT: 1}
    assert scene.rows() == [1, 0, 0]


def test_an_article_that_is_joined_to_another_counts_no_more(scene: Scene) -> None:
    one, same = of(1, says(DARTO, quotes=TANGGUL)), of(2, says(DARTO, quotes=TANGGUL))
    scene.write(one, same)

    join_articles(scene.engine, [(one.id, same.id)])

    assert scene.counts() == {DARTO: 1}
    assert scene.rows() == [1, 2, 0]


def test_a_record_of_before_layers_tells_nothing_and_is_stored(scene: Scene) -> None:
    record = EnrichedArticle.decode((SAMPLES / "enriched.v1.4.json").read_bytes())

    assert scene.write(record) == [None]
    assert scene.rows() == [0, 0, 0]
    assert [row.id for row in scene.store.latest(limit=9).items] == [record.id]


def test_a_store_of_before_what_articles_say_gets_its_tables(engine: Engine) -> None:
    before = Scene(engine)
    before.write(of(1, None))
    with writing(engine) as connection:
        for table in SAID:
            table.drop(connection)

    after = Scene(engine)
    after.write(of(1, says(DARTO, quotes=TANGGUL), revision=2))

    assert after.rows() == [1, 2, 0]


def test_a_thing_that_layers_name_twice_is_stored_once(scene: Scene) -> None:
    told = says(DARTO, cites=["KCNA", "KCNA"], via=("AFP", "KCNA"))

    scene.write(of(1, Layers(entities=told.entities * 2, citations=told.citations)))

    assert scene.rows() == [1, 0, 2]
