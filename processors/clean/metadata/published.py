"""When an article was published and changed: every date the page states, which is believed, and why not the rest."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from processors.clean.metadata.dates import Stated, parse_date, parse_machine_date
from processors.clean.metadata.json_ld import Node, text_at
from processors.clean.metadata.page_texts import PageTexts
from processors.clean.metadata.shown_dates import Shown, shown_dates
from schemas.article import DateCandidate, Instant, Provenance

PUBLISHED_META = (
    "article:published_time", "og:published_time", "datepublished", "content_publisheddate", "publishdate", "pubdate",
    "publish_date", "publish-date", "published_date", "publication_date", "originalpublicationdate", "dtk:publishdate",
    "dcterms.created", "dc.date.issued", "dc.date", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
)
# Names that no list holds: `og:release_date`, `shareaholic:article_published_time`, `article-info:data-published`.
PUBLISHED_NAME = re.compile(r"publi[sc]|pub_?-?(?:date|time)|release|issued|posted|creat(?:ed|ion)|^(?:\w+\.)?date$")
MODIFIED_NAME = re.compile(r"modif|updat|lastmod|chang|revis")
NO_DATE_NAME = re.compile(r"expir|unpublish|publisher|author|url|keyword|copyright")
# `/2025/04/28/`, `/2025/4/8/`, `/2025-04-28-`, `/20250428`, `/25/04/28/`.
URL_DATES = (
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?=\D|$)"),
    re.compile(r"[/_-](?P<year>20[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=\D|\d{4,6}(?:\D|$)|$)"),
    re.compile(r"/(?P<day>0[1-9]|[12]\d|3[01])[/-](?P<month>0[1-9]|1[0-2])[/-](?P<year>20\d\d)(?=\D|$)"),
    re.compile(r"/(?P<year>[012]\d)/(?P<month>0[1-9]|1[0-2])/(?P<day>0[1-9]|[12]\d|3[01])/"),
)
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
FUTURE = timedelta(days=1)
# Where Indonesian outlets are; another offset beside the same clock in plain sight is a slip of the template.
ZONES_AT_HOME = frozenset(timedelta(hours=hours) for hours in (7, 8, 9))
# What a date is worth whose weekday is another one, where nothing else states a date.
DOUBT = 0.5
CONFIDENCE: Mapping[Provenance, float] = {"json-ld": 0.95, "meta": 0.9, "visible": 0.85, "feed": 0.7, "url": 0.5}


@dataclass(frozen=True)
class PublishedCandidate:
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
    """A choice as the record keeps it: an Instant names its own provenance, its candidates their fate."""

    published: Instant | None
    modified: Instant | None
    candidates: tuple[DateCandidate, ...]


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """What is known of a page before it is dated. `feed`: the time of the link that led to it.

    `now` is when the page was fetched, `zone` the outlet's: assumed where a time stands bare; `at_home`: an Indonesian
    page.
    """

    url: str
    feed: datetime | None
    now: datetime
    zone: tzinfo
    at_home: bool = True


def date_article(
    article: Node, meta: Mapping[str, str], page: PageTexts, around: PageContext, *, position: int | None
) -> Dating:
    """`position` is how many texts stand before the title, None where it is not shown."""
    zone = around.zone
    found = [
        *_structured(article, meta, zone),
        *map(_seen, shown_dates(page.texts, position, zone)),
        *_from_feed_and_url(around.feed, around.url, zone),
    ]
    found = [_refuse(candidate, around.now) for candidate in found]
    published, found = _choose(found, at_home=around.at_home)
    modified = next((c for c in found if c.modified and not c.lost), None)
    records = [replace(c, lost=c.lost or _why_lost(c, published, modified)).as_record() for c in found]
    return Dating(
        published=_instant(published) if published else None,
        modified=_instant(modified) if modified else None,
        candidates=tuple(dict.fromkeys(records)),
    )


def _structured(article: Node, meta: Mapping[str, str], zone: tzinfo) -> Iterator[PublishedCandidate]:
    for key in ("datePublished", "dateCreated", "uploadDate", "dateModified"):
        stated = parse_machine_date(text_at(article, key), zone=zone)
        if stated:
            yield PublishedCandidate(stated, "json-ld", modified=key == "dateModified", labelled=True)
    unlisted = [name for name in meta if name not in PUBLISHED_META and name not in MODIFIED_META and _may_date(name)]
    changed = [name for name in unlisted if MODIFIED_NAME.search(name)]
    published = sorted((name for name in unlisted if name not in changed), key=lambda name: name == "date")
    for names, modified in (((*PUBLISHED_META, *published), False), ((*MODIFIED_META, *changed), True)):
        for name in (name for name in names if name in meta):
            stated = parse_machine_date(meta[name], zone=zone)
            if stated:
                yield PublishedCandidate(stated, "meta", modified=modified, labelled=True)


def _may_date(name: str) -> bool:
    return (PUBLISHED_NAME.search(name) or MODIFIED_NAME.search(name)) is not None and not NO_DATE_NAME.search(name)


def _seen(shown: Shown) -> PublishedCandidate:
    return PublishedCandidate(
        shown.stated, "visible", modified=shown.modified, labelled=shown.labelled,
        lost="an event's date, not the article's" if shown.event else "",
    )  # fmt: skip


def _from_feed_and_url(feed: datetime | None, url: str, zone: tzinfo) -> Iterator[PublishedCandidate]:
    if feed is not None:
        at = feed if feed.tzinfo else feed.replace(tzinfo=zone)
        yield PublishedCandidate(Stated(at, True, feed.tzinfo is not None, feed.isoformat()), "feed", labelled=True)
    path = urlsplit(url).path
    for match in filter(None, (form.search(path) for form in URL_DATES)):
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        stated = parse_date(f"{year}-{match['month']}-{match['day']}", zone=zone)
        if stated:
            yield PublishedCandidate(replace(stated, raw=match.group().strip("/-_")), "url")
            return


def _refuse(candidate: PublishedCandidate, now: datetime) -> PublishedCandidate:
    if candidate.stated.at > now + FUTURE:
        return replace(candidate, lost=candidate.lost or "in the future of the fetch")
    if candidate.stated.at < EARLIEST:
        return replace(candidate, lost=candidate.lost or "before 1995")
    return candidate


def _choose(
    found: Sequence[PublishedCandidate], *, at_home: bool
) -> tuple[PublishedCandidate | None, list[PublishedCandidate]]:
    """The published one, and all with what became of the zones that were not believed."""
    if all(c.lost or c.modified for c in found):
        # Blogs mark their only date `updated`.
        found = [replace(c, modified=False) if c.provenance == "visible" and not c.labelled else c for c in found]
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
    verdict = _against_visible(first, visible, at_home=at_home)
    if not verdict:
        return first, list(found)
    return visible, [replace(c, lost=verdict) if c is first else c for c in found]


def _against_visible(stated: PublishedCandidate, visible: PublishedCandidate, *, at_home: bool) -> str:
    """Why the visible time beats the structured one; empty where it does not."""
    told, seen = stated.stated, visible.stated
    same_wall = told.at.replace(tzinfo=None, second=0) == seen.at.replace(tzinfo=None, second=0)
    if not told.minute or _is_midnight(told.at):
        return "a day only, the page shows the minute" if _same_day(stated, visible) else ""
    zones_known = seen.zone_stated or _is_slip(told.at, seen.at, at_home=at_home)
    if same_wall and zones_known and told.at.utcoffset() != seen.at.utcoffset():
        return "its zone contradicts the time the page shows"
    if same_wall and seen.zone_stated and not told.zone_stated:
        return "no zone, the page shows one"
    if visible.labelled and abs(told.at - seen.at) > timedelta(minutes=1) and told.at > seen.at:
        return "later than the time the page calls published"
    return ""


def _is_slip(told: datetime, seen: datetime, *, at_home: bool) -> bool:
    """An offset from abroad with the clock that the page shows: any on a page at home, `-07:00` for `+07:00` on all."""
    ours, theirs = seen.utcoffset(), told.utcoffset()
    if ours is None or theirs is None or ours not in ZONES_AT_HOME:
        return not theirs
    return theirs == -ours or (at_home and theirs not in ZONES_AT_HOME)


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def _same_day(one: PublishedCandidate, other: PublishedCandidate) -> bool:
    a, b = one.stated.at, other.stated.at
    return a.date() == b.date() or a.astimezone(b.tzinfo).date() == b.date()


def _why_lost(
    candidate: PublishedCandidate, published: PublishedCandidate | None, modified: PublishedCandidate | None
) -> str:
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


def _instant(candidate: PublishedCandidate) -> Instant:
    stated = candidate.stated
    return Instant(
        at=stated.at,
        precision="minute" if stated.minute else "day",
        provenance=candidate.provenance,
        confidence=CONFIDENCE[candidate.provenance] * (1.0 if stated.weekday_fits else DOUBT),
        zone_stated=stated.zone_stated,
        raw=stated.raw[:200],
    )
