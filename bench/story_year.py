"""Made streams, a million articles a year or a flood of one event: time of an article, and memory, as they go by."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from processors.relate.features import Features, Named
from processors.relate.kept import changes
from processors.relate.members import member_of
from processors.relate.relate import relate
from processors.relate.room import Room
from processors.relate.snapshots import Cause, snapshots
from schemas.match import Match

ARTICLES_A_DAY = 2_740
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
PARTS = 5
VOCABULARY = 30_000
OWN_WORDS = 14
TEXT_WORDS = 220
FIXED_EVERY = 8
SYLLABLES = ("ba", "ca", "da", "ga", "ja", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wa", "ya", "lu", "ti", "no")
FIXED = Features("fixed", "", (" ".join(f"kata{number}" for number in range(TEXT_WORDS)),), BEGIN, "outlet-1.example")


@dataclass(frozen=True)
class Part:
    """Of so many articles, a day's or another share of a stream: milliseconds of the processor an article, what the
    memory holds behind them, and the resident set in MB. `most_told` are the versions of stories that one brought.
    `fixed_ms` is the median of one and the same piece of work between them: it grows only if others use the machine.
    """

    articles: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    fixed_ms: float
    most_told: int
    members: int
    stories: int
    terms: int
    resident_mb: float


def measure(days: int, a_day: int = ARTICLES_A_DAY, seed: int = 1) -> Iterator[Part]:
    """One day after the other."""
    room, stream = Room(name="year"), articles(Random(seed), a_day)
    for _ in range(days):
        yield _part(room, list(islice(stream, a_day)))


def measure_flood(count: int, before: int = 1_000, seed: int = 1) -> Iterator[Part]:
    """Articles on one event within an hour, a fifth of them at a time. The watch has others from `before` the flood."""
    random, room = Random(seed), Room(name="flood")
    words = [_word(random) for _ in range(VOCABULARY)]
    common, own = _common(random, words), random.sample(words, OWN_WORDS)
    begin = BEGIN
    for article in islice(articles(random, ARTICLES_A_DAY), before):
        _take(room, article)
        begin = article.published or begin
    for first in range(0, count, -(-count // PARTS)):
        numbers = range(first, min(count, first + -(-count // PARTS)))
        times = [begin + timedelta(hours=number / count) for number in numbers]
        made = [_article(random, number, at, "Banjir", own, common) for number, at in zip(numbers, times, strict=True)]
        yield _part(room, [replace(each, id=f"flood-{each.id}") for each in made])


def _part(room: Room, stream: Sequence[Features]) -> Part:
    """What would be told and written is encoded too; its time counts. Waiting does not."""
    spent, fixed, told = [], [], []
    for number, article in enumerate(stream):
        began = time.process_time()
        told.append(_take(room, article))
        spent.append((time.process_time() - began) * 1_000)
        if number % FIXED_EVERY == 0:
            began = time.process_time()
            member_of(FIXED, BEGIN)
            fixed.append((time.process_time() - began) * 1_000)
    spent.sort()
    fixed.sort()
    return Part(
        len(spent),
        round(spent[len(spent) // 2], 2),
        round(spent[int(len(spent) * 0.95)], 2),
        round(spent[-1], 2),
        round(fixed[len(fixed) // 2], 3),
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
    common = _common(random, words)
    running: list[tuple[str, Sequence[str]]] = []
    number = 0
    while True:
        if not running or random.random() < 0.35:
            running.append((_word(random).capitalize(), random.sample(words, OWN_WORDS)))
            del running[: max(0, len(running) - a_day // 3)]
        # Of the running stories, the young ones are told most.
        name, own = running[-1 - min(int(random.expovariate(1 / 60)), len(running) - 1)]
        yield _article(random, number, BEGIN + timedelta(seconds=86_400 * number / a_day), name, own, common)
        number += 1


def _common(random: Random, words: Sequence[str]) -> Sequence[str]:
    return random.choices(words, [1 / (rank + 10) for rank in range(len(words))], k=400_000)


def _article(
    random: Random, number: int, published: datetime, name: str, own: Sequence[str], common: Sequence[str]
) -> Features:
    at = random.randrange(len(common) - TEXT_WORDS)
    text = [random.choice(own) if random.random() < 0.3 else word for word in common[at : at + TEXT_WORDS]]
    title = " ".join([name, *random.sample(own, 4)])
    named = (Named(f"per:{name.lower()}", name, "PER", 1.0),)
    outlet = f"outlet-{random.randrange(120)}.example"
    return Features(f"n{number}", title, (" ".join(text),), published, outlet, entities=named, speakers=(name,))


def _word(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 5)))


def resident_mb() -> float:
    """Of this process, now; from the kernel's `/proc`."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return round(pages * 4_096 / 1e6, 1)
