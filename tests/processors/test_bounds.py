"""Bounds on a page: what is too much is refused with its reason, what is merely deep loses no text."""

import pytest

from processors.clean.bounds import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_NAME_CHARS, MAX_TAGS, MAX_TEXT_CHARS
from processors.clean.dom import text_of
from processors.clean.parse import parse
from schemas.outcomes import Drop, Reason

MANY = " ".join(f"a{number}" for number in range(MAX_ATTRIBUTES * 2))
QUOTED = " ".join(f"a{number}='<p>'" for number in range(MAX_ATTRIBUTES + 1))


def parsed(markup: str) -> str:
    return text_of(parse(f"<html><body>{markup}</body></html>".encode()))


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        pytest.param("<i>" * (MAX_TAGS + 1), "tags", id="tags"),
        pytest.param("<div>" * 3_000, "2,048", id="depth"),
        pytest.param("<br>" * (MAX_ELEMENTS + 1), "elements", id="elements"),
        pytest.param("<p>" + "a " * MAX_TEXT_CHARS, "characters of text", id="text"),
        pytest.param(f"<p {MANY}>teks", "attributes", id="attributes"),
        pytest.param(f"<p {QUOTED}>teks", "attributes", id="attributes that hold tags"),
        pytest.param(f"<script {MANY}></script>teks", "attributes", id="attributes of a script"),
        pytest.param(f"<!--><p {MANY}>teks", "attributes", id="attributes after an empty comment"),
        pytest.param(f"<p title=it's {MANY}>teks", "attributes", id="attributes after a stray quote"),
        pytest.param(f"<p {MANY}", "attributes", id="attributes without an end"),
    ],
)
def test_too_much_of_anything_is_dropped_with_its_reason(markup: str, told: str) -> None:
    with pytest.raises(Drop, match=told) as drop:
        parsed(markup)

    assert drop.value.reason is Reason.TOO_COMPLEX


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(f"<script>for (i=0;i<n;) {MANY}</script>", id="words of a script"),
        pytest.param(f"<script>var a = '{'x' * MAX_TEXT_CHARS}';</script>", id="a long script"),
        pytest.param(f"<style>a<b {MANY}</style>", id="words of a style sheet"),
        pytest.param(f"<!-- <p {MANY} -->", id="words of a comment"),
        pytest.param(f"<p>3 < 5 {MANY}</p>", id="a sign that begins no tag"),
        pytest.param(f"<p title='{MANY} {MANY}'></p>", id="one long attribute"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(MAX_ATTRIBUTES - 1)) + "></p>", id="many attributes"),
        pytest.param("</div>" * 20_000, id="ends of nothing"),
    ],
)
def test_what_only_looks_like_much_is_read(beside: str) -> None:
    assert parsed(f"{beside}<p>Kapal itu tiba.</p>").endswith("Kapal itu tiba.")


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "section", "font"])
def test_text_under_two_thousand_boxes_is_kept_in_order(tag: str) -> None:
    tower = "".join(f"<{tag}>kata{level} " for level in range(1900)) + f"</{tag}>" * 1900

    words = parsed(f"{tower}<p>Kapal itu tiba.</p>").split()

    assert words == [*(f"kata{level}" for level in range(1900)), "Kapal", "itu", "tiba."]


def test_lines_under_many_boxes_stay_apart() -> None:
    inner = "<p>Kapal itu tiba.</p><p>Warga menunggu.</p>"

    tree = parse(("<body>" + "<div>" * 300 + inner + "</div>" * 300).encode())

    assert [text_of(paragraph) for paragraph in tree.iter("p")] == ["Kapal itu tiba.", "Warga menunggu."]
    assert max(sum(1 for _ in element.iterancestors()) for element in tree.iter()) <= MAX_DEPTH + 1


def test_an_endless_class_is_cut() -> None:
    tree = parse(f"<body><div class='{'baca-juga ' * 1000}' id='a'>teks".encode())

    assert [(len(box.get("class") or ""), box.get("id")) for box in tree.iter("div")] == [(MAX_NAME_CHARS, "a")]
