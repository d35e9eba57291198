"""What a worker says of itself while it runs: its metrics, and what it waits for."""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bench.workers import holder_of
from pipeline.settings import Settings
from runtime.run_dir import RunDir

ANSWER_S = 30


def settled(machine: Settings, worker: str) -> float:
    """How many records it has settled in this life."""
    return _total(machine, worker, "warta_records_total")


def all_have_settled(machine: Settings, workers: Sequence[str]) -> bool:
    """Whether each of them takes part."""
    return all(settled(machine, worker) for worker in workers)


def holder(machine: Settings, worker: str) -> int | None:
    """The process that runs under the worker's name."""
    return holder_of(RunDir(machine.run_dir).activity(worker))


def fenced(machine: Settings, worker: str) -> float:
    """How often a settle, or a write to a store, was refused because another owns its partition."""
    causes = ("FencedError", "StaleOwnerError")
    return sum(_total(machine, worker, "warta_rebuilds_total", cause=cause) for cause in causes)


def waits_of(machine: Settings, worker: str) -> Sequence[str]:
    """The declared waits: what is held, for which reason, in which words."""
    answer = _get(machine, worker, "/health/ready")
    return tuple(json.loads(answer)["waiting"]) if answer else ()


def waits_for(machine: Settings, worker: str) -> set[str]:
    """The reasons of its declared waits, as its metrics tell them."""
    return {each.labels["reason"] for each in _samples(machine, worker, "warta_waiting")}


def restarts(machine: Settings) -> float:
    """How often any of the machine's workers was started again."""
    return _total(machine, "supervisor", "warta_restarts_total")


def _total(machine: Settings, worker: str, sample: str, **labels: str) -> float:
    found = _samples(machine, worker, sample)
    return sum(each.value for each in found if labels.items() <= each.labels.items())


def _samples(machine: Settings, worker: str, name: str) -> list[Sample]:
    families = text_string_to_metric_families(_get(machine, worker, "/metrics"))
    return [each for family in families for each in family.samples if each.name == name]


def _get(machine: Settings, worker: str, path: str) -> str:
    """Empty from a worker that does not serve yet, or has gone."""
    endpoint = RunDir(machine.run_dir).endpoint(worker)
    if not endpoint.exists():
        return ""
    try:
        with urllib.request.urlopen(f"http://{endpoint.read_text()}{path}", timeout=ANSWER_S) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        # Not ready, and it says why.
        with error:
            return str(error.read().decode())
    except OSError:
        return ""
