"""The signal `silence`: a source that should have published by now, and has not.

The articles of a source come as of a Poisson process with the rate of its rhythm. Then a gap in which `x` were expected
has the chance exp(-x). A source of N articles a year has N gaps, so a gap of ln N happens once a year by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from processors.meter.rhythm import EVEN, Rates, Weeks, rates_of

# Over ln N: rates are learnt, and articles come in swarms. It costs a fifth of the least delay, and halves the alarms
# that a simulated year with weekends and Lebaran brings by chance (tests/processors/meter_years.py).
STRETCH = 1.1
MARGIN = 1.1
# The shape of another's week fits worse.
MARGIN_OF_LIKE = 2.0
# Below three expected articles no gap says anything, however rare the articles are.
LEAST_LIMIT = 3.0
# Expected articles over which a recent change of the level (a holiday, a strike) is felt.
MEMORY = 25.0
# Articles' worth of belief that the level is the learnt one; and that of its like, while its own is not known.
BELIEF, BELIEF_IN_LIKE = 4.0, 1.0
# A source whose level fell further than this is silent soon, whatever it still brings.
LEAST_PACE = 0.05
# Weeks until a source's own rhythm is known. Until then that of its like does, after so many articles.
LEAST_WEEKS = 2
LEAST_ARTICLES = 8


@dataclass
class Silence:
    """What is remembered of one source: its weeks, its last article, and how far it keeps its rhythm of late.

    Times are seconds since the epoch. `rates` are of the weeks that are over, or of its like before there are enough.
    """

    weeks: Weeks
    rates: Rates
    last_at: float
    came: float = 0.0
    expected: float = 0.0

    @classmethod
    def begin(cls, at: float, *, like: Rates) -> "Silence":
        """With the first article of a source; `like` expects nothing where nothing like it is known."""
        weeks = Weeks(Weeks.of(at))
        weeks.count(at)
        return cls(weeks, like, at, came=1.0)

    def saw(self, at: float, *, prior: Sequence[float] = EVEN) -> None:
        """An article came. One that comes late changes its week and nothing else."""
        if self.weeks.count(at):
            self._learn(prior)
        if at <= self.last_at:
            return
        # What an outage should have brought says nothing of the pace: it is counted up to the limit alone.
        gap = min(self.rates.between(self.last_at, at), self.limit)
        kept = exp(-gap / MEMORY)
        self.came = self.came * kept + 1.0
        self.expected = self.expected * kept + gap
        self.last_at = at

    def _learn(self, prior: Sequence[float]) -> None:
        if not self.knows_itself:
            return
        if self.weeks.seen == LEAST_WEEKS:
            # The pace so far was that of another's level.
            self.came = self.expected = 0.0
        self.rates = rates_of(self.weeks, prior=prior)

    @property
    def knows_itself(self) -> bool:
        return self.weeks.seen >= LEAST_WEEKS

    @property
    def pace(self) -> float:
        """The share of the level that came of late: at most 1, unless the level is another's."""
        belief = BELIEF if self.knows_itself else BELIEF_IN_LIKE
        pace = max(LEAST_PACE, (self.came + belief) / (self.expected + belief))
        return min(1.0, pace) if self.knows_itself else pace

    @property
    def a_year(self) -> float:
        """Articles expected in a year."""
        return self.rates.a_year * (1.0 if self.knows_itself else self.pace)

    @property
    def limit(self) -> float:
        """How many articles must be missed before a gap is no chance."""
        margin = MARGIN if self.knows_itself else MARGIN_OF_LIKE
        return max(LEAST_LIMIT, log(max(1.0, self.a_year)) * STRETCH) + margin

    @property
    def is_told(self) -> bool:
        """Whether enough is known to tell it."""
        return self.rates.a_week > 0 and (self.knows_itself or self.weeks.articles >= LEAST_ARTICLES)

    def expected_at(self, now: float) -> float:
        """Articles an hour that are expected now."""
        return self.pace * self.rates.at(now) if self.rates.a_week else 0.0

    def missed(self, now: float) -> float:
        """How many articles should have come since the last, as the source publishes of late."""
        return self.pace * self.rates.between(self.last_at, now)

    def value(self, now: float) -> float:
        """Over 1 where the source is silent; 0 while too little is known."""
        return self.missed(now) / self.limit if self.is_told else 0.0

    def silent_from(self) -> float:
        """When it will be silent if nothing comes; infinity while too little is known."""
        return self.rates.after(self.last_at, self.limit / self.pace) if self.is_told else float("inf")
