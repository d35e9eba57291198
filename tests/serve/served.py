"""The read side of a test, served on a free port of this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from serve.server import listen
from tests.serve.conftest import Newsroom


@contextmanager
def served(newsroom: Newsroom) -> Iterator[tuple[str, int]]:
    """Its host and port."""
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(newsroom.app(), log_config=None, ws="none", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join()
    listening.close()
