"""A page of several numbered pages keeps the body of each."""

from datetime import UTC, datetime

import pytest

from schemas.page import Page, PagePart


@pytest.mark.parametrize(
    ("bodies", "sizes"),
    [
        pytest.param([b"satu"], [], id="one page"),
        pytest.param([b"satu", b"dua", b""], [3, 0], id="each as long as it was"),
        pytest.param([b"", b"", b"satudua"], [9, 7], id="fewer bytes than its parts had"),
    ],
)
def test_the_body_is_shared_out_among_the_numbered_pages(bodies: list[bytes], sizes: list[int]) -> None:
    page = Page(
        url="u", final_url="u", url_key="k", slot="1", source="x", fetched_at=datetime(2025, 4, 28, tzinfo=UTC),
        parts=tuple(PagePart(url="u", body_bytes=size) for size in sizes), body=b"".join(bodies),
    )  # fmt: skip

    assert list(page.bodies()) == bodies
