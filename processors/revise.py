"""Stage step `revise`: numbers the versions of an article, names what changed, and drops those in which nothing did."""

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Self

from schemas.article import Article, Change, CleanedArticle
from schemas.ids import digest
from schemas.memory import Memory
from schemas.outcomes import Drop, Reason
from schemas.record import Lane, Value

# What a reader would call a number: `10.000`, `2,5`, `15`, `600`; a date's parts count as figures too.
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# A change of at most this many characters, and of this share of the text, corrects letters, not facts.
TYPO_CHARS = 12
TYPO_SHARE = 0.02
RETRACTED = re.compile(
    r"\b(?:artikel|berita|naskah) ini (?:telah |sudah )?(?:ditarik|dicabut|dihapus|diturunkan)\b", re.IGNORECASE
)


# Pages of an unchanged text that are known by their ids; an article is asked for a few times, a live blog often.
MAX_PAGES = 100


class RevisionState(Value):
    """What is remembered of an article's last version. `text` is kept whole: a typo shows only beside it."""

    revision: int
    title: str
    text: str
    fetched_at: datetime
    page_id: str
    """The page that the text was read from; `fetched_at` is its."""
    pages: tuple[str, ...] | None = None
    """Later pages on which the text was unchanged; None in a state of before these were remembered."""

    def knows(self, article: CleanedArticle) -> bool:
        """Whether the page was cleaned before for this very text.

        Where the pages of an unchanged text were not remembered, one that is replayed is taken for one of them: the
        archive holds what was cleaned, and a change too many would be told as the outlet's.
        """
        if article.page_id == self.page_id:
            return True
        return article.lane is Lane.REPLAY if self.pages is None else article.page_id in self.pages

    def unchanged_on(self, page_id: str) -> Self:
        pages = None if self.pages is None else (*self.pages, page_id)[-MAX_PAGES:]
        return self.model_copy(update={"pages": pages})

    @property
    def fingerprint(self) -> str:
        return digest(self.title, self.text)

    def encode(self) -> bytes:
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Raises ValueError on bytes that are no such state."""
        return cls.model_validate_json(data)


def revise(article: CleanedArticle, memory: Memory[RevisionState]) -> Sequence[Article]:
    """The numbered article; its state is remembered under the record's key.

    Only title and paragraphs make a version: authors, tags, images and dates around an unchanged text are
    unchanged news. A page that was cleaned before and now reads otherwise is RECLEANED, whatever the difference: the
    next page is compared with its new text. Raises Drop(DUPLICATE_VERSION) and Drop(OLDER_VERSION).
    """
    previous = memory.get(article.key())
    text = "\n".join(article.paragraphs)
    if previous is None:
        return _numbered(memory, article, text, revision=1, change=Change.FIRST, pages=())
    if article.fetched_at < previous.fetched_at:
        detail = f"fetched {article.fetched_at.isoformat()}, revision {previous.revision} was fetched later"
        raise Drop(Reason.OLDER_VERSION, detail)
    known, revision = previous.knows(article), previous.revision + 1
    if digest(article.title, text) == previous.fingerprint:
        if not known:
            memory.put(article.key(), previous.unchanged_on(article.page_id))
        raise Drop(Reason.DUPLICATE_VERSION, f"the same title and text as revision {previous.revision}")
    if known:
        return _numbered(memory, article, text, revision=revision, change=Change.RECLEANED, pages=previous.pages)
    change = change_between(previous.title, previous.text, article.title, text)
    return _numbered(memory, article, text, revision=revision, change=change, pages=())


def change_between(old_title: str, old_text: str, title: str, text: str) -> Change:
    """The heaviest of what applies: retracted, title, figures, text, typo."""
    if RETRACTED.search(text) and not RETRACTED.search(old_text):
        return Change.RETRACTED
    if title != old_title and not _is_typo(old_title, title):
        return Change.TITLE
    if _figures(f"{old_title} {old_text}") != _figures(f"{title} {text}"):
        return Change.FIGURES
    return Change.TYPO if _is_typo(f"{old_title}\n{old_text}", f"{title}\n{text}") else Change.TEXT


def _figures(text: str) -> list[str]:
    """Sorted: figures that only moved with their paragraphs are the same."""
    return sorted(FIGURE.findall(text))


def _is_typo(old: str, new: str) -> bool:
    if abs(len(old) - len(new)) > TYPO_CHARS:
        return False
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    old, new = old[start:], new[start:]
    changed = _changed_chars(old, new)
    return changed <= max(2, min(TYPO_CHARS, round(TYPO_SHARE * (start + len(old)))))


def _changed_chars(old: str, new: str) -> int:
    """Characters that a comparison of words says differ; words first, since comparing long texts by letter is slow."""
    a, b = old.split(" "), new.split(" ")
    changed = 0
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = " ".join(a[i:j]), " ".join(b[k:m])
        if max(len(left), len(right)) > 40 * TYPO_CHARS:
            return max(len(left), len(right))
        kept = sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
        changed += max(len(left), len(right)) - kept
    return changed


def _numbered(
    memory: Memory[RevisionState],
    article: CleanedArticle,
    text: str,
    *,
    revision: int,
    change: Change,
    pages: tuple[str, ...] | None,
) -> Sequence[Article]:
    state = RevisionState(
        revision=revision,
        title=article.title,
        text=text,
        fetched_at=article.fetched_at,
        page_id=article.page_id,
        pages=pages,
    )
    memory.put(article.key(), state)
    return [Article(**dict(article), revision=revision, change=change)]
