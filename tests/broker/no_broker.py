"""Servers that a client may take for a Kafka broker, and that are none."""

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

WRONG_VERSION = 35
API_VERSIONS = 18


def speaks_nonsense(_: bytes) -> bytes:
    return b"HTTP/1.1 400 Bad Request\r\n\r\n"


def shares_no_request(request: bytes) -> bytes:
    """A broker that knows ApiVersions in its first version, and nothing else."""
    version, correlation = struct.unpack(">h", request[6:8])[0], request[8:12]
    answer = correlation + struct.pack(">hihhh", WRONG_VERSION if version else 0, 1, API_VERSIONS, 0, 0)
    return struct.pack(">i", len(answer)) + answer


def falls_silent(_: bytes) -> bytes:
    return b""


@contextmanager
def answering(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """The address of a server that answers every request so."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while request := self.request.recv(4096):
                    self.request.sendall(answer(request))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
