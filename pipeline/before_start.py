"""What is refused before any process starts: a page that others can reach, and strangers asked without a contact."""

import socket
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from pipeline.errors import CommandError, UsageError
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, SERVE
from schemas.outlet import Outlet, Status
from serve.server import PublicAddressError, check_private

# Nobody can own a name under these (RFC 2606, RFC 6761).
NOBODYS = (".example", ".invalid", ".test", ".localhost")
EXAMPLES = ("example.org", "example.com", "example.net")
NAMED = 3
# What is restored lies here until it is whole.
UNFINISHED = "restoring"


def refuse_half_restored(settings: Settings) -> None:
    """Raises CommandError where a restore was cut off."""
    if (settings.data_dir / UNFINISHED).exists():
        raise CommandError(f"a restore into {settings.data_dir} was cut off: run `warta restore` again")


def refuse_start(settings: Settings, steps: Collection[str], outlets: Iterable[Outlet]) -> None:
    """Raises UsageError, which names the setting."""
    if SERVE in steps:
        refuse_public_page(settings)
    if any(BY_NAME[step].web for step in steps if step in BY_NAME):
        # An unverified one is asked as soon as a check has passed.
        refuse_nameless_crawl(settings, hosts_of(each for each in outlets if each.status is not Status.PAUSED))


def refuse_public_page(settings: Settings) -> None:
    """Raises UsageError if others could reach the page, and that is not allowed; or if the address is none of ours."""
    try:
        infos = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UsageError(f"WARTA_HOST: {settings.host!r} is no address: {error.strerror}") from error
    try:
        for *_, address in infos:
            check_private(str(address[0]), settings.allow_public)
    except PublicAddressError as error:
        raise UsageError(f"WARTA_HOST: {error}: set WARTA_ALLOW_PUBLIC=true to allow it") from error


def hosts_of(outlets: Iterable[Outlet]) -> list[str]:
    return [host for outlet in outlets for host in outlet.hosts]


def refuse_nameless_crawl(settings: Settings, hosts: Iterable[str]) -> None:
    """Raises UsageError if any host belongs to a stranger, who could turn to nobody."""
    if not is_example(settings.contact):
        return
    ours = {_name(entry) for entry in settings.allow_addresses}
    strangers = [host for host in dict.fromkeys(map(_name, hosts)) if host not in ours and not host.endswith(NOBODYS)]
    if strangers:
        some = ", ".join(strangers[:NAMED])
        more = f" and {len(strangers) - NAMED} more" if len(strangers) > NAMED else ""
        raise UsageError(
            f"WARTA_CONTACT must be set before strangers are asked ({some}{more}): "
            "an address where they can reach you, as https://your.site/about-the-crawler"
        )


def is_example(contact: str) -> bool:
    """Whether the contact leads to nobody."""
    host = urlsplit(contact).hostname or contact.rpartition("@")[2]
    return any(f".{host}".endswith(f".{name}") for name in EXAMPLES) or f".{host}".endswith(NOBODYS)


def _name(host: str) -> str:
    """`[::1]:8001` and `kabar.example:80` without the port."""
    try:
        return str(ip_address(host))
    except ValueError:
        return urlsplit(f"//{host}").hostname or host
