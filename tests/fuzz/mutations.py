"""Ways to damage a page, each drawn from a source of chance, so that one seed makes one page."""

from collections.abc import Callable, Sequence
from random import Random

JUNK = (
    b"<", b">", b"</div>", b"<p>", b"<div>", b"<table>", b"<td>", b"<ul>", b"<li>", b"<a href=/x>", b"</a>", b"<b>",
    b"<h1>", b"<h2>Baca juga</h2>", b"<br>" * 50, b"<div>" * 300, b"<span>" * 70, b"<blockquote>" * 20, b"</body>",
    b"<body>", b"<html>", b"<head>", b"<script>", b"</script>", b"<style>", b"<!--", b"-->", b"<![CDATA[", b"<svg>",
    b"<title>", b"<noscript>", b"<iframe>", b"<template>", b"<textarea>", b"<select>", b"<img src=/x alt='Kapal itu'>",
    b"<p hidden>", b"<div class='related share'>", b"<p class='author'>Oleh ", b"<time datetime='2199-01-01T00:00'>",
    b'"', b"'", b"=", b"&", b"&#0;", b"&#xD800;", b"&#x202e;", b"&#133;", b"&nbsp;" * 30, b"\x00", b"\x0c", b"\x1b[31m",
    b"\xff\xfe", b"\xe2\x80", b"\x93", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc2\x85", b"\xe2\x80\xa8",
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kapal \\u0007 Latih","author":[{"name":',
    b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"9999-12-31T23:59:59-12:00"}</script>',
    b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"0001-01-01T00:00+14:00"}</script>',
    b'<meta property="article:published_time" content="1970-01-01T00:00:00Z">', b"31 Februari 2025 25:61 WIB",
    b"Senin, 1 Januari 2099 10:00 WIB", b'<meta charset="utf-16">', b"Baca juga: ", b"(a/b)", b"\n\n\n", b" " * 500,
)  # fmt: skip
# Positions that pieces are cut at: anywhere breaks tags, at a tag breaks structure.
LONGEST_PIECE = 600
Mutate = Callable[[bytes, Random], bytes]


def damage(page: bytes, dice: Random, *, others: Sequence[bytes]) -> bytes:
    """The page after one to eight mutations; sometimes with a piece of another page in it."""
    for _ in range(dice.randint(1, 8)):
        page = dice.choice(MUTATIONS)(page, dice)
    if dice.random() < 0.1:
        start, end = _piece(dice.choice(others), dice)
        page = _insert(page, dice.choice(others)[start:end], dice)
    return dice.choice(ENCODINGS)(page) if dice.random() < 0.1 else page


def _piece(page: bytes, dice: Random) -> tuple[int, int]:
    start = dice.randint(0, len(page))
    if dice.random() < 0.5:
        start = max(page.find(b"<", start), 0)
    longest = len(page) if dice.random() < 0.1 else LONGEST_PIECE
    return start, min(len(page), start + dice.randint(0, longest))


def _insert(page: bytes, piece: bytes, dice: Random) -> bytes:
    at, _ = _piece(page, dice)
    return page[:at] + piece + page[at:]


def _delete(page: bytes, dice: Random) -> bytes:
    start, end = _piece(page, dice)
    return page[:start] + page[end:]


def _double(page: bytes, dice: Random) -> bytes:
    start, end = _piece(page, dice)
    return page[:end] + page[start:end] * dice.randint(1, 5) + page[end:]


def _swap(page: bytes, dice: Random) -> bytes:
    (first, second), (third, fourth) = sorted((_piece(page, dice), _piece(page, dice)))
    if second > third:
        return page
    return page[:first] + page[third:fourth] + page[second:third] + page[first:second] + page[fourth:]


def _truncate(page: bytes, dice: Random) -> bytes:
    return page[: dice.randint(len(page) // 4, len(page))]


def _flip(page: bytes, dice: Random) -> bytes:
    flipped = bytearray(page)
    for _ in range(dice.randint(1, 20) if page else 0):
        flipped[dice.randrange(len(flipped))] = dice.randrange(256)
    return bytes(flipped)


def _throw_in(page: bytes, dice: Random) -> bytes:
    return _insert(page, dice.choice(JUNK) * dice.randint(1, 3), dice)


def _wrap(page: bytes, dice: Random) -> bytes:
    """A piece inside boxes: deeper than it was, and perhaps never closed."""
    start, end = _piece(page, dice)
    tag, depth = dice.choice((b"div", b"span", b"b", b"table", b"li", b"a", b"blockquote")), dice.randint(1, 80)
    closed = b"</%b>" % tag * dice.choice((depth, 0, depth * 2))
    return page[:start] + b"<%b>" % tag * depth + page[start:end] + closed + page[end:]


def _rename(page: bytes, dice: Random) -> bytes:
    tags = (b"p", b"div", b"span", b"br", b"li", b"td", b"h1", b"a", b"script", b"article", b"figure", b"time", b"meta")
    old, new = dice.choice(tags), dice.choice(tags)
    return page.replace(b"<" + old, b"<" + new, dice.choice((1, 5, -1)))


MUTATIONS: tuple[Mutate, ...] = (
    _delete, _double, _swap, _truncate, _flip, _throw_in, _throw_in, _throw_in, _wrap, _rename,
)  # fmt: skip
ENCODINGS: tuple[Callable[[bytes], bytes], ...] = (
    lambda page: page.decode("utf-8", "replace").encode("utf-16"),
    lambda page: page.decode("utf-8", "replace").encode("utf-16-be"),
    lambda page: page.decode("utf-8", "replace").encode("utf-32"),
    lambda page: page.decode("utf-8", "replace").encode("cp1252", "replace"),
    lambda page: page.decode("cp1252", "replace").encode(),
    lambda page: page[: len(page) // 2] + page[len(page) // 2 :].decode("utf-8", "replace").encode("cp1252", "replace"),
    lambda page: b"\xef\xbb\xbf" + page,
    lambda page: b'<meta charset="iso-8859-1">' + page,
)
