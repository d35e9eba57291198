"""What must hold of the ids that the reader counted."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.ids import article_id
from tests.cluster.machine import Engine
from tests.cluster.project import NAME
from tests.cluster.reader import READERS

READER = Path(__file__).with_name("reader.py")
DATABASE = "host=postgres user=warta dbname=warta"
# Twice in a topic would be twice in a store, or a version that is none. A page may be fetched again.
ONCE = ("articles", "enriched", "stored articles", "stored revisions", "stored texts", "stored archive")


@dataclass(frozen=True)
class Count:
    """By place, how often each id stands there."""

    places: Mapping[str, Counter[str]]

    def wrong(self) -> Sequence[str]:
        """A line for each place where an id was lost, doubled or nobody's."""
        return list(self._wrong())

    def _wrong(self) -> Iterable[str]:
        for topic, stages in READERS.items():
            for stage in stages:
                for fates in (f"fates of {stage}", f"stored fates of {stage}"):
                    yield from _differs(fates, self.at(fates), topic, self.at(topic))
        for place in ONCE:
            if doubled := [id_ for id_, count in self.at(place).items() if count > 1]:
                yield f"{place}: {len(doubled)} doubled, such as {doubled[0]}"
        yield from _differs(
            "stored texts", _articles(self.at("stored texts")), "articles", _articles(self.at("articles"))
        )
        yield from _differs("stored archive", self.at("stored archive"), "pages", Counter(set(self.at("pages"))))
        yield from _differs("stored revisions", self.at("stored revisions"), "enriched", self.at("enriched"))
        for place, ids in self.places.items():
            if place.startswith("dead.") and ids:
                yield f"{place}: {ids.total()} dead letters"

    def missing(self, expected: Path) -> Sequence[str]:
        """Addresses that ought to be stored articles and are not, and how many are stored that ought not to be."""
        wanted = {article_id(row["url"]): row["url"] for row in rows(expected) if row["outcome"] == "article"}
        stored = self.at("stored articles")
        unexpected = [f"unexpected article {id_}" for id_ in stored if id_ not in wanted]
        return [f"missing article {url}" for id_, url in wanted.items() if id_ not in stored] + unexpected

    def at(self, place: str) -> Counter[str]:
        return self.places.get(place, Counter())

    def told(self) -> str:
        return ", ".join(f"{name} {self.at(name).total()}" for name in ("pages", "cleaned", "articles", "enriched"))


def rows(expected: Path) -> Sequence[Mapping[str, str]]:
    return [json.loads(line) for line in expected.read_text(encoding="utf-8").splitlines()]


def _differs(name: str, found: Counter[str], origin: str, expected: Counter[str]) -> Iterable[str]:
    lost, more = expected - found, found - expected
    if lost or more:
        yield f"{name}: {lost.total()} lost and {more.total()} too many of the {expected.total()} in {origin}"


def _articles(revisions: Counter[str]) -> Counter[str]:
    """Article ids of revision ids."""
    return Counter({id_.partition(".")[0] for id_ in revisions})


def in_cluster(engine: Engine, image: str, script: Path, secrets: Path, *arguments: str) -> str:
    """What a script prints in a container on the network `inside`, with the clients of the image."""
    mounted = ("--volume", f"{script}:/script.py:ro", "--volume", f"{secrets}:/secrets:ro")
    started = ("run", "--rm", "--user", "0", "--network", f"{NAME}_inside", *mounted, "--entrypoint", "python", image)
    return engine(*started, "-W", "ignore", "/script.py", *arguments)


def count(engine: Engine, image: str, secrets: Path, *, bootstrap: str) -> Count:
    said = in_cluster(engine, image, READER, secrets, bootstrap, DATABASE, "/secrets/database_password")
    return Count({place: Counter(ids) for place, ids in json.loads(said).items()})
