"""trafilatura's caches: emptied by how much was read, not by how often."""

from processors.clean.extract import Caches


def test_caches_are_emptied_before_they_hold_more_than_the_bound() -> None:
    emptied: list[str] = []
    caches = Caches(reset=lambda: emptied.append("now"), after_chars=100)

    counts = []
    for chars in (60, 40, 1, 99, 100, 300, 1):
        caches.grow(chars)
        counts.append(len(emptied))

    assert counts == [0, 0, 1, 1, 2, 3, 4]
