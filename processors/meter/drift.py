"""The signal `drift`: a measure of a source's articles that left its band, as when its layout has changed.

Each article adds to two scores of each measure what it says for a change, up or down, against none: Page's cumulative
sum of log likelihood ratios. By chance a score reaches h once in exp(h) articles at most.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

# Over ln(articles a year, both ways of every measure): what is learnt is not exact, and articles of a day are alike.
MARGIN = 2.5
LEAST_A_YEAR = 200.0
# For each article a day: a day has its own subjects and its own people, so its articles are no independent witnesses.
OF_A_DAY, DAYS_A_YEAR = 0.08, 365.25
# Articles until a band is known, and those over which it follows slow changes.
LEAST_ARTICLES, MEMORY = 60, 300
# A change of odds by e^2, as from 95 of 100 to 72; and of two deviations.
ODDS, DEVIATIONS = 2.0, 2.0
# A share is never believed to be surer than this, nor an article to be stranger.
SUREST, STRANGEST = 0.03, 3.0
# A score holds its band still from this part of the limit on, and grows no further than this.
STILL, MOST = 0.25, 1.5
# Articles after which what has changed is taken for what is usual.
USUAL_AFTER = 400


@dataclass
class Band:
    """What is usual of one measure of a source, and the scores of a change. A share is of articles that have it."""

    is_share: bool
    articles: int = 0
    mean: float = 0.0
    square: float = 0.0
    up: float = 0.0
    down: float = 0.0
    changed: int = 0
    """Articles since the scores passed the limit."""

    def saw(self, value: float, *, limit: float) -> None:
        """An article came with this value of the measure."""
        if self.articles >= LEAST_ARTICLES:
            up, down = self._of_share(value) if self.is_share else self._of_number(value)
            self.up, self.down = (
                min(max(0.0, score + said), MOST * limit) for score, said in ((self.up, up), (self.down, down))
            )
            self.changed = self.changed + 1 if self.score > limit else 0
        if self.changed >= USUAL_AFTER:
            self.articles, self.up, self.down, self.changed = 0, 0.0, 0.0, 0
        if self.score <= STILL * limit:
            self._learn(value)

    @property
    def score(self) -> float:
        return max(self.up, self.down)

    def _learn(self, value: float) -> None:
        self.articles = min(self.articles + 1, MEMORY)
        if not self.is_share and self.articles > LEAST_ARTICLES:
            # One article of fifty times the length must not make the band wide.
            most = STRANGEST * self._deviation
            value = min(max(value, self.mean - most), self.mean + most)
        self.mean += (value - self.mean) / self.articles
        self.square += (value * value - self.square) / self.articles

    @property
    def _deviation(self) -> float:
        return sqrt(max(self.square - self.mean * self.mean, 1e-6))

    def _of_share(self, value: float) -> tuple[float, float]:
        """What nearly all have, or nearly none, cannot become more so."""
        usual = min(max(self.mean, SUREST), 1.0 - SUREST)
        up, down = (_ratio(value, 1.0 / (1.0 + exp(-log(usual / (1.0 - usual)) - by)), usual) for by in (ODDS, -ODDS))
        return up if self.mean < 1.0 - SUREST else 0.0, down if self.mean > SUREST else 0.0

    def _of_number(self, value: float) -> tuple[float, float]:
        strange = min(max((value - self.mean) / self._deviation, -STRANGEST), STRANGEST)
        least = DEVIATIONS * DEVIATIONS / 2
        return DEVIATIONS * strange - least, -DEVIATIONS * strange - least


def _ratio(value: float, changed: float, usual: float) -> float:
    return log(changed / usual) if value else log((1.0 - changed) / (1.0 - usual))


def limit_of(a_year: float, *, measures: int) -> float:
    """The score that chance reaches less than once a year, of so many articles a year and so many measures."""
    return log(max(LEAST_A_YEAR, a_year) * 2 * measures) + MARGIN + OF_A_DAY * a_year / DAYS_A_YEAR
