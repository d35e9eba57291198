"""Mends the head of an answer before it is parsed: faults that every browser reads past.

aiohttp's parser refuses the whole answer for each of them. What could smuggle a second answer stays refused: two
different lengths, and a transfer coding other than `chunked`.
"""

import re
from typing import Any

from aiohttp.client_proto import ResponseHandler

# A longer head is the parser's to refuse.
MAX_HELD_BYTES = 64 * 1024
HEAD_END = re.compile(rb"\r?\n\r?\n")
LINE_END = re.compile(rb"\r?\n")
# RFC 9110, 5.6.2: the characters of a field's name.
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(.*)", re.DOTALL)
INTERIM = re.compile(rb"HTTP/\d(?:\.\d)? 1\d\d\b")
LENGTH, CODING = b"content-length", b"transfer-encoding"


class TolerantHandler(ResponseHandler):
    """Holds the head of each answer back until it is whole."""

    _head: bytearray | None = None

    def set_response_params(self, **params: Any) -> None:
        self._head = bytearray()
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        super().data_received(self._passed(data) if self._head is not None and data else data)

    def eof_received(self) -> None:
        self._let_go()
        super().eof_received()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._let_go()
        super().connection_lost(exc)

    def _passed(self, data: bytes) -> bytes:
        """What the parser may see now."""
        assert self._head is not None
        self._head += data
        passed = b""
        while end := HEAD_END.search(self._head):
            head, rest = bytes(self._head[: end.end()]), self._head[end.end() :]
            passed += mended_head(head)
            self._head = rest
            if not INTERIM.match(head):
                self._head = None
                return passed + bytes(rest)
        if len(self._head) > MAX_HELD_BYTES:
            passed += bytes(self._head)
            self._head = None
        return passed

    def _let_go(self) -> None:
        """The head was cut off: the parser says so."""
        held, self._head = self._head, None
        if held:
            super().data_received(bytes(held))


def mended_head(head: bytes) -> bytes:
    """Lines that are no fields, lengths said twice alike or beside chunks, and the coding `identity` are left out."""
    status, *lines = LINE_END.split(head.rstrip(b"\r\n"))
    # A line that begins with white space goes on with the one before it (RFC 9112, 5.2).
    fields = [line for line in lines if line[:1] in (b" ", b"\t") or FIELD.match(line)]
    codings = [value for line in fields if (value := _value(line, CODING)) is not None]
    if codings and all(value == b"identity" for value in codings):
        fields = [line for line in fields if _value(line, CODING) is None]
    chunked = b"chunked" in codings
    lengths: set[bytes] = set()
    kept = [status]
    for line in fields:
        length = _value(line, LENGTH)
        if length is not None and (chunked or length in lengths):
            continue
        if length is not None:
            lengths.add(length)
            line = b"Content-Length: " + length
        kept.append(line)
    return b"\r\n".join(kept) + b"\r\n\r\n"


def _value(line: bytes, name: bytes) -> bytes | None:
    """In lower case; a length that is listed with itself is said once. None for another field."""
    found = FIELD.match(line)
    if found is None or found[1].lower() != name:
        return None
    said = {part.strip() for part in found[2].lower().split(b",")}
    return said.pop() if len(said) == 1 else found[2].strip().lower()
