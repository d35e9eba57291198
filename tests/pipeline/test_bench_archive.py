"""The measurement of the archive: every level once, sizes that are real, and a write that archives."""

from pathlib import Path

import pytest

from bench.archive import making_ms, packings, rebuilding_ms, writing_ms
from bench.corpus import made_pages
from formats.warc.writing import LEVEL
from pipeline.settings import Settings
from pipeline.wiring.archive import open_archive_reader
from stores.archive.warc import records_of
from tests.pipeline.command import warta
from tests.stores.archive import ALWAYS

PAGES = made_pages(4, seed=1)


def test_every_level_is_measured_and_ours_makes_the_bytes_that_are_written() -> None:
    found = packings(PAGES, ["zlib"], rounds=1)
    written = sum(len(records_of(page)) for page in PAGES)

    assert [(each.module, each.level) for each in found] == [("zlib", level) for level in range(1, 10)]
    assert found[0].bytes > found[-1].bytes
    assert [each.bytes for each in found if each.level == LEVEL] == [round(written / len(PAGES))]


def test_what_is_measured_is_a_write_that_archives_every_page(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    assert writing_ms(settings, PAGES) > 0
    assert making_ms(PAGES, rounds=1) > 0
    assert rebuilding_ms(settings) > 0
    assert {page.url_key for page in PAGES} < {each.url_key for each in open_archive_reader(settings).pages(ALWAYS)}


@pytest.mark.slow
def test_a_module_that_is_not_there_is_told_in_one_line() -> None:
    ran = warta("bench", "archive", "--with", "tiada")

    assert ran.code == 2
    assert "tiada" in ran.err
