"""When an article was published and changed: every date the page states, which is believed, and why not the rest."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from processors.clean.metadata.dates import Stated, parse_date
from processors.clean.metadata.json_ld import Node, text_at
from processors.clean.metadata.page_texts import PageText, PageTexts, header_of
from schemas.article import DateCandidate, Instant, Provenance

PUBLISHED_META = (
    "article:published_time", "og:published_time", "datepublished", "content_publisheddate", "publishdate", "pubdate",
    "publish_date", "publish-date", "published_date", "publication_date", "originalpublicationdate", "dtk:publishdate",
    "dcterms.created", "dc.date.issued", "dc.date", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "article.published", "published_time", "article:published", "dc.date.published", "og:article:published_time",
    "date",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
)
PUBLISHED_LABEL = re.compile(
    r"\b(?:terbit|diterbitkan|dipublikasi\w*|tayang|ditayangkan|published|dimuat|tanggal|rilis)\b", re.IGNORECASE
)
MODIFIED_LABEL = re.compile(
    r"\b(?:di(?:perbar(?:u|ah)\w*|perbaharui|ubah|mutakhirkan)|update[ds]?|pembaruan|last modified|terakhir)\b",
    re.IGNORECASE,
)
# Prefilter: a text without these holds no full date.
YEARISH = re.compile(r"(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d\d")
URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=\D|$)")
# `<li>28 April 2025</li><li>14:05 WIB</li>`: the clock in an element of its own.
LONE_CLOCK = re.compile(r"\W*(?:pukul |jam )?\d{1,2}[:.]\d{2}\s*(?:WIB|WITA|WIT)?\W*", re.IGNORECASE)
MAX_VISIBLE_CHARS = 140
# How far from the title, in texts, its date may stand.
NEAR_TITLE = 40
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
FUTURE = timedelta(days=1)
# What a date is worth whose weekday is another one, where nothing else states a date.
DOUBT = 0.5
CONFIDENCE: Mapping[Provenance, float] = {"json-ld": 0.95, "meta": 0.9, "visible": 0.85, "feed": 0.7, "url": 0.5}


@dataclass(frozen=True)
class Candidate:
    stated: Stated
    provenance: Provenance
    modified: bool = False
    labelled: bool = False
    lost: str = ""

    def as_record(self) -> DateCandidate:
        return DateCandidate(
            raw=self.stated.raw[:200],
            provenance=self.provenance,
            at=self.stated.at,
            lost=self.lost,
            modified=self.modified,
        )


@dataclass(frozen=True)
class Dating:
    published: Instant | None
    modified: Instant | None
    candidates: tuple[DateCandidate, ...]


def date_article(
    article: Node, meta: Mapping[str, str], page: PageTexts, *, title: str, url: str, feed: datetime | None,
    now: datetime, zone: tzinfo,
) -> Dating:  # fmt: skip
    """`now` is when the page was fetched, `zone` the outlet's: assumed where a time stands bare."""
    found = [
        *_structured(article, meta, zone),
        *_visible(page, title, zone),
        *_from_feed_and_url(feed, url, zone),
    ]
    found = [_refuse(candidate, now) for candidate in found]
    published, found = _choose(found)
    modified = next((c for c in found if c.modified and not c.lost), None)
    records = [replace(c, lost=c.lost or _why_lost(c, published, modified)).as_record() for c in found]
    return Dating(
        published=_instant(published) if published else None,
        modified=_instant(modified) if modified else None,
        candidates=tuple(dict.fromkeys(records)),
    )


def _structured(article: Node, meta: Mapping[str, str], zone: tzinfo) -> Iterator[Candidate]:
    for key in ("datePublished", "dateCreated", "uploadDate", "dateModified"):
        stated = parse_date(text_at(article, key), zone=zone)
        if stated:
            yield Candidate(stated, "json-ld", modified=key == "dateModified", labelled=True)
    for names, modified in ((PUBLISHED_META, False), (MODIFIED_META, True)):
        for name in names:
            stated = parse_date(meta.get(name, ""), zone=zone)
            if stated:
                yield Candidate(stated, "meta", modified=modified, labelled=True)


def _visible(page: PageTexts, title: str, zone: tzinfo) -> list[Candidate]:
    """Dates near the title, the nearest first; a longer text is prose, and its dates are events."""
    anchor = next((heading.position for heading in page.headings if heading.text == title), None)
    header = header_of(page, title)
    found: list[tuple[tuple[bool, int], Candidate]] = []
    for index, text in enumerate(page.texts):
        distance = index if anchor is None else abs(index - anchor)
        if (
            len(text.text) > MAX_VISIBLE_CHARS
            or (anchor is not None and distance > NEAR_TITLE)
            or (text.card and index not in header and not _dated(text))
        ):
            continue
        context = page.texts[index - 1].text[-30:] if index and len(page.texts[index - 1].text) <= 40 else ""
        after = page.texts[index + 1].text if index + 1 < len(page.texts) else ""
        if LONE_CLOCK.fullmatch(after):
            text = text._replace(text=f"{text.text} {after}")
        candidate = _visible_candidate(text, context, zone)
        if candidate is not None:
            found.append(((not candidate.stated.minute, distance), candidate))
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]


def _dated(text: PageText) -> bool:
    return text.tag == "time" or "date" in text.classes or "tanggal" in text.classes


def _visible_candidate(text: PageText, context: str, zone: tzinfo) -> Candidate | None:
    stated = parse_date(text.text, zone=zone) if YEARISH.search(text.text) else None
    machine = parse_date(text.datetime, zone=zone) if text.datetime else None
    if machine and (stated is None or _knows_more(machine, stated)):
        stated = machine
    if stated is None or (not stated.minute and len(text.text) > 60):
        return None
    labels = f"{context} {text.text[: stated.start]}"
    modified = MODIFIED_LABEL.search(labels) is not None and not PUBLISHED_LABEL.search(text.text[: stated.start])
    return Candidate(stated, "visible", modified=modified, labelled=PUBLISHED_LABEL.search(labels) is not None)


def _knows_more(machine: Stated, stated: Stated) -> bool:
    """`<time datetime="…T10:20+08:00">28 April 2025</time>`: the attribute knows the minute, or the zone of it."""
    if not stated.minute:
        return machine.at.date() == stated.at.date()
    same_wall = machine.at.replace(tzinfo=None, second=0) == stated.at.replace(tzinfo=None, second=0)
    return same_wall and not stated.zone_stated and bool(machine.at.utcoffset())


def _from_feed_and_url(feed: datetime | None, url: str, zone: tzinfo) -> Iterator[Candidate]:
    if feed is not None:
        at = feed if feed.tzinfo else feed.replace(tzinfo=zone)
        yield Candidate(Stated(at, True, feed.tzinfo is not None, feed.isoformat()), "feed", labelled=True)
    match = URL_DATE.search(urlsplit(url).path)
    stated = parse_date("-".join(match.groups()), zone=zone) if match else None
    if stated:
        yield Candidate(stated, "url")


def _refuse(candidate: Candidate, now: datetime) -> Candidate:
    if candidate.stated.at > now + FUTURE:
        return replace(candidate, lost="in the future of the fetch")
    if candidate.stated.at < EARLIEST:
        return replace(candidate, lost="before 1995")
    return candidate


def _choose(found: Sequence[Candidate]) -> tuple[Candidate | None, list[Candidate]]:
    """The published one, and all with what became of the zones that were not believed."""
    usable = [c for c in found if not c.lost and not c.modified]
    if not usable:
        return None, list(found)
    doubted = [c for c in usable if not c.stated.weekday_fits]
    if len(doubted) < len(usable):
        found = [replace(c, lost="its weekday contradicts it") if c in doubted else c for c in found]
        usable = [c for c in usable if c not in doubted]
    first = usable[0]
    visible = next((c for c in usable if c.provenance == "visible" and c.stated.minute), None)
    if visible is None or first.provenance == "visible":
        precise = next((c for c in usable if c.stated.minute and _same_day(c, first)), first)
        return (first if first.stated.minute else precise), list(found)
    verdict = _against_visible(first, visible)
    if not verdict:
        return first, list(found)
    return visible, [replace(c, lost=verdict) if c is first else c for c in found]


def _against_visible(stated: Candidate, visible: Candidate) -> str:
    """Why the visible time beats the structured one; empty where it does not."""
    told, seen = stated.stated, visible.stated
    same_wall = told.at.replace(tzinfo=None, second=0) == seen.at.replace(tzinfo=None, second=0)
    if not told.minute or _is_midnight(told.at):
        return "a day only, the page shows the minute" if _same_day(stated, visible) else ""
    zones_known = seen.zone_stated or not told.at.utcoffset()
    if same_wall and zones_known and told.at.utcoffset() != seen.at.utcoffset():
        return "its zone contradicts the time the page shows"
    if same_wall and seen.zone_stated and not told.zone_stated:
        return "no zone, the page shows one"
    if visible.labelled and abs(told.at - seen.at) > timedelta(minutes=1) and told.at > seen.at:
        return "later than the time the page calls published"
    return ""


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def _same_day(one: Candidate, other: Candidate) -> bool:
    a, b = one.stated.at, other.stated.at
    return a.date() == b.date() or a.astimezone(b.tzinfo).date() == b.date()


def _why_lost(candidate: Candidate, published: Candidate | None, modified: Candidate | None) -> str:
    if candidate is published or candidate is modified:
        return ""
    if candidate.modified:
        return "another states the change"
    chosen = published.stated if published else None
    return (
        "the same instant"
        if chosen and chosen.at == candidate.stated.at
        else f"{published.provenance if published else 'another'} comes first"
    )


def _instant(candidate: Candidate) -> Instant:
    stated = candidate.stated
    return Instant(
        at=stated.at,
        precision="minute" if stated.minute else "day",
        provenance=candidate.provenance,
        confidence=CONFIDENCE[candidate.provenance] * (1.0 if stated.weekday_fits else DOUBT),
        zone_stated=stated.zone_stated,
        raw=stated.raw[:200],
    )
