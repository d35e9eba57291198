"""Pages made to hurt a cleaner, each of about a given size: deep, wide, endless, lying about their charset."""

import json
from collections.abc import Callable, Mapping

PROSE = (
    "Kapal latih itu bersandar di pelabuhan pada pagi hari setelah berlayar dua belas hari dari Surabaya tanpa singgah "
    "di pelabuhan lain, kata nakhoda kepada wartawan."
)
ARTICLE = "".join(f"<p>{PROSE} Hari ke-{day} tenang.</p>" for day in range(6))
HEAD = "<!doctype html><html><head><title>Kapal Latih Bersandar di Pelabuhan Utara</title>"
Make = Callable[[int], bytes]


def page(body: str, head: str = "") -> bytes:
    return f"{HEAD}{head}</head><body><h1>Kapal Latih Bersandar di Pelabuhan Utara</h1>{body}</body></html>".encode()


def repeated(piece: str, *, around: str = "{}", article: str = ARTICLE) -> Make:
    """As many of `piece` as fill the size, `{n}` in it numbered, and an article after them."""

    def make(size: int) -> bytes:
        count = max(1, size // len(piece))
        pieces = (piece.replace("{n}", str(n)) for n in range(count)) if "{n}" in piece else (piece * count,)
        return page(around.replace("{}", "".join(pieces)) + article)

    return make


def nested(tag: str, depth: int, *, closed: bool = True) -> Make:
    """Boxes in boxes, as many towers of `depth` as fill the size, with a little text on each level."""

    def make(size: int) -> bytes:
        end = f"</{tag}>" * depth if closed else ""
        tower = f"<{tag}>ada {PROSE[:40]}" * depth + end
        return page(tower * max(1, size // len(tower)) + ARTICLE)

    return make


def bare_nested(tag: str, depth: int) -> Make:
    """One tower without text but at its bottom, and the rest of the size in paragraphs there."""

    def make(size: int) -> bytes:
        text = f"<p>{PROSE}</p>"
        return page(f"<{tag}>" * depth + text * max(1, size // len(text)) + f"</{tag}>" * depth)

    return make


def scripted(make: Callable[[int], str]) -> Make:
    return lambda size: page(ARTICLE, f'<script type="application/ld+json">{make(size)}</script>')


def line(make: Callable[[int], str], tag: str = "p") -> Make:
    return lambda size: page(f"<{tag}>{make(size)}</{tag}>{ARTICLE}")


def lines(piece: str, chars: int) -> Make:
    """Lines of `chars` characters, as many as fill the size."""
    return repeated("<p>" + (piece * (chars // len(piece) + 1))[:chars] + "</p>")


def encoded(name: str, *, declared: str, mark: bytes = b"") -> Make:
    def make(size: int) -> bytes:
        head = f'<meta charset="{declared}">' if declared else ""
        text = page(f"<p>“Kafé” — {PROSE}</p>" * max(1, size // 200) + ARTICLE, head).decode()
        return mark + text.encode(name)

    return make


def mixed(size: int) -> bytes:
    half = f"<p>“Kafé” — {PROSE}</p>" * max(1, size // 400)
    return page(ARTICLE) + half.encode() + half.encode("cp1252")


def _stated(field: str, value: str) -> str:
    return f'{{"@type":"NewsArticle","headline":"Kapal Latih","{field}":{value}}}'


DEEP = {
    f"{tag} {depth} deep": nested(tag, depth)
    for tag in ("div", "span", "table", "ul", "blockquote", "b", "font", "a")
    for depth in (200, 2_000, 200_000)
}
TOWERS = {f"{depth} bare {tag}": bare_nested(tag, depth) for tag in ("div", "span", "section") for depth in (100, 240)}
WIDE: Mapping[str, Make] = {
    "one tag": repeated("<i>"),
    "divs in a row": repeated("<div></div>"),
    "divs with text in a row": repeated("<div>x</div>"),
    "paragraphs": repeated(f"<p>{PROSE} {{n}}</p>"),
    "short paragraphs": repeated("<p>a {n}</p>"),
    "spans with tails": repeated("<span>a</span> b "),
    "links": repeated('<a href="/berita/{n}">Kabar nomor {n} dari pelabuhan</a> '),
    "linked headings": repeated('<div class=k><h3><a href="/b/{n}">Kabar nomor {n} dari pelabuhan</a></h3></div>'),
    "list items": repeated("<li><a href=/b/{n}>Kabar nomor {n}</a></li>", around="<ul>{}</ul>"),
    "breaks": repeated("<br>"),
    "lines parted by breaks": repeated(f"{PROSE}<br>", around="<div>{}</div>"),
    "short lines parted by breaks": repeated("a<br>", around="<div>{}</div>"),
    "breaks in one paragraph": repeated("ada kapal<br>", around="<p>{}</p>"),
    "images": repeated('<img src="/k{n}.jpg" alt="Kapal latih nomor {n} di pelabuhan">'),
    "figures": repeated('<figure><img src="/k{n}.jpg"><figcaption>Kapal nomor {n}</figcaption></figure>'),
    "rows": repeated("<tr><td>a</td><td>b</td></tr>", around="<table>{}</table>"),
    "cells": repeated("<td>kapal</td>", around="<table><tr>{}</tr></table>"),
    "layout cells": repeated(f"<td><p>{PROSE}</p><br><br><br></td>", around="<table><tr>{}</tr></table>"),
    "classes": repeated('<div class="related share baca-juga tags">a</div>'),
    "labels": repeated("<p>Baca juga:</p><ul><li><a href=/1>Kabar lain dari utara</a></li></ul>"),
    "hidden": repeated('<div style="display:none">a</div>'),
    "headings": repeated("<h2>Kapal nomor {n} bersandar pagi</h2>"),
    "metas": repeated('<meta property="article:tag" content="kapal {n}">'),
    "times": repeated('<time datetime="2025-04-28T10:00:{n}">28 April 2025 10:{n} WIB</time>'),
    "bylines": repeated('<p class="author">Penulis: Rina Saputri {n}</p>'),
    "frames": repeated("<iframe src=/v></iframe>kapal"),
    "forms": repeated("<form><input><button>kirim</button></form>"),
    "empty paragraphs": repeated("<p>"),
    "unclosed links": repeated("<a href=/x>kapal "),
    "unclosed tables": repeated("<table><tr><td>kapal"),
    "misnested": repeated("<b><p>kapal</b><i></p>"),
}
ENDLESS: Mapping[str, Make] = {
    "paragraph": line(lambda size: f"{PROSE} " * (size // 160)),
    "loose text": lambda size: page(f"{PROSE} " * (size // 160)),
    "word": line(lambda size: "a" * size),
    "word in a heading": line(lambda size: "a" * size, "h1"),
    "words in a heading": line(lambda size: "kapal " * (size // 6), "h1"),
    "title": lambda size: page(ARTICLE, f"<title>{'kapal ' * (size // 6)}</title>"),
    "title of separators": lambda size: page(ARTICLE, f"<meta property=og:title content='{'a - ' * (size // 4)}'>"),
    "spaces": line(lambda size: " " * size),
    "no-break spaces": line(lambda size: "\u00a0" * size),
    "attribute": lambda size: page(f'<p title="{"x" * size}">kapal</p>{ARTICLE}'),
    "class": lambda size: page(f'<div class="{"baca- " * (size // 6)}">kapal</div>{ARTICLE}'),
    "style": lambda size: page(f'<div style="{"display " * (size // 8)}">kapal</div>{ARTICLE}'),
    "address": lambda size: page(f'<a href="{"/a" * (size // 2)}">kapal</a>{ARTICLE}'),
    "attributes": lambda size: page(
        f"<p {' '.join(f'a{n}=1' for n in range(min(50_000, size // 8)))}>kapal</p>{ARTICLE}"
    ),
    "meta": lambda size: page(ARTICLE, f'<meta name="author" content="{"Rina, " * (size // 6)}">'),
    "keywords": lambda size: page(ARTICLE, f'<meta name="keywords" content="{"kapal," * (size // 6)}">'),
    "entities": line(lambda size: "&amp;&lt;&quot;" * (size // 15)),
    "numeric entities": line(lambda size: "&#65;&#x0;&#xD800;&#x110000;" * (size // 28)),
    "entity bomb": lambda size: (
        b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode().replace(b"&a-1;", b"&a;") for n in range(size % 7 + 9)
        )
        + b"]>"
        + page("<p>&a9;&a8;</p>" + ARTICLE)
    ),
    "null bytes": lambda size: page("<p>a\0b</p>" * (size // 10) + ARTICLE),
    "comment": lambda size: page(f"{ARTICLE}<!-- " + "kapal - " * (size // 8)),
    "comments": repeated("<!-- a -->"),
    "script": lambda size: page(f"{ARTICLE}<script>" + "var a = '<p>';" * (size // 14)),
    "style sheet": lambda size: page(f"{ARTICLE}<style>" + "p { x: y }" * (size // 10)),
    "sections": repeated("<![CDATA[ kapal "),
    "half tags": repeated("<"),
    "half ends": repeated("</"),
    "ends": repeated("</div>"),
    "quotes": lambda size: page(f'<p title="{"<p>" * (size // 3)}{ARTICLE}'),
    "marks of direction": line(lambda size: "\u202e\u200bkapal\u202c " * (size // 8)),
    "combining marks": line(lambda size: "a" + "\u0301" * (size // 2)),
}
# Pieces that lines are made of to lead a pattern on.
HOSTILE: Mapping[str, str] = {
    "read-also": "baca juga ",
    "capitals": "AB ",
    "names": "Aa ",
    "brackets": "(",
    "brackets with names": "(Aa ",
    "closed brackets": "(a)",
    "slashes": "a/",
    "dots": "a. ",
    "stars": "*",
    "dashes": "- ",
    "digits": "12/",
    "clock": "10:10 ",
    "colons": "editor: ",
    "tags": "#a ",
    "commas": "a, ",
    "marks": "!?",
    "follow": "ikuti google ",
    "sources": ". Sumber: a",
    "spaces": "a \u00a0",
    "photos": ". foto ",
    "months": "1 mei ",
    "quotes": '"\'"',
    "underscores": "_",
    "hosts": "a.com ",
}
LINES: Mapping[str, Make] = {
    f"{name}, {chars} a line": lines(piece, chars) for chars in (150, 500, 100_000) for name, piece in HOSTILE.items()
}
STATED: Mapping[str, Make] = {
    "body": scripted(lambda size: _stated("articleBody", json.dumps(f"{PROSE} " * (size // 160)))),
    "body of tags": scripted(lambda size: _stated("articleBody", json.dumps("<p>a" * (size // 4)))),
    "body of half tags": scripted(lambda size: _stated("articleBody", json.dumps("<" * size))),
    "deep lists": scripted(lambda size: "[" * size),
    "deep objects": scripted(lambda size: '{"a":' * (size // 5)),
    "deep graphs": scripted(lambda size: '{"@graph":[' * (size // 11) + "]}" * (size // 11)),
    "many objects": scripted(lambda size: "{}" * (size // 2)),
    "many articles": scripted(lambda size: '{"@type":"NewsArticle"},' * (size // 24)),
    "many nodes": scripted(lambda size: '{"@graph":[' + '{"@type":"Article"},' * (size // 20) + "{}]}"),
    "fields of nothing": scripted(lambda size: '"author": ' * (size // 10)),
    "open authors": scripted(lambda size: '"author":"name":"' * (size // 17)),
    "quotes": scripted(lambda size: '"' * size),
    "escapes": scripted(lambda size: '"headline":"' + "\\" * size),
    "lines": scripted(lambda size: '"a"\n' * (size // 4)),
    "blank lines": scripted(lambda size: '{"a":1' + "\n " * (size // 2) + "}"),
    "spaces": scripted(lambda size: "{" + " " * size + ",}"),
    "commas": scripted(lambda size: "{" + ", " * (size // 2)),
    "openers": scripted(lambda size: "//" * (size // 2)),
    "closers": scripted(lambda size: "{}" + ";" * size),
    "nan": scripted(lambda size: _stated("datePublished", "NaN")),
    "huge number": scripted(lambda size: _stated("datePublished", "9" * size)),
    "far year": scripted(lambda size: _stated("datePublished", '"1000000000-01-01T00:00:00Z"')),
    "far year as number": scripted(lambda size: _stated("datePublished", "1e999")),
    "year zero": scripted(lambda size: _stated("datePublished", '"0000-00-00T99:99:99+99:99"')),
    "last day": scripted(lambda size: _stated("datePublished", '"2099-12-31T23:59:59-23:59"')),
    "first day": scripted(lambda size: _stated("datePublished", '"1900-01-01T00:00:00+23:59"')),
    "long date": scripted(lambda size: _stated("datePublished", json.dumps("1/1/" * (size // 4)))),
    "types": scripted(lambda size: '{"@type":' + json.dumps(["NewsArticle", {"a": [1]}, None, 3] * 9) + "}"),
    "lone surrogate": scripted(lambda size: _stated("alternativeHeadline", '"\\ud800 kapal"')),
    "null in a name": scripted(lambda size: _stated("author", '{"@type":"Person","name":"Rina\\u0000 Saputri"}')),
    "names of names": scripted(lambda size: _stated("author", '[{"name":["A B",{"name":"C"}]},[["x"]],7]')),
    "many authors": scripted(lambda size: _stated("author", json.dumps([{"name": "Rina Saputri"}] * (size // 26)))),
    "blocks": lambda size: page(ARTICLE, '<script type="application/ld+json">{"a":1}</script>' * (size // 50)),
    "broken blocks": lambda size: page(ARTICLE, '<script type="application/ld+json">{"a":1,</script>' * (size // 50)),
}
CHARSETS: Mapping[str, Make] = {
    "utf-16 le with its mark": encoded("utf-16-le", declared="utf-16", mark=b"\xff\xfe"),
    "utf-16 be with its mark": encoded("utf-16-be", declared="", mark=b"\xfe\xff"),
    "utf-16 le without mark": encoded("utf-16-le", declared="utf-16"),
    "utf-16 be without mark": encoded("utf-16-be", declared=""),
    "utf-32 le with its mark": encoded("utf-32-le", declared="", mark=b"\xff\xfe\0\0"),
    "utf-32 be with its mark": encoded("utf-32-be", declared="", mark=b"\0\0\xfe\xff"),
    "utf-32 le without mark": encoded("utf-32-le", declared=""),
    "utf-8 as iso-8859-1": encoded("utf-8", declared="iso-8859-1"),
    "utf-8 as utf-16": encoded("utf-8", declared="utf-16"),
    "windows-1252 as utf-8": encoded("cp1252", declared="utf-8"),
    "windows-1252 undeclared": encoded("cp1252", declared=""),
    "utf-8 as utf-7": encoded("utf-8", declared="utf-7"),
    "utf-8 with two marks": encoded("utf-8", declared="utf-8", mark=b"\xef\xbb\xbf" * 2),
    "mixed": mixed,
    "stray bytes": lambda size: page(ARTICLE).replace(b" ", b" \xff") * max(1, size // 2000),
    "nothing but nulls": lambda size: b"\0" * size,
    "nothing but ff": lambda size: b"<body>" + b"\xff" * size,
}
NASTY: Mapping[str, Make] = {
    f"{family}: {name}": make
    for family, makes in (
        ("deep", DEEP),
        ("tower", TOWERS),
        ("wide", WIDE),
        ("endless", ENDLESS),
        ("lines", LINES),
        ("stated", STATED),
        ("charset", CHARSETS),
    )
    for name, make in makes.items()
}
