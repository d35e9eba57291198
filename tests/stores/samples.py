"""Records for the tests of the stores, in our own sentences."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from schemas.article import Change, EnrichedArticle, Instant, Removed, WatchMatch
from schemas.fate import Fate, FateBatch
from schemas.ids import article_id, url_key
from schemas.link import Link
from schemas.outcomes import Outcome, Reason

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
URL = "https://kabar.example/internasional/28/prajurit-korut-di-kursk"


def later(**kwargs: float) -> datetime:
    return NOON + timedelta(**kwargs)


def article(
    url: str = URL,
    *,
    revision: int = 1,
    title: str = "Pyongyang akui kirim prajurit ke Kursk",
    paragraphs: tuple[str, ...] = ("Pemerintah Korea Utara mengakui pengiriman itu.",),
    published: datetime | None = NOON,
    source: str = "kabar",
    watches: Iterable[str] = ("rusia-korut",),
) -> EnrichedArticle:
    return EnrichedArticle(
        id=article_id(url),
        page_id=f"page-{revision}",
        url=url,
        canonical_url=url,
        url_key=url_key(url),
        source=source,
        fetched_at=later(minutes=revision),
        publisher="Kabar Contoh",
        title=title,
        paragraphs=paragraphs,
        published=None if published is None else Instant(at=published, precision="minute", provenance="json-ld"),
        language="id",
        removed=(Removed(rule="line.baca-juga", text="Baca juga: Daftar sekutu Pyongyang"),),
        revision=revision,
        change=Change.FIRST if revision == 1 else Change.TEXT,
        watches=tuple(WatchMatch(watch=watch, watch_version="1", score=2.5, terms={}) for watch in watches),
        search_text=" ".join([title, *paragraphs]).lower(),
    )


def batch(name: str = "clean-0-100", *fates: Fate, stage: str = "clean", at: datetime = NOON) -> FateBatch:
    return FateBatch(stage=stage, worker="clean-1", batch=name, at=at, fates=fates or (passed("a"), dropped("b")))


def passed(subject: str, ms: float = 2.0) -> Fate:
    return Fate(id=f"id-{subject}", subject=subject, outcome=Outcome.PASSED, ms=ms)


def dropped(subject: str, reason: Reason = Reason.OFF_WATCH) -> Fate:
    detail = "rusia-korut 0.40<1.00"
    return Fate(id=f"id-{subject}", subject=subject, outcome=Outcome.DROPPED, reason=reason, detail=detail, ms=1.0)


def link(
    url: str = URL,
    *,
    found_at: datetime = NOON,
    modified: datetime | None = None,
    title: str | None = None,
    requested: bool = False,
) -> Link:
    return Link(
        url=url,
        url_key=url_key(url) if url.startswith("http") else url,
        source="kabar",
        channel="feed",
        found_at=found_at,
        slot="s",
        title=title,
        modified=modified,
        requested=requested,
    )
