"""Lines that stand twice: an excerpt beside its text, or a text laid out again for small screens; and refrains."""

from collections.abc import Sequence

from processors.clean.code_rules import CodeRule
from processors.clean.prose import SENTENCE_END
from schemas.article import Removed

# A shorter line may be said twice.
REPEAT_CHARS = 60


def take_repeated(lines: list[str], taken: list[Removed]) -> list[str]:
    """A sentence that stands twice is an excerpt, or the text laid out a second time: the first one stays."""
    repeats = _repeats(lines)
    taken += [Removed(rule=CodeRule.REPEATED, text=lines[index]) for index in sorted(repeats)]
    return [line for index, line in enumerate(lines) if index not in repeats]


def _repeats(lines: Sequence[str]) -> set[int]:
    """Where a long line stands again, and the lines around it that stand again with it. A refrain is none."""
    first: dict[str, int] = {}
    repeats: set[int] = set()
    for index, line in enumerate(lines):
        earlier = first.setdefault(line, index)
        if earlier != index and len(line) >= REPEAT_CHARS and SENTENCE_END.search(line) and not _is_verse(lines, index):
            for step in (-1, 1):
                here, there = index, earlier
                while 0 <= there < index <= max(here, index) and here < len(lines) and lines[here] == lines[there]:
                    repeats.add(here)
                    here, there = here + step, there + step
    return repeats


def _is_verse(lines: Sequence[str], index: int) -> bool:
    before = lines[index - 1]
    return len(before) < REPEAT_CHARS and SENTENCE_END.search(before) is None and before not in lines[: index - 1]
