"""The six sites and the control port, each listening on a port of one address."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from newsroom.desk import Desk
from newsroom.outlets import OUTLETS
from newsroom.site import Pause, Site

HOST = "127.0.0.1"
# A reader in the middle of the huge page must not hold the exit up.
SHUTDOWN_S = 0.5


@dataclass(frozen=True)
class Ports:
    """The listening sockets: bound before anything is served, so that every address is known."""

    outlets: Mapping[str, socket.socket]
    control: socket.socket

    @property
    def bases(self) -> dict[str, str]:
        return {outlet: address_of(listener) for outlet, listener in self.outlets.items()}

    @property
    def status_url(self) -> str:
        return f"{address_of(self.control)}/status"


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()
    return f"http://{host}:{port}"


def bind(base_port: int = 0, host: str = HOST) -> Ports:
    """Seven ports in a row from `base_port`, or any seven if it is 0, on one IPv4 address.

    Raises OSError if one is taken, or the address is none of this machine.
    """
    numbers = [base_port + i if base_port else 0 for i in range(len(OUTLETS) + 1)]
    listeners: list[socket.socket] = []
    try:
        listeners.extend(socket.create_server((host, number)) for number in numbers)
    except OSError:
        for listener in listeners:
            listener.close()
        raise
    return Ports({outlet.id: listener for outlet, listener in zip(OUTLETS, listeners, strict=False)}, listeners[-1])


@asynccontextmanager
async def serving(ports: Ports, desk: Desk, *, pause: Pause = asyncio.sleep) -> AsyncIterator[None]:
    """Serve until the block is left, then close all sockets."""
    async with AsyncExitStack() as stack:
        for outlet in OUTLETS:
            site = Site(outlet, ports.bases[outlet.id], desk, pause)
            await _listen(stack, site.application(), ports.outlets[outlet.id])
        await _listen(stack, control(desk.status), ports.control)
        yield


def control(status: Callable[[], Mapping[str, int | bool]]) -> web.Application:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(status())

    application = web.Application()
    application.router.add_get("/status", answer)
    return application


async def _listen(stack: AsyncExitStack, application: web.Application, listener: socket.socket) -> None:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listener).start()
