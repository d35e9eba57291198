"""The HTTP answer in a record's block: its status, its headers, its body out of its chunks.

Source: RFC 9112, read as archives hold it: of any version, its chunks perhaps taken off when it was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formats.warc.record import BrokenRecordError, CutOffError

STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})(?!\d)")
HEAD_END = re.compile(rb"\r?\n\r?\n")
# Its size in hex, and an extension that nobody uses.
CHUNK_HEAD = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
CHUNK_END = re.compile(rb"\r?\n")


@dataclass(frozen=True)
class HttpMessage:
    """`body` is without chunks and still encoded. `headers` by name as they stand, in their order."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def get(self, name: str) -> str:
        """The first header of that name in small letters; empty if there is none."""
        return next((value for each, value in self.headers if each.lower() == name), "")

    def all(self, name: str) -> str:
        """Every value of the name, as one list."""
        return ", ".join(value for each, value in self.headers if each.lower() == name)


def http_message(block: bytes, *, with_body: bool = True) -> HttpMessage:
    """Raises BrokenRecordError if the block is no HTTP answer, CutOffError if it ends before its body does.

    The block of a revisit has the head alone: `with_body` is False.
    """
    status = STATUS.match(block)
    if status is None:
        raise BrokenRecordError(f"no HTTP answer: it begins with {block[:20]!r}")
    end = HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    message = HttpMessage(int(status[1]), _headers(head), body)
    if not with_body:
        return message
    if "chunked" in message.all("transfer-encoding").lower():
        return HttpMessage(message.status, message.headers, _joined(body))
    _check_length(message)
    return message


def _headers(head: bytes) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in " \t" and headers:
            # A value that goes on in the next line (obs-fold).
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if colon:
            headers.append((name.strip(), value.strip()))
    return headers


def _joined(body: bytes) -> bytes:
    """The chunks together; the body itself where it has none."""
    found = CHUNK_HEAD.match(body)
    if found is None:
        return body
    joined, at = bytearray(), 0
    while found is not None:
        size, start = int(found[1], 16), found.end()
        if size == 0:
            return bytes(joined)
        joined += body[start : start + size]
        if start + size > len(body):
            raise CutOffError(f"the body ends {start + size - len(body)} bytes before its chunk does")
        end = CHUNK_END.match(body, start + size)
        at = end.end() if end else start + size
        found = CHUNK_HEAD.match(body, at)
    if at < len(body):
        # What begins like a chunk is none: a text that starts with a number in a line of its own.
        return body
    raise CutOffError("the body ends without a last chunk")


def _check_length(message: HttpMessage) -> None:
    """A length of what was encoded says nothing of what is stored decoded."""
    stated = message.get("content-length").partition(",")[0].strip()
    if message.get("content-encoding") or not stated.isascii() or not stated.isdigit() or len(stated) > 15:
        return
    if len(message.body) < int(stated):
        raise CutOffError(f"the body has {len(message.body)} of {stated} bytes")
