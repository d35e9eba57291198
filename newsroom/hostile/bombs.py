"""Small bodies that inflate to very many bytes, or that take very long to find out that they hold none."""

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

from newsroom.hostile.answers import answer

BLOCK = bytes(1024 * 1024)
BLOCKS = 64
MEMBERS = 100_000


def bombs() -> dict[str, Callable[[], bytes]]:
    """Whole answers by the name of the case; made when they are asked for."""
    return {
        "gzip-bomb": lambda: _packed("gzip", _zlib(31)),
        "deflate-bomb": lambda: _packed("deflate", _zlib(15)),
        "bare-deflate-bomb": lambda: _packed("deflate", _zlib(-15)),
        "brotli-bomb": lambda: _packed("br", _brotli()),
        "zstd-bomb": lambda: _packed("zstd", _zstd()),
        "bomb-in-a-bomb": lambda: _packed("gzip, gzip", gzip.compress(_zlib(31))),
        "zstd-in-brotli-bomb": lambda: _packed("zstd, br", brotli.compress(_zstd(), quality=1)),
        "three-encodings": lambda: _packed("gzip, gzip, gzip", gzip.compress(gzip.compress(_zlib(31)))),
        "endless-gzip-members": lambda: _packed("gzip", gzip.compress(b"") * MEMBERS),
        "endless-zstd-frames": lambda: _packed("zstd", zstandard.ZstdCompressor().compress(b"") * MEMBERS),
    }


def _packed(encoding: str, body: bytes) -> bytes:
    return answer(body, headers={"Content-Encoding": encoding})


def _zlib(wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join(packer.compress(BLOCK) for _ in range(BLOCKS)) + packer.flush()


def _brotli() -> bytes:
    packer = brotli.Compressor(quality=1)
    packed: bytes = b"".join(packer.process(BLOCK) for _ in range(BLOCKS)) + packer.finish()
    return packed


def _zstd() -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()
    return b"".join(packer.compress(BLOCK) for _ in range(BLOCKS)) + packer.flush()
