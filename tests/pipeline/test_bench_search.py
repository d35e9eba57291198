"""The measurement of search asks questions that have answers, of as many articles as it was told to store."""

from pathlib import Path

from bench import search
from pipeline.settings import Settings


def test_every_kind_of_question_but_the_rarest_finds_articles(tmp_path: Path) -> None:
    result = search.measure(Settings(data_dir=tmp_path, database_url=None), count=2000)

    assert result.articles == 2000
    assert {name for name, waits in result.waits.items() if waits.hits == 0} <= {
        "newest of watch sempit",
        "a common word in watch sempit",
        "two usual words in watch sempit",
    }
    assert result.waits["newest"].hits == search.LIMIT
    assert result.waits["deep page"].hits > search.LIMIT / 2
    assert result.waits["one common word"].hits == search.LIMIT
