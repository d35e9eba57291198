"""Dead letters that wait, those that nobody has replayed or discarded; and both of these."""

import os
from collections.abc import Sequence

from broker.port import Delivery, Log, Message
from pipeline.settings import Settings
from pipeline.topology import READERS, reader_named
from pipeline.wiring.log import names
from runtime.dead_letters import Letter, original_headers, read_letter
from runtime.declare import Reader

PAGE = 500


def waiting_letters(log: Log, step: Reader, settings: Settings, *, most: int | None = None) -> Sequence[Letter]:
    """The oldest first."""
    group, topic = step.letters_group, names(settings).full(step.dead)
    start = max((lag.settled for lag in log.lag((group,))), default=0)
    found: list[Letter] = []
    while (most is None or len(found) < most) and (page := log.read(topic, 0, start=start, limit=PAGE)):
        found += [read_letter(stored) for stored in page]
        start = page[-1].position.offset + 1
    return found[:most]


def letters_of(log: Log, settings: Settings, step: str | None, most: int) -> Sequence[Letter]:
    """Of a step by its name, or of all; `most` of each."""
    chosen = [each for each in READERS if step in (None, each.name)]
    return [letter for each in chosen for letter in waiting_letters(log, each, settings, most=most)]


def settle_letters(log: Log, settings: Settings, step: str, through: int | None, *, again: bool) -> int:
    """Up to the number `through`, or all: sent to their step as they came where `again`, else given up. In either case
    they leave the list in the same transaction. Returns how many they were."""
    chosen = reader_named(step)
    reads, dead = (names(settings).full(topic) for topic in (chosen.reads, chosen.dead))
    consumer = log.consumer(
        group=chosen.letters_group, topics=[dead], client=f"{settings.instance}.letters.{os.getpid()}"
    )
    count = 0
    try:
        while deliveries := consumer.poll(max_messages=PAGE, timeout_s=1.0):
            meant = [each for each in deliveries if through is None or each.position.offset <= through]
            if meant:
                consumer.settle(meant, [_as_it_came(each, reads) for each in meant] if again else [])
                count += len(meant)
            if len(meant) < len(deliveries):
                break
    finally:
        consumer.close()
    return count


def _as_it_came(delivery: Delivery, topic: str) -> Message:
    message = delivery.message
    return Message(topic, message.key, message.value, original_headers(message.headers))
