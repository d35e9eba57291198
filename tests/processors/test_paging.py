"""Whether a page leads to further pages of its article."""

import pytest
from lxml.html import document_fromstring

from processors.clean.metadata.paging import leads_on

URL = "https://kabarutara.id/dunia/kapal"


def leads(body: str, *, meta: dict[str, str] | None = None, url: str = URL) -> bool:
    return leads_on(document_fromstring(f"<html><body>{body}</body></html>"), meta or {}, url=url)


@pytest.mark.parametrize(
    "href",
    [
        "?page=2",
        "?page=all",
        "/dunia/kapal?halaman=3",
        "/dunia/kapal/2",
        "/dunia/kapal/page/2/",
        f"{URL}?p=2",
        "?showall=1",
        "/dunia/kapal?page=semua",
        f"{URL}/halaman-2",
    ],
)
def test_a_link_to_a_later_page_of_the_same_article_leads_on(href: str) -> None:
    assert leads(f"<div><a href='{href}'>&gt;</a></div>")


@pytest.mark.parametrize(
    "href",
    [
        "?page=1",
        "/dunia?page=2",
        "/dunia/kapal-lain/2",
        "?page=2#comments",
        "?cpage=2",
        "/dunia/kapal",
        "/dunia/kapal/2025",
        "http://[",
        "/indeks/2",
        "?replytocom=2",
    ],
)
def test_other_links_do_not(href: str) -> None:
    assert not leads(f"<a href='{href}'>2</a>")


@pytest.mark.parametrize(("target", "expected"), [("?page=2", True), ("/dunia/kapal-berikutnya", False)])
def test_the_head_may_say_what_comes_next(target: str, expected: bool) -> None:
    assert leads("", meta={"link:next": target}) is expected


def test_a_page_that_is_all_pages_leads_nowhere() -> None:
    assert not leads("<a href='?page=2'>2</a>", url=f"{URL}?page=all")
