"""A replay over an archive that another cleaner had cleaned: new texts, and no change that the outlet did not make."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from commands.replay import replay as publish_again
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for, open_stores
from processors.clean.clean import clean
from processors.clean.rules import compile_rules
from processors.normalise import normalise
from schemas.article import Article, Change, CleanedArticle
from schemas.asked import every_word
from schemas.ids import article_id
from schemas.outcomes import Reason
from schemas.page import Page
from schemas.record import Lane
from schemas.topics import ARTICLES
from stores.database import writing
from stores.full_text import tokens
from stores.tables import state as states
from tests.pipeline import in_process

pytestmark = pytest.mark.slow
NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
# An article whose text the outlet changed once, one that it left alone, one that the older cleaner already had right.
CHANGED, LEFT_ALONE, RIGHT = (f"https://kabar.example/berita/{name}" for name in ("kapal", "jembatan", "pasar"))
READ_ALSO = "Baca juga: Daftar 12 Pelabuhan yang Disinggahi Kapal Itu Sejak 2019"
BODIES = {
    CHANGED: (
        "Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari dari Surabaya.",
        "Sekitar 1.250 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat.",
    ),
    LEFT_ALONE: (
        "Jembatan gantung di hulu sungai dibuka lagi setelah papan lantainya diganti oleh warga dua desa.",
        "Anak sekolah tidak perlu lagi memutar lewat jalan raya yang jauhnya tujuh kilometer.",
    ),
    RIGHT: (
        "Pedagang sayur di pasar induk menurunkan harga cabai setelah pasokan dari lereng gunung kembali lancar.",
        "Mereka berharap harga bertahan sampai panen berikutnya, kata seorang pedagang di blok timur.",
    ),
}
CORRECTED = "Sekitar 1.520 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat."


def html(title: str, paragraphs: Sequence[str], *, around: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article>"
        f"<footer><p>{around}</p></footer></body></html>"
    ).encode()


def page(url: str, *paragraphs: str, hours: int) -> Page:
    """As it was fetched so many hours after noon; what stands around the article is new each time."""
    title = f"Kabar dari {url.rpartition('/')[2].capitalize()} Hari Ini"
    return Page(
        url=url,
        final_url=url,
        url_key=url.removeprefix("https://"),
        slot=f"{hours}",
        source="kabar",
        requested=True,
        headers={"content-type": "text/html; charset=utf-8"},
        fetched_at=NOON + timedelta(hours=hours),
        body=html(title, paragraphs, around=f"Terpopuler jam ke-{hours}"),
    )


def pages() -> list[Page]:
    first, second = BODIES[CHANGED]
    changed = ((first, READ_ALSO, second), (first, READ_ALSO, second), (first, READ_ALSO, CORRECTED))
    left_alone = (*BODIES[LEFT_ALONE], READ_ALSO)
    return [
        *(page(CHANGED, *text, hours=hours) for hours, text in enumerate((*changed, changed[-1]))),
        *(page(LEFT_ALONE, *left_alone, hours=hours) for hours in range(2)),
        page(RIGHT, *BODIES[RIGHT], hours=0),
    ]


def older_clean() -> Callable[[Page], Sequence[CleanedArticle]]:
    """The step of a cleaner that has no rules yet."""
    rules = replace(compile_rules({}), version="1.older")

    def process(record: Page) -> Sequence[CleanedArticle]:
        return [normalise(article) for article in clean(record, outlet=None, rules=rules)]

    return process


def forget_pages(settings: Settings) -> None:
    """The state as the revision before this one wrote it: without the pages of an unchanged text."""
    with writing(engine_for(settings, "state")) as connection:
        for key, value in connection.execute(select(states.c.key, states.c.value)).all():
            kept = {name: said for name, said in json.loads(value).items() if name != "pages"}
            connection.execute(update(states).where(states.c.key == key).values(value=json.dumps(kept).encode()))


@pytest.fixture(params=["this state", "the state of before"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Of a folder whose pages were fetched, archived and cleaned by the older cleaner."""
    settings = Settings(data_dir=tmp_path, log_durable=False)
    prepare_topics(settings)
    in_process.publish(settings, *pages())
    in_process.run(settings, instead={"clean": older_clean()})
    if request.param == "the state of before":
        forget_pages(settings)
    return settings


def replay(settings: Settings) -> None:
    """What `warta replay --since 2025-04-28` does, and then the steps of now."""
    publish_again(since=datetime(2025, 4, 28), data=settings.data_dir)  # noqa: DTZ001
    in_process.run(settings)


def changes(settings: Settings, url: str) -> list[tuple[int, str]]:
    rows = open_stores(settings).articles.revisions(article_id(url))
    return [(row.revision, row.change) for row in rows]


def text(settings: Settings, url: str) -> tuple[str, ...]:
    article = open_stores(settings).articles.get(article_id(url))
    assert article is not None
    return article.paragraphs


def test_a_replay_through_a_newer_cleaner_changes_texts_and_is_no_news(settings: Settings) -> None:
    assert READ_ALSO in text(settings, CHANGED)
    assert changes(settings, CHANGED) == [(1, "first"), (2, "figures")]
    replay(settings)

    assert changes(settings, CHANGED) == [(1, "first"), (2, "figures"), (3, "recleaned")]
    assert changes(settings, LEFT_ALONE) == [(1, "first"), (2, "recleaned")]
    assert changes(settings, RIGHT) == [(1, "first")]
    assert text(settings, CHANGED) == (BODIES[CHANGED][0], CORRECTED)
    assert text(settings, LEFT_ALONE) == BODIES[LEFT_ALONE]
    assert open_stores(settings).articles.search(every_word(tokens("disinggahi")), limit=9).items == ()


def test_a_second_replay_through_the_same_cleaner_changes_nothing(settings: Settings) -> None:
    replay(settings)
    before = in_process.records(settings, ARTICLES, Article)
    replay(settings)

    assert in_process.records(settings, ARTICLES, Article) == before


def test_what_the_outlet_changes_after_it_is_told_beside_the_new_text(settings: Settings) -> None:
    replay(settings)
    later = (*BODIES[LEFT_ALONE], "Papan yang lama dipakai untuk pagar kebun sekolah di tepi sungai itu.", READ_ALSO)
    in_process.publish(settings, page(LEFT_ALONE, *later, hours=30), page(RIGHT, *BODIES[RIGHT], READ_ALSO, hours=30))
    in_process.run(settings)

    assert changes(settings, LEFT_ALONE)[-1] == (3, "text")
    assert changes(settings, RIGHT) == [(1, "first")]


def test_only_the_replay_lane_carries_what_was_cleaned_again(settings: Settings) -> None:
    replay(settings)
    articles = in_process.records(settings, ARTICLES, Article)

    assert {(article.lane, article.change is Change.RECLEANED) for article in articles} == {
        (Lane.LIVE, False),
        (Lane.REPLAY, True),
    }
    assert len({article.event_id() for article in articles}) == len(articles)


def test_an_older_page_that_is_cleaned_again_says_that_it_is_older(settings: Settings) -> None:
    replay(settings)
    fates = open_stores(settings).fates.trace(page(CHANGED, hours=0).url_key)
    revised = [fate.reason for fate in fates if fate.stage == "revise" and fate.lane == Lane.REPLAY]

    assert revised == [Reason.OLDER_VERSION, Reason.OLDER_VERSION, "", Reason.DUPLICATE_VERSION]
