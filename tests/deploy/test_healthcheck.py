"""The container's health check believes every process of the supervisor's list, and none that does not answer."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from deploy.compose.healthcheck import faults
from runtime.process.health import Health, HealthServer


@contextmanager
def process(*why_not: str, host: str = "127.0.0.1") -> Iterator[str]:
    """A process that serves its health; the address as the supervisor is told it."""
    server = HealthServer(registry=CollectorRegistry(), live=Health, ready=lambda: Health(why_not=why_not), host=host)
    server.start()
    try:
        yield server.address
    finally:
        server.close()


def targets(folder: Path, *addresses: str) -> Path:
    path = folder / "targets.json"
    path.write_text(json.dumps([{"targets": [address], "labels": {}} for address in addresses]))
    return path


def test_a_container_is_healthy_when_every_process_is_ready(tmp_path: Path) -> None:
    with process() as supervisor, process() as worker:
        found = list(faults(targets(tmp_path, supervisor, worker)))

    assert found == []


def test_a_process_that_listens_on_every_address_is_asked_on_loopback(tmp_path: Path) -> None:
    with process(host="0.0.0.0") as worker:
        found = list(faults(targets(tmp_path, worker)))

    assert found == []


def test_the_process_that_is_not_ready_is_named_with_its_reason(tmp_path: Path) -> None:
    with process() as supervisor, process("it has not polled yet") as worker:
        found = list(faults(targets(tmp_path, supervisor, worker)))

    assert len(found) == 1
    assert found[0].startswith(f"{worker}: ")
    assert "it has not polled yet" in found[0]


def test_a_process_that_does_not_answer_is_a_fault(tmp_path: Path) -> None:
    with process() as gone:
        pass

    [found] = faults(targets(tmp_path, gone))

    assert found.startswith(f"{gone}: ConnectionRefusedError")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(None, "No such file", id="the supervisor has not written it"),
        pytest.param("[", "Expecting value", id="it is damaged"),
        pytest.param("[]", "no process serves its health", id="it lists nobody"),
    ],
)
def test_without_a_list_of_processes_nothing_is_healthy(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "targets.json"
    if text is not None:
        path.write_text(text)

    [found] = faults(path)

    assert said in found


def test_what_answers_but_not_in_http_is_a_fault(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close())
        thread.start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        found = list(faults(targets(tmp_path, address)))
        thread.join()

    assert len(found) == 1
    assert found[0].startswith(f"{address}: ")
