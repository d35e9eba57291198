"""The image holds the whole application and nothing else, and runs as nobody in particular."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = frozenset(
    (
        "broker",
        "catalogue",
        "commands",
        "config",
        "formats",
        "ingest",
        "newsroom",
        "pipeline",
        "processors",
        "runtime",
        "schemas",
        "serve",
        "stores",
    )
)
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def let_in() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_the_build_sees_what_is_named_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]

    assert lines[0] == "*"
    assert set(ROOMS) < set(let_in())
    assert not any("secret" in name or name.startswith((".", "data")) for name in let_in())


def test_passwords_are_kept_out_of_the_repository() -> None:
    assert "secrets/" in (ROOT / "deploy" / "compose" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_both_stages_stand_on_the_base_that_the_builder_names() -> None:
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${PYTHON_IMAGE}"] * 2


def test_everything_that_is_installed_from_outside_is_checked_against_its_hash() -> None:
    installs = [line for line in re.split(r"\n(?=[A-Z])", DOCKERFILE) if "--only-binary" in line]

    assert len(installs) == 3
    assert all("--require-hashes" in line for line in installs)
    assert "requirements/run.txt" in installs[0]


def test_the_last_stage_runs_as_a_user_without_rights() -> None:
    last = DOCKERFILE.split("\nFROM ")[-1]

    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["10001:10001"]
    assert not re.search(r"apt-get|pip .*install|gcc", last)


def test_the_image_carries_the_projects_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert f"warta:${{WARTA_VERSION:-{version}}}" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def test_what_renders_the_files_of_the_cluster_is_not_shipped() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    packaged = tools["setuptools"]["packages"]["find"]["include"]

    assert [name for name in let_in() if name.startswith("deploy")] == ["deploy/compose/healthcheck.py"]
    assert not [pattern for pattern in packaged if fnmatch("deploy", pattern) or fnmatch("deploy.render", pattern)]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the build is sent: a copy, since a build leaves folders behind."""
    folder = tmp_path_factory.mktemp("context")
    for name in let_in():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.slow
def test_every_file_of_every_room_is_installed(context: Path, tmp_path: Path) -> None:
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    build = [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(tmp_path), "."]
    ran = subprocess.run(build, cwd=context, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    [wheel] = tmp_path.glob("*.whl")
    installed = {name for name in zipfile.ZipFile(wheel).namelist() if not name.split("/")[0].endswith(".dist-info")}
    files = (path for room in ROOMS for path in (context / room).rglob("*") if path.is_file())

    assert {str(path.relative_to(context)) for path in files} == installed
