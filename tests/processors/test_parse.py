"""Bytes to a tree: charsets, and pages that would break a parser."""

import pytest

from processors.clean.parse import decode, parse
from schemas.outcomes import Drop, Reason

TEXT = "“Kafé” itu tutup — begitulah"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(TEXT.encode(), "", id="utf-8 undeclared"),
        pytest.param(
            b'<meta charset="iso-8859-1">' + TEXT.encode(), "", id="utf-8 that declares iso-8859-1 in a meta tag"
        ),
        pytest.param(TEXT.encode(), "text/html; charset=ISO-8859-1", id="utf-8 that declares iso-8859-1 in the header"),
        pytest.param(TEXT.encode("cp1252"), "text/html; charset=iso-8859-1", id="windows-1252 declared as iso-8859-1"),
        pytest.param(TEXT.encode("cp1252"), "", id="windows-1252 undeclared"),
        pytest.param(TEXT.encode("cp1252"), "text/html; charset=klingon", id="made-up charset"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), "", id="byte order mark"),
        pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), "text/html; charset=utf-8", id="utf-16 with its mark"),
    ],
)
def test_the_text_is_read_in_its_true_charset(body: bytes, content_type: str) -> None:
    assert decode(body, content_type=content_type).endswith(TEXT)


def test_a_page_cut_inside_a_character_stays_utf_8() -> None:
    assert decode(TEXT.encode() * 20 + "é".encode()[:1]).startswith(TEXT)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<body>" + b"<div>" * 50_000 + b"teks", id="very deep"),
        pytest.param(b"<body><p>te\x00ks</p>", id="null bytes"),
        pytest.param(b"<body><p " + b"x" * 3_000_000 + b">teks</p>", id="one huge tag"),
        pytest.param(b"<body><p>teks</p><di", id="cut inside a tag"),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-16"?><html><body>teks</body></html>', id="wrong xml declaration"
        ),
        pytest.param("<body>\ud800teks".encode("utf-8", "surrogatepass"), id="lone surrogate"),
        pytest.param(b"<body><!-- <p>a</p> --><![CDATA[b]]><p>teks", id="comments and sections"),
    ],
)
def test_a_broken_page_still_gives_a_tree(body: bytes) -> None:
    assert parse(body).find(".//body") is not None


@pytest.mark.parametrize("body", [b"", b"   ", b"no markup at all", b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7 obj"])
def test_what_is_no_page_is_dropped(body: bytes) -> None:
    with pytest.raises(Drop) as drop:
        parse(body)

    assert drop.value.reason is Reason.UNPARSABLE_HTML
