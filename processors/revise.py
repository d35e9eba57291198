"""Stage step `revise`: numbers the versions of an article, names what changed, and drops those in which nothing did."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from processors.lives import RevisionState, alive
from schemas.article import Article, Change, CleanedArticle
from schemas.ids import digest
from schemas.memory import Memory
from schemas.outcomes import Drop, Reason
from schemas.record import Lane

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


def revise(article: CleanedArticle, memory: Memory[RevisionState]) -> Sequence[Article]:
    """The numbered article; its state is remembered under the record's key.

    Only title and paragraphs make a version: authors, tags, images and dates around an unchanged text are
    unchanged news. A page that was cleaned before and now reads otherwise is RECLEANED, whatever the difference: the
    next page is compared with its new text. Raises Drop(DUPLICATE_VERSION) and Drop(OLDER_VERSION).
    """
    article, previous = alive(article, memory)
    text = "\n".join(article.paragraphs)
    if previous is None:
        return _numbered(memory, article, text, revision=1, change=Change.FIRST, pages=())
    if article.fetched_at < previous.fetched_at:
        detail = f"fetched {article.fetched_at.isoformat()}, revision {previous.revision} was fetched later"
        raise Drop(Reason.OLDER_VERSION, detail)
    known, revision = _knows(previous, article), previous.revision + 1
    if digest(article.title, text) == digest(previous.title, previous.text):
        if not known:
            memory.put(article.key(), _unchanged_on(previous, article))
        raise Drop(Reason.DUPLICATE_VERSION, f"the same title and text as revision {previous.revision}")
    if known:
        return _numbered(memory, article, text, revision=revision, change=Change.RECLEANED, pages=previous.pages)
    change = change_between(previous.title, previous.text, article.title, text)
    return _numbered(memory, article, text, revision=revision, change=change, pages=())


def _knows(state: RevisionState, article: CleanedArticle) -> bool:
    """Whether the page was cleaned before for this very text.

    Where the pages of an unchanged text were not remembered, one that is replayed is taken for one of them: the
    archive holds what was cleaned, and a change too many would be told as the outlet's.
    """
    if article.page_id == state.page_id:
        return True
    return article.lane is Lane.REPLAY if state.pages is None else article.page_id in state.pages


def _unchanged_on(state: RevisionState, article: CleanedArticle) -> RevisionState:
    pages = None if state.pages is None else (*state.pages, article.page_id)[-MAX_PAGES:]
    return state.model_copy(update={"pages": pages, "url_key": state.url_key or article.url_key})


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
        url_key=article.url_key,
    )
    memory.put(article.key(), state)
    return [Article(**dict(article), revision=revision, change=change)]
