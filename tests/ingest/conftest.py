"""Fixtures of the ingest tests: the local site, a client and a web that may talk to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from ingest.fetch.client import Client
from ingest.fetch.web import Web
from tests.ingest.local_site import LocalSite

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
CONTACT = "https://warta.example/about"


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
async def web(site: LocalSite) -> AsyncIterator[Web]:
    """Not yet open: the source that uses it opens and closes it."""
    web = Web(contact_url=CONTACT, allowed=[site.address], now=lambda: NOW)
    yield web
    await web.close()
