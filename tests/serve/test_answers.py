"""Every answer to a reader is counted by its class and timed; those to machines that look after us are not."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from serve.answers import CLASSES, TimedAnswers, http_seconds


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def ask(registry: CollectorRegistry) -> Callable[[str], int]:
    app = FastAPI()

    @app.get("/there")
    def there() -> str:
        return "yes"

    @app.get("/fault")
    def fault() -> str:
        raise RuntimeError("nobody answers for this")

    @app.get("/metrics")
    def metrics() -> str:
        return ""

    timed = TimedAnswers(app, http_seconds(registry))
    transport = httpx.ASGITransport(timed, raise_app_exceptions=False)

    async def answer(path: str) -> int:
        async with httpx.AsyncClient(transport=transport, base_url="http://warta") as client:
            return (await client.get(path)).status_code

    return lambda path: asyncio.run(answer(path))


def counted(registry: CollectorRegistry) -> dict[str, float]:
    found = {code: registry.get_sample_value("warta_http_seconds_count", {"code": code}) for code in CLASSES}
    return {code: count for code, count in found.items() if count is not None}


def test_every_class_is_counted_from_nought(registry: CollectorRegistry) -> None:
    http_seconds(registry)

    assert counted(registry) == dict.fromkeys(CLASSES, 0.0)


@pytest.mark.parametrize(("path", "code"), [("/there", "2xx"), ("/nowhere", "4xx"), ("/fault", "5xx")])
def test_an_answer_is_counted_by_its_class(
    ask: Callable[[str], int], registry: CollectorRegistry, path: str, code: str
) -> None:
    assert f"{ask(path) // 100}xx" == code

    assert counted(registry) == dict.fromkeys(CLASSES, 0.0) | {code: 1.0}


def test_what_machines_ask_is_not_counted(ask: Callable[[str], int], registry: CollectorRegistry) -> None:
    ask("/metrics")

    assert sum(counted(registry).values()) == 0
