"""The frontier's turns: one request at a time to a host, its delay kept between two, whichever process makes them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, case, literal, select, update

from stores.column_types import EPOCH, InstantColumn
from stores.database import insert_new, writing
from stores.tables import turns

# How soon one who waits looks again where nothing says when the turn before ends.
LOOK_S = 0.25
# Who is next in line and does not come for the turn loses it after this.
GRACE_S = 5.0
END = (
    update(turns)
    .where(turns.c.host == bindparam("of_host"))
    .values(
        taken_until=case(
            (turns.c.taken_by == bindparam("of_process"), literal(EPOCH, InstantColumn())), else_=turns.c.taken_until
        ),
        ready_at=case(
            (turns.c.ready_at >= bindparam("rests_until"), turns.c.ready_at),
            else_=bindparam("rests_until", type_=InstantColumn()),
        ),
    )
)
ROW = select(turns).where(turns.c.host == bindparam("of_host")).with_for_update()


class SqlTurns:
    """Implements ingest.ports.TurnBook. Both methods raise StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, host: str, by: str, *, now: datetime, delay_s: float, ttl_s: float) -> datetime | None:
        """The delay is written before the request, so that it outlasts a process that is killed.

        Whoever waits is next in line, but for the one who had the last turn: so those who ask all the time and those
        who seldom do alternate.
        """
        with writing(self._engine) as connection:
            row = self._row(connection, host)
            of_another = row.next_until > now and row.next_by != by
            if row.taken_until <= now and row.ready_at <= now and not of_another:
                until = now + timedelta(seconds=ttl_s)
                taken = {"taken_by": by, "taken_until": until, "next_by": "", "next_until": EPOCH}
                _change(connection, host, taken | {"ready_at": now + timedelta(seconds=delay_s)})
                return None
            again_at: datetime = row.ready_at if row.ready_at > now else now + timedelta(seconds=LOOK_S)
            if not of_another and row.taken_by != by:
                _change(connection, host, {"next_by": by, "next_until": again_at + timedelta(seconds=GRACE_S)})
            return again_at

    def end(self, host: str, by: str, *, ready_at: datetime) -> None:
        """No rest that the host asked for before gets shorter.

        A rest that was learnt without a turn, or in one that ran out, counts as well.
        """
        ended = {"of_host": host, "of_process": by, "rests_until": ready_at}
        with writing(self._engine) as connection:
            if not connection.execute(END, ended).rowcount:
                self._insert(connection, host)
                connection.execute(END, ended)

    def _row(self, connection: Connection, host: str) -> Row[Any]:
        row = connection.execute(ROW, {"of_host": host}).one_or_none()
        if row is not None:
            return row
        self._insert(connection, host)
        return connection.execute(ROW, {"of_host": host}).one()

    def _insert(self, connection: Connection, host: str) -> None:
        connection.execute(insert_new(self._engine, turns, key=("host",)), {"host": host})


def _change(connection: Connection, host: str, changed: Mapping[str, object]) -> None:
    connection.execute(update(turns).where(turns.c.host == host).values(changed))
