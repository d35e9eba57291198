"""A request to the web, its limits, and its terms with the host."""

from dataclasses import dataclass, field

from schemas.frontier import Validators

# A host that must rest longer is not waited for in the middle of an article, or of what a redirect leads to.
PATIENCE_S = 60.0


@dataclass(frozen=True)
class RequestLimits:
    """`timeout_s` bounds a request with all its redirects, `read_timeout_s` each silence, `max_bytes` the body."""

    timeout_s: float = 30.0
    read_timeout_s: float = 10.0
    max_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True)
class RequestTerms:
    """`delay_s`: the least that the outlet declares; `patience_s`: how long a turn is waited for.

    `leased`: who asks holds the host's lease. Where such a host wants no rest, no turn is written down.
    """

    delay_s: float = 0.0
    patience_s: float = PATIENCE_S
    leased: bool = False


@dataclass(frozen=True)
class Ask:
    """A GET: `html` where only a page will do; `cut` where the first `max_bytes` of a longer body will."""

    url: str
    limits: RequestLimits = field(default_factory=RequestLimits)
    validators: Validators = field(default_factory=Validators)
    html: bool = False
    cut: bool = False
    terms: RequestTerms = field(default_factory=RequestTerms)
