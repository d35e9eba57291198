"""The cleaning rules: data in `rules/*.toml`, each with what it takes and what it must leave, compiled once."""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

# Raised with every change of what the code around the rules does to a text.
STEPS_VERSION = "3"
REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")
# Where the shipped rules are; the files of others are beside the outlets.
SHIPPED = "processors/clean/rules"


class RuleKind(StrEnum):
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


class RuleLanguage(StrEnum):
    ANY = "any"
    INDONESIAN = "id"


class Rule(BaseModel):
    """One rule as written in TOML."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: RuleKind
    pattern: str
    language: RuleLanguage = RuleLanguage.INDONESIAN
    where: Where = Where.ANY
    case: bool = False
    """Whether case counts."""
    max_chars: int = Field(default=400, gt=0)
    """Longer lines, or elements that hold more text outside links, are left."""
    prose: Prose = Prose.NEVER
    """Where an element goes although a sentence stands in it."""
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    """Ids of the only outlets on whose pages it acts; none: on every page. No shipped rule names one."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind", RuleKind.WHOLE)
        try:
            compiled = _compiled(pattern, kind, True)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        # Patterns of elements are joined to one, in which numbers and names of groups mean others.
        if compiled.groupindex or (kind is RuleKind.ELEMENT and REFERENCE.search(pattern)):
            raise ValueError("a group has a name, or is referred to: write (?:…)")
        if kind is not RuleKind.ELEMENT and compiled.fullmatch(""):
            raise ValueError("it matches the empty line too, and so would act anywhere")
        return pattern

    @property
    def regex(self) -> re.Pattern[str]:
        return _compiled(self.pattern, self.kind, self.case)


@lru_cache(maxsize=1024)
def _compiled(pattern: str, kind: RuleKind, case: bool) -> re.Pattern[str]:
    wrapped = {
        RuleKind.PREFIX: rf"^(?:{pattern})",
        RuleKind.SUFFIX: rf"(?:{pattern})$",
        RuleKind.ELEMENT: rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])",
    }.get(kind, pattern)
    return re.compile(wrapped, 0 if case else re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """All rules by kind, in file order, and the version that articles carry as `cleaner`.

    `files` tells the file of each rule by its id. `own` are the ids of those that are not shipped.
    """

    by_kind: dict[RuleKind, tuple[Rule, ...]]
    version: str
    files: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def of(self, kind: RuleKind, *, indonesian: bool) -> Sequence[Rule]:
        return [rule for rule in self.by_kind.get(kind, ()) if indonesian or rule.language is RuleLanguage.ANY]

    @property
    def all(self) -> Sequence[Rule]:
        return [rule for rules in self.by_kind.values() for rule in rules]

    def extended(self, own: Sequence[tuple[str, Rule]]) -> "Rules":
        """With rules of one's own, each after its file; in every kind they come after the shipped ones."""
        by_kind = {
            kind: (*self.by_kind.get(kind, ()), *(rule for _, rule in own if rule.kind is kind)) for kind in RuleKind
        }
        files = {**self.files, **{rule.id: file for file, rule in own}}
        return replace(self, by_kind=by_kind, files=files, own=frozenset(rule.id for _, rule in own))

    def of_outlet(self, outlet: str) -> "Rules":
        """Those that act on its pages. The version changes only with rules of one's own that do."""
        if not self.own:
            return self
        acts = {
            kind: tuple(rule for rule in rules if not rule.outlets or outlet in rule.outlets)
            for kind, rules in self.by_kind.items()
        }
        own = [rule.model_dump_json() for rules in acts.values() for rule in rules if rule.id in self.own]
        version = f"{self.version}+own.{_digest(own)}" if own else self.version
        return Rules(by_kind=acts, version=version, files=self.files)


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
    found_in: dict[str, str] = {}
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
            found_in[rules[-1].id] = f"{SHIPPED}/{name}"
    doubled = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if doubled:
        raise BadRulesError(f"rule ids are given twice: {', '.join(sorted(doubled))}")
    by_kind = {kind: tuple(rule for rule in rules if rule.kind is kind) for kind in RuleKind}
    return Rules(by_kind=by_kind, version=_version(texts), files=found_in)


def _version(texts: dict[str, str]) -> str:
    told = _digest([texts[name] for name in sorted(texts)])
    return f"{STEPS_VERSION}.{told}+trafilatura.{version('trafilatura')}"


def _digest(texts: Sequence[str]) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=4).hexdigest()
