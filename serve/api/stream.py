"""The stream: changes as they come, as Server-Sent Events."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from serve.access import CallerAccess
from serve.api.changes import After, Choosing, Wish
from serve.errors import BadQueryError
from serve.event_stream import EventStream
from serve.feed import Feed
from serve.head import is_head
from serve.refusals import Responses, refusing
from serve.shown import Shaped
from serve.views import Views

RESPONSES: Responses = {
    **refusing("changes_forgotten", "changes_unknown", "too_many_subscribers", "unknown_field", "bad_event_id"),
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
}


def routes(router: APIRouter, views: Views) -> None:
    feed = Feed(views)

    @router.get("/stream", response_class=Response, responses=RESPONSES)
    async def stream(
        request: Request,
        chosen: Choosing,
        shape: Shaped,
        access: CallerAccess,
        after: After = None,
        last_event_id: Annotated[str, Header(max_length=30, description="the number to go on after")] = "",
    ) -> Response:
        """Changes from now on, or from after a number: `Last-Event-ID`, else `after`. A reader that is cut resumes
        without a gap."""
        if is_head(request.scope):
            return Response(media_type=EventStream.media_type)
        if last_event_id:
            if not last_event_id.isascii() or not last_event_id.isdigit() or int(last_event_id) >= 2**62:
                raise BadQueryError("bad_event_id", "Last-Event-ID is no number of a change: begin again without one")
            after = int(last_event_id)
        events = await feed.events(after, Wish(chosen, shape, access))
        return EventStream(events, on_cut=feed.metrics.cut.inc)
