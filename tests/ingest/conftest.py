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
    """Collects what aiohttp leaves to the collector: now and then the socket of a request that its limit cut short.

    Else its warning meets whichever test runs when the collector does. A loop holds its sockets until it is closed, so
    the next test collects too. What a test drops without a cycle of references is still warned of in that test.
    """
    asks = bool({"client", "web", "site"} & set(request.fixturenames))
    if asks:
        collect_sockets()
    yield
    if asks:
        collect_sockets()


def collect_sockets() -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed", ResourceWarning)
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
