"""Where the read side may listen, and how it stops."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from starlette.types import Receive, Scope, Send

from serve.server import PortInUseError, PublicAddressError, listen, serve


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    with listen("127.0.0.1", 0) as listening:
        yield listening


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"halo"})


def test_a_port_in_use_is_one_clear_line(taken: socket.socket) -> None:
    port = taken.getsockname()[1]

    with pytest.raises(PortInUseError, match=rf"port {port} on 127\.0\.0\.1 is in use: choose another port$"):
        serve(app, "127.0.0.1", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_an_address_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(PublicAddressError, match="not a loopback address"):
        serve(app, host, 0)


def test_a_public_socket_is_refused_as_well() -> None:
    with listen("0.0.0.0", 0, allow_public=True) as public, pytest.raises(PublicAddressError):
        serve(app, "127.0.0.1", 0, public)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_where_it_may_listen(host: str) -> None:
    with listen(host, 0) as listening:
        assert listening.getsockname()[1] > 0


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_until_it_is_told_to_stop(taken: socket.socket, stop: signal.Signals) -> None:
    answers: list[bytes] = []
    asking = threading.Thread(target=ask_and_stop, args=(taken.getsockname()[1], stop, answers.append))
    asking.start()

    # uvicorn raises the signal again once it has stopped, for whoever handled it before.
    heard: list[int] = []
    before = signal.signal(stop, lambda number, _: heard.append(number))
    try:
        serve(app, "127.0.0.1", 0, taken)
    finally:
        signal.signal(stop, before)
    asking.join()

    assert answers == [b"halo"]
    assert heard == [stop]


def ask_and_stop(port: int, stop: signal.Signals, answered: Callable[[bytes], None]) -> None:
    """The socket listens already, so the question waits there until the server takes it."""
    with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        answered(answer.read())
    os.kill(os.getpid(), stop)
