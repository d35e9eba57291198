"""What operators change about topics goes before the settings, and these before the declarations."""

from pathlib import Path

import pytest

from catalogue.toml_file import CatalogueError
from pipeline.settings import SHIPPED_CONFIG, Settings
from pipeline.topic_file import topics_as_set
from pipeline.topology import all_topics
from schemas.topics import HEADERS_BYTES, MIB, PAGES, Cleanup, Topic


def as_set(config: Path, text: str | None, **settings: int) -> dict[str, Topic]:
    if text is not None:
        (config / "topics.toml").write_text(text, encoding="utf-8")
    made = Settings(config_dir=config, data_dir=config, **settings)  # type: ignore[arg-type]  # of two integer fields
    return {topic.name: topic for topic in topics_as_set(made)}


@pytest.mark.parametrize("config", [SHIPPED_CONFIG, SHIPPED_CONFIG / "sources"], ids=["as shipped", "no file"])
def test_topics_are_as_declared_where_nothing_is_said(config: Path) -> None:
    assert as_set(config, None) == {topic.name: topic for topic in all_topics()}


def test_a_topic_is_given_what_its_table_says(tmp_path: Path) -> None:
    topics = as_set(
        tmp_path,
        "[pages]\npartitions = 8\nretention_s = 3600\nmax_bytes = 1_000_000\n"
        '[articles]\ncleanup = "delete"\nretention_s = 60.5\n["dead.clean"]\nmax_bytes = 5000\n',
    )

    pages = topics["pages"]
    assert (pages.partitions, pages.retention_s, pages.max_bytes) == (8, 3600, 1_000_000)
    assert (topics["articles"].cleanup, topics["articles"].retention_s) == (Cleanup.DELETE, 60.5)
    assert topics["dead.clean"].max_bytes == 5000
    assert topics["links"] == next(topic for topic in all_topics() if topic.name == "links")


def test_what_names_a_topic_goes_before_what_replaces_every_topics_own(tmp_path: Path) -> None:
    topics = as_set(tmp_path, "[pages]\npartitions = 8\nmax_bytes = 7\n", topic_partitions=3, topic_max_bytes=9)

    assert {name: topic.partitions for name, topic in topics.items() if topic.partitions != 1} == {
        "links": 3, "pages": 8, "pages_bulk": 3, "cleaned": 3, "articles": 3, "enriched": 3,
        "judgements": 3, "matches": 3, "stories": 3, "fates": 3
    }  # fmt: skip
    assert {topic.max_bytes for name, topic in topics.items() if name != "pages"} == {9}
    assert topics["pages"].max_bytes == 7


def test_dead_letters_take_the_records_of_the_topic_they_come_from(tmp_path: Path) -> None:
    topics = as_set(tmp_path, f"[pages]\nmax_record_bytes = {12 * MIB}\n")

    assert PAGES.max_record_bytes < 12 * MIB
    for name in ("dead.clean", "dead.archive"):
        assert topics[name].max_record_bytes == 12 * MIB + HEADERS_BYTES


def test_dead_letters_take_the_records_of_every_topic_that_their_step_reads(tmp_path: Path) -> None:
    topics = as_set(tmp_path, f"[pages_bulk]\nmax_record_bytes = {12 * MIB}\n")

    assert topics["dead.archive"].max_record_bytes == 12 * MIB + HEADERS_BYTES


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("[pages\n", 1, "", id="broken syntax"),
        pytest.param("[links]\n[pagez]\npartitions = 2\n", 2, "pagez: there is no such topic", id="unknown topic"),
        pytest.param("[pages]\nparts = 2\n", 2, "pages.parts: no such key; did you mean partitions?", id="unknown key"),
        pytest.param("[pages]\npartitions = 0\n", 2, "pages.partitions: ", id="no partition"),
        pytest.param('[pages]\nretention_s = "3d"\n', 2, "pages.retention_s: ", id="no number"),
        pytest.param('[pages]\n\ncleanup = "never"\n', 3, "pages.cleanup: ", id="unknown cleanup"),
        pytest.param("[pages]\nmax_record_bytes = 99_000_000\n", 2, "pages.max_record_bytes: ", id="record too large"),
        pytest.param(
            '[links]\n["retry.clean.10s"]\npartitions = -1\n', 3, "retry.clean.10s.partitions: ", id="quoted name"
        ),
        pytest.param("partitions = 4\n", 1, "partitions: ", id="outside a table"),
        pytest.param('[fates]\ncleanup = "compact"\n', 1, "fates: cleanup: every record", id="compacted fates"),
        pytest.param('["dead.clean"]\ncleanup = "compact"\n', 1, "dead.clean: cleanup: ", id="compacted letters"),
        pytest.param('["dead.clean"]\npartitions = 2\n', 1, "dead.clean: partitions: ", id="split letters"),
        pytest.param("[articles]\nretention_s = 5\n", 1, "articles: retention_s: ", id="age of a compacted topic"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        as_set(tmp_path, text)

    message = str(refused.value)
    assert message.startswith(f"{tmp_path / 'topics.toml'}:{line}: {words}"), message
    assert "\n" not in message
