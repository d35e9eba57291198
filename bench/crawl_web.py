"""`python -m bench.crawl_web`: a generated web of many hosts on loopback that logs every request it gets."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

FORBIDDEN = "/tertutup/"
SITEMAP = "/sitemap-news.xml"
CONTROL = "127.0.0.1"
WHO = (
    "Juru bicara itu",
    "Menteri luar negeri",
    "Seorang pejabat senior",
    "Gubernur",
    "Ketua delegasi",
    "Panglima daerah",
)
WHAT = (
    *("menyatakan akan memperdalam kerja sama", "membantah adanya rencana baru", "menyambut baik hasil perundingan"),
    *("meminta semua pihak menahan diri", "memaparkan anggaran untuk tahun depan"),
)
WHERE = ("di Ambon pada Rabu", "seusai rapat tertutup", "kepada wartawan", "dalam jumpa pers sore itu")
# As many different sentences as an article has, so that a cleaner finds one in the page.
TEXT = "".join(
    f"<p>{who} {what} {where}, menurut kantor berita.</p>\n" for who in WHO for what in WHAT for where in WHERE
)
MENU = "".join(f'<li><a href="/rubrik/{n}">Rubrik {n}</a></li>' for n in range(40))
FILLER = f"<ul>{MENU}</ul><article><h1>Kabar dari utara</h1>{TEXT}</article>".encode()


def host_names(count: int) -> list[str]:
    """Addresses of their own in 127/8, which Linux answers without any set-up."""
    return [f"127.1.{n // 250}.{n % 250 + 1}" for n in range(count)]


def page_paths(count: int) -> Iterator[str]:
    return (f"/berita/{100000 + n}/kabar-ke-{n}-dari-utara" for n in range(count))


@dataclass
class Web:
    """`log` holds (monotonic time, host, path) of every request; the pages of `hung` are never answered."""

    pages: int
    answer_s: float
    crawl_delay_s: float
    hung: frozenset[str]
    port: int = 0
    log: list[tuple[float, str, str]] = field(default_factory=list)

    def body(self, host: str, path: str) -> bytes:
        if path == "/robots.txt":
            delay = f"Crawl-delay: {self.crawl_delay_s:g}\n" if self.crawl_delay_s else ""
            # Some crawlers look for a sitemap nowhere else.
            sitemap = f"Sitemap: http://{host}:{self.port}{SITEMAP}\n"
            return f"User-agent: *\nDisallow: {FORBIDDEN}\n{delay}{sitemap}".encode()
        if path == SITEMAP:
            return self._sitemap(host)
        return b"<!doctype html><title>%s</title>" % path.encode() + FILLER

    def _sitemap(self, host: str) -> bytes:
        base, day = f"http://{host}:{self.port}", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        entries = "".join(
            f"<url><loc>{base}{path}</loc><n:news><n:publication_date>{day}</n:publication_date>"
            f"<n:title>Kabar {path}</n:title></n:news></url>"
            for path in (*page_paths(self.pages), f"{FORBIDDEN}100000/kabar-yang-tidak-boleh-diminta")
        )
        spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
        return f"<urlset {spaces}>{entries}</urlset>".encode()


class Connection(asyncio.Protocol):
    """One connection, kept alive; just enough HTTP for a client that asks for one thing after the other."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while b"\r\n\r\n" in self._rest:
            request, _, self._rest = self._rest.partition(b"\r\n\r\n")
            self._asked(request.split(b" ", 2)[1].decode())

    def _asked(self, path: str) -> None:
        web = self._web
        if self._host == CONTROL:
            self._send(json.dumps(web.log).encode(), "application/json")
            web.log.clear()
            return
        web.log.append((time.monotonic(), self._host, path))
        if self._host in web.hung and path.startswith("/berita/"):
            return
        kind = "text/plain" if path == "/robots.txt" else "application/xml" if path == SITEMAP else "text/html"
        asyncio.get_running_loop().call_later(web.answer_s, self._send, web.body(self._host, path), kind)

    def _send(self, body: bytes, kind: str) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def run(hosts: int, web: Web) -> None:
    loop = asyncio.get_running_loop()
    control = await loop.create_server(lambda: Connection(web), CONTROL, 0)
    web.port = control.sockets[0].getsockname()[1]
    await loop.create_server(lambda: Connection(web), host_names(hosts), web.port)
    print(web.port, flush=True)  # noqa: T201
    # Whoever started it ends it by closing its standard input.
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(prog="crawl_web")
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--answer-s", type=float, default=0.0)
    parser.add_argument("--crawl-delay-s", type=float, default=0.0)
    parser.add_argument("--hung", type=int, default=0, help="how many of the hosts never answer for a page")
    options = parser.parse_args()
    hung = frozenset(host_names(options.hung))
    asyncio.run(run(options.hosts, Web(options.pages, options.answer_s, options.crawl_delay_s, hung)))


if __name__ == "__main__":
    main()
