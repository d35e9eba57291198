"""Files of articles, one JSON object a line, read as the step `relate` sees them."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipeline.errors import UsageError
from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.read import Reported, read_article
from processors.relate.features import Bare, Features, features_of

# Layers resolve dates against a day; of an article without one nothing is resolved that is used.
UNKNOWN_DAY = date(2000, 1, 1)


class ArticleLine(BaseModel):
    """One line of the file; other keys are ignored. `published` is `YYYY`, `YYYY-MM`, a day, a time, or null."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    published: datetime | None = None
    published_time: time | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _time(cls, given: object) -> object:
        """A month is its first day, a year its first month; a day is its midnight."""
        if isinstance(given, str) and len(given) in (4, 7, 10):
            return datetime.fromisoformat((given + "-01-01")[:10])
        return given

    @property
    def when(self) -> datetime | None:
        if self.published is None or self.published_time is None:
            return self.published
        return datetime.combine(self.published.date(), self.published_time)


def read_features(given: ArticleLine, index: KnowledgeIndex) -> Features:
    """An article of a file with its layers."""
    paragraphs = tuple(line for line in given.text.split("\n") if line.strip())
    when = given.when
    reported = Reported(paragraphs, when.date() if when else UNKNOWN_DAY, given.title, given.outlet)
    published = when.replace(tzinfo=when.tzinfo or UTC) if when else None
    article = Bare(given.id, given.title, paragraphs, published, given.outlet)
    return features_of(article, read_article(reported, index))


def in_order(articles: Sequence[Features]) -> Sequence[Features]:
    """By publication, a day before its times, then as given; those without a date first."""
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(articles, key=lambda each: each.published or never)


def read_articles(path: Path) -> Sequence[ArticleLine]:
    """Raises UsageError with the line that is no article, and where an id comes twice."""
    found: dict[str, ArticleLine] = {}
    for number, line in _lines(path):
        try:
            article = ArticleLine.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}:{number}: no JSON: {error.msg}") from error
        except (ValidationError, RecursionError) as error:
            raise UsageError(f"{path}:{number}: {_what(error)}") from error
        if article.id in found:
            raise UsageError(f"{path}:{number}: id: {article.id} came before")
        found[article.id] = article
    return list(found.values())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _what(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'the line'}: {first['msg']}"
