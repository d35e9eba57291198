"""A class has a name of its own: who meets it in another file need not look up which one is meant."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("broker", "catalogue", "commands", "formats", "ingest", "pipeline", "processors", "runtime", "schemas", "serve"),
    "stores",
)
# Their names are those of the API, which says `Source` of an outlet, as records do.
PUBLISHED = ROOT / "serve" / "api"


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        if PUBLISHED not in path.parents:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(str(path.relative_to(ROOT)))

    assert {name: where for name, where in places.items() if len(where) > 1} == {}
