"""The loop of one worker: poll, process, settle; a crash anywhere in between replays what was not settled."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from broker.port import BrokerError, Consumer, Delivery, LogFullError, Membership, Position
from runtime.attempt import Handled, Held, fate_of
from runtime.breaker import Breaker
from runtime.clock import Clock
from runtime.codec import origin_of
from runtime.dead_letters import attempts_of, due_of
from runtime.handlers import AnyStage, Bench, Handler, SinkHandler
from runtime.log_waits import SEEN_S, log_wait
from runtime.metrics import EngineMetrics
from runtime.progress import Progress
from runtime.run_dir import DEATHS_TO_CONDEMN, RunDir
from runtime.settling import Settlement
from runtime.state import StaleOwnerError, StoreUnavailableError
from runtime.waits import Waits
from schemas.outcomes import Outcome, Reason, Reject

log = structlog.get_logger()
POLL_S = 1.0
STORE_WAIT_S = 2.0
LOG_FULL_WAIT_S = 1.0


class Worker:
    """One member of a stage's group. `step` does one round; `run` repeats it until `stop` is set."""

    def __init__(
        self,
        stage: AnyStage,
        *,
        bench: Bench,
        handler: Handler,
        open_consumer: Callable[[], Consumer],
        run_dir: RunDir,
        metrics: EngineMetrics,
        waits: Waits,
        progress: Progress,
        stop: threading.Event,
        poll_s: float = POLL_S,
    ) -> None:
        self._stage = stage
        self._bench = bench
        self._handler = handler
        self._open_consumer = open_consumer
        self._run_dir = run_dir
        self._metrics = metrics
        self._waits = waits
        self._progress = progress
        self._stop = stop
        self._longest_poll_s = poll_s
        self._clock: Clock = bench.clock
        self._breaker = Breaker(run_dir.breaker(bench.worker), stage.limits)
        self._settlement = Settlement(stage, bench.worker, bench.names, bench.clock)
        self._pending: list[Delivery] = []
        self._resting: dict[tuple[str, int], float] = {}
        self._deaths: dict[Position, int] = {}
        self._membership: Membership | None = None
        self._careful = 0
        self._gather_until = 0.0

    def run(self) -> None:
        """Until `stop` is set. What the log or a store cannot do is waited for with fresh clients, never given up."""
        while not self._stop.is_set():
            try:
                consumer = self._open_consumer()
            except BrokerError as error:
                self._rest_outside("log_unavailable", error)
                continue
            try:
                while not self._stop.is_set():
                    self.step(consumer)
                    self._waits.end("log")
            except (BrokerError, StaleOwnerError) as error:
                # Never settle again with what failed once: its work is done anew from the settled offsets.
                self._metrics.rebuilds.labels(self._stage.name, type(error).__name__).inc()
                log.warning("consumer_rebuilt", stage=self._stage.name, cause=str(error))
                self._forget()
                self._rest_outside("rebuilding", error)
            finally:
                _close(consumer)

    def step(self, consumer: Consumer) -> int:
        """One round; returns how many records were settled."""
        self._resume_rested(consumer)
        if not self._pending:
            self._pending = self._due(consumer, self._gathered(consumer))
            is_new = self._is_of_new_membership()
            if self._progress.polled(consumer.assignment()) or is_new:
                self._look_back()
        if not self._pending:
            return 0
        batch = self._next_batch()
        condemned = self._condemned(batch)
        try:
            answers = [condemned] if condemned else self._handler.handle(batch)
        except StoreUnavailableError as error:
            self._hold_each_partition(consumer, Reason.STORE_UNAVAILABLE, str(error), STORE_WAIT_S)
            return 0
        finished = [answer for answer in answers if isinstance(answer, Handled)]
        settled = self._settle(consumer, finished)
        if settled:
            self._take_from_pending(finished)
            for held in (answer for answer in answers if isinstance(answer, Held)):
                self._hold(consumer, held)
        return len(finished) if settled else 0

    def _gathered(self, consumer: Consumer) -> Sequence[Delivery]:
        """A settle costs the same for one record as for many: while they trickle in, they are let gather."""
        size = 1 if self._breaker.is_open or self._careful > 0 else self._stage.limits.batch_records
        if (left := self._gather_until - self._clock.monotonic()) > 0:
            self._stop.wait(left)
        deliveries = consumer.poll(max_messages=size, timeout_s=self._poll_s())
        # On a cluster a poll may end short of what lies ready, at the edge of what was fetched.
        if 0 < len(deliveries) < size / 2:
            self._gather_until = self._clock.monotonic() + self._stage.limits.gather_s
        return deliveries

    def _is_of_new_membership(self) -> bool:
        """The partitions may be those of before, and another may have had them, and died, in between."""
        before = self._membership
        if self._pending:
            self._membership = self._pending[0].membership
        return self._membership != before

    def _next_batch(self) -> list[Delivery]:
        """A record that a worker died of goes alone."""
        if self._careful > 0:
            self._careful -= 1
            return self._pending[:1]
        for index, delivery in enumerate(self._pending):
            if delivery.position in self._deaths:
                return self._pending[: max(index, 1)]
        return self._pending

    def _condemned(self, batch: Sequence[Delivery]) -> Handled | None:
        if batch[0].position in self._deaths:
            # Another may have died of it since this worker looked.
            self._deaths = self._run_dir.deaths(self._stage.name)
        deaths = self._deaths.get(batch[0].position, 0)
        if deaths < DEATHS_TO_CONDEMN:
            return None
        fated = Reject(Reason.KILLED_WORKER, f"{deaths} workers died while they processed it")
        delivery = batch[0]
        return Handled(delivery, fate_of(delivery, None, fated, 0.0), attempts=attempts_of(delivery.message.headers))

    def _settle(self, consumer: Consumer, answers: Sequence[Handled]) -> bool:
        """False where the breaker holds the batch back: nothing was written, and it will come again."""
        if not answers:
            return True
        if not self._breaker.admits([answer.fate.outcome is Outcome.REJECTED for answer in answers]):
            self._metrics.breaker_open.labels(self._stage.name).set(1)
            why = f"{answers[0].fate.reason}: {answers[0].fate.detail}"[:300]
            log.error(
                "breaker_open", stage=self._stage.name, last=why, advice=f"warta letters release {self._stage.name}"
            )
            self._hold_each_partition(consumer, "breaker_open", why, self._stage.limits.probe_s)
            return False
        self._metrics.breaker_open.labels(self._stage.name).set(0)
        started = self._clock.monotonic()
        self._bench.activity.write("settling", started, self._stage.limits.record_s, answers[0].delivery.position)
        self._settle_when_there_is_room(consumer, answers)
        self._bench.activity.write("idle", self._clock.monotonic(), 0.0, None)
        self._observe(answers, self._clock.monotonic() - started)
        return True

    def _settle_when_there_is_room(self, consumer: Consumer, answers: Sequence[Handled]) -> None:
        messages = self._settlement.messages(answers)
        while True:
            try:
                consumer.settle([answer.delivery for answer in answers], messages)
            except LogFullError as error:
                # Nothing was written: the same settle may be tried until there is room.
                self._bench.activity.write("idle", self._clock.monotonic(), 0.0, None)
                self._waits.declare("settle", reason="log_full", detail=str(error), for_s=LOG_FULL_WAIT_S * 2)
                log.warning("log_full", stage=self._stage.name, detail=str(error))
                if self._stop.wait(LOG_FULL_WAIT_S):
                    raise
                continue
            self._waits.end("settle")
            return

    def _observe(self, answers: Sequence[Handled], settle_s: float) -> None:
        name = self._stage.name
        now = self._clock.now()
        self._progress.moved(len(answers))
        self._metrics.settle_seconds.labels(name).observe(settle_s)
        process_seconds = self._metrics.process_seconds.labels(name)
        for answer in answers:
            fate = answer.fate
            process_seconds.observe(fate.ms / 1000)
            if isinstance(self._handler, SinkHandler) and fate.outcome is Outcome.PASSED:
                age = now - origin_of(answer.delivery.message.headers, now)
                self._metrics.end_to_end_seconds.labels(name, fate.lane.value).observe(max(0.0, age))
            if self._deaths and answer.delivery.position in self._deaths:
                self._run_dir.absolve(name, answer.delivery.position)
                del self._deaths[answer.delivery.position]
        # Counted by batch: to look up a counter by its labels costs more than all else that is done for a record here.
        for (outcome, reason), count in Counter((each.fate.outcome, each.fate.reason) for each in answers).items():
            self._metrics.records.labels(name, outcome.value, reason.value if reason else "").inc(count)
            if outcome is Outcome.REJECTED:
                self._metrics.dead_letters.labels(name, str(reason)).inc(count)

    def _due(self, consumer: Consumer, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Without retried records whose time has not come: their partition rests until then."""
        due: list[Delivery] = []
        resting: set[tuple[str, int]] = set()
        for delivery in deliveries:
            key = (delivery.position.topic, delivery.position.partition)
            left = due_of(delivery.message.headers) - self._clock.now()
            if key in resting:
                continue
            if left <= 0:
                due.append(delivery)
                continue
            resting.add(key)
            consumer.rewind(delivery)
            self._resting[key] = self._clock.monotonic() + left
            self._waits.declare(f"{key[0]}/{key[1]}", reason="retry_not_due", detail="", for_s=left + POLL_S)
        return due

    def _hold(self, consumer: Consumer, held: Held) -> None:
        # A record that rests is in nobody's hands: the supervisor must not kill a worker for hanging on it.
        self._bench.activity.write("idle", self._clock.monotonic(), 0.0, None)
        key = (held.delivery.position.topic, held.delivery.position.partition)
        consumer.rewind(held.delivery)
        self._pending = [d for d in self._pending if (d.position.topic, d.position.partition) != key]
        self._resting[key] = self._clock.monotonic() + held.for_s
        self._waits.declare(f"{key[0]}/{key[1]}", reason=held.reason, detail=held.detail, for_s=held.for_s + POLL_S)
        log.warning(
            "waiting", stage=self._stage.name, where=f"{key[0]}/{key[1]}", reason=held.reason, detail=held.detail
        )

    def _hold_each_partition(self, consumer: Consumer, reason: str, detail: str, for_s: float) -> None:
        for key in dict.fromkeys((d.position.topic, d.position.partition) for d in self._pending):
            first = next(d for d in self._pending if (d.position.topic, d.position.partition) == key)
            self._hold(consumer, Held(first, reason, detail, for_s))

    def _resume_rested(self, consumer: Consumer) -> None:
        now = self._clock.monotonic()
        for key in [key for key, until in self._resting.items() if until <= now]:
            del self._resting[key]
            self._waits.end(f"{key[0]}/{key[1]}")
            consumer.resume(*key)
            self._breaker.refresh()
            self._bench.quarantined = self._run_dir.quarantined(self._stage.name)

    def _poll_s(self) -> float:
        now = self._clock.monotonic()
        return max(0.0, min([self._longest_poll_s, *(until - now for until in self._resting.values())]))

    def _take_from_pending(self, finished: Sequence[Handled]) -> None:
        done = {answer.delivery.position for answer in finished}
        self._pending = [delivery for delivery in self._pending if delivery.position not in done]

    def _look_back(self) -> None:
        """What an earlier life of this worker, or of another on the same partitions, died of."""
        known = self._deaths
        self._deaths = self._run_dir.deaths(self._stage.name)
        self._bench.quarantined = self._run_dir.quarantined(self._stage.name)
        if self._deaths != known:
            self._careful = self._stage.limits.batch_records if self._deaths else 0
            log.warning("careful", stage=self._stage.name, suspects=len(self._deaths))

    def _forget(self) -> None:
        self._bench.activity.write("idle", self._clock.monotonic(), 0.0, None)
        self._pending = []
        self._resting = {}
        self._bench.in_place_tries.clear()

    def _rest_outside(self, reason: str, error: Exception) -> None:
        """Declared until a step succeeds."""
        reason, rest_s = log_wait(error, otherwise=reason)
        self._waits.declare("log", reason=reason, detail=str(error), for_s=rest_s + SEEN_S)
        log.warning(reason, stage=self._stage.name, detail=str(error))
        self._stop.wait(rest_s)


def _close(consumer: Consumer) -> None:
    try:
        consumer.close()
    except BrokerError as error:
        # Its lease runs out by itself.
        log.warning("close_failed", detail=str(error))
