"""Names that no list knows: English bodies and papers, agencies, short forms, places in the style of their title."""

from collections.abc import Sequence

import pytest

from tests.processors.test_layers import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Pentas di Rinjana UNESCO Global Geopark (RUGGp) usai. Pengelola RUGGp senang.",
            [("Geopark Rinjana", "LOC", 3)],
            id="a place in the style of its title, and its short form",
        ),
        pytest.param(
            "Menurut XQVR, harga naik. Warga membaca laporan XQVR itu.",
            [("XQVR", "ORG", 2)],
            id="a short form that tells once is a body in the whole article",
        ),
        pytest.param(
            "Hal itu dikutip Kantor Berita Lentera, Senin.", [("Lentera", "ORG", 1)], id="an agency that no list knows"
        ),
        pytest.param(
            "Lembaga itu, Institute for the Study of Rivers (ISR), lahir di Jakarta.",
            [("Institute for the Study of Rivers", "ORG", 2), ("Jakarta", "GPE", 1)],
            id="an English body with small words",
        ),
        pytest.param(
            "Laporan The Jakarta Herald itu dibantah warga.", [("The Jakarta Herald", "ORG", 1)], id="an English paper"
        ),
    ],
)
def test_names_that_no_list_knows_are_one_thing_each(text: str, expected: Sequence[tuple[str, str, int]]) -> None:
    found = read(text).entities

    assert [(each.canonical, each.type.value, len(each.mentions)) for each in found] == expected
