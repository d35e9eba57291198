"""The bench of the frontier fills a database with rows that the frontier itself takes for its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.frontier import measure
from bench.frontier_rows import DUE, HOSTS, fill
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
ROWS = 20_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_the_rows_are_due_on_their_hosts(settings: Settings) -> None:
    frontier = open_frontier(settings)
    fill(settings, ROWS, NOW)

    leases = frontier.hosts.lease("f", now=NOW, limit=HOSTS, ttl_s=30)
    due = [url for lease in leases for url in frontier.urls.due(lease, now=NOW, limit=ROWS)]

    assert len(due) == DUE == frontier.health.counts(NOW).leased
    assert {url.host for url in due} == {lease.host for lease in leases}
    assert all(url.url == f"https://{url.url_key}" for url in due)


def test_every_kind_of_work_is_measured(settings: Settings) -> None:
    timings = measure(settings, rows=ROWS, rounds=2, now=NOW)

    assert {"links arrive", "lease of due hosts", "due addresses"} <= timings.keys()
    assert all(0 < timing.p50_ms <= timing.p95_ms for timing in timings.values())
