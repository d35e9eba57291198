"""Kill -9 on workers, supervisor and broker of a real cluster: read-committed readers count every id once."""

import pytest

from bench import kills
from tests.faults.scene import Scene
from tests.faults.services import Service

pytestmark = [
    pytest.mark.slow,
    # kafka-python drops the sockets of connections that a crashed broker refuses.
    pytest.mark.usefixtures("sockets_released"),
]


def test_kills_lose_and_double_nothing(scene: Scene, request: pytest.FixtureRequest) -> None:
    count, asked, inside, crashes = (5000, 40, 15, 2) if scene.is_long else (200, 4, 2, 0)

    def crash_the_broker() -> None:
        node: Service = request.getfixturevalue("node")
        node("crash")
        node("up")

    outcome = kills.measure(
        scene.machine,
        count=count,
        seed=11,
        kills=asked,
        inside=inside,
        reader=scene.reader,
        troubles=[crash_the_broker] * crashes,
    )

    places = f"{outcome.inside_settle} inside a settle, {outcome.inside_state} inside a stateful step's work"
    workers = f"{outcome.hits.total()} workers ({places})"
    others = f"supervisor {outcome.supervisor}×, broker {outcome.troubles}×"
    waiting = f"{outcome.records:,} pages, {outcome.unread_at_first_kill:,} unread at first"
    scene.hold(f"kill -9: {waiting}; {workers}, {others}", outcome.result)
    assert outcome.unread_at_first_kill >= count
    assert outcome.inside_settle >= inside
    assert outcome.hits.keys() >= kills.INSIDE_STATE
    assert outcome.supervisor >= 1
    assert outcome.troubles == crashes
