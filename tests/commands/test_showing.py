"""Tables on a terminal and in a pipe: nothing is boxed, no word is broken, and machines get a line an object."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rich.console import Console

from commands.showing import PIPE_WIDTH, fitted, print_json, table

URL = "https://kabarutara.example/2025/04/28/kapal-latih-bersandar-di-pelabuhan-utara-setelah-dua-belas-hari"
BOXES = set("│┃─━┏┓┗┛┡┩└┘├┤╭╮╰╯|")


def shown(*, width: int | None, says: str = "Warga menonton kapal latih itu sejak pagi", rows: int = 2) -> list[str]:
    """As a terminal of that width shows it, or a pipe."""
    out = io.StringIO()
    seen = width is not None
    console = Console(file=out, width=width or PIPE_WIDTH, force_terminal=seen, color_system=None, soft_wrap=True)
    made = table("Lists", "outlet", "items", "says", "list", right=("items",))
    for number in range(rows):
        made.add_row("utara", str(number * 1000), says, URL)
    console.print(made)
    return out.getvalue().splitlines()


def test_in_a_pipe_a_row_is_a_line_whatever_its_length() -> None:
    lines = shown(width=None, says="panjang " * 40)

    assert len(lines) == 3
    assert lines[0].split() == ["outlet", "items", "says", "list"]
    assert all(line.endswith(URL) for line in lines[1:])


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_an_address_is_never_broken_and_nothing_boxed(width: int) -> None:
    lines = shown(width=width)

    assert sum(URL in line for line in lines) == 2
    assert not BOXES & set("".join(lines))


@pytest.mark.parametrize("width", [130, 150])
def test_a_narrow_terminal_wraps_between_words(width: int) -> None:
    lines = shown(width=width)

    assert max(map(len, lines)) <= width
    words = [word for line in lines for word in line.replace(URL, "").split()]
    assert words.count("menonton") == words.count("kapal") == 2


def test_what_cannot_fit_is_a_block_a_row() -> None:
    lines = shown(width=80, rows=1)

    assert [line.split()[0] for line in lines] == ["Lists", "utara", "items", "says", "list"]


@pytest.mark.parametrize(
    ("natural", "least", "width", "expected"),
    [
        pytest.param([4, 10], [4, 5], 20, [4, 10], id="all fits"),
        pytest.param([4, 10], [4, 5], 12, [4, 8], id="one gives"),
        pytest.param([4, 10], [4, 5], 9, [4, 5], id="as narrow as can be"),
        pytest.param([4, 10], [4, 5], 8, None, id="too narrow"),
    ],
)
def test_columns_narrow_to_their_longest_word(
    natural: list[int], least: list[int], width: int, expected: list[int] | None
) -> None:
    assert fitted(natural, least, width) == expected


def test_json_is_a_line_an_object_with_times_as_in_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2025, 4, 28, 7, 5, tzinfo=UTC)

    print_json([{"at": at}, {"at": at.astimezone(timezone(timedelta(hours=7)))}])

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["at"] for line in lines] == ["2025-04-28T07:05:00Z", "2025-04-28T14:05:00+07:00"]
