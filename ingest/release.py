"""The release of addresses to fetch, held back while earlier pages cannot be processed."""

from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

WhyHeld = Callable[[], str | None]
"""Why nothing should be fetched now; None if it may. It may take as long as the log takes to answer."""


def never() -> None:
    """Nothing holds the release back."""


class Release:
    """Asked before addresses are handed out. Links go in and polls go on all the same."""

    def __init__(self, why_held: WhyHeld = never, *, stopped: Callable[[str], bool] = lambda host: False) -> None:
        self._why_held = why_held
        self.stopped = stopped
        """Whether a host that is being visited is to be left alone, within its visit."""
        self._why: str | None = None

    @property
    def why(self) -> str | None:
        """The reason if the last look held the release back; asks nobody."""
        return self._why

    def is_held(self) -> bool:
        before, self._why = self._why, self._why_held()
        if (self._why is None) != (before is None):
            said = "release held back" if self._why else "release goes on"
            (log.warning if self._why else log.info)(said, why=self._why)
        return self._why is not None
