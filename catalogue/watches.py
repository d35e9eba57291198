"""Watches as people declare them in `config/watches/*.toml`; the known names that they name stand beside."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from catalogue.knowledge import load_knowledge
from catalogue.toml_file import read_models, refuse
from schemas.knowledge import Known
from schemas.watch import ConceptGroup, Watch, fold

KNOWLEDGE = "knowledge"
Names = Mapping[str, Sequence[Known]]


def load_watches(directory: Path) -> list[Watch]:
    """Every watch of a directory, by file name, each group with all names of its entities among its aliases.

    Raises CatalogueError, also for an id declared twice and for an entity that no file beside knows.
    """
    files: dict[str, Path] = {}
    watches: list[Watch] = []
    names: Names | None = None
    for path, watch in read_models(directory, Watch):
        if watch.id in files:
            raise refuse(path, "id", f"{watch.id!r} is declared in {files[watch.id].name} already")
        files[watch.id] = path
        if any(group.entities for group in watch.groups):
            # Countries come from CLDR, which takes a moment to read.
            names = names if names is not None else _known(directory.parent / KNOWLEDGE)
            watch = watch.model_copy(update={"groups": tuple(_named(path, each, names) for each in watch.groups)})
        watches.append(watch)
    return watches


def _known(directory: Path) -> Names:
    """By canonical name as it is compared; one name may be a person's and a place's."""
    names: dict[str, list[Known]] = {}
    for known in load_knowledge(directory):
        names.setdefault(fold(known.name), []).append(known)
    return names


def _named(path: Path, group: ConceptGroup, names: Names) -> ConceptGroup:
    aliases = {fold(alias): alias for alias in group.aliases}
    for entity in group.entities:
        found = names.get(fold(entity))
        if found is None:
            near = get_close_matches(fold(entity), names, n=1)
            hint = f"; is it {names[near[0]][0].name!r}?" if near else ""
            raise refuse(path, "groups", f"entities: {entity!r} is no known name of {KNOWLEDGE}/*.toml{hint}")
        for name in (name for known in found for name in (known.name, *known.aliases) if len(name) > 1):
            aliases.setdefault(fold(name), name)
    return group.model_copy(update={"aliases": tuple(aliases.values())})
