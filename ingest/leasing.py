"""How a source takes work: in whose name, how much at once, for how long, and how often it looks when idle."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Leasing:
    """`owner` is the process: what it held when it was killed it takes back by that name. Times in seconds."""

    owner: str
    at_once: int
    idle_s: float
    lease_s: float
