"""One key for all addresses of one page, and never one key for two pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import BadUrlError, article_id, host_of, registered_host, url_key

PAGE = "news.contoh.co.id/dunia/read/2025/04/28/kim"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"https://{PAGE}", id="plain"),
        pytest.param(f"http://{PAGE}/", id="scheme and trailing slash"),
        pytest.param(f"https://{PAGE}?utm_source=rss&utm_medium=feed", id="tracking"),
        pytest.param(f"https://{PAGE}?page=all#komentar", id="full view and fragment"),
        pytest.param(f"https://{PAGE}/amp", id="amp path"),
        pytest.param(f"https://{PAGE}?AMP=1", id="amp parameter"),
        pytest.param("https://NEWS.Contoh.co.id:443/dunia/read/2025/04/28/kim", id="case and port"),
        pytest.param(f"https://www.{PAGE}", id="www"),
        pytest.param(f"https://m.{PAGE}", id="mobile"),
        pytest.param(f"  https://{PAGE}\n", id="white space around it"),
    ],
)
def test_addresses_of_one_page_share_a_key(url: str) -> None:
    assert url_key(url) == PAGE
    assert article_id(url) == article_id(f"https://{PAGE}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://a.id/read?id=1", "https://a.id/read?id=2", id="another id"),
        pytest.param("https://a.id/Berita", "https://a.id/berita", id="case of the path"),
        pytest.param("https://a.id/x?page=2", "https://a.id/x", id="another page"),
        pytest.param("https://news.a.id/x", "https://sport.a.id/x", id="another subdomain"),
        pytest.param("https://a.id:8080/x", "https://a.id/x", id="another port"),
        pytest.param("https://a.id/a%2Fb", "https://a.id/a/b", id="a quoted slash"),
        pytest.param("https://m.id/x", "https://n.id/x", id="a short domain of its own"),
        pytest.param("https://a.id/ampere", "https://a.id/ere", id="amp inside a word"),
    ],
)
def test_addresses_of_two_pages_do_not(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url",
    ["", "/relative", "mailto:a@b.id", "ftp://a.id/x", "https://", "http://a.id:port/", "http://[::1", "https://\x00"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadUrlError):
        url_key(url)


def test_a_host_is_named_with_a_port_that_is_not_the_schemes() -> None:
    assert host_of("http://127.0.0.1:8001/x") == "127.0.0.1:8001"
    assert host_of("http://[::1]:8001/x") == "[::1]:8001"
    assert host_of("https://Bücher.example:443/") == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("host", "registered"),
    [("news.detik.com", "detik.com"), ("a.b.co.id", "b.co.id"), ("127.0.0.1:8001", "127.0.0.1:8001")],
)
def test_hosts_of_one_owner_share_a_registered_host(host: str, registered: str) -> None:
    assert registered_host(host) == registered


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_a_key_is_its_own_key(path: str) -> None:
    try:
        key = url_key(f"https://contoh.id/{path}")
    except BadUrlError:
        return

    assert url_key(f"https://{key}") == key
