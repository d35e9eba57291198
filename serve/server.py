"""Serves the application: binds first, so that a taken port is one clear line, and only where it may."""

import errno
import ipaddress
import socket

from starlette.types import ASGIApp

# Longer than any answer takes, and shorter than a supervisor's patience.
GRACE_S = 5
STUCK_MS = 60_000


class PortInUseError(OSError):
    """Another process listens there."""


class PublicAddressError(ValueError):
    """The address can be reached from other machines, and nothing guards what is served."""


def listen(host: str, port: int, *, allow_public: bool = False) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises PortInUseError, PublicAddressError, OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    check_private(str(address[0]), allow_public)
    listening = socket.socket(family, kind, protocol)
    # A restart must not wait for connections of the last run to time out.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # A reader that takes nothing more keeps its connection no longer than this, also one that is closed.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MS)
    try:
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(error.errno, f"port {port} on {host} is in use: choose another port") from error
        raise
    return listening


def check_private(address: str, allow_public: bool) -> None:
    if not allow_public and not ipaddress.ip_address(address).is_loopback:
        raise PublicAddressError(
            f"refusing to listen on {address}: it is not a loopback address; "
            "use 127.0.0.1, or allow a public address explicitly"
        )


def serve(app: ASGIApp, host: str, port: int, sock: socket.socket | None = None, *, allow_public: bool = False) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is being answered. `sock` is one from `listen`.

    Raises as `listen`.
    """
    listening = sock or listen(host, port, allow_public=allow_public)
    check_private(str(listening.getsockname()[0]), allow_public)
    # Every supervisor checks addresses, and only the page's process serves.
    import uvicorn

    config = uvicorn.Config(
        app, log_config=None, access_log=False, ws="none", lifespan="off", timeout_graceful_shutdown=GRACE_S
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
