"""Dead letters that wait: which step refused what, when and why."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from runtime.dead_letters import Letter
from serve.api.parameters import Limit
from serve.errors import BadQueryError
from serve.refusals import refusing
from serve.views import Views


class LetterItem(BaseModel):
    """`number` is what `warta letters` knows it by; `origin` is where its record stood."""

    step: str
    number: int
    at: datetime
    reason: str
    detail: str
    attempts: int
    worker: str
    topic: str
    origin_partition: int
    origin_offset: int


class Letters(BaseModel):
    items: tuple[LetterItem, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/letters", responses=refusing("unknown_step"))
    def letters(
        limit: Limit = 50, step: Annotated[str | None, Query(max_length=100, description="of one step")] = None
    ) -> Letters:
        """The oldest of each step first; so many at most of each."""
        names = [stage.name for stage in views.stages]
        if step is not None and step not in names:
            raise BadQueryError("unknown_step", f"no step {step[:64]!r}: there are {', '.join(names)}")
        return Letters(items=tuple(map(_item, views.letters(step, limit))))


def _item(letter: Letter) -> LetterItem:
    return LetterItem(
        step=letter.stage,
        number=letter.position.offset,
        at=datetime.fromtimestamp(letter.at, UTC),
        reason=letter.reason,
        detail=letter.detail,
        attempts=letter.attempts,
        worker=letter.worker,
        topic=letter.topic,
        origin_partition=letter.origin.partition,
        origin_offset=letter.origin.offset,
    )
