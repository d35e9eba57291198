"""The address guard: which addresses are refused, in whatever form they come."""

import socket

import pytest

from ingest.web.guard import ForbiddenAddressError, guarded_socket, is_forbidden, parse_allowed, was_forbidden


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.8.9.1", id="loopback further on"),
        pytest.param("10.1.2.3", id="private 10/8"),
        pytest.param("172.31.0.1", id="private 172.16/12"),
        pytest.param("192.168.1.1", id="private 192.168/16"),
        pytest.param("169.254.169.254", id="link-local, where metadata lives"),
        pytest.param("168.63.129.16", id="metadata on a public address"),
        pytest.param("100.64.0.1", id="carrier-grade NAT"),
        pytest.param("100.100.100.200", id="metadata within carrier-grade NAT"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("239.1.1.1", id="multicast of an organisation"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("0.0.0.0", id="unspecified"),
        pytest.param("198.18.0.1", id="benchmarking"),
        pytest.param("::1", id="IPv6 loopback"),
        pytest.param("::", id="IPv6 unspecified"),
        pytest.param("fe80::1%eth0", id="IPv6 link-local with its zone"),
        pytest.param("fc00::1", id="IPv6 unique local"),
        pytest.param("fec0::1", id="IPv6 site-local"),
        pytest.param("ff0e::1", id="IPv6 multicast"),
        pytest.param("::ffff:127.0.0.1", id="IPv4 mapped"),
        pytest.param("::127.0.0.1", id="IPv4 compatible"),
        pytest.param("2002:7f00:1::", id="6to4 of loopback"),
        pytest.param("64:ff9b::a9fe:a9fe", id="NAT64 of metadata"),
        pytest.param("64:ff9b:1::1", id="NAT64 of the local network"),
        pytest.param("2001:0:4136:e378::", id="Teredo"),
    ],
)
def test_addresses_off_the_public_internet_are_forbidden(address: str) -> None:
    assert is_forbidden(address)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("103.10.64.1", id="IPv4"),
        pytest.param("2404:6800:4003::1", id="IPv6"),
        pytest.param("::ffff:8.8.8.8", id="a public address mapped into IPv6"),
        pytest.param("64:ff9b::808:808", id="NAT64 of a public address"),
    ],
)
def test_public_addresses_are_not(address: str) -> None:
    assert not is_forbidden(address)


def test_an_allowed_entry_lets_one_port_of_one_address_through() -> None:
    make = guarded_socket(parse_allowed(["127.0.0.1:8001", "[::1]:8002"]))

    make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8001))).close()
    make((socket.AF_INET6, socket.SOCK_STREAM, 0, "", ("::1", 8002, 0, 0))).close()

    with pytest.raises(ForbiddenAddressError, match=r"127\.0\.0\.1:8002"):
        make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8002)))


@pytest.mark.parametrize("entry", ["localhost:8001", "127.0.0.1", "127.0.0.1:", "8001", "127.0.0.1:web"])
def test_an_entry_that_is_no_address_with_a_port_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_allowed([entry])


@pytest.mark.parametrize(
    ("error", "forbidden"),
    [
        pytest.param(ForbiddenAddressError("127.0.0.1:80"), True, id="the guard's own"),
        pytest.param(
            OSError(13, "Multiple exceptions: forbidden address ::1:80, forbidden address 127.0.0.1:80"),
            True,
            id="several addresses joined",
        ),
        pytest.param(ConnectionRefusedError(111, "refused"), False, id="refused by the host"),
        pytest.param(PermissionError(13, "firewall"), False, id="refused by a firewall"),
    ],
)
def test_the_guards_refusal_is_told_from_other_errors(error: OSError, forbidden: bool) -> None:
    assert was_forbidden(error) is forbidden
