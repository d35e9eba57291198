"""Whether steps have passed what lay before them: round by round, so that what one step wrote counts for the next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from broker.port import Log

Mark = tuple[str, str, int]


@dataclass
class Passing:
    """`rounds` are groups, in the order of the flow. A round ends when each of its groups has settled everything that
    was in its topics when the round began; what comes meanwhile is not waited for."""

    log: Log
    rounds: Sequence[Collection[str]]
    _round: int = 0
    _marks: dict[Mark, int] | None = field(default=None)

    def look(self) -> bool:
        """Whether all rounds are over. Raises BrokerError."""
        while self._round < len(self.rounds):
            lags = [lag for lag in self.log.lag() if lag.group in self.rounds[self._round]]
            if self._marks is None:
                self._marks = {(lag.group, lag.topic, lag.partition): lag.end for lag in lags}
            marks = self._marks
            if any(lag.behind and lag.settled < marks.get((lag.group, lag.topic, lag.partition), 0) for lag in lags):
                return False
            self._round, self._marks = self._round + 1, None
        return True

    def unread(self) -> int:
        """Records that the groups of all rounds have not settled."""
        groups = {group for groups in self.rounds for group in groups}
        return sum(lag.behind for lag in self.log.lag() if lag.group in groups)
