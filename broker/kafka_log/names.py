"""Names of brokers, looked up beside the client's loop: kafka-python looks them up within it.

The name of a stopped container leads nowhere, and a resolver takes seconds to say so. Meanwhile the client would send
no heartbeat and no request, to no broker.
"""

import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

from kafka.net.inet import KafkaNetSocket

# Under this scheme, as another way to open sockets, the client makes a `KnownNames`.
THROUGH = "warta://names"
# A resolver nearby answers within milliseconds.
WAIT_S = 0.5
Look = Callable[[str, int], Sequence[Any]]


def look_up(host: str, port: int) -> Sequence[Any]:
    """Raises OSError."""
    return socket.getaddrinfo(host, port, socket.AF_UNSPEC, socket.SOCK_STREAM)


class NameCache:
    """What each name led to last. One look-up of a name runs at a time, and nobody waits for it over `wait_s`."""

    def __init__(self, look: Look = look_up, *, wait_s: float = WAIT_S) -> None:
        self._look = look
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._running: dict[tuple[str, int], threading.Event] = {}
        self._known: dict[tuple[str, int], Sequence[Any]] = {}

    def addresses(self, host: str, port: int) -> Sequence[Any]:
        """Empty if it is not known in time; of a name whose look-up takes long, what it led to before."""
        place = (host, port)
        with self._lock:
            done = self._running.get(place)
            if done is None:
                done = self._running[place] = threading.Event()
                threading.Thread(target=self._find, args=(place, done), daemon=True, name="names").start()
        done.wait(self._wait_s)
        with self._lock:
            return self._known.get(place, ())

    def _find(self, place: tuple[str, int], done: threading.Event) -> None:
        try:
            found: Sequence[Any] = self._look(*place)
        except OSError:
            # It leads nowhere: the caller turns to another broker, and asks again later.
            found = ()
        with self._lock:
            self._known[place] = found
            del self._running[place]
        done.set()


NAMES = NameCache()


class KnownNames(KafkaNetSocket):  # type: ignore[misc]
    """Plain sockets of kafka-python, with addresses from `NAMES`. One that does not come to connect is closed: also
    where the client is closed meanwhile."""

    SCHEMES = ("warta",)

    def dns_lookup(self, host: str, port: int, raise_error: bool = False) -> Sequence[Any]:
        return NAMES.addresses(host, port)

    async def sock_connect(self, net: Any, sock: socket.socket, sockaddr: Any, timeout_at: float | None = None) -> Any:
        try:
            return await super().sock_connect(net, sock, sockaddr, timeout_at=timeout_at)
        except BaseException:
            sock.close()
            raise
