"""Watches applied to stored articles on one core, with kills; then every article is where the new watches want it.

One in eight stored articles is withdrawn, and as many that were off watch are added.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from bench.corpus import made_pages
from bench.processes import wait_for
from bench.workers import holder_of, supervised
from broker.port import Log
from catalogue.watches import load_watches
from pipeline.errors import CommandError
from pipeline.report import LONG_AGO
from pipeline.running import prepare_topics
from pipeline.settings import Settings, child_environment
from pipeline.wiring.clean import make as make_cleaner
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import engine_for
from processors.enrich.stem import stem_text
from processors.enrich.watch import compile_watch, match
from runtime.run_dir import RunDir
from schemas.article import Article, Change, EnrichedArticle
from schemas.ids import article_id, url_key
from schemas.outcomes import Outcome, Reason
from stores.applications import Applications
from stores.articles import ArticleStore
from stores.fates import FateStore
from stores.standings import Standings
from stores.texts import TextStore

S = TypeVar("S")
BASES = 40
BATCH = 500
# Classes of articles by their number: stored, of which one goes, and kept off watch, of which one comes.
CLASSES, STORED, GOES, COMES = 10, 8, 7, 8
STEPS = {"enrich_bulk": 1, "articles": 1, "fates": 1}
LOOK_S = 0.02
CARRY_S = 3600.0
WATCH = """\
id = "{id}"
name = "{id}"
version = "2"
threshold = 0.5
[[groups]]
id = "nomor"
aliases = {aliases}
[[groups]]
id = "negara"
aliases = ["Rusia", "Moskow", "Kremlin", "Putin", "Lavrov", "Peskov", "Vladivostok", "Kursk", "Pyongyang", "Korut"]
required = false
weight = 0.1
"""


@dataclass(frozen=True)
class Watches:
    """Seconds are of one core. `lost` and `unexpected` compare the store with what the new watches want."""

    stored: int
    kept: int
    apply_s: float
    carry_s: float
    kills_of_apply: int
    kills_of_workers: int
    counts: dict[str, Any]
    lost: int
    unexpected: int
    passed: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def measure(settings: Settings, *, stored: int, seed: int, kills: int) -> Watches:
    """Raises CommandError where something is counted twice or not at all."""
    settings = settings.model_copy(update={"config_dir": settings.data_dir / "config"})
    kept = stored * CLASSES // STORED
    declare(settings.config_dir, {"utama": range(STORED)})
    prepare_topics(settings)
    _fill(settings, kept)
    declare(settings.config_dir, {"utama": range(GOES), "baru": [COMES]})
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        counts, killed, apply_s = _applied(settings, kept, random.Random(seed), kills)
        struck, carry_s = _carried(settings, random.Random(seed + 1), kills)
    finally:
        os.sched_setaffinity(0, cores)
    wanted = {_id(number) for number in range(kept) if number % CLASSES in {*range(GOES), COMES}}
    there = set(_stored_ids(settings))
    lost, unexpected = len(wanted - there), len(there - wanted)
    return Watches(
        stored, kept, round(apply_s, 1), round(carry_s, 1), killed, struck, counts, lost, unexpected, _passed(settings)
    )


@contextmanager
def store(settings: Settings, name: str, make: Callable[[Any], S]) -> Iterator[S]:
    """On connections that end with the block."""
    engine = engine_for(settings, name)
    try:
        yield make(engine)
    finally:
        engine.dispose()


def declare(config: Path, watches: dict[str, Sequence[int]]) -> None:
    (config / "sources").mkdir(parents=True, exist_ok=True)
    (config / "watches").mkdir(exist_ok=True)
    for id_, classes in watches.items():
        aliases = json.dumps([f"uji{number}" for number in classes])
        (config / "watches" / f"{id_}.toml").write_text(WATCH.format(id=id_, aliases=aliases))


def _url(number: int) -> str:
    return f"https://uji.warta.example/{number}"


def _id(number: int) -> str:
    return article_id(_url(number))


def _fill(settings: Settings, kept: int) -> None:
    """Texts of all, and articles of those that the first watch wants, as they came."""
    made = _made(settings, kept)
    with store(settings, "texts", TextStore) as texts, store(settings, "articles", _articles) as articles:
        of_texts, of_articles = texts.claim("texts", "bench", 0), articles.claim("articles", "bench", 0)
        while batch := list(islice(made, BATCH)):
            texts.write(of_texts, [article for article, _ in batch])
            articles.write(of_articles, [enriched for _, enriched in batch if enriched is not None])


def _articles(engine: Any) -> ArticleStore:
    return ArticleStore(engine, stem=stem_text)


def _made(settings: Settings, kept: int) -> Iterator[tuple[Article, EnrichedArticle | None]]:
    clean = make_cleaner(settings)
    bases = [cleaned for page in made_pages(BASES, seed=3) for cleaned in clean(page)]
    stems = [stem_text("\n".join(base.paragraphs)) for base in bases]
    (watch,) = [compile_watch(watch) for watch in load_watches(settings.config_dir / "watches")]
    for number in range(kept):
        base, url = bases[number % BASES], _url(number)
        title = f"Laporan nomor uji{number % CLASSES} dari Rusia"
        own = {"id": _id(number), "page_id": f"p{number}", "url": url, "canonical_url": url, "url_key": url_key(url)}
        article = Article(
            **{**dict(base), **own, "title": title, "revision": 1, "change": Change.FIRST, "requested": False}
        )
        found = match(watch, title, article.paragraphs)
        stems_of = f"{stem_text(title)} {stems[number % BASES]}"
        enriched = EnrichedArticle(**dict(article), watches=(found,), search_text=stems_of) if found else None
        yield article, enriched


def _applied(settings: Settings, kept: int, dice: random.Random, kills: int) -> tuple[dict[str, Any], int, float]:
    """`warta watches apply`, killed at random places and run again, until it ends by itself."""
    marks = sorted(dice.sample(range(kept // 20, kept), k=kills))
    killed, started = 0, time.monotonic()
    while True:
        process = subprocess.Popen(
            [sys.executable, "-m", "commands.main", "watches", "apply", "--json"],
            env=child_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        while marks and process.poll() is None:
            if _judged(settings) >= marks[0]:
                process.send_signal(signal.SIGKILL)
                killed, marks = killed + 1, marks[1:]
                break
            time.sleep(LOOK_S)
        out, _ = process.communicate()
        if process.returncode == 0:
            return json.loads(out), killed, time.monotonic() - started
        if process.returncode != -signal.SIGKILL:
            raise CommandError(f"the application ended with {process.returncode}")


def _judged(settings: Settings) -> int:
    with store(settings, "texts", Applications) as applications:
        return sum(each.counts.get("read", 0) for each in applications.all()[-1:])


def _carried(settings: Settings, dice: random.Random, kills: int) -> tuple[int, float]:
    """The steps behind, whose workers are killed at random, until nothing is unread."""
    run_dir, struck, started = RunDir(settings.run_dir), 0, time.monotonic()
    with closing(open_log(settings)) as log, supervised(settings, tuple(STEPS)):
        while struck < kills and _unread(log):
            time.sleep(dice.uniform(0.2, 1.0))
            pid = holder_of(run_dir.activity(f"{dice.choice(['enrich_bulk', 'articles'])}-0"))
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                struck += 1
        wait_for(lambda: not _unread(log), CARRY_S)
    return struck, time.monotonic() - started


def _unread(log: Log) -> int:
    return sum(lag.behind for lag in log.lag() if lag.group in STEPS)


def _stored_ids(settings: Settings) -> Iterator[str]:
    after = ""
    with store(settings, "articles", Standings) as standings:
        while ids := standings.ids_after(after, limit=BATCH):
            yield from ids
            after = ids[-1]


def _passed(settings: Settings) -> dict[str, int]:
    """Records that passed the steps behind, by step and reason."""
    with store(settings, "fates", FateStore) as fates:
        counts = fates.counts(LONG_AGO)
    return {
        f"{row.stage} {row.reason or 'passed'}": row.records
        for row in counts
        if row.stage in STEPS and row.outcome == Outcome.PASSED and row.reason in ("", Reason.ADDED, Reason.WITHDRAWN)
    }
