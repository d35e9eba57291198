"""Where on the page each removed piece stood: before which of the kept paragraphs, or where inside one."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from processors.clean.dom import squeeze
from processors.clean.lines import CleanedLines
from schemas.article import Removed

# Enough of a text to know it by; the extractor may have changed what comes later in it.
PROBE_CHARS = 48
SHORT_PROBE_CHARS = 16
# A shorter line stands in menus too: it is no anchor.
ANCHOR_CHARS = 25
MAX_OCCURRENCES = 40
# Blocks follow one another without a space (`… kata dia.Baca jugaKapal …`), and taking a part out leaves one.
GAPS = (" ", r"\s*")


class _Placed(NamedTuple):
    """A piece with the line it stood in (or before, for what the tree lost) and its rank there."""

    line: int
    rank: int
    piece: Removed


def place(
    lines: Sequence[str], cleaned: CleanedLines, *, around: Sequence[Removed] = (), shown: str = ""
) -> tuple[Removed, ...]:
    """What was removed, in page order and with its place.

    `lines` went into `cleaned`; `around` was taken out of the tree before them; `shown` is the page's text, white space
    collapsed, before anything was taken. A piece that cannot be found again comes last and without a place.
    """
    whole = [squeeze(line) for line in lines if line.strip()]
    placed, before, lost = _in_lines(whole, cleaned)
    anchors = _anchors(whole, shown)
    span = (anchors[0], anchors[-1] + len(whole[-1])) if whole else (0, 0)
    taken, unseen = _in_tree(around, shown, anchors, span)
    for line, at, piece in taken:
        placed.append(_Placed(line, at - len(shown), piece.model_copy(update={"paragraph": before[line]})))
    placed.sort(key=lambda each: (each.line, each.rank))
    return (*(each.piece for each in placed), *lost, *unseen)


def behind(removed: Sequence[Removed], stays: Sequence[bool], *, after: int) -> tuple[Removed, ...]:
    """The pieces of a later page, whose paragraphs come behind `after` others; some of them do not stay."""
    paragraphs = list(accumulate(stays, initial=after))
    moved: list[Removed] = []
    for piece in removed:
        if piece.paragraph is None:
            moved.append(piece)
            continue
        offset = piece.offset if piece.paragraph < len(stays) and stays[piece.paragraph] else None
        moved.append(piece.model_copy(update={"paragraph": paragraphs[piece.paragraph], "offset": offset}))
    return tuple(moved)


def _in_lines(lines: Sequence[str], cleaned: CleanedLines) -> tuple[list[_Placed], list[int], list[Removed]]:
    """The pieces with the line each stood in, how many paragraphs come before each line, and pieces not found."""
    pool, kept = list(cleaned.removed), 0
    placed: list[_Placed] = []
    before: list[int] = []
    for index, line in enumerate(lines):
        before.append(kept)
        paragraph = cleaned.kept[kept] if kept < len(cleaned.kept) else ""
        if line == paragraph:
            kept += 1
            continue
        whole = next((piece for piece in pool if piece.text == line), None)
        if whole is not None:
            pool.remove(whole)
            placed.append(_Placed(index, 0, whole.model_copy(update={"paragraph": kept})))
            continue
        cuts, rest = _cuts(line, paragraph, pool)
        stays = bool(paragraph) and _solid(rest) == _solid(paragraph)
        for rank, (at, piece) in enumerate(sorted(cuts, key=lambda cut: cut[0])):
            offset = _offset(paragraph, at) if stays else None
            placed.append(_Placed(index, rank, piece.model_copy(update={"paragraph": kept, "offset": offset})))
        kept += stays
    before.append(kept)
    return placed, before, pool


def _cuts(line: str, paragraph: str, pool: list[Removed]) -> tuple[list[tuple[int, Removed]], str]:
    """The pieces that were cut out of a line, each with how many solid characters of the rest stand before it.

    They leave `pool`. A piece that stands in the line only because it is part of the paragraph stays in it.
    """
    rest, cuts = line, list[tuple[int, Removed]]()
    for piece in list(pool):
        if paragraph and _solid(rest) == _solid(paragraph):
            break
        # End marks repeat what stands inside: the last one is the one.
        at = rest.rfind(piece.text)
        if at < 0:
            continue
        solid, length = len(_solid(rest[:at])), len(_solid(piece.text))
        cuts = [(place - length if place > solid else place, other) for place, other in cuts]
        cuts.append((solid, piece))
        rest = squeeze(f"{rest[:at]} {rest[at + len(piece.text) :]}")
        pool.remove(piece)
        if not rest:
            break
    return cuts, rest


def _solid(text: str) -> str:
    return "".join(text.split())


def _offset(paragraph: str, solid: int) -> int:
    """The position behind so many characters, white space not counted."""
    seen = 0
    for position, character in enumerate(paragraph):
        if seen == solid:
            return position
        seen += not character.isspace()
    return len(paragraph)


def _anchors(lines: Sequence[str], shown: str) -> list[int]:
    """Where each line begins in the page's text, never falling; a line not found begins with the one before it."""
    anchors: list[int] = []
    cursor = 0
    for line in lines:
        at = shown.find(line[:PROBE_CHARS], cursor) if len(line) >= ANCHOR_CHARS else -1
        cursor = at + 1 if at >= 0 else cursor
        anchors.append(max(cursor - 1, 0))
    return anchors


def _in_tree(
    around: Sequence[Removed], shown: str, anchors: Sequence[int], span: tuple[int, int]
) -> tuple[list[tuple[int, int, Removed]], list[Removed]]:
    """(line it stood before, where in the page's text, piece), and the pieces not found."""
    found: list[tuple[int, int, Removed]] = []
    unseen: list[Removed] = []
    used: set[int] = set()
    for piece in around:
        spots = [at for at in _occurrences(piece.text, shown) if at not in used]
        # Menus and footers repeat the words of the article's own boxes: the nearest to it is meant.
        at = min(spots, key=lambda spot: max(span[0] - spot, spot - span[1], 0), default=-1)
        if at < 0:
            unseen.append(piece)
            continue
        used.add(at)
        found.append((bisect_left(anchors, at), at, piece))
    return found, unseen


def _occurrences(text: str, shown: str) -> list[int]:
    """Where the piece may have begun, by as much of it as is found: a part of it may have been taken first."""
    for chars in (PROBE_CHARS, SHORT_PROBE_CHARS):
        probe = text[:chars].strip()
        found = _find(probe, shown) if len(probe) >= SHORT_PROBE_CHARS else []
        found = found or next(filter(None, (_search(probe, shown, gap, len(text) <= chars) for gap in GAPS)), [])
        if found:
            return found
    return []


def _find(probe: str, shown: str) -> list[int]:
    found: list[int] = []
    at = shown.find(probe)
    while at >= 0 and len(found) < MAX_OCCURRENCES:
        found.append(at)
        at = shown.find(probe, at + 1)
    return found


def _search(probe: str, shown: str, gap: str, whole: bool) -> list[int]:
    """The probe as words, `gap` between them."""
    start = r"(?<![^\W_])" if probe[:1].islower() or probe[:1].isdigit() else r"(?<![A-Z])"
    pattern = start + gap.join(map(re.escape, probe.split())) + (r"(?![a-z])" if whole else "")
    return [match.start() for match in islice(re.finditer(pattern, shown), MAX_OCCURRENCES)]
