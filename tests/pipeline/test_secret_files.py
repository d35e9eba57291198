"""A password's file that is missing, empty or open to all is told in one line."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.secret_files import open_secrets
from pipeline.settings import Settings
from tests.pipeline.command import warta

SERVER = "postgresql+psycopg://warta@127.0.0.1:1/warta"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own, which is closed to others."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def secret(folder: Path, text: str = "rahasia", *, mode: int = 0o600) -> Path:
    path = folder / "database_password"
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("mode", "of_folder", "is_told"),
    [
        pytest.param(0o600, 0o755, False, id="the owner alone"),
        pytest.param(0o640, 0o755, False, id="a group"),
        pytest.param(0o644, 0o755, True, id="everybody"),
        pytest.param(0o444, 0o700, False, id="nobody else enters its folder"),
    ],
)
def test_a_file_that_every_user_can_read_is_told(folder: Path, mode: int, of_folder: int, is_told: bool) -> None:
    path = secret(folder, mode=mode)
    folder.chmod(of_folder)
    told = list(open_secrets(Settings(database_password_file=path)))

    assert bool(told) is is_told
    assert all(
        line.startswith("WARTA_DATABASE_PASSWORD_FILE: ") and line.endswith(f"chmod 600 {path}") for line in told
    )


def test_what_is_not_there_is_told_by_whoever_needs_it(folder: Path) -> None:
    assert list(open_secrets(Settings(database_password_file=folder / "none"))) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(None, "No such file or directory", id="missing"),
        pytest.param("\n", "it is empty: write the password into it", id="empty"),
    ],
)
def test_a_file_without_a_password_ends_the_command_in_one_line(folder: Path, text: str | None, says: str) -> None:
    path = folder / "database_password" if text is None else secret(folder, text)
    ran = warta("migrate", env={"WARTA_DATABASE_URL": SERVER, "WARTA_DATABASE_PASSWORD_FILE": str(path)})

    assert ran.code == 2
    assert ran.err == f"warta: WARTA_DATABASE_PASSWORD_FILE: {path}: {says}\n"
