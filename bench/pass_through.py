"""Pass-through: what a worker moves whose stage does nothing, beside a bare transactional loop on the same records.

`python -m bench.pass_through CHUNK BATCH` is the worker: each of its turns settles one chunk.
"""

import random
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from statistics import median
from typing import ClassVar

from bench.lone_worker import Round, lone_worker
from bench.turns import Took, taking_turns, work_when_told
from broker.port import Log
from pipeline.settings import Settings, child_environment
from pipeline.wiring.log import names, open_log
from runtime.codec import to_message
from runtime.declare import Limits, Stage
from runtime.process.collector import calm_collector
from schemas.ids import digest
from schemas.record import Lane, Record, Version
from schemas.topics import FATES, Topic

STAGE = "pass"
RECORD_BYTES = 2048
PUBLISH = 500
HOUR_S = 3600.0


class Plain(Record):
    """`text` fills the record up to its size."""

    TYPE: ClassVar[str] = "plain"
    VERSION: ClassVar[Version] = Version(1, 0)

    id: str
    text: str

    def key(self) -> str:
        return self.id

    def event_id(self) -> str:
        return self.id

    def subject(self) -> str:
        return self.id


class Passed(Plain):
    TYPE: ClassVar[str] = "passed"


PLAIN = Topic("plain", Plain, retention_s=HOUR_S)
PASSED = Topic("passed", Passed, retention_s=HOUR_S)
BARE = Topic("bare", Passed, retention_s=HOUR_S)


@dataclass(frozen=True)
class PassThrough:
    """Records a second of one process, the median over the turns; CPU microseconds a record."""

    records: int
    batch: int
    bare_rate: float
    worker_rate: float
    bare_cpu_us: float
    worker_cpu_us: float

    @property
    def ratio(self) -> float:
        return self.worker_rate / self.bare_rate

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"ratio": round(self.ratio, 3)}


def measure(settings: Settings, *, chunk: int, turns: int, batch: int) -> PassThrough:
    """`turns` chunks of `chunk` records each, after one that warms both up; the whole is in the log before."""
    # A turn may end up to a batch past its chunk.
    records = (chunk + batch) * (turns + 1)
    with closing(open_log(settings)) as log:
        _fill(log, settings, records)
    environment, arguments = child_environment(settings), [str(chunk), str(batch)]
    with (
        taking_turns("bench.bare_loop", arguments, environment) as take_bare,
        taking_turns("bench.pass_through", arguments, environment) as take_worker,
    ):
        pairs = [(take_bare(), take_worker()) for _ in range(turns + 1)][1:]
    bare, worker = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return PassThrough(
        records=sum(each.done for each in worker),
        batch=batch,
        bare_rate=_rate(bare),
        worker_rate=_rate(worker),
        bare_cpu_us=_cpu_us(bare),
        worker_cpu_us=_cpu_us(worker),
    )


def _rate(took: Sequence[Took]) -> float:
    return round(median(each.done / each.wall_s for each in took), 1)


def _cpu_us(took: Sequence[Took]) -> float:
    return round(median(each.cpu_s / each.done * 1e6 for each in took), 1)


def _fill(log: Log, settings: Settings, count: int) -> None:
    full, step = names(settings).full, _stage(1)
    log.apply([_named(topic, settings) for topic in (*step.topics, BARE, FATES)])
    log.register(step.group, [full(topic) for topic in step.consumed])
    log.register(f"{STAGE}-bare", [full(PLAIN)])
    dice, now = random.Random(1), time.time()
    with closing(log.publisher(client=f"{settings.instance}.fill")) as publisher:
        for start in range(0, count, PUBLISH):
            publisher.publish(
                [
                    to_message(
                        _plain(number, dice), topic=full(PLAIN), stage="bench", at=now, lane=Lane.LIVE, origin=now
                    )
                    for number in range(start, min(start + PUBLISH, count))
                ]
            )


def _named(topic: Topic, settings: Settings) -> Topic:
    return Topic(**(vars(topic) | {"name": names(settings).full(topic)}))


def _plain(number: int, dice: random.Random) -> Plain:
    """Half of its bytes are random, so that lz4 finds about as much to do as in text."""
    id_ = digest("plain", str(number))
    shortest = len(Plain(id=id_, text="").encode())
    fill = dice.randbytes(RECORD_BYTES // 4).hex()
    return Plain(id=id_, text=(fill + " pasukan Korea Utara" * RECORD_BYTES)[: RECORD_BYTES - shortest])


def _stage(batch: int) -> Stage:
    return Stage(name=STAGE, reads=PLAIN, writes=(PASSED,), limits=Limits(batch_records=batch))


def _passed(plain: Plain) -> Sequence[Record]:
    return [Passed(id=plain.id, text=plain.text)]


def work(chunk: int, batch: int) -> None:
    settings = Settings()
    with closing(open_log(settings)) as log, lone_worker(_stage(batch), _passed, log, settings) as once:
        calm_collector()
        work_when_told(partial(_settle, once, chunk))


def _settle(once: Round, chunk: int) -> int:
    settled = 0
    while settled < chunk:
        settled += once()
    return settled


if __name__ == "__main__":
    work(int(sys.argv[1]), int(sys.argv[2]))
