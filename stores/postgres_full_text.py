"""Full-text search in PostgreSQL: arrays under GIN indexes, and the tokens in their order."""

from collections.abc import Callable, Sequence

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    column,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, array, insert

from schemas.asked import Asked, Phrase
from stores.index_entries import VOCABULARY, IndexEntry, beginning

_Has = Callable[[Phrase, bool], ColumnElement[bool]]


class PostgresFullText:
    """Arrays of distinct tokens, and the tokens in their order; a tsvector would end at 1 MB."""

    ddl = (
        "CREATE TABLE article_tokens (doc BIGINT PRIMARY KEY REFERENCES articles (doc) ON DELETE CASCADE,"
        ' title TEXT[] COLLATE "C" NOT NULL, anywhere TEXT[] COLLATE "C" NOT NULL,'
        " title_words TEXT COLLATE \"C\" NOT NULL DEFAULT '', body_words TEXT COLLATE \"C\" NOT NULL DEFAULT '')",
        "CREATE INDEX article_tokens_anywhere ON article_tokens USING gin (anywhere)",
        "CREATE INDEX article_tokens_title ON article_tokens USING gin (title)",
        'CREATE TABLE article_vocabulary (term TEXT COLLATE "C" PRIMARY KEY)',
    )
    near, few = 3_000, 1_000
    # It takes tokens for independent of each other, expects many hits where there are few, and would read the table.
    plan = ("SET LOCAL enable_seqscan = off",)
    _tokens = ARRAY(Text(collation="C"))
    _rows = table(
        "article_tokens",
        *(column("doc"), column("title", _tokens), column("anywhere", _tokens)),
        *(column("title_words", Text()), column("body_words", Text())),
    )
    _new_terms = text(
        "INSERT INTO article_vocabulary SELECT term FROM unnest(CAST(:terms AS TEXT[])) AS term ON CONFLICT DO NOTHING"
    )

    def index(self, connection: Connection, entries: Sequence[IndexEntry]) -> None:
        written = insert(self._rows)
        changed = {name: written.excluded[name] for name in _IN_POSTGRES}
        replaced = written.on_conflict_do_update(index_elements=["doc"], set_=changed)
        connection.execute(replaced, [_row_of(each) for each in entries])
        # In their order, so that two writers do not wait for each other in a ring.
        terms = sorted({term for each in entries for term in (*each.title, *each.body)})
        connection.execute(self._new_terms, {"terms": terms})

    def remove(self, connection: Connection, doc: int) -> None:
        connection.execute(delete(self._rows).where(self._rows.c.doc == doc))

    def forget_removed(self, connection: Connection) -> None:
        """Rows are dead at once, and wiped by the server's vacuum; terms that no article has any more go."""
        held = exists().where(self._rows.c.anywhere.contains(array([VOCABULARY.c.term])))
        connection.execute(delete(VOCABULARY).where(~held))

    def hits(self, asked: Asked, *, in_title: bool | None) -> Select[int]:
        return select(self._rows.c.doc).where(self._holds(asked, in_title, self._in_index))

    def among(self, doc: ColumnElement[int], docs: Sequence[int]) -> ColumnElement[bool]:
        return doc == func.any(cast(literal(list(docs), ARRAY(BigInteger)), ARRAY(BigInteger)))

    def is_hit(self, doc: ColumnElement[int], asked: Asked, *, in_title: bool | None) -> ColumnElement[bool]:
        # A value, not a join: the planner cannot turn it round and sort all hits.
        holds = self._holds(asked, in_title, self._in_row)
        return select(holds).where(self._rows.c.doc == doc).scalar_subquery()

    def _holds(self, asked: Asked, in_title: bool | None, has: _Has) -> ColumnElement[bool]:
        def any_of(phrases: Sequence[Phrase], *, in_title: bool) -> ColumnElement[bool]:
            return or_(*(has(each, in_title or each.in_title) for each in phrases))

        titled = and_(*(any_of(each, in_title=True) for each in asked.every))
        held = titled if in_title else and_(*(any_of(each, in_title=False) for each in asked.every))
        if in_title is False:
            held = and_(held, ~titled)
        return and_(held, ~any_of(asked.none, in_title=False)) if asked.none else held

    def _in_index(self, phrase: Phrase, in_title: bool) -> ColumnElement[bool]:
        """The index tells who has the tokens, and the words in their order who has them so."""
        held = self._rows.c.title if in_title else self._rows.c.anywhere
        whole = list(phrase.tokens[:-1] if phrase.prefix else phrase.tokens)
        has: list[ColumnElement[bool]] = [held.contains(whole)] if whole else []
        if phrase.prefix:
            terms = beginning(phrase.tokens[-1]).scalar_subquery()
            has.append(held.overlap(func.array(terms, type_=self._tokens)))
        if len(phrase.tokens) > 1:
            has.append(self._in_row(phrase, in_title))
        return and_(*has)

    def _in_row(self, phrase: Phrase, in_title: bool) -> ColumnElement[bool]:
        # Tokens are letters and digits: none is a sign of LIKE's.
        run = f"% {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}%"
        words = (self._rows.c.title_words,) if in_title else (self._rows.c.title_words, self._rows.c.body_words)
        return or_(*(each.like(run) for each in words))


_IN_POSTGRES = ("title", "anywhere", "title_words", "body_words")


def _row_of(entry: IndexEntry) -> dict[str, object]:
    title = set(entry.title)
    arrays = (sorted(title), sorted(title.union(entry.body)))
    values = (*arrays, _in_order(entry.title), _in_order(entry.body))
    return {"doc": entry.doc, **dict(zip(_IN_POSTGRES, values, strict=True))}


def _in_order(tokens: Sequence[str]) -> str:
    return f" {' '.join(tokens)} " if tokens else ""
