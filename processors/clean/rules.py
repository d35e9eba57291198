"""The cleaning rules: data in `rules/*.toml`, each with what it takes and what it must leave, compiled once."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, field_validator

# Raised with every change of what the code around the rules does to a text.
STEPS_VERSION = "3"


class Kind(StrEnum):
    ELEMENT = "element"
    """Pattern over the words of an element's class and id; taken with all it holds, unless it holds much text."""
    LABEL = "label"
    """A whole line or element that announces links ("Baca juga:"); the links after it go too."""
    BOX = "box"
    """A whole line or element that heads a box of points ("Ringkasan"); the list after it goes too."""
    WHOLE = "whole"
    """The whole line goes."""
    PREFIX = "prefix"
    """The beginning of a line goes, the rest stays."""
    SUFFIX = "suffix"
    """The end of a line goes, the rest stays."""
    INLINE = "inline"
    """A piece inside a line goes."""
    TAIL = "tail"
    """The line and all after it go, where what comes after is short."""


class Where(StrEnum):
    ANY = "any"
    HEAD = "head"
    """Before the first line of prose."""
    END = "end"
    """From the last line of prose on."""
    LAST = "last"
    """Among the last three lines."""
    EDGE = "edge"
    """Before the first line of prose or from the last on."""


class Prose(StrEnum):
    """Where an element goes although a sentence stands in it. A `p` never does."""

    NEVER = "never"
    LINKED = "linked"
    """Where a link stands in it too, as in a teaser."""
    CAPTION = "caption"
    """Where a picture stands in it, or it reads like a caption."""
    BOXES = "boxes"
    """In a box of several blocks, as readers' comments."""


class Gate(StrEnum):
    ANY = "any"
    INDONESIAN = "id"


class Rule(BaseModel):
    """One rule as written in TOML."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Kind
    pattern: str
    language: Gate = Gate.INDONESIAN
    where: Where = Where.ANY
    case: bool = False
    """Whether case counts."""
    max_chars: int = Field(default=400, gt=0)
    """Longer lines, or elements that hold more text outside links, are left."""
    prose: Prose = Prose.NEVER
    """Where an element goes although a sentence stands in it."""
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        return pattern

    @property
    def regex(self) -> re.Pattern[str]:
        return _compiled(self.pattern, self.kind, self.case)


@lru_cache(maxsize=1024)
def _compiled(pattern: str, kind: Kind, case: bool) -> re.Pattern[str]:
    wrapped = {
        Kind.PREFIX: rf"^(?:{pattern})",
        Kind.SUFFIX: rf"(?:{pattern})$",
        Kind.ELEMENT: rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])",
    }.get(kind, pattern)
    return re.compile(wrapped, 0 if case else re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """All rules by kind, in file order, and the version that articles carry as `cleaner`."""

    by_kind: dict[Kind, tuple[Rule, ...]]
    version: str

    def of(self, kind: Kind, *, indonesian: bool) -> Sequence[Rule]:
        return [rule for rule in self.by_kind.get(kind, ()) if indonesian or rule.language is Gate.ANY]

    @property
    def all(self) -> Sequence[Rule]:
        return [rule for rules in self.by_kind.values() for rule in rules]


class BadRulesError(ValueError):
    """A rule file is broken; the message names the file and the rule."""


def load_rules() -> Rules:
    """The packaged rules. Raises BadRulesError."""
    folder = files("processors.clean").joinpath("rules")
    texts = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".toml")}
    return compile_rules(texts)


def compile_rules(texts: dict[str, str]) -> Rules:
    """Rules from TOML texts by file name. Raises BadRulesError."""
    rules: list[Rule] = []
    for name, text in sorted(texts.items()):
        try:
            entries = tomllib.loads(text).get("rule", [])
        except tomllib.TOMLDecodeError as error:
            raise BadRulesError(f"{name}: {error}") from error
        for entry in entries:
            try:
                rules.append(Rule.model_validate(entry))
            except ValueError as error:
                raise BadRulesError(f"{name}, rule {entry.get('id', '?')!r}: {error}") from error
    doubled = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if doubled:
        raise BadRulesError(f"rule ids are given twice: {', '.join(sorted(doubled))}")
    by_kind = {kind: tuple(rule for rule in rules if rule.kind is kind) for kind in Kind}
    return Rules(by_kind=by_kind, version=_version(texts))


def _version(texts: dict[str, str]) -> str:
    digest = hashlib.blake2b("\0".join(texts[name] for name in sorted(texts)).encode(), digest_size=4).hexdigest()
    return f"{STEPS_VERSION}.{digest}+trafilatura.{version('trafilatura')}"
