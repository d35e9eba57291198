"""Settings that are `host:port`: read where they are set, so that nonsense is told before anything starts."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import AfterValidator

ADDRESS = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})", re.ASCII)
MAX_PORT = 65535
RECEIVER = re.compile(r"https?://[^\s?#]+")
# Brackets would end the comment that it stands in (RFC 9110, 5.6.5).
CONTACT = re.compile(r"(?:https?://|mailto:)[^\s()<>]+|[^\s@()<>:]+@[^\s@()<>:]+")


def _is_address(text: str) -> bool:
    found = ADDRESS.fullmatch(text)
    return found is not None and 0 < int(found["port"]) <= MAX_PORT


def brokers(text: str) -> str:
    """Raises ValueError that names the first that is no `host:port`."""
    for each in text.split(","):
        if not _is_address(each.strip()):
            raise ValueError(f"{each.strip()!r} is no host:port of a Kafka broker")
    return text


def inner(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Raises ValueError that names the first that is no `address:port`: a name may lead anywhere."""
    for entry in entries:
        try:
            ip_address(entry.rpartition(":")[0].strip("[]"))
        except ValueError:
            raise ValueError(f"{entry!r} is no ADDRESS:PORT, such as 127.0.0.1:8001") from None
        if not _is_address(entry):
            raise ValueError(f"{entry!r} is no ADDRESS:PORT, such as 127.0.0.1:8001")
    return entries


def contact(text: str) -> str:
    """Raises ValueError if it cannot stand in a User-Agent as an address of the web or of mail."""
    if not CONTACT.fullmatch(text):
        raise ValueError(f"{text!r} is no address of a page or of mail, such as https://your.site/about-the-crawler")
    return text


def receiver(text: str) -> str:
    """Raises ValueError if it is no http(s) address of a host alone or with a path, or has a password in it."""
    parts = urlsplit(text)
    if parts.username is not None:
        raise ValueError("a password in an address is logged; put it into OTEL_EXPORTER_OTLP_HEADERS")
    if not RECEIVER.fullmatch(text) or not parts.hostname:
        raise ValueError(f"{text!r} is no address of a receiver of OTLP, such as http://127.0.0.1:4318")
    return text


Receiver = AfterValidator(receiver)
Brokers = AfterValidator(brokers)
Inner = AfterValidator(inner)
Contact = AfterValidator(contact)
