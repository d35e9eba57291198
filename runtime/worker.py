"""The loop of one worker: poll, process, settle; a crash anywhere in between replays what was not settled."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from broker.port import BrokerError, Consumer, Delivery, LogFullError
from runtime.attempt import Attempts, Handled, Held
from runtime.batch.answering import BatchHandler
from runtime.breaker import Breaker
from runtime.declare import Reader
from runtime.failing import REST_S, SEEN_S, declare, wait_for
from runtime.giving_way import HELD_S, GivingWay
from runtime.observer import Observer
from runtime.resting import Resting, firsts, partition_of
from runtime.settling import Settlement
from runtime.state import StaleOwnerError, StoreUnavailableError
from runtime.suspects import Suspects
from runtime.waits import WaitReason, Waits
from schemas.envelope import is_live
from schemas.outcomes import Outcome

log = structlog.get_logger()
POLL_S = 1.0


@dataclass(kw_only=True)
class Worker:
    """One member of a step's group. `once` does one round; `run` repeats it until `stop` is set."""

    step: Reader
    batch: BatchHandler
    attempts: Attempts
    breaker: Breaker
    settlement: Settlement
    observer: Observer
    resting: Resting
    way: GivingWay
    suspects: Suspects
    waits: Waits
    stop: threading.Event
    paused: Callable[[], str | None] = lambda: None
    """Who paused the step, and why; None where nobody did."""
    longest_poll_s: float = POLL_S
    _pending: Sequence[Delivery] = ()
    _gather_until: float = float("-inf")

    def run(self, open_consumer: Callable[[], Consumer]) -> None:
        """Until `stop` is set. What the log or a store cannot do is waited for with fresh clients, never given up."""
        while not self.stop.is_set():
            if self._is_paused():
                self.stop.wait(REST_S)
                continue
            try:
                consumer = open_consumer()
            except BrokerError as error:
                self._rest_outside(WaitReason.LOG_UNAVAILABLE, error)
                continue
            try:
                while not self.stop.is_set() and not self._is_paused():
                    self.once(consumer)
                    self.waits.end("log")
                self._forget()
            except (BrokerError, StaleOwnerError) as error:
                # Never settle again with what failed once: its work is done anew from the settled offsets.
                self.observer.rebuilt(error)
                log.warning("consumer_rebuilt", stage=self.step.name, cause=str(error))
                self._forget()
                self._rest_outside(WaitReason.REBUILDING, error)
            finally:
                _close(consumer)

    def _is_paused(self) -> bool:
        """A paused step leaves its group: what it polled and did not settle comes again."""
        why = self.paused()
        if why is None:
            self.waits.end("step")
            return False
        self.waits.declare("step", reason=WaitReason.PAUSED, detail=why, for_s=REST_S + SEEN_S)
        return True

    def once(self, consumer: Consumer) -> int:
        """One round; returns how many records were settled."""
        self._resume(consumer)
        if not self._pending:
            self._poll(consumer)
        if not self._pending:
            return 0
        if (why := self.way.why_not()) is not None:
            self._hold_all(consumer, WaitReason.GIVING_WAY, why, HELD_S)
            return 0
        batch = self.suspects.batch(self._pending)
        condemned = self.suspects.condemned(batch[0])
        try:
            answers = [condemned] if condemned else self.batch.handle(batch)
        except StoreUnavailableError as error:
            reason, rest_s = wait_for(error)
            self._hold_all(consumer, reason, str(error), rest_s)
            return 0
        handled = [answer for answer in answers if isinstance(answer, Handled)]
        if not self._settle(consumer, handled):
            return 0
        done = {answer.delivery.position for answer in handled}
        self._pending = [delivery for delivery in self._pending if delivery.position not in done]
        for held in (answer for answer in answers if isinstance(answer, Held)):
            self._hold(consumer, held)
        return len(handled)

    def _resume(self, consumer: Consumer) -> None:
        if self.resting.resume(consumer):
            self.breaker.refresh()
            self.attempts.quarantined = self.suspects.run_dir.quarantined(self.step.name)

    def _poll(self, consumer: Consumer) -> None:
        self._pending = self.resting.due(consumer, self._gathered(consumer))
        is_new = self.suspects.is_new(self._pending[0] if self._pending else None)
        if self.observer.progress.polled(consumer.assignment()) or is_new:
            self.suspects.look_back()
            self.attempts.quarantined = self.suspects.run_dir.quarantined(self.step.name)

    def _gathered(self, consumer: Consumer) -> Sequence[Delivery]:
        """A settle costs the same for one record as for many: while they trickle in, they are let gather."""
        limits, monotonic = self.step.limits, self.attempts.clock.monotonic
        size = 1 if self.breaker.is_open or self.suspects.careful > 0 else limits.batch_records
        if (left := self._gather_until - monotonic()) > 0:
            self.stop.wait(left)
        deliveries = consumer.poll(max_messages=size, timeout_s=self.resting.poll_s(self.longest_poll_s))
        # On a cluster a poll may end short of what lies ready, at the edge of what was fetched.
        # Old records come in batches already: a live one behind them shall not wait for more of them.
        few = 0 < len(deliveries) < size / 2
        if few and (limits.patient or any(is_live(delivery.message.headers) for delivery in deliveries)):
            self._gather_until = monotonic() + limits.gather_s
        return deliveries

    def _settle(self, consumer: Consumer, answers: Sequence[Handled]) -> bool:
        """False where the breaker holds the batch back: nothing was written, and it will come again."""
        if not answers:
            return True
        if not self.breaker.admits([answer.fate.outcome is Outcome.REJECTED for answer in answers]):
            self._trip(consumer, answers[0])
            return False
        monotonic = self.attempts.clock.monotonic
        started = monotonic()
        self.attempts.activity.write("settling", started, self.step.limits.record_s, answers[0].delivery.position)
        self._settle_when_there_is_room(consumer, answers)
        self._idle()
        self.observer.settled(answers, monotonic() - started)
        self.suspects.absolve(answers)
        return True

    def _settle_when_there_is_room(self, consumer: Consumer, answers: Sequence[Handled]) -> None:
        messages = self.settlement.messages(answers)
        while True:
            try:
                consumer.settle([answer.delivery for answer in answers], messages)
            except LogFullError as error:
                # Nothing was written: the same settle may be tried until there is room.
                self._idle()
                if self.stop.wait(declare(self.waits, "settle", error, step=self.step.name)):
                    raise
                continue
            self.waits.end("settle")
            return

    def _trip(self, consumer: Consumer, first: Handled) -> None:
        self.observer.breaker_open()
        why = f"{first.fate.reason}: {first.fate.detail}"[:300]
        log.error("breaker_open", stage=self.step.name, last=why, advice=f"warta letters release {self.step.name}")
        self._hold_all(consumer, WaitReason.BREAKER_OPEN, why, self.step.limits.probe_s)

    def _hold(self, consumer: Consumer, held: Held) -> None:
        # A record that rests is in nobody's hands: the supervisor must not kill a worker for hanging on it.
        self._idle()
        self._pending = [each for each in self._pending if partition_of(each) != partition_of(held.delivery)]
        self.resting.hold(consumer, held)

    def _hold_all(self, consumer: Consumer, reason: WaitReason, detail: str, for_s: float) -> None:
        for first in firsts(self._pending):
            self._hold(consumer, Held(first, reason, detail, for_s))

    def _idle(self) -> None:
        self.attempts.activity.write("idle", self.attempts.clock.monotonic(), 0.0, None)

    def _forget(self) -> None:
        self._idle()
        self._pending = ()
        self.resting.forget()
        self.attempts.forget()

    def _rest_outside(self, reason: WaitReason, error: Exception) -> None:
        """Declared until a round succeeds."""
        self.stop.wait(declare(self.waits, "log", error, step=self.step.name, otherwise=reason))


def _close(consumer: Consumer) -> None:
    try:
        consumer.close()
    except BrokerError as error:
        # Its lease runs out by itself.
        log.warning("close_failed", detail=str(error))
