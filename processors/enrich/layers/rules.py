"""What the layers know: word lists and patterns in `rules/*.toml`, each with what it takes and what it leaves."""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, model_validator

ARROW = " => "


class LayerRule(BaseModel):
    """One rule as written in TOML: words, a table of words, or a pattern."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    words: str = ""
    """Words or phrases, separated by semicolons."""
    values: Mapping[str, float | str] = {}
    """What each word means: a number, a month, a modifier."""
    pattern: str = ""
    """A regular expression; case counts unless it says otherwise."""
    takes: tuple[str, ...] = Field(min_length=1)
    """Texts as `text => the item that the layer must find`."""
    leaves: tuple[str, ...] = ()
    """Texts as `text => what the layer must not find`."""

    @model_validator(mode="after")
    def _is_whole(self) -> "LayerRule":
        if sum(map(bool, (self.words, self.values, self.pattern))) != 1:
            raise ValueError("a rule has words, values or a pattern: one of them")
        if any(ARROW not in example for example in (*self.takes, *self.leaves)):
            raise ValueError(f"an example is `text{ARROW}item`")
        re.compile(self.pattern)
        return self


class BadLayerRulesError(ValueError):
    """A rule file of a layer is broken; the message names the file and the rule."""


@dataclass(frozen=True)
class LayerRules:
    """The rules of one layer by id."""

    rules: Mapping[str, LayerRule]
    version: str

    def words(self, rule_id: str) -> frozenset[str]:
        return _words(self.rules[rule_id].words)

    def values(self, rule_id: str) -> Mapping[str, float | str]:
        return self.rules[rule_id].values

    def pattern(self, rule_id: str) -> re.Pattern[str]:
        return re.compile(self.rules[rule_id].pattern)

    def alternation(self, rule_id: str) -> str:
        """The words as a group of a pattern, the longest first."""
        rule = self.rules[rule_id]
        return alternation(_words(rule.words) or rule.values)


def alternation(words: Sequence[str] | frozenset[str] | Mapping[str, object]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


@lru_cache(maxsize=256)
def _words(listed: str) -> frozenset[str]:
    return frozenset(word for piece in listed.split(";") if (word := " ".join(piece.split())))


@lru_cache(maxsize=32)
def load_rules(layer: str) -> LayerRules:
    """The packaged rules of a layer. Raises BadLayerRulesError."""
    return compile_rules(layer, files("processors.enrich.layers").joinpath("rules", f"{layer}.toml").read_text("utf-8"))


def layer_names() -> Sequence[str]:
    folder = files("processors.enrich.layers").joinpath("rules")
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def compile_rules(layer: str, text: str) -> LayerRules:
    """Rules from the TOML text of a layer. Raises BadLayerRulesError."""
    rules: dict[str, LayerRule] = {}
    try:
        entries = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise BadLayerRulesError(f"{layer}.toml: {error}") from error
    for entry in entries:
        try:
            rule = LayerRule.model_validate(entry)
        except (ValueError, re.error) as error:
            raise BadLayerRulesError(f"{layer}.toml, rule {entry.get('id', '?')!r}: {error}") from error
        if rule.id in rules:
            raise BadLayerRulesError(f"{layer}.toml: rule {rule.id!r} is given twice")
        rules[rule.id] = rule
    return LayerRules(rules, hashlib.blake2b(text.encode(), digest_size=4).hexdigest())
