"""Small pages with known answers, each of one kind of fault: a folder of `NAME.html` and `NAME.expected.json`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import UsageError
from processors.clean.clean import clean_html
from processors.clean.rules import Rules
from schemas.article import CleanedArticle, Instant
from schemas.outcomes import Fated

SUFFIX = ".expected.json"
SPACE = re.compile(r"\s+")
# Held to the very value; what a file does not name is not judged.
TEXTS = ("title", "subtitle", "section", "language", "canonical_url")
LISTS = ("paragraphs", "authors", "editors", "tags")


class Expected(BaseModel):
    """What matters of a page. `dropped` is true or a part of the reason; `disputed` says why the answer is arguable."""

    model_config = ConfigDict(frozen=True)

    url: str
    disputed: str = ""
    dropped: bool | str = False
    title: str | None = None
    subtitle: str | None = None
    section: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    paragraphs: tuple[str, ...] | None = None
    authors: tuple[str, ...] | None = None
    editors: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    authors_not: tuple[str, ...] = ()
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    published: str | None = None
    published_utc: datetime | None = None
    modified: str | None = None
    flags: tuple[str, ...] = ()
    not_flags: tuple[str, ...] = ()
    image: str | None = None
    image_caption: str | None = None


@dataclass(frozen=True)
class Case:
    """The kind is what its name begins with."""

    name: str
    html: bytes
    expected: Expected

    @property
    def kind(self) -> str:
        return self.name.split("-")[0]


def has_cases(folder: Path) -> bool:
    return next(folder.glob(f"*{SUFFIX}"), None) is not None


def read_cases(folder: Path) -> Sequence[Case]:
    """By name. Raises UsageError naming the file that is missing or broken."""
    try:
        return [_read_case(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    except OSError as error:
        raise UsageError(f"cannot read {error.filename}: {error.strerror}") from error


def _read_case(path: Path) -> Case:
    name = path.name.removesuffix(SUFFIX)
    try:
        expected = Expected.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{path}: {'.'.join(map(str, first['loc']))} {first['msg']}") from error
    return Case(name, path.with_name(f"{name}.html").read_bytes(), expected)


def run_case(case: Case, rules: Rules) -> Sequence[str]:
    """What is wrong with our answer; nothing where it is right."""
    try:
        article = clean_html(
            case.html, url=case.expected.url, source="saved", fetched_at=datetime.now(UTC), rules=rules
        )  # fmt: skip
    except Fated as fated:
        return judge_drop(case.expected, str(fated))
    return list(judge(case.expected, article))


def judge_drop(expected: Expected, reason: str) -> Sequence[str]:
    if not expected.dropped:
        return [f"dropped: {reason}"]
    wanted = expected.dropped is True or str(expected.dropped) in reason
    return [] if wanted else [f"dropped for {reason}"]


def judge(expected: Expected, article: CleanedArticle) -> Iterator[str]:
    if expected.dropped:
        yield "not dropped"
        return
    yield from _wrong_values(expected, article)
    text = _flat(" ".join(article.paragraphs))
    yield from (f"missing: {piece}" for piece in expected.must_contain if _flat(piece) not in text)
    yield from (f"contains: {piece}" for piece in expected.must_not_contain if _flat(piece) in text)
    yield from (f"flag {flag} missing" for flag in expected.flags if flag not in article.flags)
    yield from (f"flag {flag} set" for flag in expected.not_flags if flag in article.flags)
    for name in expected.authors_not:
        if any(name.lower() in author.lower() for author in article.authors):
            yield f"authors hold {name}"


def _wrong_values(expected: Expected, article: CleanedArticle) -> Iterator[str]:
    for field in (*TEXTS, *LISTS):
        if field in expected.model_fields_set and getattr(article, field) != getattr(expected, field):
            yield f"{field}: {getattr(article, field)!r}"
    for field in ("published", "modified"):
        if field in expected.model_fields_set and _iso(getattr(article, field)) != getattr(expected, field):
            yield f"{field}: {_iso(getattr(article, field))}"
    if expected.published_utc and (not article.published or article.published.at != expected.published_utc):
        yield f"published: {_iso(article.published)}"
    if expected.image is not None and expected.image not in {image.url for image in article.images}:
        yield "image missing"
    if expected.image_caption is not None and expected.image_caption not in {each.caption for each in article.images}:
        yield "caption wrong"


def _iso(instant: Instant | None) -> str | None:
    return instant.at.isoformat() if instant else None


def _flat(text: str) -> str:
    return SPACE.sub(" ", text)
