"""How many processes `warta worker` gives each step."""

import pytest

from commands.run import with_processes
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, SERVE

DECLARED = BY_NAME["clean"].processes


@pytest.mark.parametrize(
    ("asked", "set_", "expected"),
    [
        pytest.param(None, {}, {"clean": DECLARED, "revise": 1, SERVE: 1}, id="as declared"),
        pytest.param(None, {"clean": 5}, {"clean": 5, "revise": 1, SERVE: 1}, id="settings go before the rows"),
        pytest.param(3, {"clean": 5}, {"clean": 3, "revise": 3, SERVE: 3}, id="the command line goes before both"),
        pytest.param(1, {}, {"clean": 1, "revise": 1, SERVE: 1}, id="fewer than declared"),
    ],
)
def test_a_step_has_the_processes_that_are_asked_for_set_or_declared(
    asked: int | None, set_: dict[str, int], expected: dict[str, int]
) -> None:
    assert DECLARED > 1

    assert with_processes(Settings(processes=set_), ("clean", "revise", SERVE), asked) == expected
