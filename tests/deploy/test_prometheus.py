"""Prometheus scrapes every process of docker-compose.yml, and nothing that is not there."""

import re
from typing import Any

import yaml

from pipeline.topology import BY_NAME, SERVE, STEPS
from tests.deploy.conftest import ROOT

SELF = {("localhost", 9090), ("alertmanager", 9093)}


def scraped(prometheus: Any) -> list[tuple[str, int]]:
    jobs = prometheus["scrape_configs"]
    by_name = [found for job in jobs for found in job.get("dns_sd_configs", ())]
    stated = [target for job in jobs for group in job.get("static_configs", ()) for target in group["targets"]]
    return [(name, found["port"]) for found in by_name for name in found["names"]] + [
        (host, int(port)) for host, _, port in (target.partition(":") for target in stated)
    ]


def test_every_supervisor_and_every_worker_is_scraped_once(prometheus: Any, services: dict[str, Any]) -> None:
    first = int(services[SERVE]["environment"]["WARTA_HEALTH_PORT"])
    served = (SERVE, first), (SERVE, int(services[SERVE]["environment"]["WARTA_PORT"]))
    expected = {(step.name, first + slot) for step in STEPS for slot in range(step.processes + 1)}

    assert sorted(scraped(prometheus)) == sorted({*expected, *served, *SELF})


def test_every_process_listens_where_prometheus_can_reach_it(services: dict[str, Any]) -> None:
    for name in (*BY_NAME, SERVE):
        assert services[name]["environment"]["WARTA_HEALTH_HOST"] == "0.0.0.0"
        assert set(services[name]["networks"]) & set(services["prometheus"]["networks"])


def test_every_figure_says_which_service_it_is_of(prometheus: Any) -> None:
    for job in prometheus["scrape_configs"]:
        rules = [(rule["source_labels"], rule["target_label"]) for rule in job.get("relabel_configs", ())]
        stated = [group.get("labels", {}) for group in job.get("static_configs", ())]
        assert (
            (["__meta_dns_name"], "service") in rules
            or job["job_name"] in ("prometheus", "alertmanager")
            or all("service" in labels for labels in stated)
        )


def test_the_rules_and_the_alerts_have_a_place_to_go(prometheus: Any, services: dict[str, Any]) -> None:
    mounted = {volume["target"] for volume in services["prometheus"]["volumes"]}
    (target,) = [
        one
        for each in prometheus["alerting"]["alertmanagers"]
        for of in each["static_configs"]
        for one in of["targets"]
    ]

    assert set(prometheus["rule_files"]) <= mounted
    assert target.partition(":")[0] in services
    assert f"--config.file={services['alertmanager']['volumes'][1]['target']}" in services["alertmanager"]["command"]


def test_exporters_are_found_by_the_files_that_are_copied_for_them(prometheus: Any, services: dict[str, Any]) -> None:
    folder = ROOT / "deploy" / "prometheus" / "targets"
    (files,) = [each for job in prometheus["scrape_configs"] for each in job.get("file_sd_configs", ())]
    mounted = {volume["target"]: volume["source"] for volume in services["prometheus"]["volumes"]}
    examples = {path.name: yaml.safe_load(path.read_text()) for path in folder.glob("*.example")}

    assert files["files"] == ["/etc/prometheus/targets/*.yml"]
    assert mounted["/etc/prometheus/targets"] == "./deploy/prometheus/targets"
    assert set(examples) == {"kafka.yml.example", "postgres.yml.example"}
    for groups in examples.values():
        for group in groups:
            assert {target.partition(":")[0] for target in group["targets"]} <= set(services)
            assert group["labels"]["service"] in services


def test_the_agent_of_kafka_reads_the_file_that_is_mounted_beside_it(services: dict[str, Any]) -> None:
    mounted = {volume["target"]: volume["source"] for volume in services["kafka"]["volumes"]}
    told = re.search(r"KAFKA_OPTS=([^'\s]+)", (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8"))

    assert told
    assert told[1] == "-javaagent:/opt/agent/agent.jar=9404:/opt/agent/jmx.yml"
    assert mounted["/opt/agent"] == "./deploy/kafka/agent"
    assert (ROOT / "deploy" / "kafka" / "agent" / "jmx.yml").is_file()
