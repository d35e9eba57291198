"""Text to a tree: pages that would break a parser."""

import pytest

from processors.clean.parse import parse
from schemas.outcomes import Drop, Reason


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<body>" + b"<div>" * 2_000 + b"teks", id="very deep"),
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


def test_controls_beyond_ascii_become_spaces_and_letters_stay() -> None:
    assert parse("<body><p>satu\x80dua\x9ftiga\xa0é</p>".encode()).findtext(".//p") == "satu dua tiga\xa0é"
