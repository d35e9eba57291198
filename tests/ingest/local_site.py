"""A web site on loopback that answers each path with prepared bytes, as right or as wrong as a test wants them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]


def answer(
    body: bytes | str = b"", *, status: int = 200, headers: Mapping[str, str] | None = None, length: int | None = None
) -> bytes:
    """A whole answer; `length` lies about the body's."""
    content = body.encode() if isinstance(body, str) else body
    stated = {"Content-Length": str(len(content) if length is None else length), "Connection": "close"}
    stated = {"Content-Type": "text/html"} | stated | dict(headers or {})
    head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + content


def redirect(target: str) -> bytes:
    return answer(status=302, headers={"Location": target})


@dataclass
class LocalSite:
    """`answers` by path: bytes, or a list of which the last stays. After those of `hangs` it sends nothing more."""

    answers: dict[str, bytes | list[bytes]] = field(default_factory=dict)
    hangs: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == TLS_HANDSHAKE:
                writer.write(answer(status=400))
                return
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode()
            request, *lines = head.split("\r\n")
            path = request.split()[1]
            pairs = (line.partition(": ") for line in lines if line)
            self.asked.append(Asked(path, {name.lower(): value for name, _, value in pairs}))
            writer.write(self._answer(path))
            await writer.drain()
            if path in self.hangs:
                # Until the client gives up and closes.
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            # The client left before it had all: many tests want just that.
            pass
        finally:
            writer.close()

    def _answer(self, path: str) -> bytes:
        prepared = self.answers.get(path, answer(status=404))
        if isinstance(prepared, list):
            return prepared.pop(0) if len(prepared) > 1 else prepared[0]
        return prepared
