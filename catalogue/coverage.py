"""How many outlets are polled, never verified or paused: by what is declared and by the last check of each list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from schemas.frontier import PollResult
from schemas.outlet import Outlet, Status

PollResults = Mapping[str, PollResult]
"""The last result of each address that was ever checked."""


class OutletStanding(StrEnum):
    """What stands between an outlet and its polls, in the words of the counts."""

    POLLED = "polled"
    NEVER_VERIFIED = "never verified"
    FAILED = "failed their last check"
    PAUSED = "paused"
    WITHOUT_LIST = "without a list"


def standing(outlet: Outlet, checked: PollResults) -> OutletStanding:
    """An unverified outlet is polled as soon as one of its lists has passed."""
    if outlet.status is Status.PAUSED:
        return OutletStanding.PAUSED
    if outlet.status is Status.ACTIVE:
        return OutletStanding.POLLED if outlet.lists else OutletStanding.WITHOUT_LIST
    results = [checked[url] for _, url in outlet.lists if url in checked]
    if PollResult.READ in results:
        return OutletStanding.POLLED
    return OutletStanding.FAILED if results else OutletStanding.NEVER_VERIFIED


def told_coverage(outlets: Iterable[Outlet], checked: PollResults) -> str:
    """`39 polled, 177 never verified, 31 paused`; what else there is comes after these three."""
    counts = Counter(standing(outlet, checked) for outlet in outlets)
    always = (OutletStanding.POLLED, OutletStanding.NEVER_VERIFIED, OutletStanding.PAUSED)
    others = [each for each in OutletStanding if each not in always and counts[each]]
    return ", ".join(f"{counts[each]} {each.value}" for each in (*always, *others))
