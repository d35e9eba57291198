"""`warta export` and `warta tail`: what leaves by them, by which filters, and with how much text."""

import json
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.pipeline import in_process
from tests.pipeline.command import warta
from tests.pipeline.places import engines, made
from tests.pipeline.test_takedown import page

__all__ = ["engines"]
pytestmark = pytest.mark.slow
WORDS = ("zamrud", "safir", "mirah")


@pytest.fixture
def stored(tmp_path: Path, engines: None) -> Path:
    settings = made(Settings(data_dir=tmp_path / "data", log_durable=False))
    in_process.publish(settings, *(page(f"https://kabar.example/{word}", word) for word in WORDS))
    in_process.run(settings)
    return settings.data_dir


def test_what_leaves_is_a_snippet_unless_the_text_is_asked_for_and_noted(stored: Path, tmp_path: Path) -> None:
    bare, whole = tmp_path / "bare.jsonl", tmp_path / "whole.jsonl"
    first = warta("export", bare, "--fields", "title,text", "--json", "--data", stored)
    second = warta("export", whole, "--fields", "title", "--text", "--data", stored)

    assert json.loads(first.out) == {"file": str(bare), "articles": len(WORDS)}
    assert second.out == f"{whole}: {len(WORDS)} articles\n"
    texts = [[json.loads(line)["text"] for line in path.read_text().splitlines()] for path in (bare, whole)]
    assert [len(text) for text in texts[0]] == [1] * len(WORDS)
    assert all(len(text) == 2 for text in texts[1])
    assert "texts_exported" in second.err
    assert "texts_exported" not in first.err


def test_filters_are_those_of_the_api(stored: Path, tmp_path: Path) -> None:
    found = tmp_path / "found.csv"
    some = warta("export", found, "-f", "q=safir", "-f", "source=kabar", "--fields", "title", "--data", stored)
    wrong = warta("export", tmp_path / "x.csv", "-f", "sumber=kabar", "--data", stored)
    bad = warta("export", tmp_path / "x.csv", "-f", "since=kemarin", "--data", stored)

    assert some.code == 0, some.err
    assert found.read_text().splitlines() == ["title", "Kabar Safir pada Hari Ini"]
    assert wrong.code == 2
    assert wrong.err.startswith("warta: no filter 'sumber': there are change, cites,")
    assert bad.code == 2
    assert "since: Input should be a valid datetime" in bad.err
    assert not (tmp_path / "x.csv").exists()


def test_the_tail_tells_each_change_once_in_order(stored: Path) -> None:
    lines = warta("tail", "--after", "0", "--once", "--data", stored).lines
    told = [json.loads(line) for line in warta("tail", "--after", "1", "--once", "--json", "--data", stored).lines]
    none = warta("tail", "--once", "--data", stored)
    gone = warta("tail", "--after", "99", "--once", "--data", stored)

    assert [line.split()[0] for line in lines] == ["1", "2", "3"]
    assert all("stored  kabar  Kabar" in line for line in lines)
    assert [each["n"] for each in told] == [2, 3]
    assert (none.code, none.out) == (0, "")
    assert gone.code == 2
    assert "the last change is 3" in gone.err
