"""What is wrong with the settings, each in one line that names the variable and the nearest right word."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from pipeline.settings import PREFIX, Settings

# Variables of our names that are no settings: the image's and compose's, those of the local servers, and of tests.
NO_SETTINGS = frozenset(
    f"{PREFIX}{name}"
    for name in (
        *("VERSION", "PAGE_PORT", "FAULTS", "LAYOUT_PAGES", "OUTPUT_FILE", "POSTGRES_RUN_DIR", "POSTGRES_PORT"),
        *("KAFKA_RUN_DIR", "KAFKA_PORT", "KAFKA_JARS_DIR", "KAFKA_HEAP_MB"),
    )
)
OF_TESTS = "WARTA_TEST_"
# The password inside an address, up to its last `@`: one that was not escaped may hold any character.
IN_ADDRESS = re.compile(r"(?<=//)([^:/@\s]*):\S*@")
IN_QUERY = re.compile(r"([?&][^=&\s]*(?:password|secret|token|passwd)[^=&\s]*=)[^&\s]+", re.IGNORECASE)
QUOTED = re.compile(r"'([^']+)'")
BY_PYDANTIC = "Value error, "


@dataclass(frozen=True)
class Wrong:
    """`field` is empty for a variable that is no setting."""

    variable: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.why}"


def variable(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def masked(text: str) -> str:
    """Without the passwords that stand in an address."""
    return IN_QUERY.sub(r"\1***", IN_ADDRESS.sub(r"\1:***@", text))


def nearest(word: str, right: Iterable[str]) -> str:
    """`; did you mean clean?`, or nothing if none is near."""
    found = difflib.get_close_matches(word, list(right), n=1)
    return f"; did you mean {found[0]}?" if found else ""


def unknown_variables(environment: Mapping[str, str]) -> Sequence[Wrong]:
    """Variables that begin like ours and are no settings: most often one is misspelt. Their values are not told."""
    known = {variable(field) for field in Settings.model_fields}
    ours = sorted(name for name in environment if name.upper().startswith(PREFIX))
    return [
        Wrong(name, "", f"no such setting{nearest(name.upper(), known)}")
        for name in ours
        if name.upper() not in known | NO_SETTINGS and not name.upper().startswith(OF_TESTS)
    ]


def wrong_values(error: ValidationError) -> Sequence[Wrong]:
    """One for each setting, its first error."""
    found: dict[str, Wrong] = {}
    for each in error.errors():
        field = str(each["loc"][0]) if each["loc"] else ""
        given, why = each.get("input"), each["msg"].removeprefix(BY_PYDANTIC)
        if each["type"] == "literal_error":
            why += nearest(str(given), QUOTED.findall(why))
        if each["type"] != "value_error":
            why += f" (given: {masked(repr(given))})"
        found.setdefault(field, Wrong(variable(field), field, why))
    return list(found.values())
