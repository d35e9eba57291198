"""Health, readiness and metrics, also when a store is gone."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from broker.port import BrokerError, PartitionLag
from tests.serve.conftest import Newsroom


async def test_a_process_that_answers_is_live(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}


async def test_it_is_ready_when_every_store_can_be_read(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


async def test_stores_that_are_gone_are_named_with_their_cause(
    client: httpx.AsyncClient, filled: Newsroom, tmp_path: Path
) -> None:
    filled.engine.dispose()
    shutil.rmtree(tmp_path / "data")

    answer = await client.get("/health/ready")

    assert answer.status_code == 503
    names = [reason.split(":")[0] for reason in answer.json()["reasons"]]
    assert names == ["articles", "fates", "frontier"]
    assert "cannot be opened" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/flow", "/v1/search?q=kursk", "/v1/trace?url=a", "/v1/sources"])
async def test_a_store_that_is_gone_is_an_error_of_the_one_shape(
    client: httpx.AsyncClient, filled: Newsroom, tmp_path: Path, path: str
) -> None:
    filled.engine.dispose()
    shutil.rmtree(tmp_path / "data")

    answer = await client.get(path)

    assert (answer.status_code, answer.json()["error"]) == (503, "store_unavailable")


async def test_a_fault_of_ours_shows_no_traceback(newsroom: Newsroom) -> None:
    def broken() -> Sequence[PartitionLag]:
        raise RuntimeError("secret of the house")

    newsroom.lags = broken
    transport = httpx.ASGITransport(newsroom.app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get("/v1/flow")

    assert (answer.status_code, answer.json()["error"]) == (500, "internal_error")
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


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


@pytest.mark.parametrize("path", ["/v1/flow", "/"])
async def test_a_log_that_cannot_be_read_is_an_error_of_the_one_shape(
    client: httpx.AsyncClient, newsroom: Newsroom, path: str
) -> None:
    def lost() -> Sequence[PartitionLag]:
        raise BrokerError("cannot use Kafka at 127.0.0.1:1")

    newsroom.lags = lost

    answer = await client.get(path)

    assert answer.status_code == 503
    assert "cannot use Kafka at 127.0.0.1:1" in answer.text


async def test_what_cannot_be_read_is_a_declared_wait_among_the_metrics(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    def lost() -> Sequence[PartitionLag]:
        raise BrokerError("the log is locked")

    newsroom.lags = lost
    # The look that a scrape causes may take longer than the scrape waits for it.
    scrapes = [(await client.get("/metrics")).text for _ in range(20)]

    waits = {line for line in scrapes[-1].splitlines() if line.startswith("warta_waiting")}
    assert waits == {'warta_waiting{reason="log_unavailable",stage="serve",what="log"} 1.0'}


async def test_metrics_are_those_of_the_registry(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "warta_test_total 1.0" in answer.text
