"""The catalogue: what people edit is read whole, or refused in one line with file, line and key."""

import csv
from pathlib import Path

import pytest

from catalogue.outlets import load_outlets, outlet_of
from catalogue.toml_file import CatalogueError
from catalogue.watches import load_watches
from processors.enrich.watch import compile_watch, judge
from schemas.outlet import Outlet, Status

OUTLET = 'id = "kabar"\nname = "Kabar"\nhosts = ["kabar.test"]\n'
WATCH = 'id = "rusia-korut"\nname = "Rusia"\nversion = "1"\nthreshold = 2\n'


def write(directory: Path, **files: str) -> Path:
    for name, text in files.items():
        (directory / f"{name}.toml").write_text(text, encoding="utf-8")
    return directory


def test_outlets_are_read_in_the_order_of_their_files(tmp_path: Path) -> None:
    write(tmp_path, b=OUTLET, a='id = "berita"\nname = "Berita"\nhosts = ["127.0.0.1:8001"]\n[crawl]\ndelay_s = 0\n')
    (tmp_path / "catatan.txt").write_text("bukan TOML", encoding="utf-8")

    outlets = load_outlets(tmp_path)

    assert [outlet.id for outlet in outlets] == ["berita", "kabar"]
    assert outlets[0].crawl.delay_s == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(OUTLET + "feeds = [", 4, "feeds: ", id="syntax: cut off"),
        pytest.param('id = "kabar"\nname = Kabar\n', 2, "name: Invalid value", id="syntax: no quotes"),
        pytest.param('id = "a"\nid = "b"\n', 2, "id: Cannot overwrite a value", id="syntax: a key twice"),
        pytest.param('name = "Kabar"\nhosts = ["kabar.test"]\n', 1, 'id: is missing: write id = "…"', id="a key"),
        pytest.param(OUTLET.replace("kabar", "Kabar!", 1), 1, "id: must be small letters", id="a bad id"),
        pytest.param(OUTLET + '\nhost = "x"\n', 5, "host: no such key; did you mean hosts?", id="an unknown key"),
        pytest.param(OUTLET + "[crawl]\n# lambat\ndelay_s = -1\n", 6, "crawl.delay_s: ", id="a value in a table"),
        pytest.param(OUTLET + "crawl.delay_s = -1\n", 4, "crawl.delay_s: ", id="a dotted key"),
        pytest.param(OUTLET + 'feeds = [\n    "/rss",\n]\n', 4, "feeds: ", id="a feed without a host"),
        pytest.param(OUTLET + 'index = ["https://kabar.test/{hal}"]\n', 4, "index: ", id="an unknown template field"),
        pytest.param(OUTLET + 'index = ["https://kabar.test/{page"]\n', 4, "index: ", id="an open brace"),
        pytest.param(OUTLET + 'index = ["https://kabar.test/?q={query}"]\n', 4, "index: ", id="a search among indexes"),
        pytest.param(OUTLET + 'search = ["https://kabar.test/cari"]\n', 4, "search: ", id="a search without a query"),
        pytest.param(OUTLET + 'kind = "koran"\n', 4, "kind: must be 'national', 'regional',", id="an unknown kind"),
        pytest.param(OUTLET + "last_seen = 19\n", 4, "last_seen: must be at least 1995", id="a year that is none"),
        pytest.param(OUTLET + 'last_seen = "x"\n', 4, "last_seen: must be a whole number", id="a text for a number"),
        pytest.param(OUTLET + "crawl = 5\n", 4, "crawl: must be a table: [crawl]", id="a number for a table"),
        pytest.param(OUTLET + "[crawl]\ndelai_s = 3\n", 5, "crawl.delai_s: no such key; did you mean", id="in a table"),
        pytest.param(OUTLET + '[crawl]\ndelay_s = "dua"\n', 5, "crawl.delay_s: must be a number", id="a word"),
        pytest.param(OUTLET.replace('"Kabar"', "5"), 2, "name: must be a text in quotes", id="a number for a text"),
        pytest.param(OUTLET + "feeds = [5]\n", 4, "feeds.0: must be a text in quotes", id="a number in a list"),
        pytest.param(OUTLET.replace('["kabar.test"]', '"k.test"'), 3, "hosts: must be a list", id="a text for a list"),
        pytest.param(" \n", 1, "the file is empty", id="nothing"),
        pytest.param('id = "a"\nname = "A"\n', 1, 'hosts: is missing: write hosts = ["…"]', id="a list is missing"),
        pytest.param(
            OUTLET + 'timezone = "Asia/Jakata"\n', 4, "timezone: 'Asia/Jakata' is no time zone", id="a bad zone"
        ),
        pytest.param(OUTLET + 'timezone = "Asia"\n', 4, "timezone: 'Asia' is no time zone", id="a folder of zones"),
        pytest.param(OUTLET.replace('["kabar.test"]', "[]"), 3, "hosts: needs 1 entry at least", id="an empty list"),
        pytest.param(OUTLET.replace("kabar.test", "https://kabar.test"), 3, "hosts: ", id="a URL for a host"),
        pytest.param(OUTLET.replace("kabar.test", "Kabar.Test"), 3, "hosts: ", id="a host in capitals"),
        pytest.param(OUTLET + 'evidence = """\nstatus = 1\n"""\nstatus = 1\n', 7, "status: ", id="after a long text"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    write(tmp_path, kabar=text)

    with pytest.raises(CatalogueError) as refused:
        load_outlets(tmp_path)

    message = str(refused.value)
    assert message.startswith(f"{tmp_path / 'kabar.toml'}:{line}: {words}"), message
    assert "\n" not in message


def test_text_that_is_no_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "kabar.toml").write_bytes(b'id = "kabar"\nname = "Caf\xe9"\n')

    with pytest.raises(CatalogueError, match=r"kabar\.toml:2: not UTF-8"):
        load_outlets(tmp_path)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        pytest.param(OUTLET.replace("kabar.test", "lain.test"), "b.toml:1: id: 'kabar' is declared in a.toml", id="id"),
        pytest.param(
            OUTLET.replace('"kabar"', '"lain"'), "b.toml:3: hosts: 'kabar.test' is declared in a.toml", id="host"
        ),
        pytest.param(
            'id = "lain"\nname = "L"\nhosts = ["lain.test"]\nsitemaps = ["https://kabar.test/rss"]\n',
            "b.toml:4: sitemaps: 'https://kabar.test/rss' is declared in a.toml",
            id="a list",
        ),
    ],
)
def test_nothing_is_declared_twice(tmp_path: Path, second: str, words: str) -> None:
    write(tmp_path, a=OUTLET + 'feeds = ["https://kabar.test/rss"]\n', b=second)

    with pytest.raises(CatalogueError) as refused:
        load_outlets(tmp_path)

    assert words in str(refused.value)


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="sources: no such directory"):
        load_outlets(tmp_path / "sources")


def test_watches_are_read_by_the_same_rules(tmp_path: Path) -> None:
    groups = '[[groups]]\nid = "rusia"\naliases = ["Rusia"]\n\n[[groups]]\nid = "korut"\naliases = ["K"]\n'
    good = WATCH + groups.replace('"K"', '"Korea Utara"')
    write(tmp_path, a=good)

    assert [group.id for group in load_watches(tmp_path)[0].groups] == ["rusia", "korut"]
    with pytest.raises(CatalogueError, match=r"a\.toml:11: groups\.1\.aliases\.0: needs 2 characters at least"):
        load_watches(write(tmp_path, a=WATCH + groups))
    with pytest.raises(CatalogueError, match=r"a\.toml:1: groups: is missing: write \[\[groups\]\]"):
        load_watches(write(tmp_path, a=WATCH))
    with pytest.raises(CatalogueError, match=r"b\.toml:1: id: 'rusia-korut' is declared in a\.toml"):
        load_watches(write(tmp_path, a=good, b=good))


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        pytest.param("kabar.test", "kabar", id="its host"),
        pytest.param("dunia.kabar.test", "kabar", id="a subdomain"),
        pytest.param("jatim.kabar.test", "kabar-jatim", id="a subdomain declared by another"),
        pytest.param("a.jatim.kabar.test", "kabar-jatim", id="and below it"),
        pytest.param("bukankabar.test", None, id="a host that only ends alike"),
    ],
)
def test_a_host_belongs_to_the_outlet_that_names_it_closest(host: str, owner: str | None) -> None:
    outlets = [
        Outlet(id="kabar", name="Kabar", hosts=("kabar.test",)),
        Outlet(id="kabar-jatim", name="Kabar Jatim", hosts=("jatim.kabar.test",)),
    ]

    found = outlet_of(outlets, host)

    assert (found.id if found else None) == owner


def test_the_shipped_sources_load_and_are_polite() -> None:
    outlets = load_outlets(Path(__file__).parents[2] / "config" / "sources")

    assert len(outlets) == 247
    for outlet in outlets:
        assert outlet.evidence, outlet.id
        assert outlet.crawl.delay_s >= 2, outlet.id
        proven = any(mark in outlet.evidence for mark in ("[checked", "[probed", "[verified", "[used"))
        assert proven or outlet.status is not Status.ACTIVE, outlet.id


def test_the_shipped_sources_say_what_the_survey_found() -> None:
    survey = Path(__file__).parents[2].parent / "shared" / "data" / "outlets.tsv"
    if not survey.exists():
        pytest.skip("the survey of outlets is not on this machine")
    outlets = {outlet.id: outlet for outlet in load_outlets(Path(__file__).parents[2] / "config" / "sources")}
    with survey.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            outlet = outlets[row["id"]]
            declared = [url.replace("{page:15}", "{page}") for _, url in outlet.lists] + list(outlet.search)
            found = " ".join(row[key] for key in ("feeds", "news_sitemaps", "index", "search")).split()

            assert sorted(declared) == sorted(found), outlet.id
            assert all(outlet.owns(host) for host in row["hosts"].split(",")), outlet.id
            assert (outlet.name, outlet.owner_group, outlet.kind) == (row["name"], row["owner_group"], row["kind"])


def named_watch(tmp_path: Path, entity: str) -> Path:
    (tmp_path / "knowledge").mkdir(exist_ok=True)
    (tmp_path / "watches").mkdir(exist_ok=True)
    known = '[[group]]\ntype = "PER"\naliases = { "Darto Wiyono" = "Pak Darto; Darto Wijono" }\n'
    (tmp_path / "knowledge" / "orang.toml").write_text(known)
    groups = f'[[groups]]\nid = "darto"\naliases = ["pak darto", "si bupati"]\nentities = ["{entity}"]\n'
    return write(tmp_path / "watches", a=WATCH + groups)


def test_a_group_goes_by_all_names_of_its_entities(tmp_path: Path) -> None:
    (watch,) = load_watches(named_watch(tmp_path, "Darto Wiyono"))

    assert watch.groups[0].aliases == ("pak darto", "si bupati", "Darto Wiyono", "Darto Wijono")
    assert judge(compile_watch(watch), "Darto Wijono tiba", ()).found == {"darto": {"Darto Wijono": 1}}


def test_countries_may_be_named_without_a_file_of_them(tmp_path: Path) -> None:
    (watch,) = load_watches(named_watch(tmp_path, "Korea Utara"))

    assert "North Korea" in watch.groups[0].aliases


def test_an_entity_that_nobody_knows_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"a\.toml:\d+: groups: entities: 'Darto Wiyno' .*is it 'Darto Wiyono'\?"):
        load_watches(named_watch(tmp_path, "Darto Wiyno"))


def test_a_group_without_any_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="give aliases, or entities"):
        load_watches(write(tmp_path, a=WATCH + '[[groups]]\nid = "kosong"\n'))
