"""docker-compose.three-nodes.yml is the file of one node, but for Kafka: two of three must have what is written."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from broker.kafka_log.topics import configs_of
from schemas.topics import PAGES

FILE = Path(__file__).parents[2] / "docker-compose.three-nodes.yml"
BROKERS = ("kafka-1", "kafka-2", "kafka-3")


@pytest.fixture(scope="module")
def three() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def environment(compose: dict[str, Any], name: str) -> dict[str, str]:
    return dict(compose["services"][name]["environment"])


def test_every_other_service_is_as_in_the_file_of_one_node(three: dict[str, Any], services: dict[str, Any]) -> None:
    assert set(three["services"]) - set(BROKERS) == set(services) - {"kafka"}
    for name in set(services) - {"kafka"}:
        ours = {key: value for key, value in services[name].items() if key not in ("environment", "depends_on")}
        theirs = {
            key: value for key, value in three["services"][name].items() if key not in ("environment", "depends_on")
        }
        assert theirs == ours, name


def test_clients_know_all_nodes_and_ask_for_three_copies(three: dict[str, Any]) -> None:
    of_clean = environment(three, "clean")

    assert of_clean["WARTA_KAFKA_BOOTSTRAP"] == "kafka-1:9092,kafka-2:9092,kafka-3:9092"
    assert of_clean["WARTA_KAFKA_REPLICATION"] == "3"
    assert configs_of(PAGES, replication=3)["min.insync.replicas"] == "2"


def test_the_nodes_differ_by_their_name_their_number_and_their_volume(three: dict[str, Any]) -> None:
    for number, broker in enumerate(BROKERS, start=1):
        service, own = three["services"][broker], environment(three, broker)
        assert service["hostname"] == broker
        assert own["KAFKA_NODE_ID"] == str(number)
        assert own["KAFKA_ADVERTISED_LISTENERS"] == f"PLAINTEXT://{broker}:9092"
        assert service["volumes"][0]["source"] == broker
        assert broker in three["volumes"]
        said = {
            name: value for name, value in own.items() if name not in ("KAFKA_NODE_ID", "KAFKA_ADVERTISED_LISTENERS")
        }
        first = environment(three, BROKERS[0])
        assert said == {name: first[name] for name in said}


def test_nodes_elect_among_themselves_and_keep_what_one_of_them_loses(three: dict[str, Any]) -> None:
    for broker in BROKERS:
        own = environment(three, broker)
        assert own["KAFKA_CONTROLLER_QUORUM_VOTERS"] == "1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093"
        assert "CONTROLLER://:9093" in own["KAFKA_LISTENERS"]
        assert {value for name, value in own.items() if name.endswith("REPLICATION_FACTOR")} == {"3"}
        assert {value for name, value in own.items() if name.endswith(("MIN_ISR", "MIN_INSYNC_REPLICAS"))} == {"2"}


def test_nothing_starts_before_all_nodes_are_healthy(three: dict[str, Any]) -> None:
    healthy = {"condition": "service_healthy"}

    assert three["services"]["topics"]["depends_on"] == dict.fromkeys(BROKERS, healthy)
    assert {broker: three["services"]["clean"]["depends_on"][broker] for broker in BROKERS} == dict.fromkeys(
        BROKERS, healthy
    )
