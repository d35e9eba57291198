"""The measurement of a backup restores all that it loaded: its figures are of a whole one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.backup import STEPS, measure
from pipeline.settings import Settings
from tests.pipeline.places import engines

__all__ = ["engines"]
pytestmark = pytest.mark.slow
ARTICLES = 700


def test_everything_that_grows_with_the_articles_is_in_the_backup(tmp_path: Path, engines: None) -> None:
    data = tmp_path / "data"
    data.mkdir()
    result = measure(Settings(data_dir=data, database_url=None), count=ARTICLES)

    # An article with its revision, its text and its address, and a fate of each step.
    assert result.rows >= ARTICLES * (4 + len(STEPS))
    assert result.bytes > 1000 * ARTICLES
    with closing(sqlite3.connect(tmp_path / "restored" / "articles.db")) as restored:
        assert restored.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES,)
