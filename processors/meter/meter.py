"""Step `meter`: what articles say of their sources, folded into one value a source, and told as figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from statistics import fmean
from typing import NamedTuple

from processors.meter.source import FIELDS, MEASURES, SourceMeter, begun
from schemas.article import Article

QUANTILES = {"chars": (0.1, 0.5, 0.9), "delay": (0.5, 0.9)}


class MetricValue(NamedTuple):
    """A figure by its name, with the values of its labels."""

    name: str
    labels: tuple[str, ...]
    value: float


def fold(kept: bytes | None, articles: Sequence[Article], others: Sequence[bytes]) -> bytes:
    """The meter of a source after these articles of it, none of which it saw before.

    `kept` is what it was, or None where the source is new; then `others` are those of its owner's other sources.
    """
    if kept is not None:
        meter = SourceMeter.decode(kept)
    else:
        meter = begun(articles[0], [SourceMeter.decode(other) for other in others])
    for article in articles:
        meter.saw(article)
    return meter.encode()


def told(kept: Mapping[str, bytes], now: float) -> Iterator[MetricValue]:
    """At most 22 figures of each source, and those of all sources together. `now` in seconds since the epoch."""
    all_counts: Counter[str] = Counter()
    for source, data in kept.items():
        meter = SourceMeter.decode(data)
        all_counts += meter.counts
        yield from _counts_of(source, meter)
        yield from _signals_of(source, meter, now)
        yield from _text_of(source, meter)
    for name, count in sorted(all_counts.items()):
        kind, _, value = name.partition(":")
        if value:
            yield MetricValue(f"{kind}_articles", (value,), count)


def _counts_of(source: str, meter: SourceMeter) -> Iterator[MetricValue]:
    for name in ("articles", "revisions", "doubtful", "unknown_layouts", "second_readings"):
        yield MetricValue(name, (source,), meter.counts[name])


def _signals_of(source: str, meter: SourceMeter, now: float) -> Iterator[MetricValue]:
    silence = meter.silence
    if meter.recent["chars"]:
        yield MetricValue("last_article_seconds", (source,), max(0.0, now - silence.last_at))
    yield MetricValue("expected_per_hour", (source,), silence.expected_at(now))
    yield MetricValue("silence", (source,), silence.value(now))
    for measure in MEASURES:
        yield MetricValue("drift", (source, measure), meter.drift(measure))


def _text_of(source: str, meter: SourceMeter) -> Iterator[MetricValue]:
    recent = meter.recent
    if recent["chars"]:
        yield from (MetricValue("fill_ratio", (source, name), fmean(recent[name])) for name in FIELDS)
        yield MetricValue("removed_ratio", (source,), fmean(recent["removed"]))
        yield from (
            MetricValue("chars", (source, str(q)), exp(_quantile(recent["chars"], q)) - 1) for q in QUANTILES["chars"]
        )
    if recent["delay"]:
        yield from (
            MetricValue("delay_seconds", (source, str(q)), _quantile(recent["delay"], q)) for q in QUANTILES["delay"]
        )


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
