"""Reads a list of addresses, one a line, into links that somebody asked for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ingest.discover.decoding import decoded
from ingest.discover.listing import HOST_FIRST, trimmed
from ingest.imports.problem import ImportProblem
from ingest.imports.source_id import source_id
from schemas.ids import BadUrlError, url_key
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.outlet import Outlet

CHANNEL = "url_list"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def read_url_list(
    lines: Iterable[str], *, outlets: Sequence[Outlet], found_at: datetime, found_on: str = ""
) -> Iterator[Link | ImportProblem]:
    """`#` begins a comment at the start of a line or after white space. A bad line is a Problem with its number.

    The slot is the channel: the same list read twice gives links of the same ids.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        for url in _addresses(line):
            place = f"line {number}"
            key = _key_of(url, place)
            if isinstance(key, ImportProblem):
                yield key
                continue
            if key in seen:
                yield ImportProblem(place, Reason.ALREADY_KNOWN, f"the same page as line {seen[key]}")
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


def _key_of(url: str, place: str) -> str | ImportProblem:
    if not url.isprintable():
        return ImportProblem(place, Reason.BAD_URL, f"control characters in {url!r:.200}")
    try:
        return url_key(url)
    except BadUrlError as error:
        return ImportProblem(place, Reason.BAD_URL, str(error))


def lines_of(body: bytes) -> list[str]:
    """The lines of a file: UTF-8, or another encoding that its first bytes show."""
    return decoded(body).splitlines()


def _addresses(line: str) -> Iterator[str]:
    """The addresses of a line: alone, in angle brackets, beside a title, or several with space between."""
    words = list(_before_comment(trimmed(line).split()))
    first, *others = [_bare(word) for word in words] or [""]
    if not first:
        return
    further = [other for other in others if SCHEME.match(other)]
    if SCHEME.match(first) or further or not others:
        # A title may stand on either side of it, and is not read here.
        yield from [first, *further] if SCHEME.match(first) or not further else further
        return
    yield f"https://{first}" if HOST_FIRST.match(first) else " ".join([first, *others])


def _bare(word: str) -> str:
    bare = trimmed(word)
    return bare[1:-1] if bare.startswith("<") and bare.endswith(">") else bare


def _before_comment(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word.startswith("#"):
            return
        yield word
