"""A new step or store touches its own files and one row, an endpoint its file: dummies run in a copy of the tree."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("broker", "catalogue", "config", "formats", "ingest", "pipeline", "processors", "runtime", "schemas", "serve"),
    *("stores", "newsroom", "tests", "bench"),
)

# What a new step takes: its own files,
FILES = {
    "schemas/shout.py": '''
"""Shout: a title in capitals."""

from typing import ClassVar

from schemas.record import Record, Version


class Shout(Record):
    TYPE: ClassVar[str] = "shout"
    VERSION: ClassVar[Version] = Version(1, 0)

    id: str
    text: str

    def key(self) -> str:
        return self.id

    def event_id(self) -> str:
        return self.id

    def subject(self) -> str:
        return self.id
''',
    "processors/shout.py": '''
"""Stage step `shout`: an article's title in capitals."""

from collections.abc import Sequence

from schemas.article import Article
from schemas.shout import Shout


def shout(article: Article) -> Sequence[Shout]:
    return [Shout(id=article.id, text=article.title.upper())]
''',
    "pipeline/wiring/shout.py": '''
"""Makes `shout`."""

from pipeline.settings import Settings
from processors import shout as processor


def make(settings: Settings):
    return processor.shout
''',
    # and a new store its own.
    "stores/shouts.py": '''
"""The store of shouts: one line each."""

from stores.store import StoreMetric, Sample
from runtime.state import Owner

KEPT = StoreMetric("kept", "Shouts in the store.")


class ShoutStore:
    FIGURES = (KEPT,)

    def __init__(self, path):
        self.path = path

    def claim(self, stage, topic, partition):
        return Owner(stage, topic, partition, 1)

    def write(self, owner, records):
        with self.path.open("a") as file:
            file.writelines(f"{record.text}\\n" for record in records)
        return [None] * len(records)

    def ping(self):
        self.path.touch()

    def retain(self, now):
        return 0

    def figures(self, now):
        yield Sample(KEPT, (), len(self.path.read_text().splitlines()))
''',
    "pipeline/wiring/shouts.py": '''
"""Makes `shouts`: the store of shouts."""

from pipeline.settings import Settings
from stores.shouts import ShoutStore


def make(settings: Settings) -> ShoutStore:
    return ShoutStore(settings.data_dir / "shouts.txt")
''',
    # A new endpoint is one file.
    "serve/api/shouts.py": '''
"""Shouts: how many there are."""


def routes(router, views):
    @router.get("/shouts")
    def shouts() -> dict[str, int]:
        return {"shouts": views.articles.count()}
''',
}
# One row for each, and the topic between them: file, the line before it, the row.
ROWS = (
    ("schemas/topics.py", 'FATES = Topic("fates"', 'SHOUTS = Topic("shouts", Shout)\n'),
    ("schemas/topics.py", "from schemas.record import Record\n", "from schemas.shout import Shout\n"),
    (
        "pipeline/topology.py",
        '    Sink(\n        name="fates"',
        '    Stage(name="shout", reads=ARTICLES, writes=(SHOUTS,), does="shouts"),\n'
        '    Sink(name="shouts", reads=SHOUTS, does="keeps shouts"),\n',
    ),
    ("pipeline/topology.py", "from schemas.topics import", "from schemas.topics import SHOUTS\n"),
    (
        "pipeline/wiring/tended.py",
        '    StoreRow("fates"',
        '    StoreRow("shouts", "shouts", shouts.make, shouts.ShoutStore.FIGURES),\n',
    ),
    ("pipeline/wiring/tended.py", "from pipeline.wiring.stores", "from pipeline.wiring import shouts\n"),
)
RUN = """
import sys
from contextlib import closing
from pathlib import Path
from fastapi.testclient import TestClient
from pipeline.housekeeping import Housekeeping
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.serve import app
from pipeline.wiring.stores import open_stores
from pipeline.wiring.tended import Tended
from prometheus_client import CollectorRegistry, generate_latest
from runtime.clock import utc_now
from tests.pipeline import in_process
from tests.stores.archive import page

settings = Settings(data_dir=Path(sys.argv[1]), log_durable=False)
prepare_topics(settings)
open_stores(settings)
paragraphs = "".join(
    f"<p>Kapal latih Rusia bersandar di dermaga {number} pelabuhan Korea Utara setelah berlayar {number + 9} hari.</p>"
    for number in range(2, 7)
)
html = f"<html><head><title>Kapal Latih Tiba</title></head><body><article><h1>Kapal Latih Tiba</h1>{paragraphs}"
in_process.publish(settings, page(1).model_copy(update={"body": html.encode()}))
in_process.run(settings)
tended = Tended.of(settings, ["shouts"])
Housekeeping(tended.openers(), utc_now).tick()
open_stores(settings)
registry = CollectorRegistry()
for collector in tended.collectors():
    registry.register(collector)
with closing(open_log(settings)) as log:
    reader = TestClient(app(settings, log=log, registry=CollectorRegistry()), base_url="http://127.0.0.1")
    print(reader.get("/v1/shouts").json())
print((settings.data_dir / "shouts.txt").read_text())
print(generate_latest(registry).decode())
print(*(lag.behind for lag in open_log(settings).lag() if lag.group in ("shout", "shouts")))
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.slow
def test_a_dummy_step_store_and_endpoint_run_after_their_files_and_rows_alone(tree: Path) -> None:
    for name, text in FILES.items():
        (tree / name).write_text(text.lstrip())
    for name, before, row in ROWS:
        text = (tree / name).read_text()
        assert text.count(before) == 1, f"{name}: where is {before!r}?"
        (tree / name).write_text(text.replace(before, row + before))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WARTA_")}
    command = [sys.executable, "-P", "-c", RUN, str(tree / "data")]
    ran = subprocess.run(
        command, cwd=tree, env=environment | {"PYTHONPATH": str(tree)}, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert "KAPAL LATIH TIBA" in ran.stdout
    assert "{'shouts': 1}" in ran.stdout
    assert "warta_shouts_kept 1.0" in ran.stdout
    assert set(ran.stdout.splitlines()[-1].split()) == {"0"}
