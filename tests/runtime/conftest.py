"""Makes the toys of the engine tests, each on a folder of its own, and closes them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from schemas.topics import FATES
from stores.database import open_engine
from stores.state import SqlStateStore
from tests.runtime.notes import NOTES, Wired
from tests.runtime.reels import Reel
from tests.runtime.toy import Toy

Make = Callable[[Wired], Toy]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    made: list[Toy] = []

    def make(wired: Wired) -> Toy:
        made.append(Toy(tmp_path, wired, state=SqlStateStore(engine)))
        return made[-1]

    yield make
    for toy in made:
        toy.close()
    engine.dispose()


@pytest.fixture
def reel(tmp_path: Path) -> Iterator[Reel]:
    log = SqliteLog(LogFile(tmp_path / "log.db", durable=False))
    log.apply([NOTES, FATES])
    yield Reel(log)
    log.close()
