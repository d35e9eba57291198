"""What the cluster test gives back of the machine's network."""

import pytest

from tests.cluster.machine import rules_before

FILTER = b"*filter\n:INPUT ACCEPT [5:9]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [1:1]\n-A INPUT -j ACCEPT\nCOMMIT\n"


@pytest.mark.parametrize(
    ("saved", "tables"),
    [
        pytest.param(b"", [b"*filter", b"*nat"], id="a machine that has no rules"),
        pytest.param(FILTER, [b"*filter", b"*nat"], id="a machine with rules of one table"),
    ],
)
def test_every_table_of_an_engine_is_cleared_and_what_was_saved_stays_as_it_was(
    saved: bytes, tables: list[bytes]
) -> None:
    told = rules_before(saved)

    assert told.startswith(saved)
    assert [line for line in told.splitlines() if line.startswith(b"*")] == tables
    assert told.count(b"COMMIT") == len(tables)
    assert (b":FORWARD ACCEPT" in told) == (not saved)
