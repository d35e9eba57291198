"""A process is ready when it works, or waits for something that does not stop it."""

import pytest

from runtime.process.readiness import readiness
from runtime.progress import Progress
from runtime.waits import Waits

NOT_YET = "it has not begun"


@pytest.mark.parametrize(
    ("has_polled", "reason", "why_not"),
    [
        pytest.param(False, None, (NOT_YET,), id="not begun"),
        pytest.param(False, "store_unavailable", ("a: store_unavailable why",), id="waits before it has begun"),
        pytest.param(True, None, (), id="works"),
        pytest.param(True, "store_unavailable", (), id="one partition waits"),
        pytest.param(True, "topic_missing", ("a: topic_missing why",), id="all of it waits"),
    ],
)
def test_what_a_process_waits_for_decides_whether_it_is_ready(
    has_polled: bool, reason: str | None, why_not: tuple[str, ...]
) -> None:
    progress, waits = Progress(), Waits()
    if has_polled:
        progress.polled(())
    if reason is not None:
        waits.declare("a", reason=reason, detail="why", for_s=60)

    health = readiness(progress, waits, not_yet=NOT_YET)

    assert health.why_not == why_not
    assert health.waiting == ((f"a: {reason} why",) if reason else ())
