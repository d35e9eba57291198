"""One key for all addresses of one page, and never one key for two pages."""

import pytest
from hypothesis import given, settings
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
        pytest.param(f"https://amp.{PAGE}", id="amp host"),
        pytest.param("https://www.m.news.contoh.co.id/dunia/read/2025/04/28/kim", id="labels on labels"),
        pytest.param("https://news.contoh.co.id/amp/dunia/read/2025/04/28/kim", id="amp path in front"),
        pytest.param(f"https://{PAGE}/index.html", id="index file"),
        pytest.param("https://news.contoh.co.id//dunia/./x/../read/2025/04/28/k%69m", id="dots, slashes, escapes"),
        pytest.param(f"https://{PAGE}?page=ALL&fbclid=x&_ga=1.2&single=1", id="several at once"),
        pytest.param("https://news.contoh.co.id./dunia/read/2025/04/28/kim", id="a dot after the host"),
        pytest.param(f"https://{PAGE}?", id="an empty query"),
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
        pytest.param("https://m.co.id/x", "https://www.co.id/x", id="names registered under a public suffix"),
        pytest.param("https://a.id/x?p=caf%E9", "https://a.id/x?p=caf%E8", id="a query in another encoding"),
        pytest.param("https://a.id/caf%E9", "https://a.id/caf%E8", id="a path in another encoding"),
        pytest.param("https://a.id/x?page=1", "https://a.id/x?page=all", id="one page and all of them"),
        pytest.param("https://a.id/?p=12", "https://a.id/?p=13", id="an article named by its query"),
        pytest.param("https://a.id/x?id=1&id=2", "https://a.id/x?id=1", id="a parameter given twice"),
        pytest.param("https://a.id/amp", "https://a.id/amp/x", id="an article below a section called amp"),
        pytest.param("https://mobile-news.a.id/x", "https://news.a.id/x", id="mobile inside a label"),
        pytest.param("https://a.id/x;v=1", "https://a.id/x;v=2", id="a parameter of the path"),
        pytest.param("https://a.id/x?q=a%26b", "https://a.id/x?q=a&b", id="a quoted ampersand"),
        pytest.param("https://a.id/a+b", "https://a.id/a b", id="a plus in the path is no space"),
    ],
)
def test_addresses_of_two_pages_do_not(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url",
    [
        *("", "/relative", "mailto:a@b.id", "ftp://a.id/x", "https://", "http://a.id:port/", "http://[::1"),
        *("https://\x00", "https://a.id/\ud800", "https://a.id/?x=" + "\udfff"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadUrlError):
        url_key(url)


def test_a_host_is_named_with_a_port_that_is_not_the_schemes() -> None:
    assert host_of("http://127.0.0.1:8001/x") == "127.0.0.1:8001"
    assert host_of("http://[::1]:8001/x") == "[::1]:8001"
    assert host_of("https://Bücher.example:443/") == "xn--bcher-kva.example"


def test_labels_of_names_under_no_public_suffix_go_too() -> None:
    assert url_key("http://www.kabar.test:8001/x") == "kabar.test:8001/x"
    assert url_key("http://www.test/x") == "www.test/x"


def test_a_name_in_another_script_has_one_key_however_it_is_written() -> None:
    keys = {url_key(f"https://{host}/x") for host in ("bücher.example", "BÜCHER.example", "xn--bcher-kva.example")}

    assert keys == {"xn--bcher-kva.example/x"}


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


WORDS = st.text(alphabet="abcdefghij0123456789-", min_size=1, max_size=12)
PARAMETERS = st.lists(st.tuples(WORDS.map("p".__add__), WORDS), max_size=4)
DISGUISES = st.sampled_from(["utm_source=x", "fbclid=1", "page=all", "single=1", "amp=1", "ref=beranda"])


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), PARAMETERS, st.lists(DISGUISES, max_size=3), st.data())
def test_no_disguise_changes_a_key(
    segments: list[str], parameters: list[tuple[str, str]], disguises: list[str], data: st.DataObject
) -> None:
    path = "/".join(f"s{segment}" for segment in segments)
    stated = [f"{name}={value}" for name, value in parameters]
    plain = f"https://contoh.id/{path}?{'&'.join(stated)}"
    shuffled = data.draw(st.permutations([*stated, *disguises]))
    host = data.draw(st.sampled_from(["contoh.id", "WWW.contoh.id", "m.contoh.id", "amp.contoh.id:443"]))
    end = data.draw(st.sampled_from(["", "/", "/amp"]))

    assert url_key(f"https://{host}/{path}{end}?{'&'.join(shuffled)}#x") == url_key(plain)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4), PARAMETERS, PARAMETERS)
def test_what_differs_otherwise_has_another_key(
    one: list[str], other: list[str], asked: list[tuple[str, str]], asked_other: list[tuple[str, str]]
) -> None:
    def key(segments: list[str], parameters: list[tuple[str, str]]) -> str:
        query = "&".join(f"{name}={value}" for name, value in parameters)
        return url_key(f"https://contoh.id/{'/'.join(f's{each}' for each in segments)}?{query}")

    same = (one, sorted(asked)) == (other, sorted(asked_other))

    assert (key(one, asked) == key(other, asked_other)) is same
