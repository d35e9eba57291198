"""What a command brings in runs on the loop of every source: each record has a fate, and so has each refusal."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from broker.port import LogFullError
from ingest.imports.problem import ImportProblem
from ingest.imports.source import ImportSource
from pipeline.bringing import bring_in
from pipeline.errors import CommandError
from pipeline.patience import Patience
from pipeline.settings import Settings
from pipeline.wiring.log import names, open_log
from schemas.fate import Fate, FateBatch
from schemas.ids import url_key
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.topics import FATES, LINKS, Topic
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]
NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)


def link(number: int) -> Link:
    url = f"https://kabar.example/berita/{number}"
    return Link(
        url=url, url_key=url_key(url), source="kabar", channel="import", found_on="uji", found_at=NOON, slot="0"
    )


def values(settings: Settings, topic: Topic) -> list[bytes]:
    full = names(settings).full(topic)
    with closing(open_log(settings)) as log:
        numbers = range(log.topics()[full])
        return [each.message.value for number in numbers for each in log.read(full, number, limit=100_000)]


def told(settings: Settings) -> list[tuple[str, Fate]]:
    batches = [FateBatch.decode(value) for value in values(settings, FATES)]
    return [(batch.stage, fate) for batch in batches for fate in batch.fates]


def published(settings: Settings) -> set[str]:
    return {Link.decode(value).url for value in values(settings, LINKS)}


def test_all_of_it_is_published_with_its_fates(pipeline: Settings) -> None:
    links, problem = [link(number) for number in range(250)], ImportProblem("line 7", Reason.BAD_URL, "no address: x")
    source = ImportSource(iter([*links[:6], problem, *links[6:]]))
    with closing(open_log(pipeline)) as log:
        bring_in(source, log, pipeline, Patience.at_once())
    fates = told(pipeline)

    assert source.taken == links
    assert source.problems == [problem]
    assert published(pipeline) == {each.url for each in links}
    assert {stage for stage, _ in fates} == {"import"}
    assert [fate.subject for _, fate in fates if fate.outcome is Outcome.PASSED] == [each.url_key for each in links]
    assert [(f.subject, f.reason, f.detail) for _, f in fates if f.outcome is not Outcome.PASSED] == [
        ("line 7", Reason.BAD_URL, "no address: x")
    ]


def test_nothing_to_bring_in_is_no_failure(pipeline: Settings) -> None:
    with closing(open_log(pipeline)) as log:
        bring_in(ImportSource(iter(())), log, pipeline, Patience.at_once())

    assert told(pipeline) == []


def test_a_log_that_takes_nothing_ends_it_with_what_it_says(pipeline: Settings) -> None:
    full = pipeline.model_copy(update={"log_max_bytes": (pipeline.data_dir / "log.db").stat().st_size})
    source = ImportSource(iter(link(number).model_copy(update={"title": "x" * 4000}) for number in range(2000)))
    with closing(open_log(full)) as log, pytest.raises(LogFullError):
        bring_in(source, log, full, Patience.at_once())

    assert {each.url for each in source.taken} <= published(pipeline)
    assert len(source.taken) < 2000


def stopping(at: int) -> Iterator[Link]:
    """A signal comes while one of them is read."""
    for number in range(100_000):
        if number == at:
            os.kill(os.getpid(), signal.SIGTERM)
        yield link(number)


def test_a_signal_ends_it_and_the_command_says_that_there_is_a_rest(pipeline: Settings) -> None:
    source = ImportSource(stopping(at=3))
    with closing(open_log(pipeline)) as log, pytest.raises(CommandError, match="run it again for the rest"):
        bring_in(source, log, pipeline, Patience.at_once())

    assert {each.url for each in source.taken} == published(pipeline)
    assert len(source.taken) < 100_000
