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
        pytest.param(
            "Kepala BWN Kalung Wiyanata tiba. Rapat usai, ujar Kalung. Kalung menyebut harga naik.",
            [("Kalung Wiyanata", "PER", 3)],
            id="a common word that speaks is a name in the whole article",
        ),
        pytest.param(
            "Surat itu untuk Anda. Kalung menyebut harga naik, dan kalung itu dijual. Ini Kalung kami.",
            [],
            id="a common word that is also small is none",
        ),
        pytest.param(
            "Darto Wiyanata tiba. Warga berterima kasih ke Wiyanata. Wiyanata-pun pulang.",
            [("Darto Wiyanata", "PER", 3)],
            id="a person may stand behind a place's word, or before a clitic",
        ),
        pytest.param(
            "Harga naik, kata Kantor Berita Pusat Lentera (KBPL). Kabar KBPL itu dibantah.",
            [("KBPL", "ORG", 3)],
            id="an agency is called by its short form",
        ),
        pytest.param(
            "Badan Pengelola Wirakarsa Nusa (BPWN) dibentuk. Ketua Badan Pengelola BPWN setuju.",
            [("Badan Pengelola Wirakarsa Nusa", "ORG", 3)],
            id="a body by its head and its short form",
        ),
        pytest.param(
            "Mereka mendaki Gunung Karangjati-Lodaya. Kabut turun di Gunung Karangjati.",
            [("Gunung Karangjati-Lodaya", "LOC", 2)],
            id="the first part of a place's name",
        ),
        pytest.param(
            "Rapat digelar di Wirakraton. Wirakraton menyebut itu wajar.",
            [("Wirakraton", "ORG", 2)],
            id="what tells and can be been in is a seat",
        ),
        pytest.param(
            "Itu kata juru bicara Wirakraton Dmitry Wiranov. Warga diam.",
            [("Wirakraton", "ORG", 1), ("Dmitry Wiranov", "PER", 1)],
            id="whom a spokesman speaks for",
        ),
        pytest.param(
            "XQVR, yang memberitakan hal itu, diam. Warga membaca XQVR.",
            [("XQVR", "ORG", 2)],
            id="a short form that tells behind a comma",
        ),
        pytest.param(
            "Harga naik, kata Darto Wiyono kepada Wirawarta. Warga membaca Wirawarta itu.",
            [("Wirawarta", "ORG", 2), ("Darto Wiyono", "PER", 1)],
            id="whom something is told to is a paper",
        ),
        pytest.param(
            "Perang Dunia II usai. Sejak itu Perang Dunia menjadi kata.",
            [("Perang Dunia II", "EVENT", 1)],
            id="a war with its number",
        ),
    ],
)
def test_names_that_no_list_knows_are_one_thing_each(text: str, expected: Sequence[tuple[str, str, int]]) -> None:
    found = read(text).entities

    assert [(each.canonical, each.type.value, len(each.mentions)) for each in found] == expected
