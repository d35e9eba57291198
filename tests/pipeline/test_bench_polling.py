"""The simulation that polling is measured with: both ways see the same articles, adaptive polling sooner."""

from itertools import islice
from random import Random
from xml.etree import ElementTree

from bench.curves import draw
from bench.polling import DAYS, WINDOW, adaptive_poll, fixed_poll, months, run

DAY_S = 24 * 3600.0


def test_the_feeds_of_a_seed_are_always_the_same_and_sleep_at_night() -> None:
    feed, again, other = (next(months(seed)) for seed in (1, 1, 2))
    by_day = sum(DAY_S / 4 < at % DAY_S < DAY_S * 7 / 8 for at in feed)

    assert feed == again != other
    assert feed == sorted(feed)
    assert by_day > 0.75 * len(feed)


def test_every_article_is_seen_or_missed_once() -> None:
    feed = next(months(1))
    slow = run([feed], lambda: fixed_poll(DAY_S, Random(1)))

    last = DAYS * DAY_S - 1.2 * DAY_S
    assert len(feed) >= len(slow.delays_s) + slow.missed >= sum(at < last for at in feed)
    assert len(slow.delays_s) <= WINDOW * slow.polls
    assert slow.missed > 0


def test_at_as_many_polls_adaptive_ones_come_sooner_and_miss_no_more() -> None:
    feeds = list(islice(months(3), 12))
    adaptive = run(feeds, lambda: adaptive_poll(1800.0, Random(1)))
    fixed = run(feeds, lambda: fixed_poll(len(feeds) * DAYS * DAY_S / adaptive.polls, Random(2)))

    assert abs(fixed.polls / adaptive.polls - 1) < 0.02
    assert adaptive.percentile_s(0.95) < 0.95 * fixed.percentile_s(0.95)
    assert adaptive.missed <= fixed.missed


def test_curves_are_drawn_as_xml() -> None:
    svg = draw("A & B", {"satu": [(0, 0), (5, 100)], "<dua>": [(0, 50)]}, across="x", up="y", x_max=5, y_max=100)

    root = ElementTree.fromstring(svg)
    assert [line.get("points") for line in root if line.tag.endswith("polyline")] == [
        "60.0,330.0 700.0,50.0",
        "60.0,190.0",
    ]
