"""The measurement of memory looks at a worker that really cleans, and refuses to judge by too few pages."""

from pathlib import Path

import pytest

from bench import worker_memory
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log


@pytest.mark.slow
def test_memory_is_followed_to_the_last_page(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    log = open_log(settings)
    apply_topics(log, settings)
    log.close()
    result = worker_memory.measure(settings, count=300, warm_up=100)

    assert result.curve[0].pages < 300
    assert result.last_mb > 50
    assert result.peak_mb >= max(result.first_mb, result.last_mb)


def test_too_few_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--pages 2000"):
        worker_memory.measure(Settings(data_dir=tmp_path), count=1999)
