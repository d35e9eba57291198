"""Health, readiness and metrics, also when a store is gone."""

from collections.abc import Sequence

import httpx
import pytest

from broker.port import BrokerError, PartitionLag
from tests.serve.conftest import Newsroom


async def test_a_process_that_answers_is_live(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}


async def test_it_is_ready_when_every_store_can_be_read(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def lose_the_database(newsroom: Newsroom) -> None:
    """The file's directory is gone, and no connection to it is kept."""
    newsroom.engine.dispose()
    path = newsroom.engine.url.database
    assert path is not None
    newsroom.engine.url = newsroom.engine.url.set(database=f"{path}.d/gone.db")


@pytest.fixture
def without_stores(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    raise NotImplementedError


async def test_a_log_that_cannot_be_read_is_named(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    def lost() -> Sequence[PartitionLag]:
        raise BrokerError("the log is locked")

    newsroom.lags = lost

    answer = await client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "error": "not_ready",
        "detail": "log: the log is locked",
        "reasons": ["log: the log is locked"],
    }


async def test_metrics_are_those_of_the_registry(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "warta_test_total 1.0" in answer.text
