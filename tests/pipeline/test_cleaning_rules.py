"""Rules of one's own: read from `config/cleaning`, tried on their examples, acting on their outlets' pages alone."""

import json
import re
from pathlib import Path

import pytest

from catalogue.toml_file import CatalogueError
from pipeline.checked_config import in_force
from pipeline.cleaning_rules import rules_of
from pipeline.config_version import read_by, steps_that_read
from pipeline.settings import Settings
from pipeline.topology import CLEANING
from processors.clean.rules import load_rules
from tests.pipeline.command import ROOT, warta
from tests.pipeline.doc_commands import fences, walk

OUTLET = """\
id = "{id}"
name = "Kabar {id}"
hosts = ["{id}.example"]
kind = "national"
feeds = ["https://{id}.example/rss"]
"""
RULE = """\
[[rule]]
id = "own.kapal-note"
kind = "whole"
where = "end"
pattern = '''naskah ini diperiksa oleh meja kapal.*'''
takes = ["Naskah ini diperiksa oleh meja kapal pada pukul 14.05 WIB."]
leaves = ["Naskah ini dibacakan di geladak kapal."]
"""
SENTENCES = (
    "Kapal latih itu bersandar di pelabuhan pada pagi hari setelah berlayar dua belas hari dari Surabaya.",
    "Menurut kepala pelabuhan, geladak kapal itu dibuka untuk umum sampai akhir pekan sebelum berlayar lagi ke utara.",
    "Sekolah boleh datang bersama-sama asal memberi kabar sehari sebelumnya kepada kantor pelabuhan, kata pejabat itu.",
)
NOTE = "Naskah ini diperiksa oleh meja kapal pada pukul 09.30 WIB."
PAGE = (
    "<html lang='id'><head><title>Kapal latih tiba di pelabuhan utara</title></head><body><article>"
    "<h1>Kapal latih tiba di pelabuhan utara</h1>"
    + "".join(f"<p>{line}</p>" for line in (*SENTENCES, NOTE))
    + "</article></body></html>"
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    for folder in ("sources", "watches", "cleaning"):
        (config / folder).mkdir(parents=True)
    for id_ in ("utara", "selatan"):
        (config / "sources" / f"{id_}.toml").write_text(OUTLET.format(id=id_))
    return config


def write(config: Path, text: str, name: str = "kapal.toml") -> Path:
    path = config / "cleaning" / name
    path.write_text(text)
    return path


def paragraphs(config: Path, outlet: str) -> list[str]:
    page = config.parent / "page.html"
    page.write_text(PAGE)
    ran = warta("clean", page, "--url", f"https://{outlet}.example/kapal", "--config", config, "--json")
    row: dict[str, list[str]] = json.loads(ran.out)
    return row["paragraphs"]


def test_a_rule_acts_on_every_page_or_on_its_outlets_alone(config: Path) -> None:
    write(config, RULE)

    assert [NOTE in paragraphs(config, outlet) for outlet in ("utara", "selatan")] == [False, False]

    write(config, f'{RULE}outlets = ["utara"]\n')

    assert [NOTE in paragraphs(config, outlet) for outlet in ("utara", "selatan")] == [False, True]


def test_only_articles_that_a_rule_may_change_have_another_version_of_the_cleaner(config: Path) -> None:
    shipped = load_rules().version
    write(config, f'{RULE}outlets = ["utara"]\n')
    rules = rules_of(config)

    assert rules.of_outlet("selatan").version == shipped
    assert re.fullmatch(re.escape(shipped) + r"\+own\.[0-9a-f]{8}", rules.of_outlet("utara").version)
    write(config, f'{RULE.replace("14.05", "15.05")}outlets = ["utara"]\n')
    assert rules_of(config).of_outlet("utara").version != rules.of_outlet("utara").version


def test_an_explanation_says_which_file_a_rule_came_from(config: Path) -> None:
    write(config, RULE)
    page = config.parent / "page.html"
    page.write_text(PAGE.replace(NOTE, f"{NOTE}</p><p>Baca juga: Kapal Perang Tiba di Wonsan"))
    call = ("clean", page, "--url", "https://utara.example/kapal", "--config", config, "--explain")

    files = {took["rule"]: took["file"] for took in json.loads(warta(*call, "--json").out)["took"]}

    assert files["own.kapal-note"] == "config/cleaning/kapal.toml"
    shipped = files["line.read-also"]
    assert (ROOT / shipped).is_file()
    for shown in (warta(*call).out, warta(*call, "--html", "-").out):
        assert "config/cleaning/kapal.toml" in "".join(shown.split())


@pytest.mark.parametrize(
    ("changed", "to", "line", "words"),
    [
        pytest.param("own.kapal-note", "kapal", 2, ("id", "own.kapal"), id="an id like a shipped one"),
        pytest.param('"whole"', '"whol"', 3, ("kind", "whol"), id="no kind"),
        pytest.param("kapal.*", "(kapal", 5, ("pattern", "regular expression"), id="no pattern"),
        pytest.param("meja kapal.*", "meja hijau.*", 6, ("takes", "does not take"), id="an example that is left"),
        pytest.param(
            "diperiksa oleh meja kapal", "[a-z]+ .*kapal", 7, ("leaves", "must leave"), id="one that is taken"
        ),
        pytest.param("diperiksa oleh meja kapal.*", "di.*|.*kata .*", 5, ("leaves|pattern",), id="sentences go"),
        pytest.param('where = "end"', 'wher = "end"', 4, ("wher",), id="a misspelt key"),
        pytest.param('where = "end"', 'outlets = ["utra"]', 4, ("outlets", "utara"), id="an outlet that is none"),
        pytest.param("[[rule]]", "[[rules]]", 1, ("rules",), id="a misspelt table"),
        pytest.param('kind = "whole"', "kind = ", 3, ("kind",), id="no TOML"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_line_and_key(
    config: Path, changed: str, to: str, line: int, words: tuple[str, ...]
) -> None:
    path = write(config, RULE.replace(changed, to, 1))

    ran = warta("rules", "check", "--config", config)

    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    found = re.search(re.escape(str(path)) + r":(\d+): (.*)", ran.err)
    assert found is not None, ran.err
    assert int(found[1]) == line or words == ("leaves|pattern",)
    assert all(re.search(word, found[2]) for word in words), ran.err


def test_a_rule_that_takes_a_sentence_which_shipped_rules_leave_is_refused(config: Path) -> None:
    write(
        config,
        RULE.replace('where = "end"\n', "").replace("naskah ini diperiksa oleh meja kapal.*", ".+").split("leaves")[0],
    )

    with pytest.raises(CatalogueError, match=r"pattern: own\.kapal-note takes a sentence"):
        rules_of(config)


def test_an_id_given_in_two_files_is_refused(config: Path) -> None:
    write(config, RULE)
    second = write(config, RULE, "lain.toml")

    with pytest.raises(CatalogueError, match=r"lain\.toml:2: rule\.0\.id: .*config/cleaning/kapal\.toml already"):
        rules_of(config)
    second.unlink()
    assert rules_of(config).own == {"own.kapal-note"}


def test_the_configuration_knows_them_and_a_broken_one_is_never_in_force(tmp_path: Path, config: Path) -> None:
    write(config, RULE)
    settings = Settings(data_dir=tmp_path / "data", config_dir=config)
    copied, versions = in_force(settings)

    assert steps_that_read(CLEANING) == {"clean", "clean_bulk"}
    assert read_by("clean", copied)[CLEANING] == read_by("clean_bulk", copied)[CLEANING] == versions[CLEANING]
    assert CLEANING not in read_by("fetch", copied)
    path = write(config, RULE.replace("meja kapal.*", "meja hijau.*"))
    with pytest.raises(CatalogueError, match=re.escape(f"{path}:6: rule.0.takes")):
        in_force(settings)


def test_the_list_tells_the_file_of_every_rule(config: Path) -> None:
    write(config, f'{RULE}outlets = ["utara"]\n')

    rows = [json.loads(line) for line in warta("rules", "list", "--config", config, "--json").lines]
    own = warta("rules", "list", "--own", "--config", config)

    assert len(rows) == len(load_rules().all) + 1
    assert {row["id"]: row["file"] for row in rows}["own.kapal-note"] == "config/cleaning/kapal.toml"
    assert "own.kapal-note" in own.out
    assert "line.read-also" not in own.out
    assert warta("rules", "list", "--own", "--outlet", "selatan", "--config", config, "--json").out == ""


def test_the_walk_of_the_documentation_adds_a_rule(tmp_path: Path) -> None:
    (tmp_path / "config" / "sources").mkdir(parents=True)

    checked, explained, listed = walk(
        fences(ROOT / "docs" / "cleaning.md", heading="Rules of your own"), tmp_path, {}, {}
    )

    assert checked.out.startswith("1 rules in config/cleaning take and leave what they say")
    assert "[-Naskah ini diperiksa oleh meja kapal pada pukul 09.30 WIB.-]" in explained.out
    assert "config/cleaning/kapal.toml" in "".join(explained.out.split())
    assert "own.kapal-note" in listed.out
