"""One outlet's web site: pages, feeds and robots.txt as an aiohttp application, bad behaviour included."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from newsroom.archive import INDEX, SEARCH, list_page
from newsroom.desk import Desk, Edition, announced_path
from newsroom.feeds import CONTENT_TYPES, last_change, render_channel
from newsroom.outlets import Outlet
from newsroom.pages import PHOTOS, article_page, broken_page, home_page, huge_page, listing_page, photo
from newsroom.story import PRINTED, Kind, Story

# A cloud machine's metadata service: an address no crawler may ever dial.
METADATA_URL = "http://169.254.169.254/latest/meta-data/"
Pause = Callable[[float], Awaitable[None]]
NOT_FOUND = "<html><head><title>404</title></head><body><h1>Halaman tidak ditemukan</h1></body></html>"


@dataclass(frozen=True)
class Site:
    """`base` is the outlet's address without a slash at its end; `pause` waits the given seconds."""

    outlet: Outlet
    base: str
    desk: Desk
    pause: Pause = asyncio.sleep

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/{path:.*}", self.answer)
        return application

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await self.pause(self.outlet.slow_s)
        if request.path == "/robots.txt":
            return self._robots()
        if request.path == "/":
            editions = self.desk.released(self.outlet.id)
            return self._html(request, home_page(editions, self.outlet), last_change(editions, self.desk.start))
        if request.path in (INDEX, SEARCH):
            editions = self.desk.released(self.outlet.id)
            page = list_page(request.path, request.query, editions, self.outlet)
            return self._html(request, page, last_change(editions, self.desk.start))
        if request.path.startswith(PHOTOS):
            return web.Response(text=photo(request.path), content_type="image/svg+xml")
        for channel in self.outlet.channels:
            if channel.path == request.path and channel.kind != "dead":
                editions = self.desk.released(self.outlet.id)
                body = render_channel(channel, self.outlet, editions, self.base)
                changed = last_change(editions, self.desk.start)
                return conditional(request, body, CONTENT_TYPES[channel.kind], changed)
        for story in self.desk.stories:
            if story.outlet == self.outlet.id and request.path in (story.path, announced_path(story)):
                return await self._story(request, story)
        return self._missing()

    async def _story(self, request: web.Request, story: Story) -> web.StreamResponse:
        edition = self.desk.edition(story)
        if edition is None or story.kind is Kind.NOT_FOUND:
            return self._missing()
        if story.kind in PRINTED:
            if request.path != story.path:
                return web.Response(status=301, headers={"Location": self.base + story.path})
            self.desk.read(story)
            return self._html(request, article_page(edition, self.outlet, self.base), edition.released_at)
        return await self._oddity(request, edition)

    async def _oddity(self, request: web.Request, edition: Edition) -> web.StreamResponse:
        match edition.story.kind:
            case Kind.GONE:
                return web.Response(status=410, text=NOT_FOUND, content_type="text/html")
            case Kind.METADATA_REDIRECT:
                return web.Response(status=302, headers={"Location": METADATA_URL})
            case Kind.PDF:
                return web.Response(body=b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n%%EOF\n", content_type="application/pdf")
            case Kind.LISTING:
                return self._html(request, listing_page(edition, self.outlet), edition.released_at)
            case Kind.BROKEN:
                return self._html(request, broken_page(edition), edition.released_at)
            case Kind.HUGE:
                return await self._huge(request, edition)
        raise AssertionError(f"no page for {edition.story.kind}")

    async def _huge(self, request: web.Request, edition: Edition) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": self.outlet.content_type})
        response.enable_chunked_encoding()
        await response.prepare(request)
        for chunk in huge_page(edition):
            await response.write(chunk)
        await response.write_eof()
        return response

    def _robots(self) -> web.Response:
        if self.outlet.robots is None:
            return self._missing()
        return web.Response(text=self.outlet.robots.format(base=self.base))

    def _html(self, request: web.Request, page: str, changed: datetime) -> web.Response:
        return conditional(request, page.encode(), self.outlet.content_type, changed)

    def _missing(self) -> web.Response:
        return web.Response(status=404, text=NOT_FOUND, content_type="text/html")


def conditional(request: web.Request, body: bytes, content_type: str, changed: datetime) -> web.Response:
    """The body with ETag and Last-Modified, or 304. Source: RFC 9110 §13.2.2, an ETag wins over a date."""
    etag = hashlib.sha256(body).hexdigest()[:20]
    changed = changed.replace(microsecond=0)
    if request.if_none_match is not None:
        unchanged = any(known.value in (etag, "*") for known in request.if_none_match)
    else:
        unchanged = request.if_modified_since is not None and changed <= request.if_modified_since
    response = web.Response(status=304) if unchanged else web.Response(body=body)
    response.headers["Content-Type"] = content_type
    response.etag = etag
    response.last_modified = changed
    return response
