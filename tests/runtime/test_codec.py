"""Names of topics in the log, and what a malformed message's headers still tell."""

import pytest

from broker.port import Message
from runtime.codec import TopicNames, envelope_of
from tests.runtime.notes import NOTES


@pytest.mark.parametrize(
    ("prefix", "full"), [pytest.param("warta.", "warta.notes", id="prefix"), pytest.param("", "notes", id="none")]
)
def test_a_topic_stands_in_the_log_behind_the_prefix_and_is_read_back_without_it(prefix: str, full: str) -> None:
    names = TopicNames(prefix)

    assert names.full(NOTES) == full
    assert names.declared(full) == "notes"


def test_a_message_without_an_envelope_has_none() -> None:
    assert envelope_of(Message("notes", b"k", b"v")) is None
