"""A small newsroom's worth of records for the tests of the read side, in our own sentences."""

from datetime import UTC, datetime, timedelta

from schemas.article import (
    Change,
    DateCandidate,
    Dateline,
    EnrichedArticle,
    Flag,
    Instant,
    Quality,
    Removed,
    WatchMatch,
)
from schemas.fate import Fate, FateBatch
from schemas.ids import article_id, url_key
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Outlet

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
URL = "https://kabar.example/internasional/pyongyang-akui-kursk"
KEY = url_key(URL)
OUTLET = Outlet(
    id="kabar",
    name="Kabar Contoh",
    hosts=("kabar.example",),
    feeds=("https://kabar.example/rss",),
    news_sitemaps=("https://kabar.example/news.xml",),
)
PARAGRAPHS = (
    "Pemerintah Korea Utara untuk pertama kali mengakui bahwa prajuritnya ikut merebut kembali wilayah Kursk.",
    "“Mereka bertempur seperti di tanah sendiri,” kata seorang pejabat di Moskow, Senin (28/4/2025).",
    "Jumlah prajurit yang dikirim tidak disebut. Perkiraan sebelumnya berkisar 10.000 sampai 15.000 orang.",
)
REMOVED = (
    Removed(
        rule="dom.keterangan-foto", text="Ilustrasi parade di alun-alun ibu kota. (Dok. Kabar Contoh)", paragraph=0
    ),
    Removed(
        rule="line.read-also", text="Baca juga: Perjanjian pertahanan Moskow dan Pyongyang mulai berlaku", paragraph=1
    ),
    Removed(rule="line.read-also", text="Baca juga: Siapa saja yang hadir di parade itu", paragraph=2),
    Removed(rule="piece.end-code", text="(abc/xyz)", paragraph=2, offset=len(PARAGRAPHS[2])),
    Removed(rule="dom.iklan", text="GESER UNTUK LANJUT MEMBACA"),
)
CANDIDATES = (
    DateCandidate(raw="2025-04-28T19:00:00+07:00", provenance="json-ld", at=NOON),
    DateCandidate(
        raw="Senin, 28 Apr 2025 19:05 WIB", provenance="visible", at=NOON + timedelta(minutes=5), lost="later"
    ),
)


def article(
    url: str = URL,
    *,
    title: str = "Pyongyang akui prajuritnya bertempur di Kursk",
    revision: int = 1,
    published: datetime | None = NOON,
    source: str = "kabar",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    flags: tuple[Flag, ...] = (),
) -> EnrichedArticle:
    return EnrichedArticle(
        id=article_id(url),
        page_id="page",
        url=url,
        canonical_url=url,
        url_key=url_key(url),
        source=source,
        fetched_at=(published or NOON) + timedelta(minutes=10 * revision),
        publisher="Kabar Contoh" if source == "kabar" else "Warta Lain",
        title=title,
        authors=("Rani Contoh",),
        editors=("Dedi Contoh",),
        section="Internasional",
        tags=("Kursk", "Korea Utara"),
        published=None if published is None else Instant(at=published, precision="minute", provenance="json-ld"),
        date_candidates=CANDIDATES,
        dateline=Dateline(place="MOSKOW", outlet="Kabar Contoh", raw="MOSKOW, Kabar Contoh –"),
        paragraphs=paragraphs,
        language="id",
        removed=REMOVED,
        flags=flags,
        quality=Quality(chars=420, paragraphs=3, removed_chars=180),
        cleaner="1",
        revision=revision,
        change=Change.FIRST if revision == 1 else Change.FIGURES,
        watches=(
            WatchMatch(
                watch="rusia-korut",
                watch_version="1",
                score=2.5,
                terms={"rusia": ("Moskow", "Kursk"), "korut": ("Korea Utara", "Pyongyang")},
            ),
        ),
        search_text=" ".join([title, *paragraphs]).lower(),
    )


def fates(stage: str, passed: int, *refused: tuple[Outcome, Reason, int], at: datetime = NOON) -> FateBatch:
    """A batch in which `passed` records passed, the first of them KEY, and others did not."""
    went = [
        Fate(id=f"{stage}-{n}", subject=KEY if n == 0 else f"kabar.example/{n}", outcome=Outcome.PASSED, ms=4.0)
        for n in range(passed)
    ]
    stayed = [
        Fate(
            id=f"{stage}-{reason}-{n}",
            subject=f"kabar.example/{reason}/{n}",
            outcome=outcome,
            reason=reason,
            detail="rusia-korut 0.40<1.00" if reason is Reason.OFF_WATCH else "",
            ms=1.0,
        )
        for outcome, reason, count in refused
        for n in range(count)
    ]
    return FateBatch(stage=stage, worker=f"{stage}-0", batch=f"{stage}-{at}", at=at, fates=(*went, *stayed))


def link(url: str = URL) -> Link:
    return Link(url=url, url_key=url_key(url), source="kabar", channel="feed", found_at=NOON, slot="s")
