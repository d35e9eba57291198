"""The address guard: refuses, at the socket, every address that is not plainly on the public internet.

It sees the address really dialled, so DNS rebinding, redirects and numeric spellings of a host change nothing.
"""

import errno
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

AddrInfo = tuple[Any, ...]
"""(family, type, proto, canonical name, socket address) as getaddrinfo gives it."""

# IPv6 forms that carry an IPv4 address in their last 32 bits: NAT64 (RFC 6052) and the old IPv4-compatible one.
EMBEDDING = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
# NAT64 of the local network (RFC 8215), site-local (RFC 3879), Teredo (RFC 4380).
NEVER_V6 = (IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"), IPv6Network("2001::/32"))
# Cloud metadata on an address that is otherwise public (Azure's wire server).
METADATA = (IPv4Address("168.63.129.16"),)


class ForbiddenAddressError(OSError):
    """An OSError, so that aiohttp passes it on as the `os_error` of a ClientConnectorError."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"forbidden address {address}")


def is_forbidden(address: str) -> bool:
    """Whether an IP address is loopback, private, link-local, shared, multicast, reserved or such in disguise."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        return _is_forbidden_v6(ip)
    return not ip.is_global or ip.is_multicast or ip.is_reserved or ip in METADATA


def _is_forbidden_v6(ip: IPv6Address) -> bool:
    inner = ip.ipv4_mapped or ip.sixtofour
    if inner is None and any(ip in network for network in EMBEDDING):
        inner = IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_forbidden(str(inner))
    return not ip.is_global or ip.is_multicast or ip.is_reserved or any(ip in network for network in NEVER_V6)


def parse_allowed(entries: Iterable[str]) -> frozenset[tuple[str, int]]:
    """`127.0.0.1:8001` or `[::1]:8001` entries as address and port. Raises ValueError for anything else."""
    allowed = set()
    for entry in entries:
        host, _, port = entry.strip().rpartition(":")
        allowed.add((str(ip_address(host.strip("[]"))), int(port)))
    return frozenset(allowed)


def guarded_socket(allowed: frozenset[tuple[str, int]]) -> Callable[[AddrInfo], socket.socket]:
    """A socket factory for aiohttp's TCPConnector. It raises ForbiddenAddressError before anything is sent."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, proto, _, target = info
        address, port = str(target[0]), int(target[1])
        if (address, port) not in allowed and is_forbidden(address):
            raise ForbiddenAddressError(f"{address}:{port}")
        return socket.socket(family=family, type=kind, proto=proto)

    return make


def was_forbidden(error: OSError) -> bool:
    """Whether the guard refused; aiohttp joins the messages in one OSError if it refused every address of a name."""
    joined = error.errno == errno.EACCES and "forbidden address" in str(error)
    return isinstance(error, ForbiddenAddressError) or joined
