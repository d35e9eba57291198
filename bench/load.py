"""Load for a pipeline under faults: pages ahead of its workers, the wait until all is through, and the audit."""

import threading
from collections.abc import Callable, Mapping
from functools import partial

from bench.audit import Audit, Reader, audit
from bench.corpus import made_pages
from bench.processes import FLOW, unread
from bench.publishing import publish
from bench.story_audit import audit_stories
from broker.port import BrokerError, LogFullError
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.topology import BY_NAME
from pipeline.wiring.log import apply_topics, open_log
from schemas.ids import article_id

RESERVE = 3
# What is published later comes in parts of the first pages: a fifth at a time.
TOP_UPS = 5
STILL_S = 120.0
# Every look asks the broker for the offsets of all groups, and a worker's metrics ask it again.
LOOK_S = 0.5


class Load:
    """`count` pages are published when it is made, of three times as many that it has.

    `stories`: whether they go on to stories too, and are waited for and audited there.
    """

    def __init__(self, settings: Settings, *, count: int, seed: int, stories: bool = False) -> None:
        self._settings = settings
        self._stories = stories
        self._pages = made_pages(count * RESERVE, seed=seed, paragraphs=3)
        self._top_up = max(1, count // TOP_UPS)
        self.published = 0
        self.log = open_log(settings)
        apply_topics(self.log, settings)
        self.publish(count)

    def publish(self, count: int) -> None:
        more = self._pages[self.published : self.published + count]
        publish(self.log, more, self._settings)
        self.published += len(more)

    def unread(self) -> int:
        return unread(self.log, BY_NAME if self._stories else FLOW)

    def keep_up(self) -> bool:
        """More pages where the workers have nearly caught up; False where there are none left."""
        try:
            if self.unread() >= self._top_up:
                return True
        except BrokerError:
            # A broker that starts again after a crash: whether they have is seen at the next look.
            return True
        before = self.published
        try:
            self.publish(self._top_up)
        except LogFullError:
            # Nothing was written: the same pages come when there is room.
            return True
        return self.published > before

    def until(self, condition: Callable[[], bool], timeout_s: float) -> None:
        """Wait under load. Raises CommandError where the condition does not come true in time."""

        def look() -> bool:
            self.keep_up()
            return condition()

        _wait(look, timeout_s)

    def watch(self, condition: Callable[[], bool], timeout_s: float) -> None:
        """Wait, and publish nothing meanwhile: the broker may be going down. Raises CommandError."""
        _wait(condition, timeout_s)

    def drain(self, reader: Reader) -> None:
        """Wait until nothing is unread. Raises CommandError where nothing moves for STILL_S."""
        while not self._is_through(reader):
            _wait(partial(self._has_moved, self._ends(), reader), STILL_S)

    def _has_moved(self, since: Mapping[str, int], reader: Reader) -> bool:
        return self._ends() != since or self._is_through(reader)

    def _ends(self) -> Mapping[str, int]:
        try:
            return self.log.ends()
        except BrokerError:
            # A broker that starts again after a crash.
            return {}

    def _is_through(self, reader: Reader) -> bool:
        try:
            # What an open transaction hides is unread too: nothing may have come to light between two looks.
            before = self.log.ends()
            if self.unread() or reader.open_transactions(self._settings.topic_prefix):
                return False
            return self.unread() == 0 and self.log.ends() == before
        except BrokerError:
            # A broker that starts again after a crash.
            return False

    def audit(self, reader: Reader) -> Audit:
        """Of everything published, in every topic and store."""
        ids = {page.event_id(): article_id(page.final_url) for page in self._pages[: self.published]}
        result = audit(reader, prefix=self._settings.topic_prefix, pages=ids)
        if self._stories:
            audit_stories(result, reader, prefix=self._settings.topic_prefix)
        return result

    def close(self) -> None:
        self.log.close()


def _wait(look: Callable[[], bool], timeout_s: float) -> None:
    pause = threading.Event()
    for _ in range(int(timeout_s / LOOK_S)):
        if look():
            return
        pause.wait(LOOK_S)
    raise CommandError(f"the load waited {timeout_s:.0f} s for what did not come")
