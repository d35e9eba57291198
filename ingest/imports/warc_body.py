"""The decoded body of an archived answer: many archives hold it decoded and keep the header of the encoding."""

from formats.warc.http_message import HttpMessage
from ingest.imports.problem import RefusedError
from ingest.web.inflate import InflateError, TooLargeError, inflate
from ingest.web.media_type import LOOKS_LIKE_HTML, SNIFF_BYTES
from schemas.outcomes import Reason


def body_of(message: HttpMessage, *, max_bytes: int) -> bytes:
    """Raises RefusedError (bad_encoding, too_large)."""
    try:
        body = inflate(message.body, message.all("content-encoding"), max_bytes=max_bytes)
    except TooLargeError as error:
        raise RefusedError(Reason.TOO_LARGE, str(error)) from error
    except InflateError as error:
        if not _is_decoded(message.body):
            raise RefusedError(Reason.BAD_ENCODING, str(error)) from error
        body = message.body
    if len(body) > max_bytes:
        raise RefusedError(Reason.TOO_LARGE, f"over {max_bytes} bytes")
    return body


def _is_decoded(body: bytes) -> bool:
    head = body[:SNIFF_BYTES]
    return b"\x00" not in head and (head.lstrip()[:1] == b"<" or LOOKS_LIKE_HTML.search(head) is not None)
