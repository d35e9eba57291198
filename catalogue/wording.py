"""What is wrong with a value, in words that give the right form: pydantic's errors, for people who edit TOML."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

# The form of each pattern that the schemas use.
FORMS = {
    r"^[a-z0-9][a-z0-9-]{0,62}$": 'must be small letters, digits and hyphens, such as "kabar-utara"',
}
Wording = Callable[[ErrorDetails], str]


def said(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One line without the key. An error that has no wording of ours is told in pydantic's words."""
    if error["type"] == "extra_forbidden":
        return _unknown_key(error, model)
    if error["type"] == "missing":
        return f"is missing: write {_form_of(error, model)}"
    if error["type"] == "value_error":
        return f"{error['ctx']['error']}"
    wording = WORDINGS.get(error["type"])
    return wording(error) if wording is not None else " ".join(error["msg"].split())


def _unknown_key(error: ErrorDetails, model: type[BaseModel]) -> str:
    *above, key = error["loc"]
    keys = sorted(_fields_at(model, above))
    if not keys:
        return "no such key"
    near = get_close_matches(str(key), keys, n=1)
    told = f"did you mean {near[0]}?" if near else f"there are {', '.join(keys)}"
    return f"no such key; {told}"


def _form_of(error: ErrorDetails, model: type[BaseModel]) -> str:
    """A line of TOML for a key that is not there."""
    *above, key = error["loc"]
    field = _fields_at(model, above).get(str(key))
    annotation = field.annotation if field is not None else None
    if get_origin(annotation) is tuple:
        return f"[[{key}]]" if next(_models_in(annotation), None) else f'{key} = ["…"]'
    return f"{key} = 1" if annotation in (int, float) else f'{key} = "…"'


def _fields_at(model: type[BaseModel], path: Sequence[str | int]) -> Mapping[str, FieldInfo]:
    """The keys of the table at a place; none where it is no table."""
    for name in path:
        if isinstance(name, int):
            continue
        # Of a file whose tables have names of their own, every table is one of the root's.
        field = model.model_fields.get(name) or model.model_fields.get("root")
        inner = next(_models_in(field.annotation), None) if field is not None else None
        if inner is None:
            return {}
        model = inner
    return model.model_fields


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _pattern(error: ErrorDetails) -> str:
    pattern = str(error["ctx"]["pattern"])
    return FORMS.get(pattern, f"does not have the form {pattern}")


def _list(_: ErrorDetails) -> str:
    return 'must be a list: ["…", "…"]'


def _few(error: ErrorDetails) -> str:
    least = error["ctx"]["min_length"]
    return f"needs {least} entr{'y' if least == 1 else 'ies'} at least"


def _number(limit: str, words: str) -> Wording:
    return lambda error: f"must be {words} {error['ctx'][limit]:g}"


WORDINGS: Mapping[str, Wording] = {
    "string_pattern_mismatch": _pattern,
    "tuple_type": _list,
    "list_type": _list,
    "too_short": _few,
    "string_too_short": lambda error: f"needs {error['ctx']['min_length']} characters at least",
    "string_type": lambda _: 'must be a text in quotes: "…"',
    "bool_parsing": lambda _: "must be true or false",
    "bool_type": lambda _: "must be true or false",
    "int_parsing": lambda _: "must be a whole number, without quotes",
    "int_type": lambda _: "must be a whole number, without quotes",
    "int_from_float": lambda _: "must be a whole number, without quotes",
    "float_parsing": lambda _: "must be a number, without quotes",
    "float_type": lambda _: "must be a number, without quotes",
    "enum": lambda error: f"must be {error['ctx']['expected']}",
    "literal_error": lambda error: f"must be {error['ctx']['expected']}",
    "greater_than": _number("gt", "more than"),
    "greater_than_equal": _number("ge", "at least"),
    "less_than": _number("lt", "less than"),
    "less_than_equal": _number("le", "at most"),
    "model_type": lambda error: f"must be a table: [{error['loc'][-1]}]",
    "model_attributes_type": lambda error: f"must be a table: [{error['loc'][-1]}]",
}
