"""What a process works with is opened when it is there; until then the process says what it waits for."""

import json
import urllib.error
from collections.abc import Callable
from pathlib import Path

import pytest

from broker.port import BrokerError, UnknownTopicError
from runtime.metrics import engine_metrics
from runtime.process.opening import HealthPlace, opened
from runtime.state import StoreUnavailableError
from tests.runtime.asking import get
from tests.runtime.toy import Hands, Stop


class Server:
    """Raises the errors one after the other, then is there; each time it is called `look` runs before."""

    def __init__(self, *errors: Exception, look: Callable[[], None] = lambda: None) -> None:
        self.errors = list(errors)
        self.look = look
        self.calls = 0

    def open(self) -> str:
        self.calls += 1
        self.look()
        if self.errors:
            raise self.errors.pop(0)
        return "open"


@pytest.fixture
def place(tmp_path: Path) -> HealthPlace:
    registry = engine_metrics().registry
    return HealthPlace(
        stage="articles", endpoint=tmp_path / "run" / "articles-0", registry=registry, host="127.0.0.1", port=0
    )


def test_what_is_there_is_opened_at_once_and_nothing_is_served(place: HealthPlace) -> None:
    assert opened(Server().open, place=place, stop=Stop(Hands())) == "open"
    assert not place.endpoint.exists()


@pytest.mark.parametrize(
    ("error", "what", "reason"),
    [
        pytest.param(StoreUnavailableError("db: it is down"), "store", "store_unavailable", id="store"),
        pytest.param(BrokerError("cannot use Kafka"), "log", "log_unavailable", id="log"),
        pytest.param(UnknownTopicError("not in the log: pages"), "log", "topic_missing", id="topic"),
    ],
)
def test_what_is_away_is_waited_for_by_name_and_told_until_it_is_there(
    place: HealthPlace, error: Exception, what: str, reason: str
) -> None:
    def look() -> None:
        if server.calls == 3:
            told.extend(
                get(place.endpoint.read_text(), path)
                for path in ("/health/ready", "/health/live", "/articles/1", "/metrics")
            )

    told: list[tuple[int, str]] = []
    server = Server(error, error, look=look)

    assert opened(server.open, place=place, stop=Stop(Hands())) == "open"
    ready, live, elsewhere, metrics = told
    assert (ready[0], json.loads(ready[1])["why_not"]) == (503, [f"{what}: {reason} {error}"])
    assert live[0] == 200
    assert elsewhere == ready
    assert f'warta_waiting{{reason="{reason}",stage="articles",what="{what}"}} 1.0' in metrics[1]


def test_the_wait_is_over_once_it_is_there(place: HealthPlace) -> None:
    opened(Server(StoreUnavailableError("down")).open, place=place, stop=Stop(Hands()))

    assert not [family for family in place.registry.collect() if family.name == "warta_waiting"]
    with pytest.raises(urllib.error.URLError):
        get(place.endpoint.read_text(), "/health/live")


def test_a_process_that_is_told_to_stop_waits_no_longer(place: HealthPlace) -> None:
    stop = Stop(Hands())
    server = Server(*[StoreUnavailableError("down")] * 9, look=lambda: stop.set() if server.calls == 3 else None)

    assert opened(server.open, place=place, stop=stop) is None
    assert server.calls == 3


def test_what_no_waiting_mends_is_raised(place: HealthPlace) -> None:
    with pytest.raises(ValueError, match="no settings"):
        opened(Server(StoreUnavailableError("down"), ValueError("no settings")).open, place=place, stop=Stop(Hands()))
