"""How each kind of stage takes a batch: record by record, under its state, or in one write of its store."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from broker.port import Delivery, Membership, Message, Position, size_of
from runtime.attempt import Handled, Held, Result, Stopwatch, call, decode, handled, remarks_on
from runtime.clock import Clock
from runtime.codec import Names, origin_of, to_message
from runtime.dead_letters import attempts_of
from runtime.run_dir import ActivityFile
from runtime.stage import KeyedStage, SinkStage, Stage
from runtime.state import Owner, Recorded, Sink, StateStore, StateTransaction
from schemas.envelope import Envelope
from schemas.fate import Fate
from schemas.outcomes import Drop, Outcome, Reason, Reject, TryLater
from schemas.record import Record, Remark

AnyStage = Stage[Any] | KeyedStage[Any, Any] | SinkStage[Any]
Answer = Handled | Held


@dataclass
class Bench:
    """What every handler works with."""

    worker: str
    names: Names
    clock: Clock
    activity: ActivityFile
    quarantined: frozenset[Position] = frozenset()
    in_place_tries: dict[Position, int] = field(default_factory=dict)

    def started(self, delivery: Delivery, limit_s: float) -> None:
        self.activity.write("processing", self.clock.monotonic(), limit_s, delivery.position)

    def messages(
        self, stage: AnyStage, outputs: Sequence[Record], envelope: Envelope, of: Delivery
    ) -> tuple[Message, ...]:
        """Raises Reject(RECORD_TOO_LARGE), and ValueError where a record cannot be encoded."""
        topics = {topic.record: topic for topic in stage.writes}
        at = self.clock.now()
        origin = origin_of(of.message.headers, of.appended_at)
        made = []
        for record in outputs:
            topic = topics[type(record)]
            full = self.names.full(topic)
            message = to_message(record, topic=full, stage=stage.name, at=at, lane=envelope.lane, origin=origin)
            if (size := size_of((message,))) > topic.max_record_bytes:
                raise Reject(Reason.RECORD_TOO_LARGE, f"{size} bytes, topic {full} takes {topic.max_record_bytes}")
            made.append(message)
        return tuple(made)


class Handler(Protocol):
    """Answers for a prefix of each partition; what it does not answer for was not begun and is polled again."""

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]: ...


class StageHandler:
    """A pure stage: each record by itself, until it is time to settle."""

    def __init__(self, stage: Stage[Any], bench: Bench) -> None:
        self._stage = stage
        self._bench = bench
        assert stage.reads.record is not None
        self._record = stage.reads.record

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        until = self._bench.clock.monotonic() + self._stage.limits.settle_s
        answers: list[Answer] = []
        for delivery in deliveries:
            answers.append(self._one(delivery))
            if isinstance(answers[-1], Held) or self._bench.clock.monotonic() >= until:
                break
        return answers

    def _one(self, delivery: Delivery) -> Answer:
        watch = Stopwatch()
        self._bench.started(delivery, self._stage.limits.record_s)
        decoded = decode(delivery, self._record, quarantined=delivery.position in self._bench.quarantined)
        if isinstance(decoded, Held):
            return decoded
        if isinstance(decoded, Result):
            return handled(delivery, None, decoded, ms=watch.ms)
        envelope, record = decoded
        remarks: list[Remark] = []

        def process() -> Sequence[Message]:
            outputs = self._stage.process(record)
            remarks.extend(remarks_on(outputs))
            return self._bench.messages(self._stage, outputs, envelope, delivery)

        attempts = attempts_of(delivery.message.headers)
        result = call(process, attempts=attempts, limits=self._stage.limits)
        return handled(delivery, envelope, result, ms=watch.ms, remarks=remarks)


@dataclass
class Owners:
    """Epochs claimed for the partitions of one membership; a new generation claims anew."""

    claim: Callable[[str, str, int], Owner]
    stage: str
    _membership: Membership | None = None
    _owners: dict[tuple[str, int], Owner] = field(default_factory=dict)

    def of(self, delivery: Delivery) -> Owner:
        if delivery.membership != self._membership:
            self._membership, self._owners = delivery.membership, {}
        key = (delivery.position.topic, delivery.position.partition)
        if key not in self._owners:
            self._owners[key] = self.claim(self.stage, *key)
        return self._owners[key]


class KeyedHandler:
    """A stateful stage: each partition's records in order, waiting in place; a batch is one state transaction."""

    def __init__(self, stage: KeyedStage[Any, Any], bench: Bench, state: StateStore) -> None:
        self._stage = stage
        self._bench = bench
        self._state = state
        self._owners = Owners(state.claim, stage.name)
        assert stage.reads.record is not None
        self._record = stage.reads.record

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        until = self._bench.clock.monotonic() + self._stage.limits.settle_s
        answers: list[Answer] = []
        groups = list(by_partition(deliveries))
        owners = [self._owners.of(group[0]) for group in groups]
        with self._state.transaction(*owners) as state:
            for group in groups:
                state.forget_before(group[0].position)
                for delivery in group:
                    answers.append(self._one(delivery, state))
                    if self._bench.clock.monotonic() >= until:
                        return answers
                    if isinstance(answers[-1], Held):
                        break
        return answers

    def _one(self, delivery: Delivery, state: StateTransaction) -> Answer:
        watch = Stopwatch()
        self._bench.started(delivery, self._stage.limits.record_s)
        decoded = decode(delivery, self._record, quarantined=delivery.position in self._bench.quarantined)
        if isinstance(decoded, Held):
            return decoded
        if isinstance(decoded, Result):
            return handled(delivery, None, decoded, ms=watch.ms)
        envelope, record = decoded
        before = state.recorded(delivery.position, envelope.id)
        if before is not None:
            return _again(delivery, envelope, before, watch.ms)
        return self._apply(delivery, envelope, record, state, watch)

    def _apply(
        self, delivery: Delivery, envelope: Envelope, record: Record, state: StateTransaction, watch: Stopwatch
    ) -> Answer:
        key = f"{self._stage.name}/{record.key()}"
        remembered = state.get(key)
        fresh: list[Any] = []
        remarks: list[Remark] = []

        def process() -> Sequence[Message]:
            before = self._stage.decode(remembered) if remembered is not None else None
            after, outputs = self._stage.process(record, before)
            remarks.extend(remarks_on(outputs))
            messages = self._bench.messages(self._stage, outputs, envelope, delivery)
            fresh.append(self._stage.encode(after))
            return messages

        tries = self._bench.in_place_tries.get(delivery.position, 0)
        result = call(process, attempts=tries, limits=self._stage.limits)
        if isinstance(result.fated, TryLater):
            return waiting_in_place(self._bench, delivery, result.fated)
        self._bench.in_place_tries.pop(delivery.position, None)
        if isinstance(result.fated, Drop) and result.fated.remember is not None:
            fresh.append(self._stage.encode(result.fated.remember))
        answer = handled(delivery, envelope, result, ms=watch.ms, remarks=remarks)
        if fresh:
            state.put(key, fresh[0])
        state.record(delivery.position, envelope.id, _recorded(answer))
        return answer


def waiting_in_place(bench: Bench, delivery: Delivery, later: TryLater) -> Held:
    """Order is kept: nothing of the partition passes before this record."""
    bench.in_place_tries[delivery.position] = bench.in_place_tries.get(delivery.position, 0) + 1
    return Held(delivery, later.reason, later.detail, later.tier.delay_s)


def _recorded(answer: Handled) -> Recorded:
    return Recorded(
        outputs=tuple((m.topic, m.key, m.value, m.headers) for m in answer.outputs),
        outcome=answer.fate.outcome.value,
        reason=answer.fate.reason.value if answer.fate.reason else None,
        detail=answer.fate.detail,
    )


def _again(delivery: Delivery, envelope: Envelope, before: Recorded, ms: float) -> Handled:
    fate = Fate(
        id=envelope.id,
        subject=envelope.subject,
        lane=envelope.lane,
        outcome=Outcome(before.outcome),
        reason=Reason(before.reason) if before.reason else None,
        detail=before.detail,
        ms=ms,
    )
    return Handled(delivery, fate, tuple(Message(*output) for output in before.outputs))


class SinkHandler:
    """A store: each partition's records in one write; a write that fails is tried record by record."""

    def __init__(self, stage: SinkStage[Any], bench: Bench) -> None:
        self._stage = stage
        self._bench = bench
        self._sink: Sink[Any] = stage.sink
        self._owners = Owners(stage.sink.claim, stage.name)
        assert stage.reads.record is not None
        self._record = stage.reads.record

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        answers: list[Answer] = []
        for group in by_partition(deliveries):
            answers += self._partition(group)
        return answers

    def _partition(self, group: Sequence[Delivery]) -> Iterator[Answer]:
        watch = Stopwatch()
        self._bench.started(group[0], self._stage.limits.record_s)
        taken: list[tuple[Delivery, Envelope, Record]] = []
        answers: dict[Position, Answer] = {}
        for delivery in group:
            decoded = decode(delivery, self._record, quarantined=delivery.position in self._bench.quarantined)
            if isinstance(decoded, tuple):
                taken.append((delivery, *decoded))
                continue
            is_held = isinstance(decoded, Held)
            answers[delivery.position] = (
                decoded if isinstance(decoded, Held) else handled(delivery, None, decoded, ms=watch.ms)
            )
            if is_held:
                break
        answers |= {answer.delivery.position: answer for answer in self._write(taken, watch)}
        return (answers[delivery.position] for delivery in group if delivery.position in answers)

    def _write(self, taken: Sequence[tuple[Delivery, Envelope, Record]], watch: Stopwatch) -> Iterator[Answer]:
        if not taken:
            return
        owner = self._owners.of(taken[0][0])
        reasons: list[Reason | None] = []

        def write() -> Sequence[Message]:
            reasons.extend(self._sink.write(owner, [record for _, _, record in taken]))
            return ()

        tries = self._bench.in_place_tries.get(taken[0][0].position, 0) if len(taken) == 1 else 0
        result = call(write, attempts=tries, limits=self._stage.limits)
        if result.fated is not None and len(taken) > 1:
            # One of them is at fault: alone, each meets its own fate, and none passes one that is held.
            for one in taken:
                (answer,) = self._write([one], watch)
                yield answer
                if isinstance(answer, Held):
                    return
            return
        if isinstance(result.fated, TryLater):
            yield waiting_in_place(self._bench, taken[0][0], result.fated)
            return
        ms = round(watch.ms / len(taken), 3)
        for index, (delivery, envelope, _) in enumerate(taken):
            self._bench.in_place_tries.pop(delivery.position, None)
            reason = reasons[index] if reasons else None
            fated = result if reason is None else Result(fated=Drop(reason))
            yield handled(delivery, envelope, fated, ms=ms)


def by_partition(deliveries: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
    """Deliveries of one partition at a time, in order."""
    ordered = sorted(deliveries, key=lambda delivery: delivery.position)
    for _, group in itertools.groupby(ordered, key=lambda d: (d.position.topic, d.position.partition)):
        yield list(group)


def handler_for(stage: AnyStage, bench: Bench, state: StateStore | None) -> Handler:
    """Raises ValueError where a stateful stage is given no state store."""
    if isinstance(stage, KeyedStage):
        if state is None:
            raise ValueError(f"stage {stage.name} needs a state store")
        return KeyedHandler(stage, bench, state)
    return SinkHandler(stage, bench) if isinstance(stage, SinkStage) else StageHandler(stage, bench)
