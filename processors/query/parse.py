"""Reads what a reader types: words, "phrases", -word, OR, begin*, title:, source:. Pure, bounded by its own limits.

Words hold together; OR binds the two beside it. A word or some in a row that are a known name stand for all names of
that thing; between quote marks they are taken as written.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from processors.query.compounds import halves, may_join
from schemas.asked import Asked, Phrase

Names = Mapping[tuple[str, ...], tuple[str, ...]]
"""Unstemmed tokens of a name: all names of that thing."""

MAX_CHARS, MAX_TERMS = 1000, 32
MAX_NAME_WORDS = 6
MIN_PREFIX_CHARS = 2
FIELD = re.compile(r"(title|source):", re.IGNORECASE)
QUOTES = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb", '"' * 5)
SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class BadAskedError(ValueError):
    """What is typed cannot be asked; the message says what to do. `code` is one of a fixed list."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Splitting:
    """`stemmed` makes tokens as the index has them, `plain` without stemming. `names`: what goes by several."""

    stemmed: Callable[[str], Sequence[str]]
    plain: Callable[[str], Sequence[str]]
    names: Names


@dataclass(frozen=True)
class QueryTerm:
    """One thing typed; `text` without what marks it."""

    text: str
    excluded: bool = False
    field: str = ""
    quoted: bool = False
    is_or: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.excluded or self.field or self.quoted or self.is_or or self.text.endswith("*"))


def parse(query: str, splitting: Splitting) -> Asked:
    """Raises BadAskedError."""
    if len(query) > MAX_CHARS:
        raise BadAskedError("query_too_long", f"the query has {len(query)} characters, {MAX_CHARS} are read")
    terms = _named(_terms(query.translate(QUOTES)), splitting)
    if len(terms) > MAX_TERMS:
        raise BadAskedError("too_many_words", f"the query has {len(terms)} words, {MAX_TERMS} are read: leave some out")
    every: list[tuple[Phrase, ...]] = []
    none: list[Phrase] = []
    sources: list[str] = []
    not_sources: list[str] = []
    for group in _groups(terms):
        outlets = [term for term in group if term.field == "source"]
        if outlets:
            if len(outlets) < len(group):
                raise BadAskedError("or_of_sources", "OR stands between words, or between sources: ask for one of them")
            if sources and not outlets[0].excluded:
                raise BadAskedError("two_sources", "an article has one source: put OR between them")
            (not_sources if outlets[0].excluded else sources).extend(_source(term) for term in outlets)
            continue
        phrases = _needed([phrase for term in group for phrase in _phrases(term, terms, splitting)])
        if group[0].excluded:
            none += phrases
        elif phrases:
            every.append(phrases)
    if not every:
        raise _nothing_asked(bool(none), bool(sources or not_sources))
    return Asked(tuple(every), tuple(none), tuple(sources), tuple(not_sources))


def _nothing_asked(excludes: bool, names_sources: bool) -> BadAskedError:
    if excludes:
        return BadAskedError(
            "only_excluded", "the query only leaves words out: give one that must stand in the article"
        )
    if names_sources:
        return BadAskedError("only_sources", "the query only names a source: give a word too, or list its articles")
    return BadAskedError("empty_query", "the query has no word to look for")


def _terms(query: str) -> list[QueryTerm]:
    found: list[QueryTerm] = []
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        excluded = query[at] == "-" and at + 1 < len(query) and not query[at + 1].isspace()
        at += excluded
        named = FIELD.match(query, at)
        at = named.end() if named else at
        text, at, quoted = _value(query, at)
        if named and not text.strip():
            raise BadAskedError("empty_field", f"{named[0]} needs a word right behind it")
        is_or = text == "OR" and not (quoted or named or excluded)
        found.append(QueryTerm(text, excluded, named[1].lower() if named else "", quoted, is_or))
    return found


def _value(query: str, at: int) -> tuple[str, int, bool]:
    """What stands from here to the closing mark or the next space, where it ends, and whether it is quoted."""
    if query[at : at + 1] == '"':
        end = query.find('"', at + 1)
        if end < 0:
            raise BadAskedError("open_quote", "a quote mark is not closed: put one behind the phrase")
        return query[at + 1 : end], end + 1, True
    end = at
    while end < len(query) and not query[end].isspace() and query[end] != '"':
        end += 1
    return query[at:end], end, False


def _named(terms: Sequence[QueryTerm], splitting: Splitting) -> list[QueryTerm]:
    """Plain words in a row that are a known name become one term."""
    joined: list[QueryTerm] = []
    at = 0
    while at < len(terms):
        length = 1
        for longer in range(min(MAX_NAME_WORDS, len(terms) - at), 1, -1):
            run = terms[at : at + longer]
            if all(term.is_plain for term in run) and _name_key(_text(run), splitting) in splitting.names:
                length = longer
                break
        joined.append(terms[at] if length == 1 else QueryTerm(_text(terms[at : at + length])))
        at += length
    return joined


def _text(terms: Sequence[QueryTerm]) -> str:
    return " ".join(term.text for term in terms)


def _name_key(text: str, splitting: Splitting) -> tuple[str, ...]:
    return tuple(splitting.plain(text))


def _groups(terms: Sequence[QueryTerm]) -> list[list[QueryTerm]]:
    """Terms that OR joins, together."""
    groups: list[list[QueryTerm]] = []
    joins = False
    for at, term in enumerate(terms):
        if term.is_or:
            if at == 0 or at + 1 == len(terms) or terms[at + 1].is_or:
                raise BadAskedError("or_alone", "OR stands between two words: give one on each side of it")
            joins = True
        elif joins:
            if term.excluded or groups[-1][0].excluded:
                raise BadAskedError("or_excluded", "OR cannot stand beside a word with a minus: leave one of them out")
            groups[-1].append(term)
            joins = False
        else:
            groups.append([term])
    return groups


def _source(term: QueryTerm) -> str:
    source = term.text.strip().lower()
    if not SOURCE.fullmatch(source):
        raise BadAskedError("bad_source", f"{term.text[:40]!r} is no id of a source: see `warta sources list`")
    return source


def _phrases(term: QueryTerm, terms: Sequence[QueryTerm], splitting: Splitting) -> Sequence[Phrase]:
    in_title = term.field == "title"
    if term.text.endswith("*") and not term.quoted:
        return _beginning(term, splitting, in_title=in_title)
    tokens = tuple(splitting.stemmed(term.text))
    if not tokens:
        return ()
    found = [tokens]
    if not term.quoted:
        names = splitting.names.get(_name_key(term.text, splitting), ())
        found += [tokens for name in names if (tokens := tuple(splitting.stemmed(name)))]
        found += [tuple(splitting.stemmed(" ".join(parts))) for parts in halves(term.text.casefold())]
        found += _joined(term, terms, splitting) if term.is_plain else []
    return [Phrase(each, in_title=in_title) for each in dict.fromkeys(found)]


def _needed(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Without those that hold another: where `vladimir putin` stands, `putin` does."""
    single = {(each.tokens[0], each.in_title) for each in phrases if len(each.tokens) == 1 and not each.prefix}
    return tuple(
        each
        for each in dict.fromkeys(phrases)
        if len(each.tokens) == 1 or not any((token, each.in_title) in single for token in each.tokens[: _whole(each)])
    )


def _whole(phrase: Phrase) -> int:
    """How many of its tokens are no beginnings."""
    return len(phrase.tokens) - phrase.prefix


def _beginning(term: QueryTerm, splitting: Splitting, *, in_title: bool) -> Sequence[Phrase]:
    """Not stemmed: it is the beginning of a stem."""
    tokens = tuple(splitting.plain(term.text))
    if not tokens:
        return ()
    if len(tokens[-1]) < MIN_PREFIX_CHARS:
        raise BadAskedError(
            "short_prefix", f"{term.text[:40]!r} begins too many words: give {MIN_PREFIX_CHARS} letters"
        )
    return (Phrase(tokens, prefix=True, in_title=in_title),)


def _joined(term: QueryTerm, terms: Sequence[QueryTerm], splitting: Splitting) -> list[tuple[str, ...]]:
    """`kerja sama` may be written `kerjasama`: the word joined with the one before, and with the one behind."""
    at = next(place for place, each in enumerate(terms) if each is term)
    found: list[tuple[str, ...]] = []
    for first, second in ((at - 1, at), (at, at + 1)):
        pair = terms[max(first, 0) : second + 1]
        if first >= 0 and len(pair) == 2 and all(_may_join(each) for each in pair):
            tokens = tuple(splitting.stemmed(pair[0].text + pair[1].text))
            found += [tokens] * (len(tokens) == 1)
    return found


def _may_join(term: QueryTerm) -> bool:
    return term.is_plain and may_join(term.text.casefold())
