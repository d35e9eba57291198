"""Every alert fires and stays quiet as it should, by promtool; it reaches somebody, and the docs tell of it."""

import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands.calls import COMMANDS
from pipeline.topology import STEPS
from tests.deploy.alert_cases import ALWAYS, CASES, Case, Series
from tests.deploy.conftest import ROOT, parsed
from tests.deploy.tools import tool

RULES = ROOT / "deploy" / "prometheus" / "warta.rules.yml"
ALERTMANAGER = ROOT / "deploy" / "alertmanager" / "alertmanager.yml"
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
RECEIVERS = {"page": "page", "inform": "inform", "none": "alive"}
# Everything that runs, so that no stage is gone.
ALL_UP = {f'warta_up{{worker="{step.name}-0"}}': "1x80" for step in STEPS}


def alerts() -> list[dict[str, Any]]:
    groups = parsed("deploy/prometheus/warta.rules.yml")["groups"]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


NAMES = sorted({alert["alert"] for alert in alerts()})


def looked_at(name: str, series: Series, *, at: int, firing: int, step: int = 1) -> Mapping[str, Any]:
    """One of promtool's unit tests: how many alerts of that name fire then."""
    count = f'count(ALERTS{{alertname="{name}",alertstate="firing"}})'
    samples = [{"labels": "{}", "value": firing}] if firing else []
    return {
        "name": f"{name} {'fires' if firing else 'is quiet'}",
        "interval": f"{step}m",
        "input_series": [{"series": one, "values": values} for one, values in series.items()],
        "promql_expr_test": [{"expr": count, "eval_time": f"{at}m", "exp_samples": samples}],
    }


def unit_tests(name: str, case: Case) -> list[Mapping[str, Any]]:
    if name == "WartaStageGone":
        gone = {series: values for series, values in ALL_UP.items() if "clean-" not in series}
        stopped = gone | {'warta_up{worker="clean-0"}': "0x30"}
        return [
            looked_at(name, gone, at=case.at, firing=1),
            looked_at(name, stopped, at=case.at, firing=1),
            looked_at(name, ALL_UP, at=case.at, firing=0),
        ]
    return [
        looked_at(name, case.fires, at=case.at, firing=1, step=case.step),
        looked_at(name, case.quiet, at=case.at, firing=0, step=case.step),
    ]


@pytest.mark.parametrize("name", CASES)
def test_an_alert_fires_and_stays_quiet(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    told = {
        "rule_files": [str(RULES)],
        "evaluation_interval": f"{case.step}m",
        # Without it promtool takes them in any order, and an alert may look at a figure of one step before.
        "group_eval_order": [group["name"] for group in parsed("deploy/prometheus/warta.rules.yml")["groups"]],
        "tests": unit_tests(name, case),
    }
    path = tmp_path / "test.yml"
    path.write_text(yaml.safe_dump(told))
    ran = subprocess.run([tool("promtool"), "test", "rules", str(path)], capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_alert_has_its_cases() -> None:
    assert {*CASES, *ALWAYS} == set(NAMES)


def test_the_watchdog_never_rests() -> None:
    (watchdog,) = [alert for alert in alerts() if alert["alert"] == "WartaWatchdog"]

    assert watchdog["expr"].strip() == "vector(1)"


def test_prometheus_takes_the_rules() -> None:
    ran = subprocess.run([tool("promtool"), "check", "rules", str(RULES)], capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_alertmanager_takes_its_file() -> None:
    ran = subprocess.run([tool("amtool"), "check-config", str(ALERTMANAGER)], capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", NAMES)
def test_an_alert_reaches_the_desk_by_its_severity(name: str) -> None:
    (severity,) = {alert["labels"]["severity"] for alert in alerts() if alert["alert"] == name}
    asked = [f"alertname={name}", f"severity={severity}"]
    told = [tool("amtool"), "config", "routes", "test", f"--config.file={ALERTMANAGER}", *asked]
    ran = subprocess.run(told, capture_output=True, text=True)

    assert ran.stdout.strip() == RECEIVERS[severity], ran.stderr


def test_what_is_held_back_and_what_holds_it_back_are_alerts() -> None:
    for rule in parsed("deploy/alertmanager/alertmanager.yml")["inhibit_rules"]:
        for matcher in (*rule["source_matchers"], *rule["target_matchers"]):
            pattern = matcher.partition('"')[2].rstrip('"')
            assert [name for name in NAMES if re.fullmatch(pattern, name)], matcher


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: f"{alert['alert']} {alert['labels'].get('stage', '')}")
def test_an_alert_says_what_is_wrong_and_where_to_read_on(alert: dict[str, Any]) -> None:
    page, _, anchor = alert["annotations"]["runbook_url"].partition("#")

    assert alert["annotations"]["summary"]
    assert page == "docs/runbook.md"
    assert anchor == alert["alert"].lower()


def paragraphs() -> dict[str, str]:
    """The runbook's text by the heading it stands under; a heading may name several alerts."""
    found: defaultdict[str, str] = defaultdict(str)
    for part in re.split(r"^## ", RUNBOOK, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        found[head.strip()] = body
    return found


def test_every_alert_has_its_paragraph_and_no_other_has_one() -> None:
    assert sorted(name for name in paragraphs() if name.startswith("Warta")) == NAMES


def test_every_metric_that_an_alert_reads_is_in_the_docs() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "metrics.md").read_text(), flags=re.MULTILINE))
    read = {name for alert in alerts() for name in re.findall(r"\b(?<!:)warta_\w+", alert["expr"])}
    of_histograms = {re.sub(r"_(bucket|count|sum)$", "", name) for name in read}

    assert of_histograms - listed - {"warta_oldest_unread_seconds"} == set()


def test_the_commands_of_the_runbook_exist() -> None:
    told = re.findall(r"`warta ([a-z-]+)(?: ([a-z-]+))?", RUNBOOK)
    assert len(told) > 10

    for first, second in told:
        assert first in COMMANDS, first
        of_group = COMMANDS[first]
        if not isinstance(of_group, str):
            assert second in of_group.commands, f"{first} {second}"
