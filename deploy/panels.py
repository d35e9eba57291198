"""A dashboard as values, and as the JSON that Grafana provisions (dashboard schema version 41)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA_VERSION = 41
COLUMNS, HEIGHT = 24, 8
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
# Grafana's own window for a rate: never shorter than four scrapes.
WINDOW = "$__rate_interval"
GREEN, YELLOW, RED = "green", "yellow", "red"


@dataclass(frozen=True)
class Query:
    """A PromQL expression; `legend` names a series by its labels, such as `{{stage}}`."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """`unit` is one of Grafana's ids. From `warn` on it is yellow, from `bad` on red; where `bad` is lower, downwards.
    `alert` is what its runbook link leads to."""

    title: str
    queries: Sequence[Query]
    unit: str = "short"
    kind: str = "timeseries"
    warn: float | None = None
    bad: float | None = None
    alert: str = ""
    about: str = ""
    width: int = 8


@dataclass(frozen=True)
class Row:
    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True)
class Board:
    uid: str
    title: str
    rows: Sequence[Row]

    @property
    def panels(self) -> list[Panel]:
        return [panel for row in self.rows for panel in row.panels]


def as_json(board: Board, *, note: str, runbook: str) -> dict[str, Any]:
    """The whole dashboard. `runbook` stands in a variable, so that links lead to where the reader has it."""
    return {
        "uid": board.uid,
        "title": board.title,
        "description": note,
        "tags": ["warta"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": [_datasource(), _constant("runbook", runbook)]},
        "links": [{"type": "dashboards", "title": "Warta", "tags": ["warta"], "asDropdown": True, "keepTime": True}],
        "panels": list(_laid_out(board)),
    }


def _datasource() -> dict[str, Any]:
    return {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Prometheus"}


def _constant(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "type": "constant", "query": value, "hide": 2}


def _laid_out(board: Board) -> Iterator[dict[str, Any]]:
    """Rows below each other, panels side by side until a row is full."""
    number, y = 0, 0
    for row in board.rows:
        number += 1
        yield {
            "id": number,
            "type": "row",
            "title": row.title,
            "collapsed": False,
            "panels": [],
            "gridPos": {"h": 1, "w": COLUMNS, "x": 0, "y": y},
        }
        x, y = 0, y + 1
        for panel in row.panels:
            if x + panel.width > COLUMNS:
                x, y = 0, y + HEIGHT
            number += 1
            yield _panel(panel, number, {"h": HEIGHT, "w": panel.width, "x": x, "y": y})
            x += panel.width
        y += HEIGHT


def _panel(panel: Panel, number: int, place: dict[str, int]) -> dict[str, Any]:
    custom = {"thresholdsStyle": {"mode": "line" if panel.bad is not None else "off"}, "fillOpacity": 10}
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.about,
        "datasource": DATASOURCE,
        "gridPos": place,
        "targets": [_target(query, chr(ord("A") + index), panel) for index, query in enumerate(panel.queries)],
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "thresholds": {"mode": "absolute", "steps": _steps(panel)},
                "color": {"mode": "palette-classic" if panel.kind == "timeseries" else "thresholds"},
                **({"custom": custom} if panel.kind == "timeseries" else {}),
            },
            "overrides": [],
        },
        "options": _options(panel.kind),
        "links": _links(panel),
    }


def _links(panel: Panel) -> list[dict[str, str]]:
    where = f"${{runbook}}#{panel.alert.lower()}"
    return [{"title": f"Runbook: {panel.alert}", "url": where}] if panel.alert else []


def _target(query: Query, ref: str, panel: Panel) -> dict[str, Any]:
    is_now = panel.kind != "timeseries"
    return {
        "refId": ref,
        "datasource": DATASOURCE,
        "expr": query.expr,
        "legendFormat": query.legend or "__auto",
        "instant": is_now,
        "range": not is_now,
        "format": "table" if panel.kind == "table" else "time_series",
    }


def _steps(panel: Panel) -> list[dict[str, Any]]:
    """From low to high; the first has no value of its own."""
    limits = [(limit, colour) for limit, colour in ((panel.warn, YELLOW), (panel.bad, RED)) if limit is not None]
    if panel.warn is not None and panel.bad is not None and panel.bad < panel.warn:
        return [
            {"color": RED, "value": None},
            {"color": YELLOW, "value": panel.bad},
            {"color": GREEN, "value": panel.warn},
        ]
    return [{"color": GREEN, "value": None}, *({"color": colour, "value": limit} for limit, colour in limits)]


def _options(kind: str) -> dict[str, Any]:
    if kind == "timeseries":
        return {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}}
    if kind == "table":
        return {"showHeader": True}
    return {"reduceOptions": {"calcs": ["lastNotNull"], "values": False}}
