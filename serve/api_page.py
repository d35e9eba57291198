"""The API as a page: every route with its parameters, an answer, and the errors that it can give."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREFIX = "/v1/"
# Every route has these; they stand on the page once.
OF_ALL = "/v1/health"


@dataclass(frozen=True)
class Parameter:
    name: str
    takes: str
    about: str
    is_required: bool


@dataclass(frozen=True)
class ErrorRow:
    status: str
    code: str
    detail: str


@dataclass(frozen=True)
class Route:
    """`answer` is empty where it is no JSON; `media` then says what it is."""

    method: str
    path: str
    about: str
    parameters: Sequence[Parameter]
    answer: str
    media: Sequence[str]
    problems: Sequence[ErrorRow]

    @property
    def anchor(self) -> str:
        named = self.path.removeprefix(PREFIX).replace("/", "-").translate({ord("{"): None, ord("}"): None})
        return named if self.method == "GET" else f"{named}-{self.method.lower()}"


def api_page(described: Mapping[str, Any]) -> dict[str, Any]:
    """`described`: the description as OpenAPI has it."""
    paths = {path: told for path, told in sorted(described["paths"].items()) if path.startswith(PREFIX)}
    of_all = list(_problems(paths[OF_ALL]["get"]))
    routes = [_route((method, path), one, described, of_all) for path in paths for method, one in paths[path].items()]
    return {"routes": routes, "of_all": of_all}


def _route(
    named: tuple[str, str], told: Mapping[str, Any], described: Mapping[str, Any], of_all: Sequence[ErrorRow]
) -> Route:
    method, path = named
    content = next(answer for status, answer in told["responses"].items() if status < "300").get("content", {})
    examples = content.get("application/json", {}).get("examples", {})
    return Route(
        method=method.upper(),
        path=path,
        about=told["description"],
        parameters=[_parameter(each, described) for each in told.get("parameters", ())],
        answer=json.dumps(examples["answer"]["value"], indent=2, ensure_ascii=False) if examples else "",
        media=list(content),
        problems=[each for each in _problems(told) if each not in of_all],
    )


def _parameter(told: Mapping[str, Any], described: Mapping[str, Any]) -> Parameter:
    where = {"query": "", "path": "in the path", "header": "a header"}[told["in"]]
    about = "; ".join(part for part in (where, told.get("description", "").replace("`", "")) if part)
    return Parameter(told["name"], _takes(told["schema"], described), about, told["required"] and not where)


def _takes(schema: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    """The kind of a value, or the words that it may be."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " or ".join(_takes(each, described) for each in schema["anyOf"] if each.get("type") != "null")
    if schema.get("type") == "array":
        each = _takes(schema["items"], described)
        return "one or more" if each == "string" else f"any of: {each}"
    return "time" if schema.get("format") == "date-time" else str(schema.get("type", ""))


def _problems(told: Mapping[str, Any]) -> Iterator[ErrorRow]:
    for status, answer in told["responses"].items():
        if status >= "400":
            for code, example in answer["content"]["application/json"]["examples"].items():
                yield ErrorRow(status, code, example["value"]["detail"])
