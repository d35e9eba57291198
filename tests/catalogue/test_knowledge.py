"""Known names: countries from CLDR under their usual names, and a name given twice is refused."""

from pathlib import Path

import pytest

from catalogue.knowledge import load_knowledge
from catalogue.toml_file import CatalogueError
from schemas.knowledge import EntityType

SHIPPED = Path(__file__).parents[2] / "config" / "knowledge"


@pytest.mark.parametrize(
    ("code", "name", "alias"),
    [
        pytest.param("KP", "Korea Utara", "Korut", id="CLDR's name"),
        pytest.param("GB", "Inggris", "Inggris Raya", id="the usual name; CLDR's is an alias"),
        pytest.param("US", "Amerika Serikat", "United States", id="the English name is an alias"),
    ],
)
def test_countries_have_a_code_and_their_usual_name(code: str, name: str, alias: str) -> None:
    found = [each for each in load_knowledge(SHIPPED) if each.code == code]

    assert [(each.name, each.type) for each in found] == [(name, EntityType.GPE)]
    assert alias in found[0].aliases


def test_a_name_given_twice_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[group]]\ntype = "PER"\nplain = "Darto Wiyono"\n', "utf-8")
    (tmp_path / "b.toml").write_text('[[group]]\ntype = "PER"\n[group.aliases]\n"Darto Wiyono" = "Darto"\n', "utf-8")

    with pytest.raises(CatalogueError, match=r"b\.toml.*'Darto Wiyono' is in a\.toml already"):
        load_knowledge(tmp_path)


def test_a_wrong_type_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[group]]\ntype = "MOUNTAIN"\nplain = "Merapi"\n', "utf-8")

    with pytest.raises(CatalogueError, match=r"a\.toml:2"):
        load_knowledge(tmp_path)
