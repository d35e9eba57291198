"""Logs once that a source cannot be reached, and once that it can again, over any number of polls."""

from collections import defaultdict

import structlog

from ingest.web.errors import UNREACHABLE
from schemas.outcomes import Reason

log = structlog.get_logger(__name__)

# Polls that ended so brought an answer, if not always news.
ANSWERED = frozenset({None, Reason.NOT_MODIFIED, Reason.UNCHANGED})


class Reachability:
    def __init__(self) -> None:
        self._failing: defaultdict[str, dict[str, Reason]] = defaultdict(dict)
        """Source -> URL -> why its last poll failed."""

    def note(self, source: str, url: str, reason: Reason | None, detail: str) -> None:
        before, failed_before = source in self.unreachable(), url in self._failing[source]
        if reason is None or reason in ANSWERED:
            self._failing[source].pop(url, None)
        else:
            self._failing[source][url] = reason
        if before != (source in self.unreachable()):
            say = log.info if before else log.warning
            state = "source can be reached again" if before else "source cannot be reached"
            say(state, source=source, url=url, reason=reason, detail=detail)
        elif reason not in ANSWERED | UNREACHABLE and not failed_before:
            log.warning("poll fails", source=source, url=url, reason=reason, detail=detail)

    def unreachable(self) -> list[str]:
        """Sources of which at least one address could not be talked to at its last poll; by name."""
        return sorted(source for source, failing in self._failing.items() if UNREACHABLE & set(failing.values()))
