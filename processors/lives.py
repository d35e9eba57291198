"""Which article a text is of: the one it was first stored as, whatever has become of its key or its canonical address.

A value that only says `lives_as` points from an id to the one that lives. Pointers are written where keys change
(stores/rekey.py) and where a canonical address is no longer believed.
"""

import re
from datetime import UTC, datetime
from typing import Self

from schemas.article import CleanedArticle
from schemas.ids import article_id, id_of_key, upgraded_key
from schemas.memory import Memory
from schemas.record import Value

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
WORD = re.compile(r"\w+")
# Of the shorter title, the share of words that the other has too: a headline that was edited keeps most.
ALIKE = 0.5


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
    url_key: str = ""
    """The address that the text was read from; empty in a state of before it was remembered."""
    shared: bool = False
    """Pages of other texts state this article's address as their canonical one: each goes by its own."""
    lives_as: str = ""
    """The id under which this article lives; then nothing else is said here."""

    @classmethod
    def pointer(cls, to: str) -> Self:
        return cls(revision=0, title="", text="", fetched_at=NEVER, page_id="", lives_as=to)

    def encode(self) -> bytes:
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Raises ValueError on bytes that are no such state."""
        return cls.model_validate_json(data)


def alive(article: CleanedArticle, memory: Memory[RevisionState]) -> tuple[CleanedArticle, RevisionState | None]:
    """The article under the id that it lives under, and what is remembered of it."""
    if (key := upgraded_key(article.url_key)) != article.url_key:
        # Written before keys changed, and read after.
        article = article.model_copy(update={"url_key": key})
    article, previous = _follow(article, memory)
    if previous is None and article.disbelieved:
        return _of_before(article, memory)
    if previous is not None and _is_another(article, previous):
        return _by_its_own_address(article, previous, memory)
    return article, previous


def _follow(article: CleanedArticle, memory: Memory[RevisionState]) -> tuple[CleanedArticle, RevisionState | None]:
    previous, seen = memory.get(article.id), {article.id}
    while previous is not None and previous.lives_as and previous.lives_as not in seen:
        article = article.model_copy(update={"id": previous.lives_as})
        seen.add(article.id)
        previous = memory.get(article.id)
    return article, previous


def _of_before(article: CleanedArticle, memory: Memory[RevisionState]) -> tuple[CleanedArticle, RevisionState | None]:
    """Under the canonical address that was believed before, if what is kept there is this article."""
    former, kept = _follow(article.model_copy(update={"id": article_id(article.disbelieved)}), memory)
    if kept is None or not _alike(kept.title, article.title):
        return article, None
    memory.put(article.id, RevisionState.pointer(former.id))
    return former, kept


def _is_another(article: CleanedArticle, previous: RevisionState) -> bool:
    """Whether two addresses that state one canonical address hold two articles."""
    if not previous.url_key or article.url_key == previous.url_key:
        return False
    return previous.shared or not _alike(previous.title, article.title)


def _by_its_own_address(
    article: CleanedArticle, previous: RevisionState, memory: Memory[RevisionState]
) -> tuple[CleanedArticle, RevisionState | None]:
    own = id_of_key(article.url_key)
    if own == article.id:
        # It stands at the very address that others state.
        return article, previous
    if not previous.shared:
        memory.put(article.id, previous.model_copy(update={"shared": True}))
    named = {"id": own, "canonical_url": article.url, "disbelieved": article.canonical_url}
    return _follow(article.model_copy(update=named), memory)


def _alike(one: str, other: str) -> bool:
    words, others = (set(WORD.findall(title.casefold())) for title in (one, other))
    shorter = min(len(words), len(others))
    return not shorter or len(words & others) >= ALIKE * shorter
