"""`warta watches new`: a commented file to begin a watch with."""

import json
import re
from typing import Annotated

import typer

from commands.options import Config, settings_with
from commands.showing import console
from pipeline.errors import UsageError
from pipeline.topology import WATCHES

ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,62}$")
TEMPLATE = """\
# A watch: see docs/watches.md. Change the terms, then: warta watches check; warta watches test {id} --stored
id = "{id}"
name = {name}
# Raise it on every change: an article says under which version it matched.
version = "1"
# The score that an article must reach. A group adds this share of its weight:
#   once in the body 0.39, once in the lead (the first two paragraphs) 0.63, once in the title 0.78, often nearly 1.
threshold = 0.6
# Phrases that contain an alias and mean something else: they are blanked out before anything is counted.
excludes = []

# One concept under all the names it goes by. Whole words; capitals and hyphens make no difference.
[[groups]]
id = "subject"
aliases = ["replace this name", "and this other name"]
# Known names of config/knowledge bring all that they go by: entities = ["Kim Jong Un"]
# Without one of its aliases no article matches, whatever its score.
required = true
weight = 1.0

# What makes an article more likely to be meant. Delete the table if there is no such thing.
[[groups]]
id = "context"
aliases = ["replace this word"]
required = false
weight = 0.3
"""


def new(
    watch_id: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and hyphens.")],
    name: Annotated[str, typer.Option("--name", help="What it is called for readers.", show_default="the id")] = "",
    config: Config = None,
) -> None:
    """Write config/watches/ID.toml, with a comment on every key."""
    settings = settings_with(config=config)
    if not ID.match(watch_id):
        raise UsageError(f"{watch_id!r} is no id: small letters, digits and hyphens, 63 at most, no hyphen first")
    path = settings.config_dir / WATCHES / f"{watch_id}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.format(id=watch_id, name=json.dumps(name or watch_id, ensure_ascii=False)))
    except FileExistsError as error:
        raise UsageError(f"{path} is there already: edit it, or choose another id") from error
    console.print(f"{path} is written: edit its terms, then `warta watches check`", highlight=False, soft_wrap=True)
