"""Where a fault is set: its machines, the load on them, and the count of what it left."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from bench.audit import Audit
from bench.load import Load
from bench.overhead import STEPS
from bench.workers import supervised
from pipeline.settings import Settings
from tests.faults.readers import ONE_ROW_EACH, ClusterReader

LINE = "fault"


@dataclass(frozen=True)
class Scene:
    """`machine` is the first of those that share a cluster and a database; `is_long` is `make faults`, in earnest."""

    machine: Settings
    reader: ClusterReader
    is_long: bool
    record: Callable[[str, object], None]

    def beside(self, name: str) -> Settings:
        """Another machine, by its name."""
        return self.machine.model_copy(update={"instance": name, "data_dir": self.machine.data_dir.parent / name})

    @contextmanager
    def under_load(
        self, *, count: int, seed: int, steps: Sequence[str] = tuple(STEPS), stories: bool = False
    ) -> Iterator[Load]:
        """The pipeline on the first machine, with so many pages ahead of it."""
        load = Load(self.machine, count=count, seed=seed, stories=stories)
        with closing(load), supervised(self.machine, steps):
            yield load

    def left_by(self, load: Load) -> Audit:
        """What is where, once everything is through."""
        load.drain(self.reader)
        return load.audit(self.reader)

    def hold(self, fault: str, left: Audit) -> None:
        """Tells what a fault was and what it left, and fails where anything was lost or doubled."""
        articles = set(self.reader.column("articles", "SELECT id FROM articles"))
        for table, sql in ONE_ROW_EACH.items():
            left.hold(table, self.reader.column("articles", sql), articles)
        lost, doubled, unexpected = (sum(each.values()) for each in (left.lost, left.doubled, left.unexpected))
        counted = f"{sum(left.records.values()):,} ids in {len(left.records)} places"
        self.record(LINE, f"{fault}; {counted}: {lost} lost, {doubled} doubled, {unexpected} unexpected")
        assert left.is_clean, left.as_dict()
