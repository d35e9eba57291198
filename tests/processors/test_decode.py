"""Bytes to text: what pages declare, what they are, and what is told of it."""

from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean_html
from processors.clean.decode import MAX_MENDED, UNDECODED, decode
from processors.clean.rules import load_rules
from tests.processors.own_pages import LEAD, plain_blog

TEXT = "“Kafé” itu tutup — begitulah"
MARKUP = f"<html><body><p>{TEXT}"


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        pytest.param(TEXT.encode(), "", "utf-8", id="utf-8 undeclared"),
        pytest.param(
            b'<meta charset="iso-8859-1">' + TEXT.encode(), "", "utf-8", id="utf-8 that declares iso-8859-1 in a tag"
        ),
        pytest.param(
            TEXT.encode(), "text/html; charset=ISO-8859-1", "utf-8", id="utf-8 that declares iso-8859-1 in the header"
        ),
        pytest.param(
            TEXT.encode("cp1252"), "text/html; charset=iso-8859-1", "cp1252", id="windows-1252 declared as iso-8859-1"
        ),
        pytest.param(TEXT.encode("cp1252"), "", "cp1252", id="windows-1252 undeclared"),
        pytest.param(
            TEXT.encode("cp1252"), "text/html; charset=utf-8", "cp1252", id="windows-1252 that declares utf-8"
        ),
        pytest.param(TEXT.encode("cp1252"), "text/html; charset=klingon", "cp1252", id="made-up charset"),
        pytest.param(TEXT.encode("cp1252"), "text/html; charset=hex", "cp1252", id="a codec that is no charset"),
        pytest.param(
            "“Кафе” — x".encode("cp1251") + TEXT.encode("cp1251", "ignore"),
            "charset=cp1251",
            "cp1251",
            id="windows-1251",
        ),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), "", "utf-8", id="byte order mark"),
        pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), "charset=utf-8", "utf-16-le", id="utf-16 with its mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), "", "utf-16-be", id="utf-16 of the other order"),
        pytest.param(b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "", "utf-32-le", id="utf-32 with its mark"),
        pytest.param(b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), "", "utf-32-be", id="utf-32 of the other order"),
        pytest.param(MARKUP.encode("utf-16-le"), "", "utf-16-le", id="utf-16 without mark"),
        pytest.param(MARKUP.encode("utf-16-be"), "charset=utf-8", "utf-16-be", id="utf-16 that declares utf-8"),
        pytest.param(MARKUP.encode("utf-32-le"), "", "utf-32-le", id="utf-32 without mark"),
        pytest.param(MARKUP.encode("utf-32-be"), "", "utf-32-be", id="utf-32 of the other order without mark"),
        pytest.param(TEXT.encode() + TEXT.encode("cp1252"), "", "utf-8+cp1252", id="half utf-8, half windows-1252"),
        pytest.param("“".encode("cp1252") + TEXT.encode() * 20, "", "utf-8+cp1252", id="one stray byte in utf-8"),
    ],
)
def test_the_text_is_read_in_its_true_charset(body: bytes, content_type: str, charset: str) -> None:
    decoded = decode(body, content_type=content_type)

    assert decoded.text.endswith(TEXT.replace("é", "") if charset == "cp1251" else TEXT)
    assert decoded.charset == charset
    assert decoded.undecoded == 0


def test_a_page_cut_inside_a_character_stays_utf_8() -> None:
    decoded = decode(TEXT.encode() * 20 + "é".encode()[:1])

    assert decoded.text == TEXT * 20 + UNDECODED
    assert decoded.undecoded == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\0" * 100, id="nothing but nulls"),
        pytest.param(b"<p>a\0b\0</p>" * 100, id="nulls here and there"),
        pytest.param(b"\0", id="one null"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_nulls_alone_make_no_wide_charset(body: bytes) -> None:
    assert decode(body).charset == "utf-8"


def test_a_page_of_stray_bytes_is_not_mended_one_by_one() -> None:
    decoded = decode(b"\x93" * (MAX_MENDED + 1))

    assert decoded == ("“" * (MAX_MENDED + 1), "cp1252", 0)


def test_an_article_tells_how_its_page_was_read() -> None:
    lead = LEAD.replace("kapal latih", "kapal “latih”", 1).replace("Kapal latih", "Kapal “latih”", 1)
    page = plain_blog().replace(LEAD, lead).encode() + "<p>“".encode("cp1252") + b"\x81"

    article = clean_html(
        page,
        url="https://kabarutara.id/a",
        source="a",
        fetched_at=datetime(2025, 4, 29, tzinfo=UTC),
        rules=load_rules(),
    )

    assert any("“latih”" in line for line in article.paragraphs)
    assert (article.quality.charset, article.quality.undecoded) == ("utf-8+cp1252", 1)
