"""What can be a person's name, and how a name is read out of its degrees."""

import pytest

from processors.clean.metadata.names import is_person, people_in

DEGREES = (
    "M.A.; MBA; M.Sc.; Lc., M.A.; S.K.M., M.Kes.; S.Psi., M.Psi., Psikolog; S.T., M.T., IPM; Ph.D.; S.Pd.I; A.Md.Keb; "
    "Sp.OG; S.H; M. Hum; CFP; SKom"
)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        *((f"Rina Saputri, {degree}", "Rina Saputri") for degree in DEGREES.split("; ")),
        ("Rina Saputri S.Pd", "Rina Saputri"),
        ("dr. Rina Saputri, Sp.PD", "dr. Rina Saputri"),
        ("Prof. Dr. Ir. Rina Saputri, M.Si.", "Prof. Dr. Ir. Rina Saputri"),
    ],
)
def test_a_degree_is_no_part_of_a_name(name: str, bare: str) -> None:
    assert people_in([name], ()) == [bare]


PERSONS = (
    "Rina Saputri; Ihsanuddin; Hilda B Alexander; Abdul bin Rahman; DINI TEJA; Zaki al-Farisi; Nurul 'Aini; "
    "Maria da Costa; Hasan ibn Idris; Nisa el-Yunusi; Bram van der Molen; Tim Hardjono; dr. Sari Lestari; "
    "Jürgen Çelik; Nur-Aisyah Putri; Siti binti Abu Bakar; M. Rizal; H. Agus Salim; "
    "Ja'far as-Shadiq; Yusuf Abdul Aziz ar-Razi"
)
NOBODY = (
    "redaksi; Admin KU; kabar@utara.id; KabarUtara.com; 12345; yang menulis ini; Lihat Foto; TRENDING; TOPIK POPULER; "
    "Tim Liputan; Tim Riset Kami; Utara TV; Sp.PD; M.A; Senin; KCNA; Berita Terkini; Rina?; 28 April 2025; jdadmin"
)


@pytest.mark.parametrize("name", PERSONS.split("; "))
def test_these_can_be_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["", *NOBODY.split("; ")])
def test_these_are_nobody(name: str) -> None:
    assert not is_person(name)
