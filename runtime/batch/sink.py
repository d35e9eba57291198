"""A batch of a sink: each partition's records in one write; a write that fails is tried record by record."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from broker.port import Delivery
from runtime.attempt import Answer, Attempts, Held, Received, handled
from runtime.batch.answering import Owners, by_partition
from runtime.state import Made, StaleOwnerError, StoreUnavailableError
from runtime.state import SinkWork as Store
from schemas.outcomes import Outcome, Reason


class SinkBatch:
    def __init__(self, step: str, store: Store[Any], attempts: Attempts) -> None:
        self._store = store
        self._attempts = attempts
        self._owners = Owners(store.claim, step)

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        return [answer for group in by_partition(deliveries) for answer in self._partition(group)]

    def _partition(self, group: Sequence[Delivery]) -> Iterator[Answer]:
        """Up to the first that is held: none passes one before it."""
        self._attempts.begin(group[0])
        received: list[Received | Answer] = []
        for delivery in group:
            received.append(self._attempts.receive(delivery))
            if isinstance(received[-1], Held):
                break
        written = self._written([each for each in received if isinstance(each, Received)])
        for each in received:
            answer = next(written, None) if isinstance(each, Received) else each
            if answer is None:
                return
            yield answer

    def _written(self, taken: Sequence[Received]) -> Iterator[Answer]:
        if len(taken) > 1:
            try:
                yield from self._all_at_once(taken)
                return
            except (StaleOwnerError, StoreUnavailableError):
                raise
            except Exception:
                # One of them is at fault: alone, each meets its own fate.
                pass
        for each in taken:
            self._attempts.begin(each.delivery)
            answer = self._attempts.settled(each, self._alone)
            yield answer
            if isinstance(answer, Held):
                return

    def _all_at_once(self, taken: Sequence[Received]) -> Sequence[Answer]:
        reasons = self._store.write(self._owners.of(taken[0].delivery), [each.record for each in taken])
        ms = round((time.perf_counter() - taken[0].started) * 1000 / len(taken), 3)
        return [handled(each, _told(reason), ms) for each, reason in zip(taken, reasons, strict=True)]

    def _alone(self, received: Received) -> Made:
        (reason,) = self._store.write(self._owners.of(received.delivery), [received.record])
        return _told(reason)


def _told(reason: Reason | None) -> Made:
    return Made() if reason is None else Made(outcome=Outcome.DROPPED, reason=reason)
