"""Content encodings: undone within bounds, and refused where they are not what they say."""

import gzip
import zlib

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard

from ingest.web.inflate import InflateError, TooLargeError, inflate

TEXT = b"Perjanjian itu ditandatangani di Pyongyang. " * 5000
BARE = zlib.compressobj(wbits=-15)
COMPRESSED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:]),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.ZstdCompressor().compress(TEXT),
}


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_each_encoding_is_undone(encoding: str) -> None:
    assert inflate(COMPRESSED[encoding], encoding, max_bytes=len(TEXT)) == TEXT


def test_a_bare_deflate_stream_is_read_too() -> None:
    data = BARE.compress(TEXT) + BARE.flush()

    assert inflate(data, "deflate", max_bytes=len(TEXT)) == TEXT


def test_several_zstd_frames_are_one_body() -> None:
    compress = zstandard.ZstdCompressor().compress

    assert inflate(compress(TEXT[:9]) + compress(TEXT[9:]), "zstd", max_bytes=len(TEXT)) == TEXT


def test_padding_after_a_gzip_member_is_ignored() -> None:
    assert inflate(gzip.compress(TEXT) + b"\x00" * 8, "GZIP", max_bytes=len(TEXT)) == TEXT


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_one_byte_over_the_limit_is_too_much(encoding: str) -> None:
    with pytest.raises(TooLargeError):
        inflate(COMPRESSED[encoding], encoding, max_bytes=len(TEXT) - 1)


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_data_cut_off_is_refused(encoding: str) -> None:
    with pytest.raises(InflateError, match="cut off"):
        inflate(COMPRESSED[encoding][:-12], encoding, max_bytes=len(TEXT))


@pytest.mark.parametrize("encoding", [*COMPRESSED, "compress", "gzip, br, zstd"])
def test_what_is_not_of_the_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(InflateError):
        inflate(b"\xfe\xdc bukan data yang dimampatkan", encoding, max_bytes=1000)


@pytest.mark.parametrize("encoding", ["", "identity", " , identity"])
def test_no_encoding_leaves_the_bytes(encoding: str) -> None:
    assert inflate(TEXT, encoding, max_bytes=10) == TEXT


def test_a_zstd_window_beyond_the_limit_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    data = compressor.compress(TEXT) + compressor.flush()

    with pytest.raises(InflateError, match="bad zstd"):
        inflate(data, "zstd", max_bytes=len(TEXT))
