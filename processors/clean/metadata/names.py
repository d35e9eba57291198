"""Whether a text is a person's name, and the names in a byline without degree, role, place and outlet."""

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

from processors.text.dateline import is_place
from processors.text.words import key_of

_LISTS = tomllib.loads(files("processors.clean.metadata").joinpath("names.toml").read_text("utf-8"))
MAX_NAME_WORDS = 7
MAX_NAME_CHARS = 60
# An account has at most so many words.
MAX_LOWER_WORDS = 3


def words_of(key: str) -> frozenset[str]:
    return frozenset(_LISTS[key].split())


NOBODY = words_of("nobody")
TEAM_WORDS = words_of("team_words") | NOBODY
PARTICLES = words_of("particles")
TITLES = words_of("titles")
DEGREES = words_of("degrees")
FACT_LABELS = tuple(sorted((label.strip() for label in _LISTS["fact_labels"].split(";")), key=len, reverse=True))
# Marks, digits and hosts that no name has.
NO_NAME = re.compile(r"[@/<>{}=|#*?!:\[\]\d_]|\.(?:com|id|co|net|org|tv|news)\b", re.IGNORECASE)
# `OWID`, `KCNA`: a single short word in capitals is an agency.
ACRONYM = re.compile(r"[A-Z]{2,4}")
# What clings to a name.
MARKS = ' .-–—:|"“”,*'
WORD = re.compile(r"[\w-]+")
CALENDAR = re.compile(
    r"senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|januari|februari|maret|april|mei|juni|juli|agustus|september|"
    r"oktober|november|desember|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
# `al-Farisi`, `el-Yunusi`.
JOINED_PARTICLE = re.compile(r"(?:al|el|as|ar|an|at|ad|az|ash|adz|ats|abd)[-'’][A-Z]\w*")
DOTTED_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,5}\. ?){1,3}[A-Z][A-Za-z]{0,3}\.?(?:\([A-Za-z]+\))?")
# Between names.
SPLIT = re.compile(r"\s*(?:[;|/&•·\n]|\b(?:dan|and|serta|bersama|with)\b|,)\s*", re.IGNORECASE)
ROLE = re.compile(
    r"^(?:(?i:kontributor|wartawan|koresponden)(?: (?:di )?[A-Z][\w.]+){1,2}\s*[,:]\s*|"
    r"(?i:kontributor|wartawan|reporter|jurnalis|koresponden|penulis|editor|pewarta|oleh|by)\b\s*[,:]?\s*)|"
    r"\s*\([^()]*\)|\s*[<\[].*$"
)
# `Rina Saputri - detikNews`: what follows the dash is where it was printed.
DASH_AFTER = re.compile(r"(?<=\w)\s+[-–—]\s+.*$")


def people_in(names: Iterable[str], sites: Iterable[str], *, lower: bool = False) -> list[str]:
    """The persons of bylines, each once. `sites` are keys of the outlet's names; `lower` lets `rina saputri` pass."""
    people: dict[str, str] = {}
    sites = frozenset(sites)
    for name in names:
        for piece in SPLIT.split(DASH_AFTER.sub("", _bare(name))):
            person = _without_site(_without_degrees(_bare(piece)), sites).strip(MARKS)
            if is_person(person, lower=lower) and not is_place(person):
                people.setdefault(key_of(person), person)
    return list(people.values())


def is_person(name: str, *, lower: bool = False) -> bool:
    """Whether a text can be a person's name: one to seven words, capitalised, no outlet, role or account."""
    words = name.split()
    if not 0 < len(words) <= MAX_NAME_WORDS or not 2 < len(name) <= MAX_NAME_CHARS or NO_NAME.search(name):
        return False
    if _is_nobody(name) or CALENDAR.fullmatch(name) or _is_degree(name):
        return False
    if lower and name.islower():
        return len(words) <= MAX_LOWER_WORDS
    return (_is_capital(words[0]) or _is_title(words[0])) and all(map(_may_stand_in_name, words[1:]))


def _is_nobody(name: str) -> bool:
    words = WORD.findall(name.casefold())
    if words and words[0] == "tim":
        return len(words) == 1 or any(word in TEAM_WORDS for word in words[1:])
    return any(word in NOBODY or "admin" in word for word in words) or ACRONYM.fullmatch(name) is not None


def _may_stand_in_name(word: str) -> bool:
    return _is_capital(word) or word in PARTICLES or JOINED_PARTICLE.fullmatch(word) is not None or _is_title(word)


def _is_capital(word: str) -> bool:
    return word.lstrip("'’‘`\"“")[:1].isupper()


def _is_title(word: str) -> bool:
    return word.endswith(".") and word.rstrip(".").lower() in TITLES


def _is_degree(piece: str) -> bool:
    return key_of(piece) in DEGREES or (" " not in piece.strip() and DOTTED_DEGREE.fullmatch(piece) is not None)


def _without_degrees(name: str) -> str:
    """`Rina Saputri S.Pd` is Rina Saputri; two single letters (`Bagus W.S.`) may be initials."""
    words = name.split()
    while len(words) > 2 and "." in words[-1].rstrip(".") and _is_degree(words[-1]) and len(key_of(words[-1])) > 2:
        words.pop()
    return " ".join(words)


def _without_site(name: str, sites: frozenset[str]) -> str:
    """`Rina Saputri Kabar Utara` without the outlet's name at its end; a name that is nothing else is nobody's."""
    words = name.split()
    for size in range(len(words), 0, -1):
        if key_of("".join(words[-size:])) in sites:
            return " ".join(words[:-size])
        if size > 1 and key_of("".join(words[:size])) in sites:
            return " ".join(words[size:])
    return name


def _bare(name: str) -> str:
    """The name without role, place and account: `Kontributor Kupang, Rina Saputri (Magang)` is Rina Saputri."""
    return ROLE.sub("", name.strip()).strip()
