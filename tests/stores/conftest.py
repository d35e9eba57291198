"""The databases every store is tested on: a PostgreSQL engine joins by one more param."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from stores.database import open_engine

OpenEngine = Callable[[], Engine]


@pytest.fixture(params=["sqlite"])
def open_same(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenEngine]:
    """Opens the test's own database; each call gives another engine, as another process would have."""
    opened: list[Engine] = []

    def open_one() -> Engine:
        opened.append(open_engine(f"{request.param}:///{tmp_path / 'store.db'}", busy_timeout_s=0.05))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.dispose()


@pytest.fixture
def engine(open_same: OpenEngine) -> Engine:
    return open_same()
