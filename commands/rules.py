"""`warta rules list` and `check`: what the cleaner takes, from which file, and whether each rule does what it says."""

from typing import Annotated

import typer

from commands.options import Config, Json, settings_with
from commands.showing import console, print_json, table
from pipeline.cleaning_rules import rules_of
from pipeline.topology import CLEANING

Own = Annotated[bool, typer.Option("--own", help="Only the rules of config/cleaning.")]
Outlet = Annotated[str, typer.Option("--outlet", metavar="ID", help="Only the rules that act on its pages.")]


def list_(own: Own = False, outlet: Outlet = "", config: Config = None, as_lines: Json = False) -> None:
    """Show the rules of the cleaner with the file of each: the shipped ones, and those of config/cleaning."""
    rules = rules_of(settings_with(config=config).config_dir)
    acts = rules.of_outlet(outlet) if outlet else rules
    chosen = [rule for rule in acts.all if not own or rule.id in rules.own]
    if as_lines:
        for rule in chosen:
            print_json({"id": rule.id, "file": rules.files[rule.id]} | rule.model_dump(mode="json"))
        return
    shown = table("Rules", "id", "kind", "outlets", "file")
    for rule in chosen:
        shown.add_row(rule.id, rule.kind.value, ", ".join(rule.outlets) or "all", rules.files[rule.id])
    console.print(shown)


def check(config: Config = None, as_lines: Json = False) -> None:
    """Try every rule of config/cleaning on its examples; an error names file, line and key."""
    settings = settings_with(config=config)
    rules = rules_of(settings.config_dir)
    if as_lines:
        print_json({"own": len(rules.own), "shipped": len(rules.all) - len(rules.own)})
        return
    folder = settings.config_dir / CLEANING
    shipped = len(rules.all) - len(rules.own)
    console.print(
        f"{len(rules.own)} rules in {folder} take and leave what they say; {shipped} are shipped",
        highlight=False,
        soft_wrap=True,
    )
