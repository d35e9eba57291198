"""Heads of answers that browsers read past, and those that stay refused."""

import pytest

from ingest.web.ask import Ask, RequestLimits
from ingest.web.client import Client
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from ingest.web.tolerant_head import mended_head
from schemas.outcomes import Reason
from tests.ingest.local_site import LocalSite, answer

PAGE = b"<!doctype html><title>Kabar</title><p>Kapal tiba."
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)


def head(*fields: str, end: str = "\r\n") -> bytes:
    return (end.join(["HTTP/1.1 200 OK", "Content-Type: text/html", *fields]) + end * 2).encode()


def length(of: bytes = PAGE) -> str:
    return f"Content-Length: {len(of)}"


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(head(length(), length()) + PAGE, id="a length twice"),
        pytest.param(head(f"{length()}, {len(PAGE)}") + PAGE, id="a length listed twice"),
        pytest.param(head("Content-Length: 7", "Transfer-Encoding: chunked") + CHUNKED, id="a length beside chunks"),
        pytest.param(head("Transfer-Encoding: identity", length()) + PAGE, id="the coding identity"),
        pytest.param(head("@X: a", length()) + PAGE, id="no field's name"),
        pytest.param(head("Bad Name: a", length()) + PAGE, id="a space in a name"),
        pytest.param(head("no colon at all", length()) + PAGE, id="no field"),
        pytest.param(head(length(), end="\n") + PAGE, id="bare line feeds"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + head(length()) + PAGE, id="hints before it"),
        pytest.param(head("Content-Type: text/html", length()) + PAGE, id="a type twice"),
    ],
)
async def test_an_answer_with_a_fault_of_no_weight_is_read(client: Client, site: LocalSite, sent: bytes) -> None:
    site.answers["/a"] = sent
    fetched = await client.once(site.url("/a"), Ask(site.url("/a"), RequestLimits(), html=True), timeout_s=60)

    assert isinstance(fetched, Fetched)
    assert fetched.body == PAGE


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(head("Content-Length: 7", length()) + PAGE, id="two lengths"),
        pytest.param(head(f"Content-Length: 7, {len(PAGE)}") + PAGE, id="two lengths listed"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", id="another protocol"),
    ],
)
async def test_what_may_hide_a_second_answer_is_refused(client: Client, site: LocalSite, sent: bytes) -> None:
    site.answers["/a"] = sent

    with pytest.raises(FetchRefused) as refused:
        await client.once(site.url("/a"), Ask(site.url("/a"), RequestLimits(), html=True), timeout_s=60)
    assert refused.value.reason is Reason.HTTP_SERVER_ERROR


async def test_a_connection_that_is_kept_has_a_head_for_each_answer(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = [answer(PAGE), head(length(), length()) + PAGE]
    bodies = [
        await client.once(site.url("/a"), Ask(site.url("/a"), RequestLimits(), html=True), timeout_s=60) for _ in "12"
    ]

    assert [each.body for each in bodies if isinstance(each, Fetched)] == [PAGE, PAGE]


def test_a_head_without_a_fault_stays_as_it_is() -> None:
    sent = head("Set-Cookie: a=1", "Set-Cookie: b=2", "X-Long: a", "\tb", length())

    assert mended_head(sent) == sent
