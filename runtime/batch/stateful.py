"""A batch of a stateful stage: each partition's records in order, waiting in place, in one state transaction."""

from collections.abc import Sequence
from typing import Any

from broker.port import Delivery
from runtime.attempt import Answer, Attempts, Handled, Held, Received
from runtime.batch.answering import Owners, by_partition
from runtime.declare import Stateful
from runtime.encoder import Encoder
from runtime.memory import AnyRemembering, BatchMemory
from runtime.state import Made, StateTransaction
from schemas.outcomes import Outcome


class StatefulBatch:
    """The state is committed with what each input made, before the batch settles: a replayed input finds that."""

    def __init__(self, step: Stateful, remembering: AnyRemembering, attempts: Attempts, encoder: Encoder) -> None:
        self._step = step
        self._remembering = remembering
        self._attempts = attempts
        self._encoder = encoder
        self._owners = Owners(remembering.state.claim, step.name)

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        groups = list(by_partition(deliveries))
        owners = [self._owners.of(group[0]) for group in groups]
        with self._remembering.state.transaction(*owners) as state:
            memory = BatchMemory[Any](self._step.name, self._remembering.value, state)
            answers = self._answers(groups, memory, state)
            memory.flush()
        return answers

    def _answers(
        self, groups: Sequence[Sequence[Delivery]], memory: BatchMemory[Any], state: StateTransaction
    ) -> Sequence[Answer]:
        monotonic = self._attempts.clock.monotonic
        until = monotonic() + self._step.limits.settle_s
        answers: list[Answer] = []
        for group in groups:
            state.forget_before(group[0].position)
            for delivery in group:
                answers.append(self._answer(delivery, memory, state))
                if monotonic() >= until:
                    return answers
                if isinstance(answers[-1], Held):
                    break
        return answers

    def _answer(self, delivery: Delivery, memory: BatchMemory[Any], state: StateTransaction) -> Answer:
        self._attempts.begin(delivery)
        received = self._attempts.receive(delivery)
        if not isinstance(received, Received):
            return received
        before = state.recorded(delivery.position, received.envelope.id)
        if before is not None:
            return self._attempts.passed(received, before)

        def process(received: Received) -> Made:
            return self._encoder.made(self._remembering.process(received.record, memory), received)

        answer = self._attempts.settled(received, process)
        if isinstance(answer, Handled):
            fate = answer.fate
            if fate.outcome in (Outcome.PASSED, Outcome.DROPPED):
                memory.keep()
            state.record(
                delivery.position, received.envelope.id, Made(answer.outputs, fate.outcome, fate.reason, fate.detail)
            )
        memory.undo()
        return answer
