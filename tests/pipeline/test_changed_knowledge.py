"""Changed knowledge reaches what is stored: every article once, without fetching, also where the replay was cut off."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from commands.replay import enrich_again
from pipeline.applying import ApplyRequest
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles, open_standings, open_texts
from schemas.article import Article, EnrichedArticle
from schemas.link import Link
from schemas.page import Page
from schemas.topics import LINKS, PAGES
from stores.said_reads import SaidReads
from stores.texts import TextRange
from tests.pipeline import in_process
from tests.pipeline.kept_articles import NOON, declare, stored_ids, text
from tests.pipeline.test_applying import Death, KilledError, apply, carried

pytestmark = pytest.mark.slow
EVERY = 250
FIRST, SECOND = "Balai Ketam Rawa", "Badan Konservasi Ketam"
EVERYTHING = TextRange(NOON.replace(year=2000))


def know(settings: Settings, name: str, aliases: str) -> None:
    folder = settings.config_dir / "knowledge"
    folder.mkdir(exist_ok=True)
    (folder / "desa.toml").write_text(f'[[group]]\ntype = "ORG"\n[group.aliases]\n"{name}" = "{aliases}"\n')


def said(article: Article) -> Article:
    told = f"{FIRST} membuka posko di tepi sungai, kata Darto Wiyono, juru bicara balai itu."
    return article.model_copy(update={"paragraphs": (told,)})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Every article was enriched by the first knowledge."""
    settings = Settings(data_dir=tmp_path / "data", config_dir=tmp_path / "config", log_durable=False)
    declare(settings.config_dir, "kapal", "kapal")
    know(settings, FIRST, "BKR")
    prepare_topics(settings)
    texts = open_texts(settings)
    texts.write(texts.claim("texts", "articles", 0), [said(text(n, "Kapal tiba di pelabuhan")) for n in range(EVERY)])
    replay(settings)
    return settings


def replay(settings: Settings) -> None:
    enrich_again(settings, EVERYTHING, as_lines=True)
    in_process.run(settings)


def counts(settings: Settings) -> dict[str, int]:
    reads = SaidReads(open_articles(settings).engine)
    return {row.name: row.articles for row in reads.entities(since=NOON.replace(year=2000), type_="ORG", limit=9)}


def stored(settings: Settings) -> Sequence[EnrichedArticle]:
    return list(open_standings(settings).of(stored_ids(settings)).values())


def versions(settings: Settings) -> set[str]:
    return {article.layers.version for article in stored(settings) if article.layers is not None}


def test_a_replay_brings_changed_knowledge_to_every_article_once_without_fetching(settings: Settings) -> None:
    assert counts(settings) == {FIRST: EVERY}
    before = versions(settings)
    passed = carried(settings)["articles passed"]
    know(settings, SECOND, FIRST)

    replay(settings)

    assert counts(settings) == {SECOND: EVERY}
    assert carried(settings)["articles passed"] == passed + EVERY
    assert len(versions(settings)) == 1
    assert not versions(settings) & before
    # One revision each, as before, and nothing was asked for.
    assert {len(open_articles(settings).revisions(article.id)) for article in stored(settings)} == {1}
    assert not in_process.records(settings, PAGES, Page)
    assert not in_process.records(settings, LINKS, Link)


def test_a_replay_that_was_cut_off_begins_anew_by_changed_knowledge(settings: Settings) -> None:
    know(settings, "Balai Ketam", FIRST)
    forced = ApplyRequest(span=EVERYTHING, forced=True)
    with pytest.raises(KilledError):
        # Behind the first batch.
        apply(settings, forced, Death(2, after=True))
    carried(settings)
    assert counts(settings) == {"Balai Ketam": 200, FIRST: EVERY - 200}
    know(settings, SECOND, FIRST)

    replay(settings)

    assert counts(settings) == {SECOND: EVERY}
    assert len(versions(settings)) == 1


def test_a_replay_that_was_cut_off_goes_on_by_the_same_knowledge(settings: Settings) -> None:
    know(settings, SECOND, FIRST)
    passed = carried(settings)["articles passed"]
    with pytest.raises(KilledError):
        apply(settings, ApplyRequest(span=EVERYTHING, forced=True), Death(2, after=True))
    carried(settings)

    replay(settings)

    assert counts(settings) == {SECOND: EVERY}
    assert carried(settings)["articles passed"] == passed + EVERY
