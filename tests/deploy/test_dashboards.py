"""Every query of every dashboard returns data where a demo was scraped, and every panel says its unit and its place."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from deploy.dashboards import BOARDS, OURS
from deploy.panels import COLUMNS, Board, Panel, as_json
from deploy.render import DASHBOARDS
from tests.deploy.conftest import ROOT, parsed
from tests.deploy.demo_scraped import Scraped, scraped_demo
from tests.pipeline.command import comes

ALERTS = {
    rule["alert"]
    for group in parsed("deploy/prometheus/warta.rules.yml")["groups"]
    for rule in group["rules"]
    if "alert" in rule
}
UNITS = {"bytes", "ops", "percentunit", "reqps", "s", "short"}
PANELS = [pytest.param(panel, id=f"{board.uid}: {panel.title}") for board in BOARDS for panel in board.panels]
# Panels that a demo which goes well leaves empty, each with the reason.
EXCUSED: Mapping[str, str] = {
    "Waits": "no step of a healthy demo waits for longer than a scrape sees",
    "Refused by robots.txt": "the newsroom's robots.txt may forbid nothing that is asked for within the test",
    "What webhooks wait for": "nobody is subscribed in the demo",
}


def written(board: Board) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / DASHBOARDS / f"{board.uid}.json").read_text(encoding="utf-8"))
    return found


def unanswered(scraped: Scraped) -> Iterator[tuple[str, str]]:
    """Title and expression of each query without data."""
    for board in OURS:
        for panel in board.panels:
            yield from ((panel.title, query.expr) for query in panel.queries if not scraped.prometheus.has(query.expr))


@pytest.mark.slow
def test_every_query_of_every_dashboard_returns_data(tmp_path: Path, free_tcp_port: int) -> None:
    with scraped_demo(tmp_path, free_tcp_port) as scraped:
        assert comes(lambda: scraped.prometheus.has('warta_records_total{stage="articles",outcome="passed"} > 5')), (
            tmp_path / "output.log"
        ).read_text()[-2000:]

        def all_answer() -> bool:
            scraped.visit("/")
            return {title for title, _ in unanswered(scraped)} <= set(EXCUSED)

        assert comes(all_answer), list(unanswered(scraped))


def test_only_panels_that_are_there_are_excused() -> None:
    assert set(EXCUSED) <= {panel.title for board in BOARDS for panel in board.panels}
    assert all(EXCUSED.values())


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_has_a_unit_and_its_link_leads_to_an_alert(panel: Panel) -> None:
    assert panel.unit in UNITS
    assert panel.queries
    assert not panel.alert or panel.alert in ALERTS
    assert panel.bad is None or panel.unit != "percentunit" or 0 <= panel.bad <= 1


@pytest.mark.parametrize("panel", PANELS)
def test_series_are_told_apart(panel: Panel) -> None:
    by = [re.search(r"\bby \(([^)]*)\)", query.expr) for query in panel.queries]

    assert len(panel.queries) == 1 or len({query.legend for query in panel.queries}) == len(panel.queries)
    for query, labels in zip(panel.queries, by, strict=True):
        shown = set(re.findall(r"\{\{(\w+)\}\}", query.legend))
        assert panel.kind != "timeseries" or not labels or shown <= set(re.split(r",\s*", labels[1])), query


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_panels_lie_beside_each_other_and_never_over(board: Board) -> None:
    taken: set[tuple[int, int]] = set()
    ids = [panel["id"] for panel in written(board)["panels"]]
    for panel in written(board)["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert place["x"] + place["w"] <= COLUMNS
        assert not taken & cells, panel["title"]
        taken |= cells

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_thresholds_rise_and_begin_with_none(board: Board) -> None:
    for panel in written(board)["panels"]:
        if panel["type"] != "row":
            first, *others = [step["value"] for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]]
            assert first is None
            assert others == sorted(others), panel["title"]


def test_boards_have_names_of_their_own_and_fit_what_provisions_them(services: dict[str, Any]) -> None:
    uids = [board.uid for board in BOARDS]
    provider = parsed("deploy/grafana/provisioning/dashboards/warta.yml")["providers"][0]
    mounted = {volume["target"]: volume["source"] for volume in services["grafana"]["volumes"]}
    (source,) = parsed("deploy/grafana/provisioning/datasources/prometheus.yml")["datasources"]

    assert len(uids) == len(set(uids))
    assert mounted[provider["options"]["path"]] == f"./{DASHBOARDS}"
    assert source["type"] == "prometheus"
    assert source["url"].removeprefix("http://").partition(":")[0] in services


def test_the_folder_holds_the_boards_and_nothing_else() -> None:
    assert sorted(path.stem for path in (ROOT / DASHBOARDS).iterdir()) == sorted(board.uid for board in BOARDS)


def test_a_board_says_what_writes_it_and_where_its_links_lead() -> None:
    told = as_json(BOARDS[0], note="made by a test", runbook="https://desk.example/runbook")
    links = [link["url"] for panel in told["panels"] for link in panel.get("links", ())]

    assert told["description"] == "made by a test"
    assert "https://desk.example/runbook" in json.dumps(told["templating"])
    assert links
    assert all(link.startswith("${runbook}#warta") for link in links)
