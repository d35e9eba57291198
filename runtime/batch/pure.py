"""A batch of a pure stage: each record by itself, until it is time to settle."""

from collections.abc import Callable, Sequence
from typing import Any

from broker.port import Delivery
from runtime.attempt import Answer, Attempts, Held, Received
from runtime.declare import Stage
from runtime.encoder import Encoder
from runtime.state import Made
from schemas.record import Record


class PureBatch:
    def __init__(
        self, step: Stage, function: Callable[[Any], Sequence[Record]], attempts: Attempts, encoder: Encoder
    ) -> None:
        self._step = step
        self._function = function
        self._attempts = attempts
        self._encoder = encoder

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        monotonic = self._attempts.clock.monotonic
        until = monotonic() + self._step.limits.settle_s
        answers: list[Answer] = []
        for delivery in deliveries:
            answers.append(self._attempts.attempt(delivery, self._process))
            if isinstance(answers[-1], Held) or monotonic() >= until:
                break
        return answers

    def _process(self, received: Received) -> Made:
        return self._encoder.made(self._function(received.record), received)
