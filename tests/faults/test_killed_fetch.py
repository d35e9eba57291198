"""A fetch process killed with kill -9: its hosts go to another once their lease has run out; each page comes once."""

import math
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.crawl_process import CrawlWeb, Request, crawl_web
from bench.crawl_web import page_paths
from bench.processes import wait_for
from broker.port import Log
from pipeline.settings import Settings, child_environment
from pipeline.wiring.log import apply_topics, names, open_log
from pipeline.wiring.stores import open_frontier
from schemas.ids import url_key
from schemas.link import Link
from schemas.page import Page
from schemas.topics import PAGES
from stores.database import open_engine, reading
from stores.tables import hosts

pytestmark = pytest.mark.slow
HOSTS, PAGES_EACH = 8, 40
WAIT_S = 150.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    return Settings(data_dir=tmp_path / "data", config_dir=config, port=0, fetch_concurrency=HOSTS // 2)


@pytest.fixture
def log(settings: Settings) -> Iterator[Log]:
    with closing(open_log(settings)) as opened:
        apply_topics(opened, settings)
        yield opened


def test_hosts_of_a_killed_fetch_are_taken_over_after_their_lease(settings: Settings, log: Log) -> None:
    with crawl_web(HOSTS, PAGES_EACH, answer_s=0.1) as web:
        settings = declare(settings, web)
        with fetching(settings, 0) as victim, fetching(settings, 1):
            wait_for(lambda: bool(leases_of("fetch-0", victim.pid, settings)), WAIT_S)
            wait_for(lambda: len(published(log, settings)) >= HOSTS * 2, WAIT_S)
            victim.kill()
            victim.wait()
            killed_at = time.monotonic()
            left = leases_of("fetch-0", victim.pid, settings)
            wait_for(lambda: len({page.url_key for page in published(log, settings)}) == HOSTS * PAGES_EACH, WAIT_S)
        requests = web.taken_log()

    by_id = {page.event_id(): page.url_key for page in published(log, settings)}
    assert Counter(by_id.values()) == Counter(keys_of(web))
    after = {host: first_after(requests, host, killed_at) for host in left}
    assert min(after.values()) < math.inf
    assert all(after[host] >= killed_at + lease_s for host, lease_s in left.items())


def declare(settings: Settings, web: CrawlWeb) -> Settings:
    """An outlet of all its hosts, whose pages are all due, and the way to them through the guard."""
    addresses = [f"{host}:{web.port}" for host in web.hosts]
    listed = ", ".join(f'"{address}"' for address in addresses)
    text = f'id = "banyak"\nname = "Banyak"\nhosts = [{listed}]\n[crawl]\ndelay_s = 0.0\n'
    (settings.config_dir / "sources" / "banyak.toml").write_text(text)
    frontier, at = open_frontier(settings), datetime.now(UTC)
    links = [
        Link(
            url=url,
            url_key=url_key(url),
            source="banyak",
            channel="feed",
            found_on=web.base(web.hosts[0]),
            found_at=at,
            slot="1",
        )
        for url in urls_of(web)
    ]
    frontier.links.write(frontier.links.claim("test", "links", 0), links)
    return settings.model_copy(update={"allow_addresses": tuple(addresses)})


def urls_of(web: CrawlWeb) -> list[str]:
    return [web.base(host) + path for host in web.hosts for path in page_paths(web.pages)]


def keys_of(web: CrawlWeb) -> list[str]:
    return [url_key(url) for url in urls_of(web)]


@contextmanager
def fetching(settings: Settings, slot: int) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the step, as a supervisor starts it; ended with the block."""
    with (settings.data_dir / f"fetch-{slot}.log").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.child", "fetch", str(slot), "0"],
            env=child_environment(settings),
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)
        assert process.stdin is not None
        process.stdin.close()


def published(log: Log, settings: Settings) -> list[Page]:
    topic = names(settings).full(PAGES)
    stored = [log.read(topic, partition, limit=10_000) for partition in range(log.partitions(topic))]
    return [Page.decode(each.message.value) for partition in stored for each in partition]


def leases_of(worker: str, pid: int, settings: Settings) -> dict[str, float]:
    """Host -> the seconds for which the killed worker's lease still holds."""
    engine, now = open_engine(f"sqlite:///{settings.data_dir / 'frontier.db'}"), datetime.now(UTC)
    with reading(engine) as connection:
        rows = connection.execute(select(hosts).where(hosts.c.lease_owner.like(f"%.{worker}.{pid}"))).all()
    engine.dispose()
    return {row.host.partition(":")[0]: (row.leased_until - now).total_seconds() for row in rows}


def first_after(requests: list[Request], host: str, killed_at: float) -> float:
    """The server's clock is this machine's, as is ours. What was under way when it was killed is an earlier request."""
    return min((at for at, of, _ in requests if of == host and at > killed_at), default=math.inf)
