"""Every command of the documents is run as it stands there, or is marked with the reason why not."""

import configparser
import re
import shutil
import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.corpus import made_pages
from commands.newsroom_process import start_newsroom
from tests.pipeline.command import ROOT, comes, warta
from tests.pipeline.doc_commands import NOT_RUN, Fence, fences, filled, run, start, walk

pytestmark = pytest.mark.slow
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
API = "http://127.0.0.1:8700"
# What a line of a shell begins with, in these documents.
SHELL = re.compile(
    r"^(?:sudo |export )?(?:\S*/)?(?:warta|make|docker|curl|pip|git|systemctl|mkdir|kafka-\S+|python3?) ", re.M
)
MIN_REASON_CHARS = 20


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


RUN = [page for page in PAGES if any(fence.is_run for fence in fences(page))]


def test_what_is_a_command_is_marked_as_a_shell_and_what_is_not_run_says_why() -> None:
    found = [fence for page in PAGES for fence in fences(page)]
    unmarked = [fence for fence in found if fence.language in ("", "text") and SHELL.search(fence.text)]
    reasons = [fence.mark.removeprefix(NOT_RUN) for fence in found if fence.mark.startswith(NOT_RUN)]

    assert [(fence.page.name, fence.line) for fence in unmarked if not fence.file] == []
    assert min(map(len, reasons)) >= MIN_REASON_CHARS
    assert len(RUN) >= 10
    named = {name for reason in reasons for name in re.findall(r"(?:tests/\w+/)?test_\w+\.py", reason)}
    assert [name for name in named if not list(ROOT.glob(f"tests/**/{Path(name).name}"))] == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with articles; every page has a copy of its own."""
    folder = tmp_path_factory.mktemp("reader")
    pages = made_pages(3, seed=5)
    (folder / "pages").mkdir()
    for number, page in enumerate(pages):
        (folder / "pages" / f"{number}.html").write_bytes(page.body)
    rows = [f"{number}.html\t{page.url}" for number, page in enumerate(pages)]
    (folder / "pages" / "urls.tsv").write_text("\n".join(rows) + "\n")
    shutil.copytree(ROOT / "config", folder / "config")
    item = "<item><title>Kapal tiba</title><link>https://kabar.example/1</link></item>"
    (folder / "rss.xml").write_text(f"<rss version='2.0'><channel><title>K</title>{item}</channel></rss>")
    (folder / "text.txt").write_text(
        "\n".join(["Kapal tiba di pelabuhan", *["Warga menonton kapal latih itu. " * 8] * 3])
    )
    done = warta("import", folder / "pages", "--until-idle", "--data", folder / "data")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def reader(made: Path, tmp_path: Path) -> tuple[Path, Mapping[str, str], Mapping[str, str]]:
    """A folder, its environment, and what words in capitals stand for in it."""
    folder = tmp_path / "reader"
    shutil.copytree(made, folder)
    # It is still open, and so has another name.
    shutil.copy(next((folder / "data" / "archive").rglob("*.warc*")), folder / "old.warc.gz")
    words = {
        "PAGE.html": "pages/0.html",
        "TEXT.txt": "text.txt",
        "FOLDER": "pages",
        "FEED": "rss.xml",
        "FILE": "written.html",
        "FILE.warc.gz": "old.warc.gz",
        "URL": made_pages(1, seed=5)[0].url,
        "WORD": "uji0",
        "DAY": "2025-04-01",
    }
    env = {"WARTA_DATA_DIR": "data", "WARTA_CONFIG_DIR": "config", "HOME": str(folder)}
    return folder, env, words


@pytest.mark.parametrize("page", [page for page in RUN if page.name not in ("api.md", "outlets.md")], ids=name_of)
def test_every_command_of_a_page_works(page: Path, reader: tuple[Path, Mapping[str, str], Mapping[str, str]]) -> None:
    folder, env, words = reader
    bare = [replace(fence, text=fence.text.replace(".venv/bin/warta", "warta")) for fence in fences(page)]

    ran = walk(iter(bare), folder, env, words)

    assert len(ran) == sum(len(fence.commands) for fence in bare if fence.is_run)
    assert not any("Traceback" in each.err for each in ran)


def test_every_request_of_the_api_is_answered(reader: tuple[Path, Mapping[str, str], Mapping[str, str]]) -> None:
    folder, env, words = reader
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (article,) = re.findall(
        r'"id": "(\w+)"', run("warta search WORD --limit 1 --json".replace("WORD", "uji0"), folder, env).out
    )
    known = {**words, "ARTICLE": article, "SOURCE": "uji-warta-example"}
    page = ROOT / "docs" / "api.md"
    commands = [command for fence in fences(page) if fence.is_run for command in fence.commands]
    commands = [unquoted(command, known).replace(API, f"http://127.0.0.1:{port}") for command in commands]
    with start(f"warta serve --port {port}", folder, env) as serving:
        try:
            assert comes(lambda: run(f"curl -sf http://127.0.0.1:{port}/health/live", folder, env).code == 0)
            answers = [run(command, folder, env) for command in commands]
        finally:
            serving.terminate()

    assert [each.code for each in answers] == [0] * len(commands), [each.err for each in answers]
    *good, paged, missing = [each.out for each in answers]
    assert [told for told in good if '"error"' in told or (not told.startswith("{") and not told.startswith("["))] == []
    assert article in good[4]
    assert len(paged.strip()) > 5
    assert '"error":"not_found"' in missing.replace(" ", "")


def unquoted(command: str, words: Mapping[str, str]) -> str:
    """Words inside of a quoted address are no arguments of their own."""
    return re.sub(r"\b[A-Z]+\b", lambda word: words.get(word[0], word[0]), command)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of an outlet, and all addresses of its newsroom."""
    with (tmp_path / "log").open("wb") as log:
        running = start_newsroom(tmp_path, publish_s=0.1, log=log)
        yield running.outlets["antenawarta"], ",".join(running.addresses)
        running.close()


def test_a_first_outlet_of_ones_own_is_polled_by_the_documentation_in_four_commands(
    newsroom: tuple[str, str], tmp_path: Path
) -> None:
    base, addresses = newsroom
    folder = tmp_path / "desk"
    (folder / "config" / "sources").mkdir(parents=True)
    shutil.copytree(ROOT / "config" / "watches", folder / "config" / "watches")
    env = {
        "WARTA_DATA_DIR": "data",
        "WARTA_CONFIG_DIR": "config",
        "WARTA_ALLOW_ADDRESSES": addresses,
        "WARTA_PORT": "0",
    }
    (fence,) = fences(ROOT / "docs" / "outlets.md", heading="A first outlet of your own")
    probe, check, started, history = fence.commands

    assert len(fence.commands) <= 4
    probed = run(filled(probe, {"URL": f"{base}/"}) + " --delay-seconds 0", folder, env)
    assert probed.code == 0, probed.err
    (written,) = (folder / "config" / "sources").glob("*.toml")
    assert run(check, folder, env).code == 0
    asked = filled(history, {"ID": written.stem})
    with start(started, folder, env) as running:
        try:
            assert comes(lambda: " read " in run(asked, folder, env).out)
        finally:
            running.terminate()


def test_the_unit_of_the_service_is_one(tmp_path: Path) -> None:
    files = {fence.file: fence.text for fence in fences(ROOT / "docs" / "install.md") if fence.file}
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(files["etc/warta.service"])
    settings = dict(line.split("=", 1) for line in files["etc/warta.env"].splitlines())

    assert unit["Service"]["ExecStart"] == "/opt/warta/.venv/bin/warta run"
    assert unit["Service"]["ReadWritePaths"] == settings["WARTA_DATA_DIR"]
    told = {
        row.split("`")[1]
        for row in (ROOT / "docs" / "settings.md").read_text().splitlines()
        if row.startswith("| `WARTA")
    }
    assert set(settings) <= told


def test_the_indonesian_pages_have_the_commands_of_the_english_ones() -> None:
    for name in ("install.md", "first-day.md", "watches.md"):
        english, own = (commands_of(ROOT / "docs" / folder / name) for folder in ("", "id"))
        assert [command for command in own if command not in english] == [], name


def commands_of(page: Path) -> list[str]:
    found: list[Fence] = [fence for fence in fences(page) if fence.language == "sh"]
    return [re.sub(r"https://\S+", "ADDRESS", command) for fence in found for command in fence.commands]
