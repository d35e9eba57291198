"""What is measured of stories: the parts of a flood, and what buckets cost."""

from pathlib import Path
from xml.etree.ElementTree import fromstring

from bench import story_buckets, story_year
from bench.story_weights import Labelled
from commands import bench_stories
from processors.relate.members import member_of
from tests.processors.relate.told import MONDAY, stream

SVG = "{http://www.w3.org/2000/svg}"


def test_the_parts_of_a_flood_are_told_by_what_the_memory_holds() -> None:
    parts = list(story_year.measure_flood(25, before=10))

    assert [each.members for each in parts] == [15, 20, 25, 30, 35]
    assert all(0 < each.median_ms <= each.p95_ms <= each.worst_ms for each in parts)


def test_buckets_that_part_an_event_cost_recall() -> None:
    labelled = [
        Labelled(each, member_of(each, each.published or MONDAY), each.id.split("-")[0], "daerah") for each in stream()
    ]
    found = story_buckets.measure(labelled, 4)

    assert found["one writer"].events_meet == found["one writer"].largest == 1.0
    assert found["by the title"].score.recall < found["one writer"].score.recall
    assert found["to the nearest before it"].events_meet > found["by the title"].events_meet
    assert all(1 / 4 <= each.largest <= 1.0 for each in found.values())


def test_days_are_drawn_as_they_end(tmp_path: Path) -> None:
    plot, drawn = tmp_path / "days.svg", []
    for _ in bench_stories.told_days(story_year.measure(2, a_day=12), plot):
        drawn.append(fromstring(plot.read_text("utf-8")))

    assert [len(svg.findall(f"{SVG}polyline")) for svg in drawn] == [3, 3]
    assert [svg.findall(f"{SVG}polyline")[0].attrib["points"].count(",") for svg in drawn] == [1, 2]
