"""The deployment files, parsed: what they say is compared with what the code has."""

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def parsed(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def compose() -> Any:
    return parsed("docker-compose.yml")


@pytest.fixture(scope="session")
def services(compose: Any) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


@pytest.fixture(scope="session")
def prometheus() -> Any:
    return parsed("deploy/prometheus/prometheus.yml")
