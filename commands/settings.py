"""`warta settings`: every setting, its value and what it is for."""

import re
from typing import Any

from pydantic.fields import FieldInfo

from commands.options import Json, settings_with
from commands.showing import console, print_json, table
from pipeline.settings import Settings

# The password inside an address, up to its last `@`: one that was not escaped may hold any character.
IN_ADDRESS = re.compile(r"(?<=//)([^:/@\s]*):\S*@")


def settings(as_lines: Json = False) -> None:
    """Show every setting, its value and what it is for."""
    values = settings_with()
    rows = [_setting(name, field, values) for name, field in Settings.model_fields.items()]
    if as_lines:
        print_json(rows)
        return
    shown = table("Settings", "variable", "value", "for")
    for row in rows:
        shown.add_row(row["variable"], str(row["value"]), row["description"])
    console.print(shown)


def _setting(name: str, field: FieldInfo, values: Settings) -> dict[str, Any]:
    value = getattr(values, name)
    shown = IN_ADDRESS.sub(r"\1:***@", value) if isinstance(value, str) else value
    return {"variable": f"WARTA_{name.upper()}", "value": shown, "description": field.description}
