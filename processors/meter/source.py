"""What is remembered of one source, as one value: its rhythm, the bands of its measures, and its counts."""

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import log
from statistics import fmean, median
from typing import Any

from processors.meter.drift import Band, limit_of
from processors.meter.rhythm import NOTHING, Rates, Weeks
from processors.meter.silence import Silence
from schemas.article import Article, Flag
from schemas.record import Lane

VERSION = 1
# Measures of an article: whether it has a field, and figures of its text.
FIELDS = ("author", "date", "image")
NUMBERS = ("chars", "removed")
MEASURES = (*FIELDS, *NUMBERS)
# Articles over which shares and distributions are told.
RECENT = 100
# A language as the standards write it (ISO 639); whatever else a page states is told together.
OTHER_LANGUAGE = "other"
LANGUAGES = frozenset(("id", "en", "ms", "jv", "su", "ar", "zh", "ja", "ko", "de", "fr", "nl", "ru"))


def measured(article: Article) -> dict[str, float]:
    """The value of each measure: 0 or 1 for a field, the logarithm of the length, the share that rules removed."""
    quality, published = article.quality, article.published
    whole = quality.chars + quality.removed_chars
    return {
        "author": float(bool(article.authors)),
        "date": float(published is not None and published.precision == "minute"),
        "image": float(bool(article.images)),
        "chars": log(1 + quality.chars),
        "removed": quality.removed_chars / whole if whole else 0.0,
    }


@dataclass
class SourceMeter:
    """`like` is the rhythm of the owner's other sources when this one was new."""

    silence: Silence
    like: Rates = NOTHING
    bands: dict[str, Band] = field(default_factory=lambda: {name: Band(name in FIELDS) for name in MEASURES})
    recent: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in (*MEASURES, "delay")})
    counts: Counter[str] = field(default_factory=Counter)
    """Of articles, revisions, doubtful, unknown_layouts, second_readings, and of `lane:` and `language:` with what
    they name."""

    def saw(self, article: Article) -> None:
        """Count a revision. Only a first one that came live has to do with the rhythm and the bands."""
        self.counts["articles" if article.revision == 1 else "revisions"] += 1
        self.counts["doubtful"] += Flag.DOUBTFUL in article.flags
        self.counts["unknown_layouts"] += bool(article.quality.second_opinion)
        self.counts["second_readings"] += bool(article.quality.readings)
        if article.revision > 1:
            return
        self.counts[f"lane:{article.lane.value}"] += 1
        primary = article.language.partition("-")[0].lower()
        self.counts[f"language:{primary if primary in LANGUAGES else OTHER_LANGUAGE}"] += 1
        if article.lane is Lane.LIVE:
            self._saw_live(article)

    def _saw_live(self, article: Article) -> None:
        self.silence.saw(article.fetched_at.timestamp(), prior=self.like.shape)
        limit = limit_of(self.silence.a_year, measures=len(MEASURES))
        values = measured(article)
        for name, value in values.items():
            self.bands[name].saw(value, limit=limit)
            self._keep(name, value)
        if values["date"] and article.published is not None:
            self._keep("delay", max(0.0, (article.fetched_at - article.published.at).total_seconds()))

    def _keep(self, name: str, value: float) -> None:
        self.recent[name] = [*self.recent[name][1 - RECENT :], round(value, 4)]

    def drift(self, measure: str) -> float:
        """Over 1 where the measure has left its band."""
        return self.bands[measure].score / limit_of(self.silence.a_year, measures=len(MEASURES))

    def encode(self) -> bytes:
        silence = self.silence
        told = {
            "v": VERSION,
            "week": silence.weeks.number,
            "weeks": [silence.weeks.current, *silence.weeks.whole],
            "rates": silence.rates.by_hour,
            "pace": (silence.last_at, silence.came, silence.expected),
            "like": self.like.by_hour,
            "bands": {name: asdict(band) for name, band in self.bands.items()},
            "recent": self.recent,
            "counts": self.counts,
        }
        return zlib.compress(json.dumps(told).encode(), 6)

    @classmethod
    def decode(cls, data: bytes) -> "SourceMeter":
        """Raises ValueError on what is none, or is of a later version."""
        try:
            told: Mapping[str, Any] = json.loads(zlib.decompress(data))
        except zlib.error as error:
            raise ValueError(f"no meter of a source: {error}") from error
        if told["v"] > VERSION:
            raise ValueError(f"a meter of version {told['v']}, and this Warta knows {VERSION}")
        current, *whole = told["weeks"]
        silence = Silence(Weeks(told["week"], current, whole), Rates(tuple(told["rates"])), *told["pace"])
        bands = {name: Band(**band) for name, band in told["bands"].items()}
        return cls(silence, Rates(tuple(told["like"])), bands, told["recent"], Counter(told["counts"]))


def begun(first: Article, others: Sequence[SourceMeter]) -> SourceMeter:
    """The meter of a new source, before it saw its first article. `others` are its owner's that are known."""
    like = rhythm_of(others)
    at = first.fetched_at.timestamp()
    return SourceMeter(Silence(Weeks(Weeks.of(at)), like, at), like=like)


def rhythm_of(meters: Sequence[SourceMeter]) -> Rates:
    """What is expected of one more of these, by those that know themselves."""
    return merged([meter.silence.rates for meter in meters if meter.silence.knows_itself])


def merged(rates: Sequence[Rates]) -> Rates:
    """The median level, the mean shape of a week; nothing where there are none."""
    if not rates:
        return NOTHING
    level = median(each.a_week for each in rates)
    return Rates(tuple(level * fmean(shares) for shares in zip(*(each.shape for each in rates), strict=True)))
