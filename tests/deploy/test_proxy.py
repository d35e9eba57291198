"""`deploy/proxy/nginx.conf` as it is shipped, on a real nginx: TLS, tokens, the stream as it comes, forms."""

import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from broker.port import Message, Position
from runtime.dead_letters import Letter
from serve.access import Scope
from stores.tokens import TokenStore
from tests.serve.conftest import Newsroom, filled, newsroom
from tests.serve.samples import NOON, article
from tests.serve.served import served

__all__ = ["filled", "newsroom"]
ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "deploy" / "proxy" / "nginx.conf"
LOOKS = 200
MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Site:
    """Warta behind nginx. `client` trusts its certificate and has a good token."""

    secure: str
    plain: str
    context: ssl.SSLContext
    newsroom: Newsroom
    token: str

    def client(self, *, token: bool = True, **headers: str) -> httpx.Client:
        sent = {"authorization": f"Bearer {self.token}"} if token else {}
        return httpx.Client(base_url=self.secure, verify=self.context, headers=sent | headers, timeout=30)


@pytest.fixture
def site(filled: Newsroom, tmp_path: Path) -> Iterator[Site]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        assert not os.environ.get("CI"), "CI has nginx"
        pytest.skip("no nginx to put before the page: `apt-get install nginx-light`")
    filled.tokens_required = True
    scopes = [Scope.READ, Scope.TEXT, Scope.WRITE]
    token = TokenStore(filled.engine).create("meja", scopes, per_minute=600)[1]
    certificate = _certificate(tmp_path)
    with served(filled) as (_, port):
        plain, secure = _free(), _free()
        _write_config(tmp_path, certificate, ports={"80": plain, "443": secure, "8700": port})
        process = subprocess.Popen([nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf"])
        try:
            _await(secure, process)
            context = ssl.create_default_context(cafile=certificate)
            yield Site(f"https://localhost:{secure}", f"http://localhost:{plain}", context, filled, token)
        finally:
            process.terminate()
            process.wait(30)


def _certificate(folder: Path) -> Path:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    files: list[str | Path] = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=DNS:localhost", *files], check=True, capture_output=True
    )
    return folder / "cert.pem"


def _write_config(folder: Path, certificate: Path, ports: dict[str, int]) -> None:
    """The shipped file, with the names and numbers of this machine in place of those to be put in."""
    text = SHIPPED.read_text()
    for shipped, own in (
        ("news.your.site;", "localhost;"),
        ("/etc/ssl/news.your.site.pem", str(certificate)),
        ("/etc/ssl/news.your.site.key", str(folder / "key.pem")),
        ("listen 80;", f"listen 127.0.0.1:{ports['80']};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{ports['443']} ssl;"),
        ("http://127.0.0.1:8700;", f"http://127.0.0.1:{ports['8700']};"),
    ):
        assert shipped in text
        text = text.replace(shipped, own)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(LOOKS):
        assert process.poll() is None, "nginx ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.05)
    raise AssertionError("nginx does not listen")


def test_nobody_reads_without_a_token_and_everything_is_by_tls(site: Site) -> None:
    with site.client(token=False) as nobody, site.client() as desk:
        refused, answered = nobody.get("/v1/articles"), desk.get("/v1/articles")
    moved = httpx.get(f"{site.plain}/v1/articles?limit=1")

    assert refused.status_code == 401
    assert answered.json()["items"][0]["title"] == article().title
    assert answered.headers["strict-transport-security"] == "max-age=31536000"
    assert (moved.status_code, moved.headers["location"]) == (301, "https://localhost/v1/articles?limit=1")


def test_the_figures_of_the_machine_do_not_leave_it(site: Site) -> None:
    with site.client() as desk:
        assert desk.get("/metrics").status_code == 404


def test_changes_come_through_as_they_happen(site: Site) -> None:
    with site.client() as desk, desk.stream("GET", "/v1/stream?fields=title") as answer:
        lines = answer.iter_lines()
        while not next(lines).startswith("id:"):
            pass
        site.newsroom.publish(article("https://kabar.example/2", title="Kabar kedua"))
        told = next(line for line in lines if line.startswith("data:"))

    assert "Kabar kedua" in told


def test_the_form_of_the_page_is_taken_from_the_page_alone(site: Site) -> None:
    site.newsroom.letters = [_letter()]
    with site.client(origin=site.secure) as page, site.client(origin="https://jahat.example") as elsewhere:
        form = {"deed": "replay", "through": "7"}
        refused, taken = elsewhere.post("/letters/clean", data=form), page.post("/letters/clean", data=form)
        long = page.post("/letters/clean", data={"deed": "x" * 20_000})

    assert (refused.status_code, taken.status_code, long.status_code) == (403, 303, 413)
    assert site.newsroom.settled == [("clean", 7, True)]


def _letter() -> Letter:
    place, origin = Position("warta.dead.clean", 0, 7), Position("warta.pages", 2, 40)
    message = Message("warta.pages", b"k", b"v")
    return Letter(place, "clean", "clean-0", NOON.timestamp(), "warta.pages", origin, "undecodable", "", 1, "", message)
