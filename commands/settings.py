"""`warta settings`: every setting, its value, where that comes from and what it is for; and what is wrong with any."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import SecretStr, ValidationError

from commands.options import Json
from commands.showing import console, errors, print_json, table
from pipeline.errors import EXIT_USAGE
from pipeline.settings import Settings, environment
from pipeline.wrong_settings import Wrong, masked, unknown_variables, variable, wrong_values

SECRET = "***"
IN_FILE = "_file"


def settings(as_lines: Json = False) -> None:
    """Show every setting, its value, where it comes from and what it is for. Exit code 2 if one is wrong."""
    values, wrong = read_settings(environment())
    rows = [_row(field, values, wrong) for field in Settings.model_fields]
    if as_lines:
        print_json(rows)
    else:
        shown = table("Settings", "variable", "value", "from", "for")
        for row in rows:
            shown.add_row(row["variable"], str(row["value"]), row["from"], row["description"])
        console.print(shown)
    for each in wrong:
        errors.print(f"[bold red]warta:[/] {each}", highlight=False, soft_wrap=True)
    sys.exit(EXIT_USAGE if wrong else 0)


def read_settings(given: Mapping[str, str]) -> tuple[Settings, Sequence[Wrong]]:
    """What is in force, with the default in the place of each wrong value, and all that is wrong."""
    unknown = unknown_variables(given)
    try:
        return Settings(), unknown
    except ValidationError as error:
        wrong = wrong_values(error)
    defaults = {each.field: Settings.model_fields[each.field].get_default(call_default_factory=True) for each in wrong}
    return Settings(**defaults), [*wrong, *unknown]


def _row(field: str, values: Settings, wrong: Sequence[Wrong]) -> dict[str, Any]:
    given = {name.upper() for name in environment()}
    row = {
        "variable": variable(field),
        "value": _shown(getattr(values, field)),
        "from": "environment" if variable(field) in given else "default",
        "description": Settings.model_fields[field].description,
    }
    file = field + IN_FILE
    if file in Settings.model_fields and getattr(values, file) is not None:
        # A file stands above the variable.
        row |= {"value": SECRET, "from": "file"}
    if any(each.field == field for each in wrong):
        row["value"] = "wrong"
    return row


def _shown(value: object) -> object:
    if isinstance(value, SecretStr):
        return SECRET
    return masked(value) if isinstance(value, str) else value
