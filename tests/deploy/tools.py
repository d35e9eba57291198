"""Programs of Prometheus and its exporters, as Debian has them."""

import os
import shutil

import pytest

PACKAGES = {
    "amtool": "prometheus-alertmanager",
    "promtool": "prometheus",
    "prometheus": "prometheus",
    "prometheus-postgres-exporter": "prometheus-postgres-exporter",
}


def tool(name: str) -> str:
    """Where the program is. Skips without it, and fails where CI is true."""
    found = shutil.which(name)
    if found is None:
        why = f"no {name}: install it (Debian: apt-get install {PACKAGES[name]})"
        if os.environ.get("CI") == "true":
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return found
