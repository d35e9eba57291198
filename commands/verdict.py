"""Compares a demo's stored articles with those that its newsroom expects, field by field."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from commands.story_verdict import story_differences
from pipeline.wiring.stores import Stores
from schemas.article import EnrichedArticle
from schemas.ids import article_id, url_key

ALL = 10_000


@dataclass
class DemoVerdict:
    """`differing`: url -> field -> [expected, stored]."""

    expected_articles: int = 0
    articles: int = 0
    missing: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    differing: dict[str, dict[str, Sequence[Any]]] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.unexpected or self.differing)


def judge(expected: Path, stores: Stores) -> DemoVerdict:
    """Every expected article must be stored as expected, every expected drop must have its reason, and no more."""
    wanted = [json.loads(line) for line in expected.read_text(encoding="utf-8").splitlines()]
    articles = {article_id(row["url"]): row for row in wanted if row["outcome"] == "article"}
    stored = {row.id: row.canonical_url for row in stores.articles.latest(limit=ALL).items}
    verdict = DemoVerdict(expected_articles=len(articles), articles=len(stored))
    verdict.unexpected = sorted(url for id_, url in stored.items() if id_ not in articles)
    for id_, row in articles.items():
        article = stores.articles.get(id_)
        if article is None:
            verdict.missing.append(row["url"])
        elif differences := _differences(row, article):
            verdict.differing[row["url"]] = differences
    for row in wanted:
        if row["outcome"] == "dropped" and (difference := _drop_difference(row, stores)):
            verdict.differing[row["url"]] = difference
    for url, name, pair in story_differences(list(articles.values()), stores.stories):
        verdict.differing.setdefault(url, {})[name] = pair
    return verdict


def _differences(row: Mapping[str, Any], article: EnrichedArticle) -> dict[str, Sequence[Any]]:
    pairs: dict[str, Sequence[Any]] = {
        "title": (row["title"], article.title),
        "authors": (row["authors"], list(article.authors)),
        "published": (_instant(row["published"]), article.published.at.isoformat() if article.published else None),
        "paragraphs": (row["paragraphs"], list(article.paragraphs)),
        "dateline": (row["dateline"], _dateline(article)),
        "watches": (row["watches"], [match.watch for match in article.watches]),
        "revisions": (row["revisions"], article.revision),
        "flags": (row["flags"], [flag.value for flag in article.flags]),
        "language": (row["language"], article.language),
        "source": (row["source"], article.source),
    }
    same = {"published": _same_minute}
    return {
        name: [wanted, stored]
        for name, (wanted, stored) in pairs.items()
        if not same.get(name, lambda a, b: a == b)(wanted, stored)
    }


def _dateline(article: EnrichedArticle) -> dict[str, str] | None:
    return {"place": article.dateline.place, "outlet": article.dateline.outlet} if article.dateline else None


def _instant(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


def _same_minute(wanted: str, stored: str | None) -> bool:
    """Pages state minutes; the seconds of a release are nowhere on them."""
    if stored is None:
        return False
    return abs((datetime.fromisoformat(wanted) - datetime.fromisoformat(stored)).total_seconds()) < 60


def _drop_difference(row: Mapping[str, Any], stores: Stores) -> dict[str, Sequence[Any]] | None:
    fates = [fate for url in {row["url"], *row["announced"]} for fate in stores.fates.trace(url_key(url))]
    drops = {(fate.stage, fate.reason) for fate in fates if fate.outcome == "dropped"}
    if any(stage == row["stage"] and reason in row["reason_any"] for stage, reason in drops):
        return None
    return {"dropped": [[row["stage"], row["reason_any"]], sorted(drops)]}


def as_json(verdict: DemoVerdict, *, published: int, fates: Mapping[str, Mapping[str, int]], dead_letters: int) -> str:
    """The last line of `warta demo --until-idle --json`."""
    return json.dumps(
        {
            "published": published,
            "expected_articles": verdict.expected_articles,
            "articles": verdict.articles,
            "fates": fates,
            "dead_letters": dead_letters,
            "missing": verdict.missing,
            "unexpected": verdict.unexpected,
            "differing": [{"url": url, "fields": fields} for url, fields in verdict.differing.items()],
        },
        ensure_ascii=False,
    )


def difference_lines(verdict: DemoVerdict) -> Iterable[str]:
    """A line for each thing that is not as expected."""
    yield from (f"missing: {url}" for url in verdict.missing)
    yield from (f"unexpected: {url}" for url in verdict.unexpected)
    for url, fields in verdict.differing.items():
        for name, (wanted, stored) in fields.items():
            yield f"differs: {url} {name}: expected {wanted!r}, stored {stored!r}"
