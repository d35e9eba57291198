"""The bench of webhooks measures what it says, on a small store."""

from pathlib import Path

from bench.webhooks import measure
from pipeline.settings import Settings


def test_what_is_sent_is_counted_without_and_beside_a_receiver_that_hangs(tmp_path: Path) -> None:
    result = measure(Settings(data_dir=tmp_path), changes=20, receivers=2, rounds=1)

    assert result.alone_per_s > 0
    assert result.beside_per_s > 0
    assert result.ratio > 0
    assert result.hanging_took == 0
