"""Spans between quote marks: straight, curly, wrong, missing, and one speech over several paragraphs."""

import re
from collections.abc import Sequence
from typing import NamedTuple

# Single marks count only where they cannot be an apostrophe.
MARK = re.compile(r"[\"\u201c\u201d\u201e\u201f\u00ab\u00bb]|''|``|(?<!\w)[\u2018'](?=\w)|(?<=[\w.,!?])[\u2019'](?!\w)")
OPENING, CLOSING = frozenset("\u201c\u201e\u00ab"), frozenset("\u201d\u00bb")
SINGLE = frozenset("'\u2018\u2019")
SPACE_OR_OPEN = frozenset(" \t\n([{-\u2013\u2014/:")


class Marked(NamedTuple):
    """The words between two marks, without these; `closed` is false where the closing one is missing."""

    start: int
    end: int
    closed: bool = True


def find_marked(text: str) -> Sequence[Marked]:
    """Spans in order, none within another. A paragraph that opens with a mark continues an unclosed speech."""
    found: list[Marked] = []
    opened: int | None = None
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        opened = _read_paragraph(text, start, end, opened, found)
        start = end + 1
    if opened is not None:
        found.append(Marked(opened, len(text), closed=False))
    return [span for span in found if text[span.start : span.end].strip()]


def _read_paragraph(text: str, start: int, end: int, opened: int | None, found: list[Marked]) -> int | None:
    """Adds the paragraph's spans; gives where a speech opened that the next paragraph may continue."""
    marks = _double_marks(text, start, end)
    if opened is not None:
        if marks and text[start : marks[0].start()].strip() == "":
            marks = marks[1:]  # the speech goes on: its mark is repeated
        else:
            found.append(Marked(opened, start - 1, closed=False))
            opened = None
    at_head = opened is not None
    for mark in marks:
        if opened is None:
            opened = mark.end()
            at_head = text[start : mark.start()].strip() == ""
        elif mark[0] in OPENING and not _closes(text, mark):
            # The mark that closes was forgotten: what stood open ends no later than this.
            opened = mark.end()
        else:
            found.append(Marked(opened, mark.start()))
            opened = None
    return opened if at_head else None


def _double_marks(text: str, start: int, end: int) -> list[re.Match[str]]:
    marks = list(MARK.finditer(text, start, end))
    doubles = [mark for mark in marks if mark[0] not in SINGLE]
    # Single marks are quotes of their own only where no double one stands.
    return doubles or (marks if len(marks) % 2 == 0 else [])


def _closes(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark that should open stands where one closes: `kata dia.“`."""
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    return before not in SPACE_OR_OPEN and not after.isalnum()
