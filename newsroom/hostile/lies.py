"""Answers that are wrong in what they say of themselves: lengths, chunks, types, encodings, targets."""

import gzip

from newsroom.hostile.answers import PAGE, answer, chunked, head, redirect, refresh

NESTED_TAGS = 200_000
METADATA = "http://169.254.169.254/latest/meta-data/"


def lies() -> dict[str, bytes]:
    """By the name of the case."""
    return _wrong_http() | _wrong_content() | _wrong_targets()


def _wrong_http() -> dict[str, bytes]:
    html = {"Content-Type": "text/html"}
    return {
        "hangs-up": b"",
        "no-http": PAGE,
        "binary-garbage": bytes(range(256)) * 16,
        "http-0.9": b"\r\n\r\n" + PAGE,
        "no-status": b"HTTP/1.1 \r\n\r\n" + PAGE,
        "status-of-five-digits": b"HTTP/1.1 20000 OK\r\nContent-Length: 0\r\n\r\n",
        "header-flood": answer(headers={f"X-{n}": "isi" for n in range(5000)}),
        "header-too-long": answer(headers={"X-Panjang": "a" * 100_000}),
        "length-of-a-terabyte": head({**html, "Content-Length": str(10**12)}) + PAGE,
        "length-below-zero": head({**html, "Content-Length": "-5"}) + PAGE,
        "two-lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 900\r\n\r\n" + PAGE,
        "cut-off-body": answer(headers={"Content-Length": str(len(PAGE) + 999)}),
        "chunk-size-of-letters": chunked(b"zzzz\r\n" + PAGE + b"\r\n0\r\n\r\n"),
        "chunk-larger-than-its-bytes": chunked(b"fff\r\n" + PAGE),
        "chunk-size-without-end": chunked(b"1" * 100_000),
        "chunks-without-an-end": chunked(b"%x\r\n%s\r\n" % (len(PAGE), PAGE)),
    }


def _wrong_content() -> dict[str, bytes]:
    return {
        "empty": answer(b""),
        "a-document-as-a-page": answer(b"%PDF-1.7\n" + PAGE),
        "an-archive-as-a-page": answer(b"PK\x03\x04" + PAGE),
        "zeros-as-a-page": answer(bytes(5000)),
        "a-page-as-a-film": answer(headers={"Content-Type": "video/mp4"}),
        "plain-as-gzip": answer(headers={"Content-Encoding": "gzip"}),
        "gzip-as-brotli": answer(gzip.compress(PAGE), headers={"Content-Encoding": "br"}),
        "gzip-cut-off": answer(gzip.compress(PAGE)[:-12], headers={"Content-Encoding": "gzip"}),
        "unknown-encoding": answer(headers={"Content-Encoding": "compress"}),
        "nested-tags": answer(b"<!doctype html><title>Dalam</title>" + b"<div>" * NESTED_TAGS + PAGE),
    }


def _wrong_targets() -> dict[str, bytes]:
    return {
        "redirect-to-itself": redirect("/"),
        "redirect-to-metadata": redirect(METADATA),
        "redirect-to-another-port": redirect("http://127.0.0.1:9/"),
        "redirect-to-loopback-in-ipv6": redirect("http://[::1]:9/"),
        "redirect-to-loopback-mapped": redirect("http://[::ffff:127.0.0.1]:9/"),
        "redirect-to-loopback-as-a-number": redirect("http://2130706433:9/"),
        "redirect-to-loopback-in-hexadecimal": redirect("http://0x7f.0.0.1:9/"),
        "redirect-to-loopback-in-octal": redirect("http://0177.0.0.1:9/"),
        "redirect-to-loopback-by-name": redirect("http://localhost:9/"),
        "redirect-to-a-file": redirect("file:///etc/hostname"),
        "redirect-with-a-user-name": redirect("http://ada:sandi@127.0.0.1/"),
        "redirect-to-no-address": redirect("http://[::1"),
        "markup-redirect-to-metadata": refresh(METADATA),
    }
