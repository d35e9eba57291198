"""What holds of every page, however damaged: an article that is true to it, or a fate with a reason."""

import json
import re
from datetime import UTC, datetime, timedelta

from processors.clean.clean import clean_html
from processors.clean.decode import decode
from processors.clean.parse import parse_text
from processors.clean.rules import load_rules
from processors.lives import RevisionState
from processors.normalise import normalise
from processors.revise import revise
from schemas.article import CleanedArticle
from schemas.outcomes import Drop, Reject
from tests.memory import DictMemory

RULES = load_rules()
FETCHED_AT = datetime(2025, 4, 29, 3, 0, tzinfo=UTC)
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
WORD_CHARACTERS = re.compile(r"[^\W_]+")
# What is taken out of a paragraph leaves pieces; menus and the like are taken without being told in `removed`.
PIECE_CHARS = 40
CODE = frozenset(("script", "style"))


def cleaned(page: bytes) -> CleanedArticle | None:
    """None where the page has another fate; what is raised besides fails the caller."""
    try:
        return clean_html(
            page, url="https://kabarutara.id/berita/a", source="kabarutara", fetched_at=FETCHED_AT, rules=RULES
        )
    except (Drop, Reject) as fate:
        if not fate.detail:
            raise
        return None


def hold(page: bytes) -> bool:
    """Whether the page is an article. Raises AssertionError where an invariant does not hold."""
    article = cleaned(page)
    assert article == cleaned(page), "the same page gave two answers"
    if article is None:
        return False
    normal = normalise(article)
    assert normalise(normal) == normal, "normalising twice is not normalising once"
    (first,) = revise(normal, DictMemory[RevisionState]())
    assert first.revision == 1
    _check_facts(normal)
    if article.quality.second_opinion != "json-ld":
        _check_text(article, page)
    return True


def _check_facts(article: CleanedArticle) -> None:
    assert article.title
    assert all(line.strip() for line in article.paragraphs)
    for text in _strings(json.loads(article.model_dump_json())):
        assert not CONTROLS.search(text), f"a control character in {text[:200]!r}"
    for instant in (article.published, article.modified):
        if instant is not None:
            assert EARLIEST <= instant.at <= FETCHED_AT + timedelta(days=1), f"dated {instant.at}"


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _strings(item)]


def _check_text(article: CleanedArticle, page: bytes) -> None:
    """Paragraphs stand on the page outside scripts and styles, but for pieces that rules took out of them."""
    source = visible(page)
    for paragraph in article.paragraphs:
        rest, pieces = solid(paragraph), 0
        while rest:
            length = _longest(rest, source)
            assert length, f"not on the page: {rest[:100]!r} of {paragraph[:300]!r}"
            rest, pieces = rest[length:], pieces + 1
        assert pieces <= 3 + len(article.removed) + len(paragraph) // PIECE_CHARS, (
            f"in {pieces} pieces on the page: {paragraph[:300]!r}"
        )


def visible(page: bytes) -> str:
    """Letters and digits of the page's text in order, without those of scripts and styles."""
    tree = parse_text(decode(page).text)
    texts = tree.xpath("//text()")
    return solid("".join(str(text) for text in texts if text.is_tail or text.getparent().tag not in CODE))


def solid(text: str) -> str:
    return "".join(WORD_CHARACTERS.findall(text))


def _longest(text: str, source: str) -> int:
    """Length of the longest beginning of `text` that stands in `source`, by halving."""
    if text in source:
        return len(text)
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if text[:middle] in source else (low, middle)
    return low
