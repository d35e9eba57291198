"""The difference of two revisions, word by word: what was added, what was removed, what stayed."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# Each word with the white space behind it, so that the pieces joined are the text again.
WORD = re.compile(r"\S+\s*|\s+")
# Longer ones are compared by lines: words would take minutes.
MAX_WORDS = 20_000


class WordChange(NamedTuple):
    kind: Literal["same", "added", "removed"]
    text: str


def difference(before: str, after: str) -> Sequence[WordChange]:
    """The pieces in the order of the text; one that was replaced is removed, then added."""
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) > MAX_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_pieces(old, new))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[WordChange]:
    # White space alone is no change of a word.
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield WordChange("same", "".join(new[k:m]))
            continue
        if i < j:
            yield WordChange("removed", "".join(old[i:j]))
        if k < m:
            yield WordChange("added", "".join(new[k:m]))


def _bare(words: Sequence[str]) -> Sequence[str]:
    return [word.strip() for word in words]
