"""Back-pressure stops the release of addresses and nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime

from structlog.testing import capture_logs

from ingest.release import HeldRelease
from schemas.frontier import DuePoll, DueUrl
from tests.ingest.fake_frontier import FakeFrontier

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
URL = DueUrl("https://kabar.test/1", "kabar.test/1", "kabar", "kabar.test", "1")
POLL = DuePoll("https://kabar.test/rss", "kabar", "feed", "1", NOW)


@dataclass
class Tap:
    why: str | None = None

    def __call__(self) -> str | None:
        return self.why


def test_nothing_is_released_while_it_is_held_and_polls_go_on() -> None:
    held = HeldRelease(FakeFrontier(polls=[POLL], urls=[URL]), why_held=Tap("pages wait"))

    assert held.lease_hosts("f", now=NOW, limit=5, ttl_s=30) == ()
    assert held.lease_polls("d", now=NOW, limit=5, ttl_s=30) == [POLL]
    assert held.next_due_at(now=NOW) == NOW


def test_a_host_in_hand_gets_no_more_addresses() -> None:
    tap = Tap()
    held = HeldRelease(FakeFrontier(urls=[URL]), why_held=tap)
    (lease,) = held.lease_hosts("f", now=NOW, limit=5, ttl_s=30)
    tap.why = "pages wait"

    assert held.due_urls(lease, now=NOW, limit=5) == ()
    tap.why = None
    assert held.due_urls(lease, now=NOW, limit=5) == [URL]


def test_it_says_once_that_it_holds_and_once_that_it_goes_on() -> None:
    tap = Tap("pages wait")
    held = HeldRelease(FakeFrontier(), why_held=tap)

    with capture_logs() as logs:
        for _ in range(3):
            held.lease_hosts("f", now=NOW, limit=5, ttl_s=30)
        tap.why = None
        for _ in range(3):
            held.lease_hosts("f", now=NOW, limit=5, ttl_s=30)

    assert [(line["event"], line["why"]) for line in logs] == [
        ("release held back", "pages wait"),
        ("release goes on", None),
    ]
