"""Serves the wide web: every outlet on an address of its own, all on one port, and a log of what was asked."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from newsroom.wide.bodies import CONTENT_TYPES, SORRY, feed, listing, news_sitemap, page, sitemap, sitemap_index
from newsroom.wide.plan import Article, Fault, Kind, WideList, WideOutlet
from newsroom.wide.truth import PER_PAGE, hits, listed

CONTROL = "127.0.0.1"
TRIES = 20


class WideWeb:
    """`asked` holds (monotonic time, outlet, path with query) of every request."""

    def __init__(self, outlets: Sequence[WideOutlet], start: datetime, port: int) -> None:
        self._outlets = {outlet.host: outlet for outlet in outlets}
        self._start = start
        self._port = port
        self.asked: list[tuple[float, str, str]] = []
        # Made once: a page is looked up among all of its outlet.
        self._pages = {outlet.host: {article.path: article for article in outlet.articles(start)} for outlet in outlets}

    def base(self, outlet: WideOutlet) -> str:
        return f"http://{outlet.host}:{self._port}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        host = request.transport.get_extra_info("sockname")[0]
        if host == CONTROL:
            return web.json_response(self.asked)
        outlet = self._outlets[host]
        self.asked.append((time.monotonic(), outlet.id, request.path_qs))
        if request.path == "/robots.txt":
            return self._robots(outlet)
        if request.path == "/":
            articles = outlet.articles(self._start)[:PER_PAGE]
            return _html(listing("Beranda", articles, self.base(outlet)))
        for each in outlet.lists:
            if each.path == request.path:
                return await self._list(outlet, each, request.query)
        article = self._pages[host].get(request.path)
        return _html(page(article)) if article else _html(SORRY, status=404)

    def _robots(self, outlet: WideOutlet) -> web.Response:
        if outlet.robots != "file":
            return web.Response(status=404 if outlet.robots == "absent" else 503, text="")
        closed = [f"Disallow: {each.path}" for each in outlet.lists if each.fault is Fault.FORBIDDEN]
        delay = [f"Crawl-delay: {outlet.crawl_delay_s:g}"] if outlet.crawl_delay_s else []
        return web.Response(text="\n".join(["User-agent: *", "Disallow: /admin/", *closed, *delay, ""]))

    async def _list(self, outlet: WideOutlet, each: WideList, query: Mapping[str, str]) -> web.StreamResponse:
        if each.fault is Fault.SLOW:
            # Until the reader gives up: then the server cancels this.
            await asyncio.Event().wait()
        if each.fault in (Fault.MISSING, Fault.DOWN):
            return _html(SORRY, status=404 if each.fault is Fault.MISSING else 503)
        if each.fault in (Fault.AWAY, Fault.FRONT):
            target = self.base(self._other(outlet) if each.fault is Fault.AWAY else outlet)
            return web.Response(status=302, headers={"Location": f"{target}/"})
        if each.fault is Fault.HTML:
            return _html(SORRY)
        base = self.base(self._other(outlet) if each.fault is Fault.FOREIGN else outlet)
        body = self._body(outlet, each, query, base)
        return web.Response(text=body, content_type=CONTENT_TYPES.get(each.kind, "text/html"))

    def _other(self, outlet: WideOutlet) -> WideOutlet:
        """One whose robots.txt lets a reader in: what a redirect leads to is asked by its own rules."""
        others = list(self._outlets.values())
        after = others[outlet.number + 1 :] + others[: outlet.number]
        return next((each for each in after if each.robots != "down"), outlet)

    def _body(self, outlet: WideOutlet, each: WideList, query: Mapping[str, str], base: str) -> str:
        articles = listed(outlet, each, self._start)
        if each.kind is Kind.NEWS_SITEMAP:
            return news_sitemap(articles, base)
        if each.kind is Kind.SITEMAP or (each.kind is Kind.SITEMAP_INDEX and "hari" in query):
            return sitemap(_of_day(articles, query["hari"]) if "hari" in query else articles, base)
        if each.kind is Kind.SITEMAP_INDEX:
            newest = {f"{article.at:%Y-%m-%d}": article.at for article in reversed(articles)}
            return sitemap_index(sorted(newest.values(), reverse=True), base, each.path)
        if each.kind.key == "feeds":
            return feed(each.kind, articles, base)
        if each.kind is Kind.DATED_INDEX:
            articles = _of_day(articles, query.get("hari", ""))
        if each.kind is Kind.SEARCH:
            articles = hits(articles, query.get("q", ""))
        number = int(query.get("hal", "1"))
        return listing("Indeks", articles[PER_PAGE * (number - 1) : PER_PAGE * number], base)


def _of_day(articles: Sequence[Article], day: str) -> Sequence[Article]:
    return [article for article in articles if f"{article.at:%Y-%m-%d}" == day]


def _html(text: str, *, status: int = 200) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")


def bind(outlets: Sequence[WideOutlet]) -> tuple[list[socket.socket], int]:
    """One port that is free on all addresses, the control's too. Raises OSError."""
    for attempt in range(TRIES):
        listeners = [socket.create_server((CONTROL, 0))]
        port = int(listeners[0].getsockname()[1])
        try:
            listeners.extend(socket.create_server((outlet.host, port)) for outlet in outlets)
        except OSError:
            for listener in listeners:
                listener.close()
            if attempt == TRIES - 1:
                raise
            continue
        return listeners, port
    raise AssertionError("the last try raises")


@asynccontextmanager
async def serving(site: WideWeb, listeners: Sequence[socket.socket]) -> AsyncIterator[None]:
    """Serves until the block is left, then closes all sockets."""
    application = web.Application()
    application.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
    await runner.setup()
    try:
        for listener in listeners:
            await web.SockSite(runner, listener).start()
        yield
    finally:
        await runner.cleanup()
