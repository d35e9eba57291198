"""The table of commands: every entry leads to a function, and a command loads no more than it needs."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from commands.calls import COMMANDS, Group
from commands.main import app_for

ROOT = Path(__file__).parents[2]
TARGETS = {
    f"{name} {sub}".strip(): target
    for name, found in COMMANDS.items()
    for sub, target in (found.commands if isinstance(found, Group) else {"": found}).items()
}
LOADED = "import sys; from commands.main import app_for; app_for(sys.argv[1:]); print(*sys.modules)"


@pytest.mark.parametrize("name", TARGETS)
def test_every_command_is_a_documented_function(name: str) -> None:
    module, _, function = TARGETS[name].partition(":")

    assert getattr(import_module(module), function).__doc__


def test_without_a_command_all_of_them_are_there() -> None:
    app = app_for([])

    assert {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups} == (
        set(COMMANDS)
    )


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        pytest.param("lag", {"kafka", "sqlalchemy", "fastapi", "trafilatura", "aiohttp", "tldextract"}, id="lag"),
        pytest.param("settings", {"kafka", "sqlalchemy", "fastapi", "trafilatura", "aiohttp"}, id="settings"),
        pytest.param("topics list", {"kafka", "sqlalchemy", "fastapi", "trafilatura", "aiohttp"}, id="topics"),
        pytest.param("letters list", {"kafka", "sqlalchemy", "fastapi", "trafilatura", "aiohttp"}, id="letters"),
        pytest.param("doctor", {"kafka", "sqlalchemy", "structlog", "lxml", "trafilatura"}, id="doctor"),
        pytest.param("status", {"structlog", "stores.articles", "kafka", "lxml"}, id="status"),
        pytest.param("sources list", {"stores.articles", "kafka", "lxml"}, id="sources"),
        pytest.param("worker", {"kafka", "lxml", "pipeline.rekeying", "pipeline.takedown"}, id="worker"),
    ],
)
def test_a_short_command_loads_no_library_that_it_does_not_use(command: str, unneeded: set[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *command.split()], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert not unneeded & set(ran.stdout.split())
