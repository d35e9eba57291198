"""A figure says whether it is what was asked; a process that takes turns says when it cannot."""

import pytest

from bench.figures import Figure
from bench.turns import taking_turns
from pipeline.errors import CommandError


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        pytest.param(Figure("ratio", 0.5, asked=0.5), True, id="just at its floor"),
        pytest.param(Figure("ratio", 0.49, asked=0.5), False, id="under its floor"),
        pytest.param(Figure("recovery", 15.0, "s", asked=15, at_most=True), True, id="just at its ceiling"),
        pytest.param(Figure("recovery", 15.1, "s", asked=15, at_most=True), False, id="over its ceiling"),
        pytest.param(Figure("the bare loop", 9000, "records/s"), None, id="only explains"),
    ],
)
def test_a_figure_is_held_to_what_is_asked(figure: Figure, is_met: bool | None) -> None:
    assert figure.is_met is is_met
    assert figure.as_dict()["met"] is is_met


def test_a_process_that_ends_before_its_turn_is_an_error_and_no_figure() -> None:
    with (
        pytest.raises(CommandError, match="ended in the middle"),
        taking_turns("pipeline.errors", []) as take_a_chunk,
    ):
        take_a_chunk()
