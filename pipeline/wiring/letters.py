"""Dead letters that wait: those that nobody has replayed or discarded."""

from collections.abc import Sequence

from broker.port import Log
from pipeline.settings import Settings
from pipeline.topology import READERS
from pipeline.wiring.log import names
from runtime.dead_letters import Letter, read_letter
from runtime.declare import Reader

PAGE = 500


def waiting_letters(log: Log, step: Reader, settings: Settings, *, most: int | None = None) -> Sequence[Letter]:
    """The oldest first."""
    group, topic = step.letters_group, names(settings).full(step.dead)
    start = max((lag.settled for lag in log.lag() if lag.group == group), default=0)
    found: list[Letter] = []
    while (most is None or len(found) < most) and (page := log.read(topic, 0, start=start, limit=PAGE)):
        found += [read_letter(stored) for stored in page]
        start = page[-1].position.offset + 1
    return found[:most]


def letters_of(log: Log, settings: Settings, step: str | None, most: int) -> Sequence[Letter]:
    """Of a step by its name, or of all; `most` of each."""
    chosen = [each for each in READERS if step in (None, each.name)]
    return [letter for each in chosen for letter in waiting_letters(log, each, settings, most=most)]
