"""What a story says: its headline, outlets, timeline, entities, quotes by speaker, and the table of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from processors.relate.features import NEVER, Features, Named
from processors.relate.figure_table import Row, figure_table
from processors.text.words import key_of

MAX_ENTITIES = 24
MAX_QUOTES = 200
# A shorter quote is a phrase that many may say.
MIN_QUOTE_LETTERS = 12

Links = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Came:
    """An outlet, with its first article. `published` is ISO 8601, empty if nobody knows it."""

    outlet: str
    published: str
    article: str
    articles: int = 1


@dataclass(frozen=True)
class StoryDay:
    """A day of the story, with the first headline about it."""

    day: date
    headline: str
    article: str
    articles: int = 1


@dataclass(frozen=True)
class Spoken:
    """A quote, in its longest form, with whoever carried any of it first."""

    speaker: str
    text: str
    outlet: str
    carriers: tuple[str, ...]
    """Articles that carried it, the first one first."""


@dataclass(frozen=True)
class StorySummary:
    headline: str
    central: str
    """The article that the headline is of: the most like all others, the earlier of two."""
    outlets: tuple[Came, ...]
    timeline: tuple[StoryDay, ...]
    entities: tuple[Named, ...]
    """`salience` is the mean over all articles."""
    quotes: tuple[Spoken, ...]
    figures: tuple[Row, ...]


def tell(articles: Sequence[Features], links: Links) -> StorySummary:
    """What the articles of one story say together. `links` are scores of pairs. Raises ValueError if there is none."""
    if not articles:
        raise ValueError("a story without an article says nothing")
    ordered = sorted(articles, key=_order)
    central = most_central(ordered, links)
    return StorySummary(
        headline=central.title,
        central=central.id,
        outlets=_outlets(ordered),
        timeline=_timeline(ordered),
        entities=_entities(ordered),
        quotes=_quotes(ordered),
        figures=tuple(figure_table(ordered)),
    )


def most_central(ordered: Sequence[Features], links: Links) -> Features:
    ids = {each.id for each in ordered}

    def centrality(article: Features) -> float:
        return sum(score for other, score in links.get(article.id, {}).items() if other in ids)

    return max(ordered, key=lambda each: (round(centrality(each), 6), bool(each.title), -ordered.index(each)))


def _order(article: Features) -> tuple[datetime, str]:
    """By the moment, whatever clock each outlet states it in; those that nobody knows the date of last."""
    return article.published or NEVER, article.id


def _published(article: Features) -> str:
    return article.published.isoformat() if article.published else ""


def _outlets(ordered: Sequence[Features]) -> tuple[Came, ...]:
    found: dict[str, Came] = {}
    for article in ordered:
        came = found.get(article.outlet)
        if came is None:
            found[article.outlet] = Came(article.outlet, _published(article), article.id)
        else:
            found[article.outlet] = replace(came, articles=came.articles + 1)
    return tuple(found.values())


def _timeline(ordered: Sequence[Features]) -> tuple[StoryDay, ...]:
    found: dict[date, StoryDay] = {}
    for article in ordered:
        day = article.event_day or (article.published.date() if article.published else None)
        if day is None:
            continue
        moment = found.get(day)
        if moment is None:
            found[day] = StoryDay(day, article.title, article.id)
        else:
            found[day] = replace(moment, articles=moment.articles + 1)
    return tuple(found[day] for day in sorted(found))


def _entities(ordered: Sequence[Features]) -> tuple[Named, ...]:
    totals: dict[str, Named] = {}
    for article in ordered:
        for named in article.entities:
            before = totals.get(named.id)
            salience = named.salience / len(ordered) + (before.salience if before else 0.0)
            totals[named.id] = replace(before or named, salience=round(salience, 6))
    return tuple(sorted(totals.values(), key=lambda each: (-each.salience, each.id))[:MAX_ENTITIES])


def _quotes(ordered: Sequence[Features]) -> tuple[Spoken, ...]:
    """One quote once: a part of it, or the whole after a part, is the same."""
    found: list[Spoken] = []
    keys: list[str] = []
    for article in ordered:
        for said in article.quotes:
            key = key_of(said.text)
            if len(key) < MIN_QUOTE_LETTERS:
                continue
            same = [at for at, each in enumerate(keys) if key in each or each in key]
            if not same:
                if len(found) < MAX_QUOTES:
                    found.append(Spoken(said.speaker, said.text, article.outlet, (article.id,)))
                    keys.append(key)
                continue
            at = same[0]
            longer = said.text if len(key) > len(keys[at]) else found[at].text
            keys[at] = max(keys[at], key, key=len)
            carriers = tuple(dict.fromkeys((*found[at].carriers, article.id)))
            found[at] = replace(found[at], text=longer, carriers=carriers)
    return tuple(found)
