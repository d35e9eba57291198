"""HTTP answers as bytes, well-formed or not."""

from collections.abc import Mapping

PAGE = b"<!doctype html><title>Kabar</title><p>Rombongan itu tiba di Pyongyang pada Rabu pagi.</p>"


def answer(body: bytes = PAGE, *, status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    stated = {"Content-Type": "text/html", "Content-Length": str(len(body)), "Connection": "close", **(headers or {})}
    return head(stated, status=status) + body


def head(headers: Mapping[str, str], *, status: int = 200) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode()


def redirect(target: str) -> bytes:
    return answer(b"", status=302, headers={"Location": target})


def refresh(target: str) -> bytes:
    return answer(f'<!doctype html><meta http-equiv="refresh" content="0; url={target}">'.encode())


def chunked(chunks: bytes) -> bytes:
    """`chunks` with their sizes, right or wrong."""
    stated = {"Content-Type": "text/html", "Transfer-Encoding": "chunked", "Connection": "close"}
    return head(stated) + chunks
