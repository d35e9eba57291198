"""How a source leases work: its owner, number, duration, and the interval of looks when idle."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Leasing:
    """`owner` names the process; after a kill it takes its leases back by that name. Times in seconds."""

    owner: str
    at_once: int
    idle_s: float
    lease_s: float
