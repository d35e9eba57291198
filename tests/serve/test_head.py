"""HEAD answers as GET does, without the body, on every route."""

import httpx
import pytest

from tests.serve.conftest import Newsroom
from tests.serve.samples import article

PATHS = (
    "/",
    "/v1/articles",
    f"/v1/articles/{article().id}",
    "/v1/articles/tiada",
    "/v1/sources",
    "/health",
    "/metrics",
)


@pytest.mark.parametrize("path", PATHS)
async def test_head_is_get_without_a_body(client: httpx.AsyncClient, newsroom: Newsroom, path: str) -> None:
    newsroom.publish(article())
    got, asked = await client.get(path), await client.head(path)

    assert asked.status_code == got.status_code
    assert (asked.content, bool(got.content)) == (b"", True)
    assert asked.headers["content-type"] == got.headers["content-type"]
