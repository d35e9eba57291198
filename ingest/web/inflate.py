"""Undoes content encodings in bounded steps, so that a bomb stops at the size limit."""

import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

STEP = 64 * 1024
# One zstd block of four bytes gives 128 KiB: 64 bytes at a time keep a step under 2 MiB.
ZSTD_SLICE = 64
ZSTD_MAX_WINDOW = 8 * 1024 * 1024
MAX_ENCODINGS = 2
# IANA's registry of content codings, with their older names. Those that cannot be undone here are errors.
ENCODINGS = frozenset(
    {
        "gzip",
        "x-gzip",
        "deflate",
        "br",
        "zstd",
        "compress",
        "x-compress",
        "dcb",
        "dcz",
        "exi",
        "pack200-gzip",
        "aes128gcm",
    }
)
GZIP_MARK = b"\x1f\x8b"
# Each member costs a copy of what follows it: a body of empty ones would take hours.
MAX_MEMBERS = 100


class InflateError(ValueError):
    """The bytes are not of the stated encoding, are cut off, or the encoding is unknown."""


class TooLargeError(InflateError):
    """The bytes inflate beyond the limit."""


def inflate(data: bytes, encodings: str, *, max_bytes: int, cut: bool = False) -> bytes:
    """Undo a `Content-Encoding` value (the last one named was applied last). Raises InflateError, TooLargeError.

    With `cut` the first `max_bytes` of more are returned, and those before the fault of a body that was cut off.
    A name that is no encoding at all (`none`, `utf-8`, `text/html`) stands for none.
    """
    names = [name.strip().strip("\"'").lower() for name in encodings.split(",")]
    names = [name for name in names if name in ENCODINGS]
    if len(names) > MAX_ENCODINGS:
        raise InflateError(f"{len(names)} encodings on top of each other")
    for name in reversed(names):
        data = _inflate_one(data, name, max_bytes, cut=cut)
    return data[:max_bytes] if cut else data


def _inflate_one(data: bytes, name: str, max_bytes: int, *, cut: bool) -> bytes:
    if not data:
        return data
    out = bytearray()
    try:
        for piece in _pieces(data, name):
            out += piece
            if len(out) > max_bytes:
                raise TooLargeError(f"{name}: more than {max_bytes} bytes inflated from {len(data)}")
    except InflateError:
        if not (cut and out):
            raise
    return bytes(out)


def _pieces(data: bytes, name: str) -> Iterator[bytes]:
    if name in ("gzip", "x-gzip"):
        return _gzip(data)
    if name == "deflate":
        return _deflate(data)
    if name == "br":
        return _brotli(data)
    if name == "zstd":
        return _zstd(data)
    raise InflateError(f"content encoding {name!r} cannot be undone here")


def _gzip(data: bytes) -> Iterator[bytes]:
    # A gzip stream may have several members; what follows the first and is no member is padding.
    yield from _zlib(data, zlib.MAX_WBITS | 16)


def _deflate(data: bytes) -> Iterator[bytes]:
    # RFC 9110 means zlib's format; many servers send the bare stream.
    zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    yield from _zlib(data, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)


def _zlib(data: bytes, wbits: int) -> Iterator[bytes]:
    try:
        for _ in range(MAX_MEMBERS):
            inflater = zlib.decompressobj(wbits)
            while not inflater.eof:
                piece = inflater.decompress(data, STEP)
                data = inflater.unconsumed_tail
                yield piece
                if not piece and not data and not inflater.eof:
                    raise InflateError("deflate data is cut off")
            data = inflater.unused_data
            if not data.startswith(GZIP_MARK):
                return
        raise InflateError(f"more than {MAX_MEMBERS} gzip members")
    except zlib.error as error:
        raise InflateError(f"bad deflate data: {error}") from error


def _brotli(data: bytes) -> Iterator[bytes]:
    inflater = brotli.Decompressor()
    try:
        piece = inflater.process(data, output_buffer_limit=STEP)
        while piece:
            yield piece
            piece = inflater.process(b"", output_buffer_limit=STEP) if not inflater.is_finished() else b""
    except brotli.error as error:
        raise InflateError(f"bad brotli data: {error}") from error
    if not inflater.is_finished():
        raise InflateError("brotli data is cut off")


def _zstd(data: bytes) -> Iterator[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_MAX_WINDOW)
    try:
        for _ in range(MAX_MEMBERS):
            inflater = decompressor.decompressobj()
            at = 0
            while at < len(data) and not inflater.eof:
                yield inflater.decompress(data[at : at + ZSTD_SLICE])
                at += ZSTD_SLICE
            if not inflater.eof:
                raise InflateError("zstd data is cut off")
            data = inflater.unused_data + data[at:]
            if not data:
                return
        raise InflateError(f"more than {MAX_MEMBERS} zstd frames")
    except zstandard.ZstdError as error:
        raise InflateError(f"bad zstd data: {error}") from error
