"""Kill -9 of `archive` between file, index and settle, on Kafka and PostgreSQL: every page is there once."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from bench.audit import Audit
from bench.corpus import made_pages
from bench.processes import lags_of, wait_for
from bench.publishing import publish
from bench.workers import holder_of, stopped_in, supervised
from broker.port import Log
from pipeline.settings import Settings, child_environment
from pipeline.wiring.archive import STEP as ARCHIVE
from pipeline.wiring.archive import archive_engine, archive_folder
from pipeline.wiring.log import apply_topics, open_log
from runtime.run_dir import RunDir
from schemas.page import Page
from stores.archive.check import check, unknown_files
from stores.archive.leftovers import leftovers
from tests.faults.looks import settled
from tests.faults.readers import ClusterReader

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("sockets_released")]
ROOT = Path(__file__).parents[2]
WAIT_S = 150.0
TRIES = 30
A_FEW = 4
WORKER = f"{ARCHIVE}-0"


def test_kills_between_file_index_and_settle_leave_every_page_once_in_the_files_and_the_index(
    settings: Settings, reader: ClusterReader, is_long: bool, record_property: Callable[[str, object], None]
) -> None:
    count, kills = (3000, 8) if is_long else (300, 2)
    pages = made_pages(count, seed=53, paragraphs=3)
    coming = iter(pages[count // 2 :])
    with closing(open_log(settings)) as log:
        apply_topics(log, settings)
        publish(log, pages[: count // 2], settings)
        codes = [killed_before_its_index(settings) for _ in range(kills)]
        with supervised(settings, (ARCHIVE,)):
            for _ in range(kills):
                kill_in_a_settle(log, settings, coming)
            publish(log, coming, settings)
            wait_for(lambda: is_archived(log, settings), WAIT_S)
        left = audit(settings, reader, pages)

    asked = f"{kills} kills between file and index, {kills} between index and settle"
    lost, doubled = sum(left.lost.values()), sum(left.doubled.values())
    record_property("fault", f"archive: {count:,} pages, {asked}: {lost} lost, {doubled} doubled")
    assert codes == [-signal.SIGKILL] * kills
    assert left.is_clean, left.as_dict()
    assert problems(settings) == []


def killed_before_its_index(settings: Settings) -> int:
    """The exit code of a worker that kills itself after a write to a file."""
    command = [sys.executable, "-m", "tests.faults.dying_archive"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "dying.log").open("ab") as log:
        done = subprocess.run(
            command, cwd=ROOT, env=child_environment(settings), stdout=log, stderr=log, timeout=WAIT_S, check=False
        )
    return done.returncode


def kill_in_a_settle(log: Log, settings: Settings, coming: Iterator[Page]) -> None:
    """Its pages are in the index then, and the log does not know it."""
    wait_for(lambda: settled(settings, WORKER) > 0, WAIT_S)
    for _ in range(TRIES):
        publish(log, islice(coming, A_FEW), settings)
        stopped = stopped_in(settings, WORKER, "settling")
        if stopped is not None:
            stopped.kill()
            wait_for(partial(is_held_by_another, settings, stopped.pid), WAIT_S)
            return
    pytest.fail(f"{WORKER} was never seen settling")


def is_held_by_another(settings: Settings, pid: int) -> bool:
    return holder_of(RunDir(settings.run_dir).activity(WORKER)) not in (None, pid)


def is_archived(log: Log, settings: Settings) -> bool:
    lags = lags_of(log, ARCHIVE, f"{settings.topic_prefix}pages")
    return bool(lags) and sum(lag.behind for lag in lags) == 0


def audit(settings: Settings, reader: ClusterReader, pages: Sequence[Page]) -> Audit:
    """By readers of their own: SQL for the index, warcio for the files, a consumer for the fates."""
    expected = {page.event_id() for page in pages}
    left = Audit()
    left.hold("index", reader.column(ARCHIVE, "SELECT event_id FROM archive_pages"), expected)
    left.hold("files", addresses_in_files(settings), {page.url for page in pages})
    fates = [json.loads(value) for value, _ in reader.messages(f"{settings.topic_prefix}fates")]
    told = [fate["id"] for batch in fates if batch["stage"] == ARCHIVE for fate in batch["fates"]]
    left.hold("fates", told, expected)
    dead = [headers["ce_id"] for _, headers in reader.messages(f"{settings.topic_prefix}dead.{ARCHIVE}")]
    left.hold("dead letters", dead, set())
    return left


def addresses_in_files(settings: Settings) -> list[str]:
    """The address of every response or revisit, one for each page here."""
    found = []
    for path in sorted(archive_folder(settings).path.glob("*.warc.gz*")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type in ("response", "revisit"):
                    found.append(record.rec_headers.get_header("WARC-Target-URI"))
    return found


def problems(settings: Settings) -> list[object]:
    engine, folder = archive_engine(settings), archive_folder(settings)
    found = [finding for checked in check(engine, folder) for finding in checked.findings]
    left = [*found, *unknown_files(engine, folder), *leftovers(engine, folder)]
    engine.dispose()
    return left
