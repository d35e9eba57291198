"""A stream at the rate of a million articles a year: time of an article, and memory, as the days go by."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from processors.relate.features import Features, Named
from processors.relate.kept import changes
from processors.relate.relate import relate
from processors.relate.room import Room
from processors.relate.snapshots import Cause, snapshots
from schemas.match import Match

ARTICLES_A_DAY = 2_740
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
VOCABULARY = 30_000
OWN_WORDS = 14
TEXT_WORDS = 220
SYLLABLES = ("ba", "ca", "da", "ga", "ja", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wa", "ya", "lu", "ti", "no")


@dataclass(frozen=True)
class Day:
    """Of one day: milliseconds of the processor an article, what the memory holds, and the resident set in MB.

    `most_told` are the versions of stories that one article brought.
    """

    day: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    most_told: int
    members: int
    stories: int
    terms: int
    resident_mb: float


def measure(days: int, a_day: int = ARTICLES_A_DAY, seed: int = 1) -> Iterator[Day]:
    """One day after the other. What would be told and written is encoded too; its time counts. Waiting does not."""
    random, room = Random(seed), Room(name="year")
    stream = articles(random, a_day)
    for day in range(days):
        spent, told = [], []
        for _ in range(a_day):
            article = next(stream)
            began = time.process_time()
            told.append(_take(room, article))
            spent.append((time.process_time() - began) * 1_000)
        spent.sort()
        yield Day(
            day,
            round(spent[len(spent) // 2], 2),
            round(spent[int(len(spent) * 0.95)], 2),
            round(spent[-1], 2),
            max(told),
            len(room.members),
            len(room.stories),
            len(room.background.ever),
            resident_mb(),
        )


def _take(room: Room, article: Features) -> int:
    """How many versions of stories it brought. What the step does with a record, but for the state store."""
    match = Match(watch=room.name, article=article.id, url_key=article.id, revision=1, fetched_at=BEGIN)
    room.writes += 1
    told = snapshots(room, Cause(match, relate(room, article).events))
    for made in (*told, *changes(room).values()):
        if made is not None:
            made.encode()
    return len(told)


def articles(random: Random, a_day: int) -> Iterator[Features]:
    """For ever. A story has a third of an article's words for itself; it lives for a day or two."""
    words = [_word(random) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    common = random.choices(words, weights, k=400_000)
    running: list[tuple[str, Sequence[str]]] = []
    number = 0
    while True:
        if not running or random.random() < 0.35:
            running.append((_word(random).capitalize(), random.sample(words, OWN_WORDS)))
            del running[: max(0, len(running) - a_day // 3)]
        # Of the running stories, the young ones are told most.
        name, own = running[-1 - min(int(random.expovariate(1 / 60)), len(running) - 1)]
        at = random.randrange(len(common) - TEXT_WORDS)
        text = [random.choice(own) if random.random() < 0.3 else word for word in common[at : at + TEXT_WORDS]]
        published = BEGIN + timedelta(seconds=86_400 * number / a_day)
        title = " ".join([name, *random.sample(own, 4)])
        named = (Named(f"per:{name.lower()}", name, "PER", 1.0),)
        outlet = f"outlet-{random.randrange(120)}.example"
        yield Features(f"n{number}", title, (" ".join(text),), published, outlet, entities=named, speakers=(name,))
        number += 1


def _word(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 5)))


def resident_mb() -> float:
    """Of this process, now; from the kernel's `/proc`."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return round(pages * 4_096 / 1e6, 1)
