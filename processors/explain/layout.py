"""The text of an article in page order, with what was taken out of it where it stood."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from processors.explain.explanation import Block, Run
from schemas.article import Dateline, Removed


def lay_out(paragraphs: Sequence[str], removed: Sequence[Removed], dateline: Dateline | None) -> tuple[Block, ...]:
    """Paragraphs and placed pieces in page order."""
    placed = [piece for piece in removed if piece.paragraph is not None]
    blocks: list[Block] = []
    for index, paragraph in enumerate((*paragraphs, None)):
        here = [p for p in placed if p.paragraph == index or (paragraph is None and (p.paragraph or 0) > index)]
        inside = [piece for piece in here if piece.offset is not None]
        blocks += (Block(runs=(Run(text=p.text, rule=p.rule),)) for p in here if p.offset is None or paragraph is None)
        if paragraph is not None:
            before = [Run(text=dateline.raw, kept_as="dateline")] if dateline and dateline.raw and not index else []
            blocks.append(Block(runs=(*before, *_runs(paragraph, inside))))
    return tuple(blocks)


def _runs(paragraph: str, pieces: Iterable[Removed]) -> Iterable[Run]:
    done = 0
    for offset, cut in groupby(
        sorted(pieces, key=lambda piece: piece.offset or 0), key=lambda piece: piece.offset or 0
    ):
        if paragraph[done:offset].strip():
            yield Run(text=paragraph[done:offset].strip())
        yield from (Run(text=piece.text, rule=piece.rule) for piece in cut)
        done = offset
    if paragraph[done:].strip():
        yield Run(text=paragraph[done:].strip())
