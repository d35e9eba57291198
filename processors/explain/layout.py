"""The text of an article in page order, with what was taken out of it where it stood."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from processors.explain.explanation import ShownBlock, TextRun
from schemas.article import Dateline, Removed


def lay_out(paragraphs: Sequence[str], removed: Sequence[Removed], dateline: Dateline | None) -> tuple[ShownBlock, ...]:
    """Paragraphs and placed pieces in page order."""
    placed = [piece for piece in removed if piece.paragraph is not None]
    blocks: list[ShownBlock] = []
    for index, paragraph in enumerate((*paragraphs, None)):
        here = [p for p in placed if p.paragraph == index or (paragraph is None and (p.paragraph or 0) > index)]
        inside = [piece for piece in here if piece.offset is not None]
        blocks += (
            ShownBlock(runs=(TextRun(text=p.text, rule=p.rule),)) for p in here if p.offset is None or paragraph is None
        )
        if paragraph is not None:
            before = [TextRun(text=dateline.raw, kept_as="dateline")] if dateline and dateline.raw and not index else []
            blocks.append(ShownBlock(runs=(*before, *_runs(paragraph, inside))))
    return tuple(blocks)


def _runs(paragraph: str, pieces: Iterable[Removed]) -> Iterable[TextRun]:
    done = 0
    for offset, cut in groupby(
        sorted(pieces, key=lambda piece: piece.offset or 0), key=lambda piece: piece.offset or 0
    ):
        if paragraph[done:offset].strip():
            yield TextRun(text=paragraph[done:offset].strip())
        yield from (TextRun(text=piece.text, rule=piece.rule) for piece in cut)
        done = offset
    if paragraph[done:].strip():
        yield TextRun(text=paragraph[done:].strip())
