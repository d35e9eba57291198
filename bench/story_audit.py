"""What stories must hold after faults: every match related once, every version there, and a replay tells the same.

Matches are counted from the topic `enriched` by its JSON alone. The replay is the step's own function over the topic
`matches` from its first record, in one process that nobody kills.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from bench.audit import Audit, Reader, fates_in, hold_stored_fates, ids_in
from processors.relate.kept import Kept
from processors.relate.step import Relating
from schemas.match import Match
from schemas.outcomes import Drop

MEMBERS = "SELECT watch || '/' || article_id FROM story_members WHERE story_id <> ''"
VERSIONS = "SELECT story_id || '.' || version FROM story_versions"


def audit_stories(result: Audit, reader: Reader, *, prefix: str) -> None:
    """Adds to `result` what `relate` and `stories` have left. Articles that left their watch are not counted."""
    enriched = [json.loads(value) for value, _ in reader.messages(f"{prefix}enriched")]
    wanted = [(watch["watch"], each["id"], each["revision"]) for each in enriched for watch in each["watches"]]
    matches = {f"{watch}/{article}.{revision}.0" for watch, article, revision in wanted}
    told = [(headers["ce_id"], value) for value, headers in reader.messages(f"{prefix}stories")]
    versions = _without_gaps(event_id for event_id, _ in told)
    result.hold("topic matches", ids_in(reader, f"{prefix}matches"), matches)
    result.hold("topic stories", (event_id for event_id, _ in told), versions)
    fates = list(fates_in(reader, f"{prefix}fates"))
    for step, expected in {"relate": matches, "stories": versions}.items():
        result.hold(f"fates of {step}", [id_ for at, id_ in fates if at == step], expected)
        hold_stored_fates(result, reader, step, expected)
        result.hold(f"topic dead.{step}", ids_in(reader, f"{prefix}dead.{step}"), set())
    result.hold("store versions of stories", reader.column("articles", VERSIONS), versions)
    places = {f"{watch}/{article}" for watch, article, _ in wanted}
    result.hold("store members of stories", reader.column("articles", MEMBERS), places)
    result.hold("stories of a replay", map(_fingerprint, told), set(map(_fingerprint, _replayed(reader, prefix))))


def _without_gaps(event_ids: Iterable[str]) -> set[str]:
    """Versions of a story rise by one from 1 on, up to the highest that is there."""
    highest: defaultdict[str, int] = defaultdict(int)
    for story, _, version in (each.rpartition(".") for each in event_ids):
        highest[story] = max(highest[story], int(version))
    return {f"{story}.{version}" for story, top in highest.items() for version in range(1, top + 1)}


def _replayed(reader: Reader, prefix: str) -> Iterator[tuple[str, bytes]]:
    relating, memory = Relating(), _Memory()
    for value, _ in reader.messages(f"{prefix}matches"):
        try:
            for story in relating.relate(Match.decode(value), memory):
                yield story.event_id(), story.encode()
        except Drop:
            continue


def _fingerprint(told: tuple[str, bytes]) -> str:
    event_id, value = told
    return f"{event_id} {hashlib.sha256(value).hexdigest()}"


class _Memory:
    """Implements schemas.memory.Memory[Kept] in this process alone."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def get(self, key: str) -> Kept | None:
        return self._kept.get(key)

    def get_many(self, keys: Collection[str]) -> Mapping[str, Kept]:
        return {key: self._kept[key] for key in keys if key in self._kept}

    def put(self, key: str, value: Kept) -> None:
        self._kept[key] = value

    def delete(self, key: str) -> None:
        self._kept.pop(key, None)

    def scan(self, prefix: str) -> Iterator[tuple[str, Kept]]:
        return iter(sorted((key, value) for key, value in self._kept.items() if key.startswith(prefix)))
