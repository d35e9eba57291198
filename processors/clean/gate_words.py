"""How pages that stand where an article should tell themselves: logins, checks, missing pages; read from TOML."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from processors.clean.dom import text_of
from schemas.outcomes import Reason

TRIMMED = " .!?…:|-\u2013\u2014\"'“”"
MAX_NAME_CHARS = 120
CHALLENGE_SOURCE = re.compile(
    r"captcha|turnstile|challenges\.cloudflare|cdn-cgi/challenge|datadome|perimeterx|arkoselabs|geetest|awswaf|incapsula",
    re.IGNORECASE,
)
CHALLENGE_NAME = re.compile(
    r"captcha|turnstile|cf-(?:challenge|browser|chl|wrapper|error)|challenge-(?:form|stage|running)|bot-?check",
    re.IGNORECASE,
)
CONSENT_BUTTON = re.compile(
    r"(?:ya,? )?(?:saya )?(?:setuju|terima|tolak|accept|agree|reject)(?: .{0,30})?", re.IGNORECASE
)
TO_THE_FRONT = re.compile(r"url\s*=\s*['\"]?(?:https?://[^/]+)?/?['\"]?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class GateWords:
    """`is_built_in` tells whether the page has what such a page is made of."""

    reason: Reason
    what: str
    name: re.Pattern[str]
    said: re.Pattern[str]
    path: re.Pattern[str]
    is_built_in: Callable[[HtmlElement], bool]
    may_be_long: bool
    """Whether other text may stand below, such as what else is read on the site."""

    def names(self, text: str) -> bool:
        trimmed = text.strip(TRIMMED)
        return len(trimmed) <= MAX_NAME_CHARS and self.name.fullmatch(trimmed) is not None

    def is_said_in(self, text: str) -> bool:
        return self.said.search(text) is not None

    def is_address(self, url: str) -> bool:
        return any(self.path.fullmatch(part) for part in urlsplit(url).path.split("/") if part)


def _has_login_form(tree: HtmlElement) -> bool:
    """A field for a password, or a form whose button says what it is for."""
    if any((field.get("type") or "").lower() == "password" for field in tree.iter("input")):
        return True
    buttons = (button for form in tree.iter("form") for button in form.iter("button", "input"))
    return any(LOGIN_BUTTON.fullmatch(button.get("value") or text_of(button)) for button in buttons)


def _has_challenge(tree: HtmlElement) -> bool:
    if any(CHALLENGE_SOURCE.search(each.get("src") or "") for each in tree.iter("iframe", "script", "img")):
        return True
    boxes = tree.iter("div", "form", "input", "section", "main", "body")
    return any(CHALLENGE_NAME.search(" ".join(map(str, box.attrib.values()))) for box in boxes)


def _says_so_to_machines(tree: HtmlElement) -> bool:
    """Search engines are told to leave the page, or the browser to go on to the front page."""
    metas = list(tree.iter("meta"))
    robots = [meta.get("content") or "" for meta in metas if (meta.get("name") or "").lower() == "robots"]
    goes_on = [meta.get("content") or "" for meta in metas if (meta.get("http-equiv") or "").lower() == "refresh"]
    return any("noindex" in each.lower() for each in robots) or any(map(TO_THE_FRONT.search, goes_on))


def _has_consent_buttons(tree: HtmlElement) -> bool:
    return any(CONSENT_BUTTON.fullmatch(text_of(button)) for button in tree.iter("button", "a"))


BUILT_IN: Mapping[Reason, Callable[[HtmlElement], bool]] = {
    Reason.BOT_CHECK: _has_challenge,
    Reason.SOFT_404: _says_so_to_machines,
    Reason.LOGIN_PAGE: _has_login_form,
    Reason.CONSENT_PAGE: _has_consent_buttons,
}


def _load() -> tuple[Mapping[str, str], Sequence[Mapping[str, Any]]]:
    data = tomllib.loads(files("processors.clean").joinpath("gates.toml").read_text("utf-8"))
    return data["words"], data["gate"]


def _any_of(patterns: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    whole = "|".join(patterns)
    for name, word in words.items():
        whole = whole.replace(f"{{{name}}}", word)
    return re.compile(whole, re.IGNORECASE)


def without_site(text: str, sites: Collection[str]) -> str:
    """`Masuk ke Kabar Teluk` is `Masuk ke` on kabarteluk.id. `sites` are names without spaces, in lower case."""
    words = text.split()
    for start in range(1, len(words)):
        if "".join(words[start:]).lower().strip(TRIMMED) in sites:
            return " ".join(words[:start])
    return text


def _gate(entry: Mapping[str, Any], words: Mapping[str, str]) -> GateWords:
    reason = Reason(entry["reason"])
    return GateWords(
        reason=reason,
        what=entry["what"],
        name=_any_of(entry["names"], words),
        said=_any_of(entry["said"], words),
        path=_any_of(entry["paths"], words),
        is_built_in=BUILT_IN[reason],
        may_be_long=entry.get("may_be_long", False),
    )


_WORDS, _ENTRIES = _load()
LOGIN_BUTTON = _any_of(["(?:{login}|{sign_up})(?: .{0,20})?"], _WORDS)
GATES = tuple(_gate(entry, _WORDS) for entry in _ENTRIES)
