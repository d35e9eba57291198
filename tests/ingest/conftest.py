"""Fixtures of the ingest tests: the local site, a client and a web that may talk to it."""

import gc
import warnings
from collections.abc import AsyncIterator, Iterator

import pytest

from ingest.web.client import Client
from ingest.web.turns import Turns
from ingest.web.web import Web
from tests.ingest.clock import NOW, Clock
from tests.ingest.local_site import LocalSite

CONTACT = "https://warta.example/about"


@pytest.fixture(autouse=True)
def sockets_released(request: pytest.FixtureRequest) -> Iterator[None]:
    """aiohttp leaves the socket of a connection that its time limit cut short to the collector, which warns of it.

    Collected here, where its loop is closed: else the warning meets whichever test runs when the collector does.
    """
    yield
    if {"client", "web", "site"} & set(request.fixturenames):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@pytest.fixture
async def site() -> AsyncIterator[LocalSite]:
    async with LocalSite() as running:
        yield running


@pytest.fixture
async def client(site: LocalSite) -> AsyncIterator[Client]:
    client = Client(contact_url=CONTACT, allowed=[site.address], now=lambda: NOW)
    await client.open()
    yield client
    await client.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def web(site: LocalSite, clock: Clock) -> AsyncIterator[Web]:
    """Not yet open: the source that uses it opens and closes it. What it waits for its turns costs no time."""
    turns = Turns(now=clock.now, sleep=clock.sleep)
    web = Web(contact_url=CONTACT, allowed=[site.address], now=clock.now, turns=turns)
    yield web
    await web.close()
