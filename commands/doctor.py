"""`warta doctor`: looks at what a pipeline stands on, and says what to do; exit code 1 if something fails."""

import sys
from collections import Counter

from commands.options import Config, Data, Json, settings_with
from commands.showing import console, print_json
from pipeline.errors import EXIT_FAILED
from pipeline.examining import Level, examine

COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "bold red"}


def doctor(data: Data = None, config: Config = None, as_lines: Json = False) -> None:
    """Examine settings, folders, log, database, clocks and versions. Changes nothing; exit code 1 if one fails."""
    states: Counter[Level] = Counter()
    for found in examine(settings_with(data=data, config=config)):
        states[found.state] += 1
        if as_lines:
            print_json(vars(found))
            continue
        console.print(f"[{COLOURS[found.state]}]{found.state:<4}[/]", end=" ")
        said = f"{found.what}: {found.said}" + (f": {found.do}" if found.do else "")
        console.print(said, markup=False, highlight=False, soft_wrap=True)
    sys.exit(EXIT_FAILED if states[Level.FAIL] else 0)
