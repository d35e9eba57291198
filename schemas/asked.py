"""What a reader asks the search for, as stores understand it: tokens that must stand in an article, and may not."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow each other. `prefix`: the last is the beginning of one. `in_title`: in the title."""

    tokens: tuple[str, ...]
    prefix: bool = False
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Of each of `every` one phrase must stand in the article, of `none` no phrase may; without `every`: no article.

    `sources`: ids of outlets of which one must be the article's, where there are any; `not_sources` may not be.
    """

    every: tuple[tuple[Phrase, ...], ...]
    none: tuple[Phrase, ...] = ()
    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()


def every_word(tokens: Iterable[str]) -> Asked:
    """Every token, anywhere."""
    return Asked(tuple((Phrase((token,)),) for token in tokens))
