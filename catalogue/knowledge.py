"""Names that are known beforehand, from `config/knowledge/*.toml`; countries from CLDR, which Babel carries."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale

from catalogue.toml_file import read_models, refuse
from schemas.knowledge import EntityType, Knowledge, KnowledgeFile, KnowledgeGroup, Known

# CLDR's two-letter territories that are no country or land: the euro area, the United Nations, an unknown one, tests.
NO_COUNTRIES = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "DG", "EA", "IC", "TA"))


def load_knowledge(directory: Path) -> Knowledge:
    """Every known name of a directory, and the countries; these alone where it is not there.

    Raises CatalogueError, also for a name given twice.
    """
    files: dict[tuple[str, str], Path] = {}
    known: list[Known] = []
    codes: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    for path, read in read_models(directory, KnowledgeFile) if directory.is_dir() else ():
        for group in read.group:
            codes.update(group.codes)
            if group.codes:
                aliases.update({name: _split(others) for name, others in group.aliases.items()})
                continue
            for each in _names(group):
                if (each.type, each.name) in files:
                    raise refuse(path, "group", f"{each.name!r} is in {files[each.type, each.name].name} already")
                files[each.type, each.name] = path
                known.append(each)
    return [*_countries(codes, aliases), *known]


def _names(group: KnowledgeGroup) -> Iterator[Known]:
    for name in _split(group.plain):
        yield Known(name=name, type=group.type)
    for name, others in group.aliases.items():
        yield Known(name=name, type=group.type, aliases=_split(others))


def _countries(codes: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]]) -> Iterator[Known]:
    """CLDR's names in Indonesian are canonical, unless a file gives the usual one; English ones are aliases."""
    indonesian, english = Locale("id").territories, Locale("en").territories
    for code, cldr in sorted(indonesian.items()):
        if len(code) != 2 or code in NO_COUNTRIES or not code.isalpha():
            continue
        name = codes.get(code, cldr)
        others = dict.fromkeys((cldr, english.get(code, cldr), *aliases.get(name, ())))
        given = tuple(other for other in others if other != name and "&" not in other)
        yield Known(name=name, type=EntityType.GPE, aliases=given, code=code)


def _split(listed: str) -> tuple[str, ...]:
    return tuple(name for piece in listed.split(";") if (name := " ".join(piece.split())))
