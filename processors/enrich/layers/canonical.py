"""The usual full name behind a name: regional bodies under their short head, people under their full name."""

from collections.abc import Sequence

from processors.enrich.layers.finding import word_set
from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import TOKEN, Token
from schemas.knowledge import EntityType

MIN_FUZZY_CHARS = 4
MAX_FUZZY_CHARS = 24
# So many people of one article may share a word of their names.
MAX_OWNERS = 40


def organisation(tokens: Sequence[Token], text: str, index: KnowledgeIndex) -> str:
    """`Pemerintah Provinsi Jabar` is `Pemprov Jawa Barat`; other bodies keep their words, their place its full name."""
    heads = load_rules("names").values("names.short-heads")
    at, head = 0, ""
    for length in range(min(6, len(tokens)), 0, -1):
        lows = " ".join(token.low for token in tokens[:length])
        if lows in heads:
            at, head = length, str(heads[lows])
            break
    short = not head and tokens[0].low in {str(value).lower() for value in heads.values()}
    if not head and not short:
        return with_full_places(tokens, text, index)
    if short:
        at, head = 1, tokens[0].text
    while at < len(tokens) and tokens[at].low in word_set("names.admin-heads"):
        at += 1
    rest = with_full_places(tokens[at:], text, index) if at < len(tokens) else ""
    return f"{head} {rest}".strip()


def with_full_places(tokens: Sequence[Token], text: str, index: KnowledgeIndex) -> str:
    """The words as written, but known places under their full names: `Disparbud Jabar` is that of `Jawa Barat`."""
    pieces: list[str] = []
    at = 0
    while at < len(tokens):
        hit = index.match(tokens, at, len(tokens)) if tokens[at].is_word else None
        glue = text[tokens[at - 1].end : tokens[at].start] if at else ""
        if hit and hit.known.type is EntityType.GPE:
            written = text[tokens[at].start : tokens[hit.last - 1].end]
            # `DKI Jakarta` holds the full name; `Jabar` does not.
            pieces.append(glue + (written if hit.known.name in written else hit.known.name))
            at = hit.last
        else:
            pieces.append(glue + tokens[at].text)
            at += 1
    return " ".join("".join(pieces).split())


def bare_place(name: str) -> str:
    """`Taman Bumi Geopark Pongkor` is `Geopark Pongkor`: the general head goes where another follows.

    `Rinjani UNESCO Global Geopark` is `Geopark Rinjani`.
    """
    styled = load_rules("names").pattern("names.styled-places").match(name)
    if styled:
        return f"Geopark {styled[1]}"
    words = name.split()
    for length in range(1, len(words) - 1):
        general = " ".join(words[:length]).lower() in word_set("names.no-place-by-itself")
        if general and words[length].lower() in word_set("names.place-heads"):
            return " ".join(words[length:])
    return name


def name_words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in TOKEN.findall(name) if word[0].isalpha())


class People:
    """The people of one article by their full names, so that a part of a name finds its owner."""

    def __init__(self) -> None:
        self._full: list[tuple[int, tuple[str, ...], str]] = []
        self._names: dict[str, str] = {}
        """Names by their letters alone: `Shi Yu Qi` is `Shi Yuqi`."""
        self._by_word: dict[str, list[int]] = {}
        self._by_slip: dict[str, list[str]] = {}
        """Words by themselves and by each way to drop one letter of them."""

    def add(self, at: int, name: str) -> None:
        """A person first named in full at token `at`; called in order of the text."""
        words = name_words(name)
        joined = "".join(words)
        if self._names.setdefault(joined, name) != name:
            return
        if any(self._full[place][2] == name for place in self._by_word.get(words[0], ())[-MAX_OWNERS:]):
            return
        for word in words:
            owners = self._by_word.setdefault(word, [])
            if not owners:
                for key in _slips(word):
                    self._by_slip.setdefault(key, []).append(word)
            owners.append(len(self._full))
        self._full.append((at, words, name))

    def owner(self, at: int, words: Sequence[str]) -> str | None:
        """The full name that these words are part of: the last one before token `at`, or the first after."""
        places = self._by_word.get(words[0]) or self._similar(words[0] if len(words) == 1 else "")
        fitting = [
            self._full[place]
            for place in places[:MAX_OWNERS]
            if len(self._full[place][1]) > len(words) and (len(words) == 1 or set(words) <= set(self._full[place][1]))
        ]
        before = [each for each in fitting if each[0] <= at]
        if before or fitting:
            return (before[-1] if before else fitting[0])[2]
        return self._names.get("".join(words)) if len(words) > 1 else None

    def _similar(self, word: str) -> list[int]:
        if len(word) < MIN_FUZZY_CHARS:
            return []
        others = (other for key in _slips(word) for other in self._by_slip.get(key, ())[:MAX_OWNERS])
        return next((self._by_word[other] for other in others if one_slip(word, other)), [])


def _slips(word: str) -> list[str]:
    cut = word[:MAX_FUZZY_CHARS]
    return [word, *(cut[:at] + cut[at + 1 :] for at in range(1, len(cut)))]


def one_slip(word: str, other: str) -> bool:
    """Whether two words differ by one letter added, dropped or changed, but not the first."""
    if word == other or word[0] != other[0] or abs(len(word) - len(other)) > 1 or len(other) < MIN_FUZZY_CHARS:
        return False
    shared = 0
    while shared < min(len(word), len(other)) and word[shared] == other[shared]:
        shared += 1
    return word[shared + (len(word) >= len(other)) :] == other[shared + (len(other) >= len(word)) :]
