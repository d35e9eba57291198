"""`warta watches` as a desk uses it, by the documentation alone; and what it refuses."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from commands.watches import doubts_about
from commands.watches_try import sentence
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.topology import STEPS
from pipeline.wiring.log import names, open_log
from processors.enrich.watch import compile_watch, judge
from runtime.codec import to_message
from runtime.run_dir import RunDir
from schemas.record import Lane
from schemas.topics import ARTICLES
from schemas.watch import ConceptGroup, Watch
from tests.pipeline.command import ROOT, Ran, comes, warta
from tests.pipeline.kept_articles import declare, keep, text

DOC = (ROOT / "docs" / "watches.md").read_text(encoding="utf-8")
PAGE = """<!doctype html><html lang="id"><head><title>{title}</title><meta property="og:type" content="article">
</head><body><article><h1>{title}</h1><p>{first}</p><p>{more}</p><p>{more}</p></article></body></html>"""
MORE = (
    "Petugas membuka dapur umum di balai desa dan membagikan selimut kepada warga yang mengungsi sejak Senin malam. "
    "Kepala desa mengatakan bahwa listrik masih padam dan sekolah diliburkan sampai akhir pekan ini."
)
NEWS = {
    "banjir": ("Banjir rendam ratusan rumah di tiga desa", "Air setinggi pinggang merendam rumah warga sejak subuh."),
    "pasar": ("Pasar malam dibuka lagi setelah setahun", "Pedagang kembali menata lapak mereka di alun-alun kota."),
}


def section(heading: str) -> str:
    return DOC.split(f"## {heading}\n")[1].split("\n## ")[0]


def blocks(text: str, kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for of_kind, block in found if of_kind == kind]


def one_line_error(ran: Ran, *words: str, code: int = 2) -> None:
    assert ran.code == code, ran.err
    assert ran.err.startswith("warta: ")
    assert len(ran.err.strip().splitlines()) == 1
    assert [word for word in words if word not in ran.err] == []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", config_dir=tmp_path / "config", log_durable=False)
    (settings.config_dir / "sources").mkdir(parents=True)
    (settings.config_dir / "watches").mkdir()
    return settings


@pytest.fixture
def desk(settings: Settings) -> dict[str, str]:
    """The environment of a desk."""
    return {"WARTA_DATA_DIR": str(settings.data_dir), "WARTA_CONFIG_DIR": str(settings.config_dir), "COLUMNS": "200"}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, (title, first) in NEWS.items():
        (folder / f"{name}.html").write_text(PAGE.format(title=title, first=first, more=MORE))
    (folder / "urls.tsv").write_text("".join(f"{name}.html\thttps://kabar.example/{name}\n" for name in NEWS))
    return folder


@pytest.mark.slow
def test_a_desk_has_its_first_watch_by_the_documentation_in_six_commands(desk: dict[str, str], pages: Path) -> None:
    first = section("A first watch of your own")
    (commands,), (file,) = blocks(first, "sh"), blocks(first, "toml")
    lines = [shlex.split(line)[1:] for line in commands.splitlines()]
    imported = warta("import", pages, "--gate", "--until-idle", "--json", env=desk)
    assert json.loads(imported.lines[-1])["reasons"] == {"off_watch": 2}

    assert len(lines) <= 6
    begun = warta(*lines[0], env=desk)
    assert begun.code == 0, begun.err
    path = Path(desk["WARTA_CONFIG_DIR"]) / "watches" / "banjir.toml"
    assert str(path) in begun.out
    path.write_text(file)
    ran = [warta(*line, env=desk) for line in lines[1:]]

    assert [each.code for each in ran] == [0] * len(ran), [each.err for each in ran]
    assert "1 to add, 0 to withdraw" in ran[1].out
    assert "1 added, 0 withdrawn" in ran[2].out
    assert NEWS["banjir"][0] in ran[3].out
    found = warta("search", "banjir", "--json", env=desk)
    assert [json.loads(line)["canonical_url"] for line in found.lines] == ["https://kabar.example/banjir"]

    path.unlink()
    withdrawn = warta("watches", "apply", "banjir", "--until-idle", "--json", env=desk)
    assert json.loads(withdrawn.out)["watches"] == {"banjir": {"added": 0, "withdrawn": 1}}
    assert "nothing found" in warta("search", "banjir", env=desk).out
    fates = json.loads(warta("trace", "https://kabar.example/banjir", "--json", env=desk).out)["fates"]
    assert [fate["reason"] for fate in fates if fate["stage"] == "enrich_bulk"] == ["added", "withdrawn"]


EXAMPLES = section("Worked examples")


@pytest.mark.parametrize(
    ("watch", "given", "said"),
    list(zip(blocks(EXAMPLES, "toml"), blocks(EXAMPLES, "text"), blocks(EXAMPLES, ""), strict=True)),
    ids=lambda block: block.split('"')[1] if 'id = "' in block else "",
)
def test_a_worked_example_is_what_the_command_says(watch: str, given: str, said: str) -> None:
    compiled = compile_watch(Watch.model_validate(tomllib.loads(watch)))
    title, *paragraphs = given.splitlines()

    assert sentence(judge(compiled, title, paragraphs)) == said.strip()


def test_there_are_three_worked_examples_and_every_key_is_explained() -> None:
    keys = {*Watch.model_fields, *(f"groups.{name}" for name in ConceptGroup.model_fields)}

    assert len(blocks(EXAMPLES, "toml")) == 3
    assert set(re.findall(r"^\| `([a-z.]+)` \|", section("Keys"), re.MULTILINE)) == keys


def watch(**changes: object) -> Watch:
    group = {"id": "satu", "aliases": ["kapal"]}
    return Watch.model_validate({"id": "x", "name": "x", "version": "1", "threshold": 0.5, "groups": [group]} | changes)


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        pytest.param(
            {"threshold": 1}, "threshold: 1 is never reached; all groups together stay under 1", id="threshold"
        ),
        pytest.param(
            {"groups": [{"id": "satu", "aliases": ["kapal"], "required": False}]}, "none is required", id="not required"
        ),
        pytest.param(
            {"groups": [{"id": "satu", "aliases": ["Kim Jong-un", "kim jong un"]}]}, "stands there 2 times", id="twice"
        ),
        pytest.param({"excludes": ["Kapal"]}, "is an alias too", id="excluded"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_what_cannot_be_meant_is_told(changes: dict[str, object], doubt: str) -> None:
    told = list(doubts_about(watch(**changes)))

    assert len(told) == (1 if doubt else 0)
    assert doubt in "".join(told)


def test_a_new_watch_is_a_file_that_can_be_read_and_never_replaces_one(desk: dict[str, str]) -> None:
    assert warta("watches", "new", "gempa", "--name", 'Gempa "besar"', env=desk).code == 0
    assert warta("watches", "check", env=desk).code == 0

    (listed,) = [json.loads(line) for line in warta("watches", "list", "--json", env=desk).lines]
    assert (listed["id"], listed["name"], listed["stored"]) == ("gempa", 'Gempa "besar"', 0)
    one_line_error(warta("watches", "new", "gempa", env=desk), "gempa.toml is there already")
    one_line_error(warta("watches", "new", "Gempa Besar", env=desk), "is no id")


def test_the_shipped_watches_leave_no_doubt() -> None:
    assert warta("watches", "check").code == 0


def test_a_watch_that_cannot_work_fails_the_check(settings: Settings, desk: dict[str, str]) -> None:
    declare(settings.config_dir, "kapal", "kapal", threshold=1.5)
    ran = warta("watches", "check", env=desk)

    assert ran.code == 1
    assert "kapal: threshold: 1.5 is never reached" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("show", "kapa"), ("there is no watch kapa; did you mean kapal?",), id="a mistyped id"),
        pytest.param(("apply", "pasarr"), ("there is no watch pasarr; there are kapal",), id="an unknown id"),
        pytest.param(("test", "kapal"), ("give one text, file or address, or --stored",), id="nothing to test"),
        pytest.param(("test", "kapal", "x", "--stored"), ("give one text",), id="two things to test"),
        pytest.param(("test", "kapal", "none.html"), ("cannot read none.html",), id="a file that is not there"),
        pytest.param(("test", "kapal", " "), ("the text is empty",), id="an empty text"),
        pytest.param(
            ("test", "kapal", "https://kabar.example/x"), ("no text of kabar.example/x",), id="an unknown page"
        ),
        pytest.param(("test", "kapal", "http://"), ("no absolute http(s) URL",), id="no address"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    settings: Settings, desk: dict[str, str], arguments: Sequence[str], words: Sequence[str]
) -> None:
    declare(settings.config_dir, "kapal", "kapal")

    one_line_error(warta("watches", *arguments, env=desk), *words)


def test_a_text_is_judged_from_wherever_it_comes(settings: Settings, desk: dict[str, str], pages: Path) -> None:
    declare(settings.config_dir, "air", "banjir")
    keep(settings, each=10)
    (pages / "satu.txt").write_text("Banjir lagi\nWarga mengungsi.\n")
    given: dict[str, str | Path] = {
        "a saved page": pages / "banjir.html",
        "a text file": pages / "satu.txt",
        "a text": "Kota kebanjiran\nWarga mengungsi.",
        "a kept article": "https://www.kabar.example/3?utm_source=x",
    }
    told = {
        name: json.loads(warta("watches", "test", "air", path, "--json", env=desk).out) for name, path in given.items()
    }

    assert {name: each["matches"] for name, each in told.items()} == {
        "a saved page": True,
        "a text file": True,
        "a text": False,
        "a kept article": False,
    }
    assert told["a text file"]["groups"][0]["share"] == told["a text file"]["score"] == 0.7769
    assert told["a text"]["missing"] == ["satu"]
    assert told["a text"]["near"] == [
        {"group": "satu", "alias": "banjir", "found": "kebanjiran", "why": "part of a word"}
    ]


def test_a_trial_on_what_is_kept_changes_nothing(settings: Settings, desk: dict[str, str]) -> None:
    declare(settings.config_dir, "kapal", "kapal", threshold=0.9)
    declare(settings.config_dir, "pasar", "pasar")
    keep(settings, each=10)
    for _ in range(2):
        told = [json.loads(line) for line in warta("watches", "test", "kapal", "--stored", "--json", env=desk).lines]
        assert told[0] == {"watch": "kapal", "judged": 31, "added": 0, "withdrawn": 11, "stays": 0, "near": 0}
    pasar = warta("watches", "test", "pasar", "--stored", "--limit", "2", env=desk)

    assert len(told) == 12
    assert pasar.out.count("Pasar dibuka lagi") == 2
    assert "pasar: 10 to add, 0 to withdraw, 0 stay, 0 nearly match, of 31 kept" in pasar.out


def test_an_application_waits_for_what_is_on_its_way(settings: Settings, desk: dict[str, str]) -> None:
    declare(settings.config_dir, "kapal", "kapal")
    prepare_topics(settings)
    log = open_log(settings)
    publisher = log.publisher(client="test")
    record = text(1, "Kapal tiba")
    publisher.publish(
        [to_message(record, topic=names(settings).full(ARTICLES), stage="test", at=1.0, lane=Lane.LIVE, origin=1.0)]
    )
    publisher.close()
    log.close()

    refused = warta("watches", "apply", env=desk)
    one_line_error(refused, "2 records are on their way", "--until-idle", code=1)
    # The supervisor tells of it: on standard error.
    assert warta("pause", "discover", env=desk).code == 0
    carried = warta("watches", "apply", "--until-idle", "--json", env=desk)

    assert json.loads(carried.out) == {"judged": 1, "added": 0, "withdrawn": 0, "changed": 0, "watches": {}}
    assert [json.loads(line)["stored"] for line in warta("watches", "list", "--json", env=desk).lines] == [1]


@pytest.fixture
def running(settings: Settings, desk: dict[str, str]) -> Iterator[None]:
    """A whole pipeline of no outlets."""
    settings.data_dir.mkdir()
    with (settings.data_dir / "warta.log").open("wb") as log:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "commands.main", "run", "--port", "0"],
            env=clean | desk | {"PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    run_dir = RunDir(settings.run_dir)
    assert comes(lambda: all(run_dir.endpoint(f"{step.name}-0").exists() for step in STEPS))
    yield
    process.terminate()
    process.wait(60)


@pytest.mark.slow
@pytest.mark.usefixtures("running")
def test_a_changed_watch_is_applied_while_a_pipeline_runs(
    settings: Settings, desk: dict[str, str], pages: Path, tmp_path: Path
) -> None:
    imported = warta("import", pages, "--gate", "--until-idle", "--json", env=desk)
    assert json.loads(imported.lines[-1])["reasons"] == {"off_watch": 2}, imported.err

    declare(settings.config_dir, "air", "banjir")
    applied = warta("watches", "apply", "air", "--until-idle", "--json", env=desk)
    assert json.loads(applied.out)["watches"] == {"air": {"added": 1, "withdrawn": 0}}, applied.err
    assert len(warta("search", "banjir", "--json", env=desk).lines) == 1

    # What comes now is judged by the watch of now.
    (pages / "banjir.html").write_text(PAGE.format(title="Banjir surut", first="Air surut sejak siang.", more=MORE))
    again = warta("import", pages, "--gate", "--until-idle", "--json", env=desk)
    assert json.loads(again.lines[-1])["counts"]["stored"] == 1, again.err

    declare(tmp_path / "another", "air", "pasar")
    elsewhere = ("--config", tmp_path / "another", "--timeout-seconds", "1")
    refused = warta("watches", "apply", *elsewhere, env=desk)
    one_line_error(refused, "does not read these watches", "enrich-0 reads version", "of watches", "--config", code=1)

    declare(tmp_path / "another", "air", "banjir")
    (tmp_path / "another" / "knowledge").mkdir()
    (tmp_path / "another" / "knowledge" / "desa.toml").write_text('[[group]]\ntype = "GPE"\nplain = "Sukamelur"\n')
    refused = warta("watches", "apply", *elsewhere, env=desk)
    one_line_error(refused, "this knowledge", "enrich_bulk-0 reads version none of knowledge", code=1)


@pytest.mark.slow
def test_a_replay_of_texts_sends_on_what_does_not_change_too(settings: Settings, desk: dict[str, str]) -> None:
    declare(settings.config_dir, "kapal", "kapal")
    keep(settings, each=10)
    replay = (
        "replay",
        "--stage",
        "enrich",
        "--since",
        "2025-04-28T12:05:00",
        "--until",
        "2025-04-28T12:08:00",
        "--json",
    )

    first = json.loads(warta(*replay, env=desk).out)
    assert warta("watches", "apply", "--until-idle", env=desk).code == 0
    second = json.loads(warta(*replay, env=desk).out)

    assert first == {"judged": 3, "added": 0, "withdrawn": 0, "changed": 3, "watches": {}}
    assert second == first
