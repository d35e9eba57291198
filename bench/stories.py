"""How well articles are related: near-duplicates on generated pairs, stories on labelled ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.story_pairs import NEAR, Pair
from processors.relate.duplicates import Carried, duplicate_of
from processors.relate.features import Features
from processors.relate.shingles import shingled


@dataclass
class PairScore:
    """Near-duplicates found among pairs. `missed` and `wrong` count by what the pair was made as."""

    found: int = 0
    right: int = 0
    near: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    without_band: int = 0
    """Near pairs that meet in no band: only another signal brings them together."""

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.near if self.near else 1.0


def score_pairs(pairs: Iterable[Pair]) -> PairScore:
    """Each pair by itself: what the comparison says against how it was made."""
    score = PairScore()
    for pair in pairs:
        first, second = carried(pair.first), carried(pair.second)
        found, near = duplicate_of(second, (first,)) is not None, pair.made in NEAR
        score.found += found
        score.near += near
        score.right += found and near
        score.missed[pair.made] += near and not found
        score.wrong[pair.made] += found and not near
        score.without_band += near and not set(first.text.bands) & set(second.text.bands)
    return score


def carried(features: Features) -> Carried:
    return Carried(features.id, features.outlet, features.published, features.sources, shingled(features))
