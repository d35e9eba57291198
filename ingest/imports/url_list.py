"""Reads a list of addresses, one a line, into links that somebody asked for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ingest.imports.problem import Problem
from ingest.imports.source_id import source_id
from schemas.ids import BadUrlError, url_key
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.outlet import Outlet

CHANNEL = "url_list"


def read_url_list(
    lines: Iterable[str], *, outlets: Sequence[Outlet], found_at: datetime, found_on: str = ""
) -> Iterator[Link | Problem]:
    """`#` begins a comment at the start of a line or after white space. A bad line is a Problem with its number.

    The slot is the channel: the same list read twice gives links of the same ids.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        url = _address(line)
        if not url:
            continue
        try:
            key = url_key(url) if url.isprintable() else ""
        except BadUrlError as error:
            yield Problem(f"line {number}", Reason.BAD_URL, str(error))
            continue
        if not key:
            yield Problem(f"line {number}", Reason.BAD_URL, f"control characters in {url!r:.200}")
            continue
        if key in seen:
            yield Problem(f"line {number}", Reason.ALREADY_KNOWN, f"the same page as line {seen[key]}")
            continue
        seen[key] = number
        yield Link(
            url=url,
            url_key=key,
            source=source_id(url, outlets),
            channel=CHANNEL,
            found_on=found_on,
            found_at=found_at,
            slot=CHANNEL,
            requested=True,
        )


def _address(line: str) -> str:
    words = line.removeprefix("\ufeff").split()
    return "" if not words or words[0].startswith("#") else _before_comment(words)


def _before_comment(words: Sequence[str]) -> str:
    kept = []
    for word in words:
        if word.startswith("#"):
            break
        kept.append(word)
    return " ".join(kept)
