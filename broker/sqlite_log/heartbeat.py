"""The thread that keeps a member's lease while its process works on a record, and does the log's housekeeping."""

import threading
from collections.abc import Callable
from contextlib import closing, suppress

from broker.port import BrokerError
from broker.sqlite_log.database import LogFile, reading, transaction
from broker.sqlite_log.groups import renew
from broker.sqlite_log.retention import maintain


class Heartbeat(threading.Thread):
    """Renews three times a session; stops with `stop`, and with its process."""

    def __init__(self, file: LogFile, *, group: str, member: str, session_s: float, now: Callable[[], float]) -> None:
        super().__init__(name=f"heartbeat-{member}", daemon=True)
        self._file = file
        self._group = group
        self._member = member
        self._session_s = session_s
        self._now = now
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def run(self) -> None:
        with closing(self._file.connect()) as connection:
            while not self._stopped.wait(self._session_s / 3):
                # A busy or full file: the next beat tries again, and a lost lease is seen by the next poll.
                with suppress(BrokerError):
                    with transaction(connection):
                        renew(connection, self._group, self._member, now=self._now(), session_s=self._session_s)
                    with reading():
                        maintain(connection, now=self._now())
