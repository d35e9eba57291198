"""What is refused before any process starts: a public page, and strangers without a contact."""

import pytest

from pipeline.before_start import is_example, refuse_nameless_crawl, refuse_public_page, refuse_start
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.topology import SERVE
from schemas.outlet import Outlet, Status

STRANGER = Outlet(id="kabar", name="Kabar", hosts=("kabar.co.id",), feeds=("https://kabar.co.id/rss",))
PAUSED = STRANGER.model_copy(update={"status": Status.PAUSED})
UNVERIFIED = STRANGER.model_copy(update={"status": Status.UNVERIFIED})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1"])
def test_a_page_that_others_can_reach_needs_a_word(host: str) -> None:
    with pytest.raises(UsageError, match=r"^WARTA_HOST: refusing to listen on .*: set WARTA_ALLOW_PUBLIC=true"):
        refuse_public_page(Settings(host=host))

    refuse_public_page(Settings(host=host, allow_public=True))


@pytest.mark.parametrize("host", ["", "no such host", "300.1.1.1"])
def test_a_host_that_is_no_address_is_named(host: str) -> None:
    with pytest.raises(UsageError, match=rf"^WARTA_HOST: '{host}' is no address"):
        refuse_public_page(Settings(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_needs_none(host: str) -> None:
    refuse_public_page(Settings(host=host))


@pytest.mark.parametrize(
    ("hosts", "allowed"),
    [
        pytest.param(["kabar.co.id"], (), id="a stranger"),
        pytest.param(["127.0.0.1:8001", "kabar.co.id:8080"], ("127.0.0.1:8001",), id="one stranger among ours"),
        pytest.param(["example.org"], (), id="a name that is owned"),
        pytest.param(["203.0.113.9"], (), id="an address"),
        pytest.param(["[2001:db8::9]:80"], ("[2001:db8::8]:80",), id="another address"),
    ],
)
def test_strangers_are_not_asked_under_the_example_contact(hosts: list[str], allowed: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"^WARTA_CONTACT must be set before strangers are asked"):
        refuse_nameless_crawl(Settings(allow_addresses=allowed), hosts)

    refuse_nameless_crawl(Settings(allow_addresses=allowed, contact="https://your.site/crawler"), hosts)


@pytest.mark.parametrize(
    ("hosts", "allowed"),
    [
        pytest.param([], (), id="nobody"),
        pytest.param(["127.0.0.1:8001"], ("127.0.0.1:8001",), id="the newsroom"),
        pytest.param(["[::1]:8001"], ("[::1]:8001",), id="the newsroom on IPv6"),
        pytest.param(["kabar.example", "a.test", "b.invalid"], (), id="names that nobody owns"),
    ],
)
def test_who_is_no_stranger_may_be_asked(hosts: list[str], allowed: tuple[str, ...]) -> None:
    refuse_nameless_crawl(Settings(allow_addresses=allowed), hosts)


def test_many_strangers_are_counted() -> None:
    with pytest.raises(UsageError, match=r"\(a\.id, b\.id, c\.id and 2 more\)"):
        refuse_nameless_crawl(Settings(), ["a.id", "b.id", "c.id", "d.id", "e.id"])


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("https://example.org/warta", True),
        ("https://www.example.com/", True),
        ("redaksi@example.net", True),
        ("mailto:a@desk.invalid", True),
        ("https://notexample.org/", False),
        ("mailto:redaksi@kabar.id", False),
        ("redaksi@kabar.id", False),
    ],
)
def test_an_example_leads_to_nobody(contact: str, expected: bool) -> None:
    assert is_example(contact) is expected


@pytest.mark.parametrize("steps", [["fetch"], ["clean", "discover"]])
@pytest.mark.parametrize("outlet", [STRANGER, UNVERIFIED], ids=["active", "unverified"])
def test_a_step_that_asks_the_web_needs_a_contact(steps: list[str], outlet: Outlet) -> None:
    with pytest.raises(UsageError, match=r"\(kabar\.co\.id\)"):
        refuse_start(Settings(), steps, [outlet])


@pytest.mark.parametrize(
    ("steps", "outlet"), [(["clean", SERVE], STRANGER), (["fetch"], PAUSED)], ids=["none asks", "paused"]
)
def test_a_step_that_asks_nobody_needs_none(steps: list[str], outlet: Outlet) -> None:
    refuse_start(Settings(), steps, [outlet])


def test_a_step_without_the_page_may_run_where_the_page_may_not() -> None:
    refuse_start(Settings(host="0.0.0.0"), ["clean"], [])
