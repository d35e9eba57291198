"""The article on its way: cleaned (one version as fetched), numbered (Article), enriched."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from schemas.judged import Judged
from schemas.layers import Layers
from schemas.outcomes import Reason
from schemas.record import Lane, Record, Remark, Value, Version

Provenance = Literal["json-ld", "meta", "feed", "visible", "url"]


class DateCandidate(Value):
    """A date that stood somewhere on the page, and why it was not taken (`lost` is empty for the one that was)."""

    raw: str
    provenance: Provenance
    at: datetime | None = None
    lost: str = ""
    modified: bool | None = None
    """Whether the page states it as the time of a change; None: not known (records before 1.2)."""


class Instant(Value):
    """A point in time as the page states it; `zone_stated` is false where the outlet's zone was assumed."""

    at: datetime
    precision: Literal["minute", "day"]
    provenance: Provenance
    confidence: float = 1.0
    zone_stated: bool = True
    raw: str = ""


class Image(Value):
    url: str
    caption: str = ""
    credit: str = ""


class Removed(Value):
    """A piece of text that a rule took: kept, so that a reader can see what was cut and by which rule."""

    rule: str
    text: str
    paragraph: int | None = None
    """Which of the kept paragraphs it stood before; their number where it stood after the last. None: not known."""
    offset: int | None = None
    """Where in that paragraph it was cut out; None for a piece that stood by itself."""


class Dateline(Value):
    """`BEIJING, KOMPAS.com -` at the head of the first paragraph: the place and the outlet it names."""

    place: str = ""
    outlet: str = ""
    raw: str = ""


class Byline(Value):
    """What the text itself says of who reports it: `Laporan wartawan Kabar Utara, Rina Saputri, dari Kupang`."""

    reporters: tuple[str, ...] = ()
    """Names, or initials where the text has no more."""
    place: str = ""
    outlet: str = ""
    raw: str = ""


class EndCode(Value):
    """`(nvc/ita)`, `(P-jr)`, `(CNN/Z-2)`: the newsroom's own mark behind the last sentence, and its parts."""

    codes: tuple[str, ...]
    raw: str


class Flag(StrEnum):
    PAYWALLED = "paywalled"
    TRUNCATED = "truncated"
    VIDEO_STUB = "video_stub"
    PHOTO_GALLERY = "photo_gallery"
    LIVE_BLOG = "live_blog"
    PARTIAL = "partial"
    DOUBTFUL = "doubtful"
    """Every reading of the page lost or gained much of its text."""


class ReadingFigures(Value):
    """How one reading of a page compares with the page: characters kept, lost, and taken from elsewhere."""

    name: str  # rules, json-ld or unpruned
    kept: int
    lost: int
    gained: int


class Quality(Value):
    """Figures of the cleaning: how much prose there was and what share of it the rules took."""

    chars: int = 0
    paragraphs: int = 0
    removed_chars: int = 0
    second_opinion: str = ""
    """Which reading won on a suspicious page (json-ld, unpruned); empty where none was asked."""
    charset: str = ""
    """How the bytes of the page, the first of several, were read: Python's name, two joined by `+` where they mix."""
    undecoded: int = 0  # characters of the page
    lost: int = 0
    """Characters of prose that the page shows between title and end and that neither the text nor a rule has."""
    gained: int = 0
    """Characters of the text that stand elsewhere on the page, such as behind another headline."""
    readings: tuple[ReadingFigures, ...] = ()
    """Every reading that was compared, where the first lost or gained much; empty where none was asked for."""


class FieldSource(Value):
    """Where the page states a field (`json-ld`, `label`, `og:title`) and how far such a source is trusted, 0 to 1."""

    field: str
    source: str
    confidence: float | None = None


class Text(Record):
    """What CleanedArticle, Article and EnrichedArticle share."""

    id: str
    """From the key of the canonical URL: the same for every version."""
    page_id: str
    """The event id of the fetched page this version was read from."""
    url: str
    canonical_url: str
    disbelieved: str = ""  # of the outlet, stated as canonical, and not this article's
    url_key: str
    """The key of the address that was fetched: the subject by which it is traced."""
    source: str
    lane: Lane = Lane.LIVE
    requested: bool = False
    fetched_at: datetime
    publisher: str = ""
    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    published: Instant | None = None
    modified: Instant | None = None
    date_candidates: tuple[DateCandidate, ...] = ()
    dateline: Dateline | None = None
    byline: Byline | None = None
    end_code: EndCode | None = None
    paragraphs: tuple[str, ...]
    images: tuple[Image, ...] = ()
    language: str = ""
    removed: tuple[Removed, ...] = ()
    flags: tuple[Flag, ...] = ()
    pages_joined: int = 1
    provenance: tuple[FieldSource, ...] = ()
    """The source of every field that has a value; dates name their own, and what has a `raw` comes from the text."""
    quality: Quality = Quality()
    cleaner: str = ""
    """The version of the cleaning rules that made this text."""

    def key(self) -> str:
        return self.id

    def subject(self) -> str:
        return self.url_key


class CleanedArticle(Text):
    """One version of an article as it was fetched."""

    TYPE: ClassVar[str] = "cleaned"
    VERSION: ClassVar[Version] = Version(1, 4)

    def event_id(self) -> str:
        return self.page_id

    def remark(self) -> Remark | None:
        """Doubtful texts and second readings are counted by source."""
        if Flag.DOUBTFUL in self.flags:
            return Remark(Reason.DOUBTFUL, self.source)
        return Remark(Reason.SECOND_READING, self.source) if self.quality.readings else None


class Change(StrEnum):
    """What a revision changed, the heaviest of what applies."""

    FIRST = "first"
    TYPO = "typo"
    TEXT = "text"
    FIGURES = "figures"
    TITLE = "title"
    RETRACTED = "retracted"
    RECLEANED = "recleaned"
    """Nothing: the outlet's page is the one that was cleaned before, by another cleaner. It is no news to anybody."""


class Article(Text):
    """A numbered revision, normalised: NFC, plain quotes and dashes, the dateline split off."""

    TYPE: ClassVar[str] = "article"
    VERSION: ClassVar[Version] = Version(1, 4)

    revision: int = Field(ge=1)
    change: Change

    def event_id(self) -> str:
        return f"{self.id}.{self.revision}"

    def remark(self) -> Remark | None:
        """Canonical addresses that are not believed are counted by source."""
        return Remark(Reason.CANONICAL_DISBELIEVED, self.source) if self.disbelieved else None


class WatchMatch(Value):
    """Why an article belongs to a watch: every group's terms as found, and the score they make."""

    watch: str
    watch_version: str
    score: float
    terms: dict[str, tuple[str, ...]]
    """Concept group -> the aliases found, in order of first appearance."""


class EnrichedArticle(Article):
    """An article with what was read out of it."""

    TYPE: ClassVar[str] = "enriched"
    VERSION: ClassVar[Version] = Version(1, 5)

    watches: tuple[WatchMatch, ...] = ()
    search_text: str = ""
    """Stemmed tokens of title and paragraphs, separated by spaces: what full-text search indexes."""
    layers: Layers | None = None  # since 1.5; None in a withdrawal
    judged: Judged | None = None
    """Where the article was judged again (since 1.4)."""

    def event_id(self) -> str:
        return super().event_id() if self.judged is None else f"{super().event_id()}.{self.judged.number}"

    def remark(self) -> Remark | None:
        scores = "; ".join(f"{match.watch} {match.score:.2f}" for match in self.watches)
        return None if self.judged is None else self.judged.remark(scores)
