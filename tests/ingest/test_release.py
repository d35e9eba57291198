"""The release of addresses says what holds it back, and what it last heard."""

from structlog.testing import capture_logs

from ingest.release import Release
from tests.ingest.tap import Tap


def test_it_says_once_that_it_holds_and_once_that_it_goes_on() -> None:
    tap = Tap("pages wait")
    release = Release(tap)

    with capture_logs() as logs:
        held = [release.is_held() for _ in range(3)]
        tap.why = None
        held += [release.is_held() for _ in range(3)]

    assert held == [True] * 3 + [False] * 3
    assert [(line["event"], line["why"]) for line in logs] == [
        ("release held back", "pages wait"),
        ("release goes on", None),
    ]


def test_why_it_is_held_is_what_it_heard_when_it_was_asked() -> None:
    tap = Tap("pages wait")
    release = Release(tap)

    before = release.why
    release.is_held()
    tap.why = None

    assert (before, release.why) == (None, "pages wait")


def test_without_a_reason_nothing_is_held() -> None:
    assert not Release().is_held()
