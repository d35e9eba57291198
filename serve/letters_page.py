"""Dead letters as a page: what each holds, and the two ways to be rid of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

import structlog
from fastapi import Request

from runtime.dead_letters import Letter
from serve.access import Access, Scope, require, require_same_site
from serve.errors import BadQueryError, NotFoundError
from serve.previews import address_of, head_of
from serve.views import Views

log = structlog.get_logger()
LISTED = 50
MAX_FORM_BYTES = 1000
MAX_NUMBER = 2**63 - 1


class Deed(StrEnum):
    REPLAY = "replay"
    DISCARD = "discard"


DONE = {Deed.REPLAY: "replayed", Deed.DISCARD: "discarded"}


@dataclass(frozen=True)
class LetterRow:
    step: str
    number: int
    at: datetime
    reason: str
    detail: str
    attempts: int
    place: str
    address: str
    head: str
    stack: str


def letters_page(views: Views, step: str, deed: Deed | None, count: int) -> dict[str, Any]:
    """Raises NotFoundError where there is no such step. `deed` was just done to `count` of them."""
    done = "" if deed is None else f"{count} {'letter' if count == 1 else 'letters'} {DONE[deed]}."
    names = [stage.name for stage in views.stages if stage.reads]
    if step and step not in names:
        raise NotFoundError(f"no step {step[:64]!r} reads records")
    letters = views.letters(step or None, LISTED)
    rows = [_row(views, letter) for letter in letters]
    waiting = sorted({letter.stage for letter in letters} | ({step} if step else set()), key=names.index)
    return {"letters": rows, "step": step, "steps": waiting, "done": done, "more": _is_full(letters)}


def settle(views: Views, request: Request, access: Access, step: str, deed: Deed, through: int) -> int:
    """Returns how many letters of the step, up to the number `through`, are off the list.

    Raises ForbiddenError without the scope `write`, and where another site sent the browser here.
    """
    require(access, Scope.WRITE)
    require_same_site(request)
    if step not in [stage.name for stage in views.stages if stage.reads]:
        raise NotFoundError(f"no step {step[:64]!r} reads records")
    count = views.settle_letters(step, through, deed is Deed.REPLAY)
    log.info("letters_settled", step=step, deed=deed.value, through=through, count=count, by=access.token or "desk")
    return count


async def posted(request: Request) -> tuple[Deed, int]:
    """What the form asks for. Raises BadQueryError."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise BadQueryError("invalid_request", f"a form of over {MAX_FORM_BYTES} bytes")
    fields = dict(parse_qsl(body.decode("latin-1")))
    deed, through = fields.get("deed", ""), fields.get("through", "")
    if deed not in list(Deed):
        raise BadQueryError("invalid_request", f"deed is {deed[:64]!r}: there are {', '.join(Deed)}")
    if not through.isascii() or not through.isdigit() or int(through) > MAX_NUMBER:
        raise BadQueryError("invalid_request", f"through is {through[:64]!r}, no number of a letter")
    return Deed(deed), int(through)


def _row(views: Views, letter: Letter) -> LetterRow:
    records = {topic.name: topic.record for topic in views.topics()}
    record = records.get(letter.topic)
    origin = letter.origin
    return LetterRow(
        step=letter.stage,
        number=letter.position.offset,
        at=datetime.fromtimestamp(letter.at, UTC),
        reason=letter.reason,
        detail=letter.detail,
        attempts=letter.attempts,
        place=f"{origin.topic}/{origin.partition}/{origin.offset}",
        address=address_of(letter.message, record) if record else "unknown",
        head=head_of(letter.message, record) if record else "",
        stack=letter.stack,
    )


def _is_full(letters: Sequence[Letter]) -> bool:
    return any(sum(each.stage == step for each in letters) >= LISTED for step in {each.stage for each in letters})
