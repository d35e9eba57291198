"""`warta webhooks`: made, shown without secrets, paused, replayed, rotated, tried and removed."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from formats.webhooks.signing import verify
from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles
from runtime.clock import utc_now
from tests.pipeline.command import Ran, warta
from tests.pipeline.kept_articles import stored, text

ADDRESS = "https://desk.example/hooks/rahasia"


class Desk:
    """A pipeline with articles, and its commands."""

    def __init__(self, folder: Path) -> None:
        self.env = {"WARTA_DATA_DIR": str(folder)}

    def __call__(self, *arguments: str) -> Ran:
        return warta("webhooks", *arguments, env=self.env)

    def add(self, *arguments: str) -> dict[str, str]:
        made: dict[str, str] = json.loads(self("add", *arguments, "--json").out)
        return made

    def shown(self, id_: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(self("show", id_, "--json").out)
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("webhooks")
    articles = open_articles(Settings(data_dir=folder))
    written = [stored(text(number, "Kapal tiba"), "kapal") for number in range(2)]
    articles.write(articles.claim("articles", "enriched", 0), written)
    return Desk(folder)


@pytest.fixture
def receiver() -> Iterator[tuple[ThreadingHTTPServer, list[tuple[dict[str, str], bytes]]]]:
    got: list[tuple[dict[str, str], bytes]] = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            got.append((headers, self.rfile.read(int(headers["content-length"]))))
            self.send_response(204 if self.path == "/a" else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Take) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server, got
        server.shutdown()
        serving.join()


def test_a_webhook_goes_through_its_life(desk: Desk) -> None:
    made = desk.add(ADDRESS, "--name", "meja", "-f", "kind=stored", "-f", "source=kabar", "--after", "0")
    id_ = made["id"]
    listed, told = desk("list", "--json").out, desk("list").out
    states = [(desk(*asked).code, desk.shown(id_)["state"]) for asked in (("pause", id_), ("resume", id_))]
    replayed = desk("replay", id_, "--after", "1"), desk.shown(id_)["cursor"]
    rotated = json.loads(desk("rotate", id_, "--json").out)
    removed = [desk("remove", id_).code for _ in range(2)]

    assert made["secret"].startswith("whsec_")
    assert "whsec_" not in listed + told
    assert "rahasia" not in listed + told
    assert json.loads(listed)["filters"] == {"kind": ["stored"], "source": ["kabar"]}
    assert states == [(0, "paused"), (0, "active")]
    assert (replayed[0].code, replayed[1]) == (0, 1)
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    assert removed == [0, 2]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("add", "http://10.0.0.1/a"), "10.0.0.1:80 is no public address"),
        (("add", ADDRESS, "-f", "sorce=detik"), "no filter 'sorce'"),
        (("add", ADDRESS, "--after", "4711"), "these numbers are of another store"),
        (("add", "https://api.telegram.org/bot1/sendMessage", "--shape", "telegram"), "names its chat"),
        (("pause", "none"), "there is no webhook 'none'"),
        (("resume", "none"), "there is no webhook 'none'"),
        (("replay", "none", "--after", "0"), "there is no webhook 'none'"),
        (("rotate", "none"), "there is no webhook 'none'"),
        (("show", "none"), "there is no webhook 'none'"),
        (("test", "none"), "there is no webhook 'none'"),
    ],
)
def test_what_cannot_be_is_one_line(desk: Desk, asked: tuple[str, ...], says: str) -> None:
    desk("list")
    desk.add(ADDRESS)
    answer = desk(*asked)

    assert (answer.code, len(answer.err.splitlines())) == (2, 1)
    assert says in answer.err


def test_there_are_no_more_than_the_setting_says(desk: Desk) -> None:
    desk.add(ADDRESS)
    answer = warta("webhooks", "add", ADDRESS, env=desk.env | {"WARTA_WEBHOOKS_MAX": "1"})

    assert answer.code == 2
    assert "and 1 may be" in answer.err


def test_a_receiver_is_tried_with_a_change_that_did_not_happen(
    desk: Desk, receiver: tuple[ThreadingHTTPServer, list[tuple[dict[str, str], bytes]]]
) -> None:
    server, got = receiver
    host = f"127.0.0.1:{server.server_address[1]}"
    allowing = Desk(Path(desk.env["WARTA_DATA_DIR"]))
    allowing.env |= {"WARTA_ALLOW_ADDRESSES": host}
    good, bad = (allowing.add(f"http://{host}{path}") for path in ("/a", "/b"))
    taken, refused, guarded = allowing("test", good["id"]), allowing("test", bad["id"]), desk("test", good["id"])
    headers, body = got[0]

    assert (taken.code, taken.out) == (0, f"http://{host}/… took it: HTTP 204\n")
    assert (refused.code, guarded.code, len(got)) == (1, 1, 2)
    assert "HTTP 500" in refused.err
    assert "forbidden address" in guarded.err
    assert json.loads(body)["type"] == "warta.article.test"
    assert verify(good["secret"], headers, body, utc_now()) == f"{good['id']}_0"


@pytest.mark.parametrize("asked", [("list",), ("list", "--json"), ("show", "none")])
def test_who_only_asks_makes_no_database(tmp_path: Path, asked: tuple[str, ...]) -> None:
    answer = warta("webhooks", *asked, env={"WARTA_DATA_DIR": str(tmp_path / "data")})

    assert answer.code != 0
    assert "webhooks.db is not made yet" in answer.err
    assert list(tmp_path.iterdir()) == []
