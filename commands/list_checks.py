"""What is printed of a check of one list."""

from dataclasses import asdict

from schemas.checked import ListCheck


def as_dict(check: ListCheck) -> dict[str, object]:
    """One line of `--json`."""
    entry = asdict(check.entry)
    counted = {"new", "known", "refused"}
    told = {name: value for name, value in entry.items() if name not in counted}
    return told | {
        "status": check.status,
        "latest": check.latest,
        "robots": check.robots.value,
        "delay_s": check.delay_s,
        "passed": check.passed,
    }
