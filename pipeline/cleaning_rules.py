"""The rules of the cleaner: the shipped ones, and those of `config/cleaning/*.toml`, each tried on its examples."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from catalogue.outlets import load_outlets
from catalogue.toml_file import CatalogueError, locate, read_models
from pipeline.topology import CLEANING, SOURCES
from processors.clean.examples import Failed, failed_examples, taken_sentences
from processors.clean.rules import Rule, Rules, load_rules

# No shipped rule and none of the code begins so: no new version takes an id that is used here.
OWN = "own."
SHOWN_CHARS = 80


class RuleFile(BaseModel):
    """A file of `config/cleaning`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: tuple[Rule, ...] = ()


def rules_of(config_dir: Path) -> Rules:
    """Raises CatalogueError: a file is broken, an id stands twice, an outlet is not declared, an example fails."""
    shipped, directory = load_rules(), config_dir / CLEANING
    if not directory.exists():
        return shipped
    outlets = {outlet.id for outlet in load_outlets(config_dir / SOURCES)}
    found: list[tuple[str, Rule]] = []
    places: dict[str, str] = {}
    for path, read in read_models(directory, RuleFile):
        for number, rule in enumerate(read.rule):
            for key, problem in _problems(rule, outlets, places, shipped):
                line = locate(path.read_text("utf-8"), ("rule", number, key))
                raise CatalogueError(f"{path}:{line}: rule.{number}.{key}: {problem}")
            # The folder may be a copy that no edit reaches: people know it as `config`.
            places[rule.id] = f"config/{CLEANING}/{path.name}"
            found.append((places[rule.id], rule))
    return shipped.extended(found)


def _problems(
    rule: Rule, outlets: Collection[str], places: dict[str, str], shipped: Rules
) -> Iterator[tuple[str, str]]:
    """Key and what is wrong with it."""
    if not rule.id.startswith(OWN) or rule.id == OWN:
        yield "id", f'must begin with "{OWN}", so that no shipped rule has it (it is {rule.id!r}; {OWN}{rule.id})'
    if rule.id in places:
        yield "id", f"{rule.id!r} is given in {places[rule.id]} already"
    for outlet in rule.outlets:
        if outlet not in outlets:
            near = get_close_matches(outlet, outlets, n=1)
            yield "outlets", f"there is no outlet {outlet!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    for failed in (*failed_examples(rule), *taken_sentences(rule, shipped)):
        yield failed.key, _told(rule, failed)


def _told(rule: Rule, failed: Failed) -> str:
    example = failed.example if len(failed.example) <= SHOWN_CHARS else f"{failed.example[:SHOWN_CHARS]}…"
    if failed.key == "takes":
        return f"{rule.id} does not take {example!r}"
    if failed.key == "leaves":
        return f"{rule.id} takes {example!r}, which it must leave"
    return f"{rule.id} takes a sentence that no rule may take: {example!r}"
