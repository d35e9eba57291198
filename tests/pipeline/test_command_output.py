"""What commands promise: `--json` is JSON Lines with times in RFC 3339; a pipe is plain; exit codes; completion."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import version
from inspect import signature
from pathlib import Path

import pytest

from bench.corpus import made_pages
from commands.calls import COMMANDS, Group
from pipeline.errors import EXIT_DIFFERS, EXIT_FAILED, EXIT_USAGE
from runtime.process.watchdog import EXIT_STUCK
from tests.pipeline.command import ROOT, Ran, comes, warta
from tests.pipeline.doc_commands import fences, run, walk

DOC = ROOT / "docs" / "commands.md"
BOXES = set("│┃─━┏┓┗┛┡┩└┘├┤╭╮╰╯")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
# A time that stands alone in a value, in whatever form.
LIKE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
# Not asked here, and why.
ELSEWHERE = {
    "demo": "test_demo.py reads its last line",
    "backfill": "asks the web: test_sources_commands.py",
    "sources probe": "asks the web: test_sources_commands.py",
    "sources promote": "edits the catalogue: test_sources_commands.py",
    "replay": "publishes again: test_archive_commands.py",
    "backup": "copies a pipeline: test_backup.py",
    "restore": "needs a backup: test_backup.py",
    "export": "writes a file: test_export.py",
    "rebuild": "needs a loss: test_rebuild.py",
    "resume": "needs a pause: test_pause.py",
    "tokens create": "shows a secret: test_tokens_commands.py",
    "webhooks add": "shows a secret: test_webhooks_commands.py",
    "webhooks rotate": "shows a secret: test_webhooks_commands.py",
    "webhooks show": "needs a webhook: test_webhooks_commands.py",
    "letters show": "needs a dead letter: test_letters.py",
}
ASKED: Mapping[str, tuple[str, ...]] = {
    "archive check": (),
    "archive rebuild": (),
    "clean": ("PAGE", "--url", "URL"),
    "disk": (),
    "doctor": (),
    "enrich": ("ARTICLES",),
    "import": ("PAGES", "--until-idle"),
    "lag": (),
    "letters list": (),
    "map": (),
    "outlets": (),
    "pause": (),
    "rules check": (),
    "rules list": (),
    "search": ("uji0",),
    "stories list": (),
    "settings": (),
    "status": (),
    "stories cluster": ("TEXTS",),
    "sources check": (),
    "sources history": (),
    "sources list": (),
    "tail": ("--after", "0", "--once"),
    "sources read": ("FEED", "--as", "feed", "--url", "https://kabar.example/rss"),
    "takedown": ("list",),
    "tokens list": (),
    "topics list": (),
    "trace": ("URL",),
    "webhooks list": (),
    "watches apply": (),
    "watches check": (),
    "watches list": (),
    "watches show": ("rusia-korut",),
    "watches test": ("rusia-korut", "Kapal tiba\nWarga menonton."),
}


def commands_with_json() -> list[str]:
    targets = {
        f"{name} {sub}".strip(): target
        for name, found in COMMANDS.items()
        for sub, target in (found.commands if isinstance(found, Group) else {"": found}).items()
    }
    return sorted(
        name
        for name, target in targets.items()
        if name.split()[0] != "bench"
        and "as_lines" in signature(getattr(import_module(target.split(":")[0]), target.split(":")[1])).parameters
    )


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A pipeline with articles, and what the commands are given."""
    folder = tmp_path_factory.mktemp("output")
    pages = folder / "pages"
    pages.mkdir()
    made = made_pages(2, seed=5)
    for number, page in enumerate(made):
        (pages / f"{number}.html").write_bytes(page.body)
    rows = [f"{number}.html\t{page.url}" for number, page in enumerate(made)]
    (pages / "urls.tsv").write_text("\n".join(rows))
    assert warta("import", pages, "--until-idle", "--data", folder / "data").code == 0
    (folder / "articles.jsonl").write_text('{"id": "a", "published": null, "paragraphs": ["Kapal tiba."]}\n')
    (folder / "texts.jsonl").write_text('{"id": "a", "title": "Kapal tiba", "text": "Kapal tiba.", "outlet": "k"}\n')
    item = "<item><title>Kapal tiba</title><link>https://kabar.example/1</link></item>"
    (folder / "rss.xml").write_text(f"<rss version='2.0'><channel><title>K</title>{item}</channel></rss>")
    return {
        "DATA": str(folder / "data"),
        "PAGE": str(pages / "0.html"),
        "PAGES": str(pages),
        "URL": made_pages(1, seed=5)[0].url,
        "ARTICLES": str(folder / "articles.jsonl"),
        "TEXTS": str(folder / "texts.jsonl"),
        "FEED": str(folder / "rss.xml"),
    }


def asked(name: str, words: Mapping[str, str], *more: str) -> Ran:
    arguments = [words.get(word, word) for word in ASKED[name]]
    return warta(*name.split(), *arguments, *more, env={"WARTA_DATA_DIR": words["DATA"]})


def test_every_command_with_json_is_asked_here_or_elsewhere() -> None:
    assert commands_with_json() == sorted({*ASKED, *ELSEWHERE})


@pytest.mark.parametrize("name", ASKED)
def test_json_is_an_object_a_line_with_times_in_rfc_3339(name: str, words: Mapping[str, str]) -> None:
    ran = asked(name, words, "--json")
    rows = [json.loads(line) for line in ran.lines]

    assert "Traceback" not in ran.err
    assert all(isinstance(row, dict) for row in rows)
    assert [told for row in rows for told in times(row) if not TIME.fullmatch(told)] == []


def times(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from times(each)
    elif isinstance(value, list):
        for each in value:
            yield from times(each)
    elif isinstance(value, str) and LIKE_TIME.fullmatch(value):
        yield value


@pytest.mark.parametrize("name", ["lag", "search", "trace", "outlets", "topics list", "clean", "watches show", "map"])
def test_in_a_pipe_nothing_is_boxed_or_coloured(name: str, words: Mapping[str, str]) -> None:
    ran = asked(name, words)

    assert ran.out
    assert not BOXES & set(ran.out)
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("arguments", [("-h",), ("lag", "-h"), ("sources", "list", "--help"), ("lag", "--nonsense")])
def test_help_and_refusals_are_plain_in_a_pipe(arguments: tuple[str, ...]) -> None:
    ran = warta(*arguments)

    assert "Usage: warta" in ran.out + ran.err or "Usage: python" in ran.out + ran.err
    assert not BOXES & set(ran.out + ran.err)


def on_terminal(*arguments: str, columns: int) -> str:
    """What a terminal of that width gets."""
    master, slave = pty.openpty()
    script = f"stty cols {columns}; exec {sys.executable} -m commands.main {' '.join(arguments)}"
    with subprocess.Popen(["bash", "-c", script], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT) as process:
        os.close(slave)
        told = b""
        try:
            while piece := os.read(master, 65536):
                told += piece
        except OSError:
            # The other end is closed: it is done.
            pass
        process.wait()
    os.close(master)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told.decode()).replace("\r", "")


@pytest.mark.parametrize("name", ["outlets --status active", "topics list", "map", "rules list", "watches list"])
def test_a_terminal_of_80_columns_is_wide_enough(name: str, words: Mapping[str, str]) -> None:
    shown = on_terminal(*name.split(), columns=80)

    assert max(len(line) for line in shown.splitlines() if "http" not in line) <= 80
    assert "…" not in shown


def test_the_version_is_told() -> None:
    assert warta("--version").out == f"warta {version('warta')}\n"


def test_the_outlets_can_be_chosen_by_status_and_failures() -> None:
    paused = [json.loads(line) for line in warta("outlets", "--status", "paused", "--json").lines]

    assert paused
    assert {row["status"] for row in paused} == {"paused"}
    assert warta("outlets", "--failing", "--json").out == ""


def test_the_table_of_exit_codes_has_every_code() -> None:
    section = DOC.read_text(encoding="utf-8").split("## Exit codes")[1].split("\n## ")[0]
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)}

    assert codes == {0, EXIT_FAILED, EXIT_USAGE, EXIT_DIFFERS, EXIT_STUCK, 128 + signal.SIGINT}


def test_the_documents_name_every_command() -> None:
    rows = [line.split("|")[1] for line in DOC.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]

    assert {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} >= set(COMMANDS)


@pytest.mark.parametrize(
    ("shell", "typed", "expected"),
    [
        pytest.param("bash", "warta sou", ["sources"], id="bash, a command"),
        pytest.param("bash", "warta watches s", ["show"], id="bash, one of a group"),
        pytest.param("bash", "warta sources list --fa", ["--failing"], id="bash, an option"),
        pytest.param("bash", "warta outlets --status p", ["paused"], id="bash, a value"),
        pytest.param("fish", "warta sou", ["sources"], id="fish"),
        pytest.param("zsh", "warta watches s", ['"show"'], id="zsh"),
    ],
)
def test_a_shell_is_told_what_may_follow(shell: str, typed: str, expected: list[str]) -> None:
    env = {"_WARTA_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        env |= {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    else:
        env |= {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}

    ran = run("warta", ROOT, env)

    found = re.findall(r'"\w+"', ran.out) if shell == "zsh" else [line.split("\t")[0] for line in ran.lines]
    assert found == expected, ran.err


def test_bash_completes_by_the_script_that_is_written_as_documented(tmp_path: Path) -> None:
    walk(fences(DOC, heading="Completion"), tmp_path, {"HOME": str(tmp_path)}, {})
    script = tmp_path / ".local/share/bash-completion/completions/warta"
    typed = "COMP_WORDS=(warta letters l); COMP_CWORD=2; _warta_completion warta; echo ${COMPREPLY[@]}"

    assert run(f"source {script}; {typed}", tmp_path, {}).out.split() == ["list"]
    assert (tmp_path / ".zfunc/_warta").read_text().startswith("#compdef warta")
    assert "complete" in (tmp_path / ".config/fish/completions/warta.fish").read_text()


def test_ctrl_c_is_answered_at_once(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with told.open("wb") as out:
        # A supervisor of one quiet step: `warta run` is the same with all of them.
        call = [sys.executable, "-m", "commands.main", "worker", "frontier", "--data", str(tmp_path / "data")]
        process = subprocess.Popen(call, stdout=out, stderr=out, cwd=ROOT)
        try:
            assert comes(lambda: "worker_started" in told.read_text() or process.poll() is not None)
            process.send_signal(signal.SIGINT)
            code = process.wait(60)
        finally:
            process.kill()

    assert code == 0
    assert "stopping…" in told.read_text()
    assert "Traceback" not in told.read_text()
