"""A sender that is killed in the middle of a delivery: what was not saved is sent again, and nothing is left out."""

import itertools
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runtime.clock import utc_now
from stores.database import open_engine
from stores.webhook_rows import Shape, WebhookRequest
from stores.webhooks import WebhookStore
from tests.serve.conftest import Newsroom
from tests.serve.receiving import SECRET, Got, Receiver
from tests.serve.webhook_desk import numbered

ROOT = Path(__file__).parents[2]
KILLS = 1
CHANGES = 40


class Life:
    """Sender after sender: each is killed while it waits for an answer."""

    def __init__(self, *arguments: str) -> None:
        self._command = [sys.executable, "-m", "tests.serve.webhook_sender", *arguments]
        self.kills = 0
        self.begin()

    def begin(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def got(self, got: Got) -> None:
        if self.kills < KILLS and got.n == 20 * (self.kills + 1):
            self.kills += 1
            self.end()
            self.begin()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as running:
        yield running


async def test_kills_double_some_and_lose_none(newsroom: Newsroom, receiver: Receiver, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'webhooks.db'}")
    asked = WebhookRequest(name="uji", address=receiver.url("/a"), shape=Shape.CLOUDEVENTS, filters={})
    WebhookStore(engine).add(asked, SECRET, after=0, now=utc_now(), most=1)
    newsroom.publish(*(numbered(n) for n in range(CHANGES)))
    life = Life(str(newsroom.engine.url), str(engine.url), receiver.address)
    receiver.on_got = life.got
    try:
        await receiver.until("/a", lambda got: got[-1:] != [] and got[-1].n == CHANGES)
    finally:
        life.end()
        engine.dispose()
    numbers = receiver.numbers("/a")
    # A life begins where an earlier one had saved: from there on its numbers follow each other.
    breaks = [(before, after) for before, after in itertools.pairwise(numbers) if after != before + 1]

    assert sorted(set(numbers)) == list(range(1, CHANGES + 1))
    assert len(breaks) == life.kills == KILLS
    assert all(after <= before for before, after in breaks)
