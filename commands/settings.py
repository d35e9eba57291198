"""`warta settings`: every setting, its value and what it is for."""

from typing import Any

from pydantic.fields import FieldInfo

from commands.options import Json, settings_with
from commands.showing import console, print_json, table
from pipeline.settings import Settings


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
    return {"variable": f"WARTA_{name.upper()}", "value": getattr(values, name), "description": field.description}
