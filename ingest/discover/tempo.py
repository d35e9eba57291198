"""The tempo of a list: its rate of new links by the hour of the day, learnt from its polls."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

HOUR_S = 3600.0
HOURS = 24
# What happened counts half after about this long: of today's flow against the usual, and of the usual day.
RECENT_S = 6 * HOUR_S
USUAL_S = 14 * 24 * HOUR_S
# Before anything is known a list is taken to bring a new link in twelve of the catalogue's intervals, and what is
# known of one hour of the day is mixed with four hours of the whole day.
FIRST_INTERVALS = 12.0
FIRST_HOURS = 4 * HOUR_S
# Intervals go with the cube root of the rate: of what was tried (square root to fourth root, `warta bench polling`)
# the best for the slowest twentieth of all articles. Proportional intervals would let quiet lists wait for days.
POWER = 1 / 3
# A list holds its newest entries only: it is read again before more than this share of them can have been pushed out.
WINDOW_SHARE = 0.5
MIN_SHARE_OF_POLL = 0.2


@dataclass(frozen=True)
class Tempo:
    """Counts of new links and of the seconds watched, older ones worth less. `read_at` is None before the first read.

    `items` over `span_s` is the recent rate. A second of a usually busy hour counts more than one.
    """

    read_at: datetime | None = None
    items: float = 0.0
    span_s: float = 0.0
    window: int = 0
    """Entries the list held last."""
    by_hour: tuple[tuple[float, float], ...] = ((0.0, 0.0),) * HOURS
    """New links and seconds watched by the hour of the day in UTC."""
    stated_s: float = 0.0
    """What the list said of its period when it was read last: an unchanged one does not say it again."""

    @classmethod
    def decode(cls, text: str) -> "Tempo":
        """Reads the text of `encode`.

        An invalid text, or one of another version, gives the tempo of an unknown list.
        """
        try:
            read_at, items, span_s, window, by_hour, stated_s = json.loads(text)
            hours = tuple((float(new), float(watched)) for new, watched in by_hour)
            if len(hours) != HOURS:
                return cls()
            at = datetime.fromtimestamp(read_at, UTC)
            return cls(at, float(items), float(span_s), int(window), hours, float(stated_s))
        except (ValueError, TypeError, OverflowError, OSError):
            # Empty before the first poll. Whatever else it is, it is learnt anew in a day.
            return cls()

    def encode(self) -> str:
        if self.read_at is None:
            return ""
        hours = [[round(new, 3), round(watched)] for new, watched in self.by_hour]
        recent = [round(self.read_at.timestamp(), 3), round(self.items, 4), round(self.span_s, 1)]
        return json.dumps([*recent, self.window, hours, self.stated_s], separators=(",", ":"))


def observe(tempo: Tempo, *, now: datetime, new: int, window: int) -> Tempo:
    """After a poll that was answered: `new` of `window` entries were not there before. A 304 has none of either."""
    window = window or tempo.window
    span_s = (now - tempo.read_at).total_seconds() if tempo.read_at else 0.0
    if tempo.read_at is None or span_s <= 0:
        # What a list holds when it is first seen says nothing about how fast it came.
        return replace(tempo, read_at=now, window=window)
    usual = _usual(tempo)
    recent, long = 0.5 ** (span_s / RECENT_S), 0.5 ** (span_s / USUAL_S)
    hours = [[items * long, watched * long] for items, watched in tempo.by_hour]
    busy_s = 0.0
    for hour, part_s in _hours(tempo.read_at, span_s):
        hours[hour][0] += new * part_s / span_s
        hours[hour][1] += part_s
        busy_s += part_s * _factor(tempo, hour, usual)
    by_hour = tuple((items, watched) for items, watched in hours)
    items, watched_s = tempo.items * recent + new, tempo.span_s * recent + busy_s
    return replace(tempo, read_at=now, items=items, span_s=watched_s, window=window, by_hour=by_hour)


def interval_s(tempo: Tempo, *, now: datetime, poll_s: float, longest_s: float) -> float:
    """Seconds until the next reading: `poll_s` if the list brings one new link in that time, longer if less.

    The interval runs through the hours to come, fast in busy ones. A sleeping list is read again as it wakes.
    """
    if not any(watched for _, watched in tempo.by_hour):
        return poll_s
    first_s = FIRST_INTERVALS * poll_s
    usual = (sum(items for items, _ in tempo.by_hour) + 1.0) / (sum(span for _, span in tempo.by_hour) + first_s)
    level = (tempo.items + usual * first_s) / (tempo.span_s + first_s)
    done, waited_s, expected = 0.0, 0.0, 0.0
    room = max(1.0, WINDOW_SHARE * tempo.window) if tempo.window else math.inf
    for hour, part_s in _hours(now, longest_s):
        rate = level * _factor(tempo, hour, usual)
        speed = math.pow(rate * poll_s, POWER) / poll_s
        left_s = min((1.0 - done) / speed, (room - expected) / rate)
        if left_s <= part_s:
            return max(poll_s * MIN_SHARE_OF_POLL, waited_s + left_s)
        done, waited_s, expected = done + speed * part_s, waited_s + part_s, expected + rate * part_s
    return longest_s


def _usual(tempo: Tempo) -> float:
    """New links a second over all hours, never quite none."""
    return (sum(items for items, _ in tempo.by_hour) + 1.0) / (sum(span for _, span in tempo.by_hour) + RECENT_S)


def _factor(tempo: Tempo, hour: int, usual: float) -> float:
    """The rate of an hour of the day, relative to the day's mean."""
    items, watched_s = tempo.by_hour[hour]
    return (items + usual * FIRST_HOURS) / (watched_s + FIRST_HOURS) / usual


def _hours(start: datetime, span_s: float) -> Iterator[tuple[int, float]]:
    """The parts of a span of time, each with its hour of the day."""
    at, left_s = start.astimezone(UTC), span_s
    while left_s > 0:
        part_s = min(left_s, HOUR_S - (at.minute * 60 + at.second + at.microsecond / 1e6))
        yield at.hour, part_s
        at, left_s = at + timedelta(seconds=part_s), left_s - max(part_s, 1e-6)
