"""Search as readers meet it: what they typed, the hits with the place that was found, how many, and a better spelling.

The routes and the command `warta search` share it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from processors.query.parse import Names, Splitting, parse
from processors.query.snippets import Snippet, snippet
from processors.query.spelling import nearest, slips_allowed
from processors.text.folding import folded
from schemas.asked import Asked
from stores.article_reads import ArticleRow
from stores.article_search import ArticleSearch
from stores.full_text import tokens
from stores.paging import Cursor

# Beyond it nobody reads on, and the database would count for long.
MOST_COUNTED = 10_000
# Words with the same two first letters that are compared, and the nearest of them whose articles are counted.
MOST_COMPARED, MOST_WEIGHED, WEIGHED_TO = 20_000, 6, 1000
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hit(ArticleRow):
    """An article with the place of its text that was found."""

    snippet: Snippet


@dataclass(frozen=True)
class HitPage:
    """A page of hits. `count` is that of all pages, up to MOST_COUNTED; only of the first page, as `suggestion`.

    `suggestion` is the query with words that no article has put right, where nothing was found.
    """

    items: tuple[Hit, ...]
    after: Cursor | None
    count: int | None
    suggestion: str | None


class Finder:
    """Searches one store."""

    def __init__(self, articles: ArticleSearch, splitting: Splitting) -> None:
        self._articles, self._splitting = articles, splitting

    def find(self, query: str, *, limit: int, after: Cursor | None = None, watch: str | None = None) -> HitPage:
        """Raises BadAskedError, BadCursorError, StoreUnavailableError."""
        asked = parse(query, self._splitting)
        page = self._articles.search(asked, limit=limit, after=after, watch=watch)
        texts = self._articles.paragraphs([row.id for row in page.items])
        items = tuple(self._hit(row, texts.get(row.id, ()), asked) for row in page.items)
        first = after is None
        suggestion = self._suggestion(query, asked) if first and not items else None
        return HitPage(
            items, page.after, self._count(asked, watch, len(items), page.after) if first else None, suggestion
        )

    def _count(self, asked: Asked, watch: str | None, shown: int, after: Cursor | None) -> int:
        if after is None:
            return shown
        return self._articles.count_hits(asked, most=MOST_COUNTED, watch=watch)

    def _hit(self, row: ArticleRow, paragraphs: Sequence[str], asked: Asked) -> Hit:
        return Hit(**vars(row), snippet=snippet(paragraphs, asked, stemmed=self._splitting.stemmed))

    def _suggestion(self, query: str, asked: Asked) -> str | None:
        """None where every word is one that some article has, or nothing is near."""
        better = {}
        for phrases in asked.every:
            written = phrases[0]
            alone = len(written.tokens) == 1 and not written.prefix
            if alone and not self._articles.count_hits(Asked((phrases,)), most=1):
                better[written.tokens[0]] = self._nearest(written.tokens[0])
        if not any(better.values()):
            return None
        return WORD.sub(lambda word: better.get(self._token(word[0])) or word[0], query)

    def _token(self, word: str) -> str:
        found = self._splitting.stemmed(word)
        return found[0] if len(found) == 1 else ""

    def _nearest(self, token: str) -> str | None:
        """The token with the fewest slips between, of those the one that most articles have."""
        if not slips_allowed(token):
            return None
        # The second letter may be one too many, or exchanged with the third.
        beginnings = sorted({token[:2], token[0] + token[2]})
        known = {word for each in beginnings for word in self._articles.vocabulary(each, most=MOST_COMPARED)}
        near = nearest(token, known, most=MOST_WEIGHED)
        weighed = [(slips, -self._articles.count_token(other, most=WEIGHED_TO), other) for slips, other in near]
        return min(weighed)[2] if weighed else None


def splitting_by(stem: Callable[[str], str], names: Names) -> Splitting:
    """`stem` is the function that made the stored search text."""
    return Splitting(stemmed=lambda text: tokens(stem(text)), plain=plain_tokens, names=names)


def plain_tokens(text: str) -> list[str]:
    """Tokens that are not stemmed."""
    return tokens(folded(text))
