"""Shingles of a text, and its signature: what near-duplicates are found and compared by.

MinHash and its bands: Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from rensa import RMinHash

from processors.relate.features import Features
from processors.text.folding import folded
from processors.text.words import words_of

WORDS = 4
LEAD_WORDS = 50
# A text of 200,000 characters has 30,000 shingles; its first thousand say what it copies.
MAX_SHINGLES = 1_000
PERMUTATIONS = 128
# 42 bands of three rows: of pairs with a Jaccard of 0.35, 84 % meet; of those with 0.05, half a percent.
ROWS = 3
SEED = 1
MARKS = 4_096


@dataclass(frozen=True)
class Shingled:
    """A text as runs of four words, each a number of 32 bits; `lead` are those of its first words.

    `packed` holds all of them in four bytes each: a set takes twenty times as much.
    """

    packed: bytes
    lead: tuple[int, ...]
    title: frozenset[str]
    bands: tuple[int, ...]

    @property
    def shingles(self) -> frozenset[int]:
        return frozenset(self.numbers)

    @property
    def numbers(self) -> "array[int]":
        """Each once, in order."""
        numbers = array("I")
        numbers.frombytes(self.packed)
        return numbers

    @property
    def size(self) -> int:
        return len(self.packed) // array("I").itemsize

    @cached_property
    def marks(self) -> int:
        """A bit for each shingle, some of which fall on one: two texts without many bits in common share little."""
        bits = bytearray(MARKS // 8)
        for number in self.numbers:
            bits[number % MARKS >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")

    def most_common(self, other: "Shingled") -> int:
        """No more shingles than these are in both: the bits in common, and those that fell on a bit of another."""
        its, others = self.marks, other.marks
        hidden = min(self.size - its.bit_count(), other.size - others.bit_count())
        return (its & others).bit_count() + hidden


def shingled(features: Features) -> Shingled:
    """Linear in the text. A text of fewer than four words has no shingle and no band."""
    words = words_of(folded(features.text))
    runs = [" ".join(words[at : at + WORDS]) for at in range(min(len(words) - WORDS + 1, MAX_SHINGLES))]
    numbers = [crc32(run.encode()) for run in runs]
    return Shingled(
        packed=array("I", sorted(set(numbers))).tobytes(),
        lead=tuple(numbers[:LEAD_WORDS]),
        title=frozenset(words_of(folded(features.title))),
        bands=_bands(runs),
    )


def _bands(runs: Sequence[str]) -> tuple[int, ...]:
    if not runs:
        return ()
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(runs))
    digest = minhash.digest()
    rows = [digest[at : at + ROWS] for at in range(0, PERMUTATIONS - ROWS + 1, ROWS)]
    return tuple(crc32(f"{band}:{row}".encode()) for band, row in enumerate(rows))


def share(of: Sequence[int] | frozenset[int], other: frozenset[int]) -> float:
    """The share of shingles that another text has too; 0 where there is none."""
    return sum(each in other for each in of) / len(of) if of else 0.0
