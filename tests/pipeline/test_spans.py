"""A page's way through every step is one trace, on both logs; nothing of it is there where no receiver is set."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.imports.source import ImportSource
from pipeline.bringing import bring_in
from pipeline.patience import Patience
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from schemas.envelope import header
from schemas.span_context import TRACEPARENT
from schemas.topics import PAGES
from tests.pipeline import in_process
from tests.pipeline.places import PLACES, engines, in_place, made
from tests.pipeline.test_takedown import page
from tests.runtime.otlp_receiver import Receiver, read, receiving

__all__ = ["engines"]
pytestmark = pytest.mark.slow


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, engines: None) -> Iterator[Settings]:
    yield from in_place(request, tmp_path / "data")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as taking:
        yield taking


def bring(settings: Settings, *addresses: str) -> None:
    source = ImportSource(iter([page(address, f"zamrud{number:04d}") for number, address in enumerate(addresses)]))
    with closing(open_log(settings)) as log:
        bring_in(source, log, settings, Patience.at_once())


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_every_step_of_a_page_is_a_span_under_the_one_that_wrote_what_it_read(
    place: Settings, receiver: Receiver
) -> None:
    settings = made(place.model_copy(update={"otlp_endpoint": receiver.address, "otlp_ratio": 1.0}))
    bring(settings, "https://kabar.example/1")
    in_process.run(settings)
    by_id = {span.span_id: span for span in receiver.spans}
    step = {span.span_id: read(span.attributes).get("warta.step") for span in receiver.spans}
    under = {(step[span.span_id], step.get(span.parent_span_id)) for span in receiver.spans}

    assert len(by_id) == len(receiver.spans)
    assert len({span.trace_id for span in receiver.spans}) == 1
    assert {
        ("import", None),
        ("clean", "import"),
        ("archive", "import"),
        ("revise", "clean"),
        ("enrich", "revise"),
        ("articles", "enrich"),
    } <= under


def test_without_a_receiver_no_record_belongs_to_a_trace(tmp_path: Path, engines: None) -> None:
    settings = made(Settings(data_dir=tmp_path / "data", log_durable=False, otlp_ratio=1.0))
    bring(settings, "https://kabar.example/1")
    with closing(open_log(settings)) as log:
        stored = [each for number in range(PAGES.partitions) for each in log.read("warta.pages", number)]

    assert [header(each.message.headers, TRACEPARENT) for each in stored] == [None]
