"""`warta stories`: joins the articles of a file to stories, one after the other, as the stream would."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from rich.console import Console

from catalogue.knowledge import load_knowledge
from commands.options import Config, Json, settings_with
from pipeline.errors import UsageError
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge
from processors.enrich.layers.read import Reported, read_article
from processors.relate.features import Article, Features, features_of
from processors.relate.members import Related
from processors.relate.relate import relate
from processors.relate.room import Room

# Layers resolve dates against a day; of an article without one nothing is resolved that is used.
UNKNOWN_DAY = date(2000, 1, 1)


class GivenArticle(BaseModel):
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


def cluster(
    path: Annotated[
        Path, typer.Argument(metavar="ARTICLES", help="One JSON object a line: id, title, text, published, outlet.")
    ],
    as_lines: Json = False,
    config: Config = None,
) -> None:
    """Print the story of each article, and what it is a near-duplicate of."""
    settings = settings_with(config=config)
    index = index_knowledge(load_knowledge(settings.config_dir / "knowledge"))
    articles = _articles(path)
    room, related = Room(), {}
    ended: dict[str, str] = {}
    for features in in_order([read_features(article, index) for article in articles]):
        found = related[features.id] = relate(room, features)
        for event in found.events:
            ended.update(dict.fromkeys(event.articles, event.story))
    if as_lines:
        for article in articles:
            found = related[article.id]
            of = found.duplicate.of if found.duplicate else None
            row = {"id": article.id, "story": room.resolve(ended[article.id]), "near_dup_of": of}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        _show(articles, related, {each: room.resolve(story) for each, story in ended.items()})


def read_features(given: GivenArticle, index: KnowledgeIndex) -> Features:
    """An article of a file with its layers."""
    paragraphs = tuple(line for line in given.text.split("\n") if line.strip())
    when = given.when
    reported = Reported(paragraphs, when.date() if when else UNKNOWN_DAY, given.title, given.outlet)
    published = when.replace(tzinfo=when.tzinfo or UTC) if when else None
    article = Article(given.id, given.title, paragraphs, published, given.outlet)
    return features_of(article, read_article(reported, index))


def in_order(articles: Sequence[Features]) -> Sequence[Features]:
    """By publication, a day before its times, then as given; those without a date first."""
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(articles, key=lambda each: each.published or never)


def _articles(path: Path) -> Sequence[GivenArticle]:
    """Raises UsageError with the line that is no article, and where an id comes twice."""
    found: dict[str, GivenArticle] = {}
    for number, line in _lines(path):
        try:
            article = GivenArticle.model_validate(json.loads(line))
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


def _show(articles: Sequence[GivenArticle], related: dict[str, Related], stories: dict[str, str]) -> None:
    console = Console()
    by_story: dict[str, list[GivenArticle]] = {}
    for article in sorted(articles, key=lambda each: (each.when is not None, str(each.when))):
        by_story.setdefault(stories[article.id], []).append(article)
    for story, members in by_story.items():
        console.print(f"{story} ({len(members)})", style="bold", markup=False, highlight=False)
        for article in members:
            duplicate = related[article.id].duplicate
            kind = f", {duplicate.kind} of {duplicate.of}, by {duplicate.credit}" if duplicate else ""
            when = article.when.isoformat(" ", "minutes") if article.when else "no date"
            line = f"  {when}  {article.outlet}: {article.title} [{related[article.id].why}{kind}]"
            console.print(line, markup=False, highlight=False)
