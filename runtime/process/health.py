"""The small server of every process: `/health/live`, `/health/ready` and `/metrics` on a port of its own."""

import json
import selectors
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app

StartResponse = Callable[..., Any]


@dataclass(frozen=True)
class Health:
    """`why_not` names what is wrong, empty where nothing is; `waiting` what is waited for, which is no fault."""

    why_not: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class _Server(ThreadingMixIn, WSGIServer):
    """Sleeps until somebody connects or it shall end: to look now and then whether it shall, as the standard library
    does, woke each of a cluster's forty processes ten times a second."""

    daemon_threads = True

    def serve_until(self, ended: socket.socket) -> None:
        """Until the other end of `ended` is closed."""
        with selectors.DefaultSelector() as selector, ended:
            selector.register(self, selectors.EVENT_READ)
            selector.register(ended, selectors.EVENT_READ)
            while not any(key.fileobj is ended for key, _ in selector.select()):
                self.handle_request()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Scrapes come every few seconds and say nothing."""


class HealthServer:
    """Listens on loopback unless told otherwise; `port` 0 takes a free one. Raises OSError where it cannot bind.

    `elsewhere` answers at every other path, for a process that serves something else there later; none: not found.
    """

    def __init__(
        self,
        *,
        registry: CollectorRegistry,
        live: Callable[[], Health],
        ready: Callable[[], Health],
        elsewhere: Callable[[], Health] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        metrics = make_wsgi_app(registry)
        checks = {"/health/live": live, "/health/ready": ready}

        def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            if path == "/metrics":
                answer: Iterable[bytes] = metrics(environ, start_response)
                return answer
            check = checks.get(path, elsewhere)
            if check is not None:
                return _health(check(), start_response)
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"try /health/live, /health/ready or /metrics\n"]

        self._server = make_server(host, port, app, server_class=_Server, handler_class=_Quiet)
        self.address = f"{host}:{self._server.server_port}"
        # What is there is taken, and nothing is waited for: `serve_until` does that.
        self._server.timeout = 0

    def start(self, endpoint: Path | None = None) -> None:
        """Serve; `endpoint` is the file that tells the supervisor where."""
        if endpoint is not None:
            endpoint.parent.mkdir(parents=True, exist_ok=True)
            endpoint.write_text(self.address)
        self._end, ended = socket.socketpair()
        self._thread = threading.Thread(target=self._server.serve_until, args=(ended,), name="health", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Once it serves."""
        self._end.close()
        self._thread.join()
        self._server.server_close()


def _health(health: Health, start_response: StartResponse) -> list[bytes]:
    status = "503 Service Unavailable" if health.why_not else "200 OK"
    start_response(status, [("Content-Type", "application/json")])
    body = {"ok": not health.why_not, "why_not": health.why_not, "waiting": health.waiting}
    return [json.dumps(body).encode()]
