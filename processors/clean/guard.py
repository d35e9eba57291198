"""A look from outside: what prose of the page a reading lost, and what it took from behind another headline.

The steps of the cleaning know only what they chose. The guard compares their outcome with the whole page, sentence by
sentence, and with what JSON-LD states as the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from processors.clean.blocks import CONTACT, Block
from processors.clean.prose import MIN_HEADLINE_WORDS, MIN_PROSE_CHARS
from processors.text.markers import is_foreign
from processors.text.words import key_of
from schemas.article import Removed

# A loss or a gain of less is a caption or a promotion that a rule does not know.
MIN_CHARS = 160
# A reading that lost or gained this share of what it holds is doubted.
SHARE = 0.08
# What goes on behind the last line that was kept is the article's where it holds this share of it.
BEHIND_SHARE = 0.3
# A text that JSON-LD states is believed whole where it holds this share of what was read.
STATED_SHARE = 0.7
# What it states runs together with lines that rules take: it is compared in pieces, and a little may be missing.
MISSING_SHARE = 0.2
PIECE_KEY = 20
MIN_SENTENCE_KEY = 25
# What a rule took is kept up to a length: its beginning tells it.
PROBE_KEY = 60
SENTENCE = re.compile(r"""(?<=[.!?…])["”’)]*\s+""")


class Balance(NamedTuple):
    """Characters, white space and marks not counted: `kept` in the reading, `lost` to it, `gained` from elsewhere."""

    kept: int
    lost: int
    gained: int

    @property
    def fails(self) -> bool:
        return self.wrong >= max(MIN_CHARS, SHARE * self.kept)

    @property
    def wrong(self) -> int:
        return self.lost + self.gained


class Guard:
    """Judges readings of one page. `ends` tells the line from which on nothing is the article's."""

    def __init__(
        self, blocks: Sequence[Block], heading: Block | None, *, stated: str, ends: Callable[[str], bool]
    ) -> None:
        self._blocks = blocks
        self._start = blocks.index(heading) if heading is not None else None
        self._stated = [key for line in stated.splitlines() for key in _sentences(line)]
        self._ends = ends
        self._own: frozenset[int] | None = None

    def judge(self, kept: Sequence[str], removed: Iterable[Removed]) -> Balance:
        """The first reading asked for says where on the page the article stands."""
        text = key_of(" ".join(kept))
        taken = "\n".join(key_of(piece.text) for piece in removed)
        if self._own is None:
            self._own = frozenset(self._region(text))
        lost = sum(_missing(key, text, taken) for index in self._own for key in self._keys[index])
        others = (keys for index, keys in enumerate(self._keys) if index not in self._own)
        gained = sum(len(key) for keys in others for key in keys if key in text and key not in self._own_keys)
        return self._against_stated(text, taken, Balance(len(text), lost, gained))

    @cached_property
    def _keys(self) -> list[tuple[str, ...]]:
        return [tuple(_sentences(block.text)) if block.prose else () for block in self._blocks]

    @cached_property
    def _own_keys(self) -> frozenset[str]:
        return frozenset(key for index in self._own or () for key in self._keys[index])

    def _region(self, text: str) -> Iterator[int]:
        """Blocks of prose between the title and the last that was kept, and what goes on right behind it."""
        if not self._blocks:
            return
        kept = [index for index, keys in enumerate(self._keys) if any(key in text for key in keys)]
        start = self._start if self._start is not None else min(kept, default=0)
        last = max((index for index in kept if index >= start), default=start)
        yield from range(start, last + 1)
        behind = list(self._behind(last + 1))
        if sum(len(key) for index in behind for key in self._keys[index]) >= BEHIND_SHARE * len(text):
            yield from behind

    def _behind(self, start: int) -> Iterator[int]:
        for index, block in enumerate(self._blocks[start:], start):
            linked = block.linked > block.plain and len(block.text.split()) >= MIN_HEADLINE_WORDS
            if linked or block.tag == "h1" or self._ends(block.text):
                return
            if block.prose and not is_foreign(block.text) and not CONTACT.search(block.text):
                yield index

    def _against_stated(self, text: str, taken: str, seen: Balance) -> Balance:
        """The text that the page states of itself tells of losses that the page does not show, and of gains."""
        stated = sum(map(len, self._stated))
        missing = sum(_missing(key, text, taken) for key in self._stated)
        lost = max(seen.lost, missing) if missing >= max(MIN_CHARS, MISSING_SHARE * stated) else seen.lost
        if stated - missing < STATED_SHARE * seen.kept:
            return Balance(seen.kept, lost, seen.gained)
        whole = "".join(self._stated)
        foreign = sum(len(key) for keys in self._keys for key in keys if key in text and key not in whole)
        return Balance(seen.kept, lost, max(seen.gained, foreign))


def shares_nothing(kept: Sequence[str], stated: str) -> bool:
    """Whether no sentence that the page states as its text was read from it."""
    text = key_of(" ".join(kept))
    return not any(key in text for line in stated.splitlines() for key in _sentences(line))


def _sentences(text: str) -> Iterator[str]:
    """Keys of the sentences; what is too short to know goes with the one before it."""
    if len(text) < MIN_PROSE_CHARS:
        return
    pending = ""
    for sentence in SENTENCE.split(text):
        pending += key_of(sentence)
        if len(pending) >= MIN_SENTENCE_KEY:
            yield pending
            pending = ""
    if pending:
        yield pending


def _missing(key: str, text: str, taken: str) -> int:
    """Characters of a sentence that neither the text nor a rule has; a step may have cut a piece out of it."""
    if key in text or key[:PROBE_KEY] in taken:
        return 0
    pieces = (key[at : at + PIECE_KEY] for at in range(0, len(key), PIECE_KEY))
    return sum(len(piece) for piece in pieces if piece not in text and piece not in taken)
