"""The bench of the read side measures what it says, on a small store."""

from pathlib import Path

from bench.serve import CHANGES, measure
from pipeline.settings import Settings


def test_every_reader_is_told_of_every_change(tmp_path: Path) -> None:
    result = measure(Settings(data_dir=tmp_path), count=100, subscribers=3)

    assert result.lost == 0
    assert 0 < result.outbox_share < 1
    assert result.waits["of a source"].hits > 0
    assert result.waits["with a flag that none has"].hits == 0
    assert CHANGES > 0
