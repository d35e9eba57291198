"""A desk that sends to a receiver, both on real connections, for the tests of webhooks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.outlet import Rights
from serve.views import ChangeViews
from stores.database import open_engine
from stores.outbox import OutboxReads
from tests.serve.conftest import Newsroom
from tests.serve.receiving import Desk, HeardStore, Receiver
from tests.serve.samples import NOON, OUTLET, article

FULL = OUTLET.model_copy(update={"id": "penuh", "rights": Rights.FULL_TEXT})
TITLES_ALONE = OUTLET.model_copy(update={"id": "judul", "rights": Rights.NONE})


def numbered(number: int, **others: Any) -> Any:
    return article(f"https://kabar.example/{number}", published=NOON + timedelta(hours=number), **others)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as running:
        yield running


@pytest.fixture
async def desk(newsroom: Newsroom, receiver: Receiver, tmp_path: Path) -> AsyncIterator[Desk]:
    outlets = {outlet.id: outlet for outlet in (OUTLET, FULL, TITLES_ALONE)}
    views = ChangeViews(
        articles=newsroom.articles,
        stories=newsroom.stories,
        changes=OutboxReads(newsroom.engine),
        outlets=lambda: dict(outlets),
    )
    engine = open_engine(f"sqlite:///{tmp_path / 'webhooks.db'}", busy_timeout_s=0.05)
    yield Desk(views, engine, HeardStore(engine), [receiver.address])
    engine.dispose()
