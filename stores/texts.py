"""The text store: the newest clean text of every article, on a watch or not, to be judged again by changed watches."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import zstandard
from sqlalchemy import Engine, Select, delete, func, or_, select

from runtime.clock import utc_now
from runtime.state import Owner
from schemas.article import Article
from schemas.outcomes import Reason
from stores import migrate, owners
from stores.database import reading, upsert, writing
from stores.store import Sample, StoreMetric
from stores.takedown import Takedown, buried, bury, has_forgotten
from stores.text_tables import TEXTS, texts

KEPT = StoreMetric("kept", "Texts in the store.")
BYTES = StoreMetric("bytes", "Bytes of the texts in the store, compressed.")
# A text of 4 MiB may be; a forged frame must not fill the memory.
MAX_TEXT_BYTES = 64 * 1024 * 1024
LEVEL = 6


@dataclass(frozen=True)
class TextRange:
    """Which texts: fetched from `since` on and before `until`, of one outlet; None and empty: of all."""

    since: datetime | None = None
    until: datetime | None = None
    source: str = ""

    def of(self, rows: Select[Any]) -> Select[Any]:
        if self.since is not None:
            rows = rows.where(texts.c.fetched_at >= self.since)
        if self.until is not None:
            rows = rows.where(texts.c.fetched_at < self.until)
        return rows.where(texts.c.source == self.source) if self.source else rows

    def has(self, article: Article) -> bool:
        return (
            (self.since is None or article.fetched_at >= self.since)
            and (self.until is None or article.fetched_at < self.until)
            and self.source in ("", article.source)
        )


class TextStore:
    """Implements runtime.state.SinkWork[Article] and stores.store.Store. Every method raises StoreUnavailableError.

    `keep` is counted from when a text was kept, whenever its page was fetched; None keeps all. Raises
    DatabaseTooNewError when it is made.
    """

    FIGURES: ClassVar[Sequence[StoreMetric]] = (KEPT, BYTES)

    def __init__(self, engine: Engine, *, keep: timedelta | None = None, now: Callable[[], datetime] = utc_now) -> None:
        migrate.upgrade(engine, TEXTS)
        self.engine = engine
        self._now = now
        self._keep = keep
        self._put = upsert(engine, texts, key=("id",))
        self._compressor = zstandard.ZstdCompressor(level=LEVEL)
        self._decompressor = zstandard.ZstdDecompressor()

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self.engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[Article]) -> Sequence[Reason | None]:
        """Takes a higher revision only: DUPLICATE_VERSION for the one that is kept, OLDER_VERSION for a lower,
        TAKEN_DOWN for what was forgotten."""
        now = self._now()
        bodies = [self._compressor.compress(record.encode()) for record in records]
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            ids = sorted({record.id for record in records})
            asked = select(texts.c.id, texts.c.revision).where(texts.c.id.in_(ids))
            refused = buried(connection, {name for record in records for name in (record.id, record.url_key)})
            kept: dict[str, int] = {row.id: row.revision for row in connection.execute(asked)}
            told: list[Reason | None] = []
            rows: dict[str, dict[str, object]] = {}
            for record, body in zip(records, bodies, strict=True):
                if record.id in refused or record.url_key in refused:
                    told.append(Reason.TAKEN_DOWN)
                    continue
                before = kept.get(record.id, 0)
                if record.revision > before:
                    kept[record.id] = record.revision
                    rows[record.id] = _row(record, body, now)
                    told.append(None)
                else:
                    told.append(Reason.DUPLICATE_VERSION if record.revision == before else Reason.OLDER_VERSION)
            if rows:
                connection.execute(self._put, list(rows.values()))
        return told

    def after(self, id_: str, *, limit: int, span: TextRange) -> Sequence[Article]:
        """The next `limit` texts of the span in the order of their ids, behind `id_`."""
        bodies = span.of(select(texts.c.body).where(texts.c.id > id_)).order_by(texts.c.id).limit(limit)
        with reading(self.engine) as connection:
            found = connection.execute(bodies).scalars().all()
        return [self._decoded(body) for body in found]

    def of(self, ids: Collection[str]) -> Mapping[str, Article]:
        """Those of the articles whose text is kept."""
        bodies = select(texts.c.body).where(texts.c.id.in_(list(ids)))
        with reading(self.engine) as connection:
            found = [self._decoded(body) for body in connection.execute(bodies).scalars()]
        return {article.id: article for article in found}

    def kept(self, ids: Collection[str]) -> Collection[str]:
        """Those of `ids` whose text is kept."""
        with reading(self.engine) as connection:
            return set(connection.execute(select(texts.c.id).where(texts.c.id.in_(list(ids)))).scalars())

    def by_url_key(self, url_key: str) -> Article | None:
        """The text that was read last from this address."""
        newest = select(texts.c.body).where(texts.c.url_key == url_key).order_by(texts.c.fetched_at.desc()).limit(1)
        with reading(self.engine) as connection:
            body = connection.execute(newest).scalar_one_or_none()
        return None if body is None else self._decoded(body)

    def count(self) -> int:
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).select_from(texts)).scalar_one()

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self.engine, order)

    def forget(self, order: Takedown) -> int:
        of_it = or_(texts.c.url_key.in_(order.url_keys), texts.c.id.in_(order.article_ids))
        with writing(self.engine) as connection:
            bury(self.engine, connection, order)
            return connection.execute(delete(texts).where(of_it)).rowcount

    def ping(self) -> None:
        with reading(self.engine) as connection:
            connection.execute(select(texts.c.id).limit(1))

    def retain(self, now: datetime) -> int:
        if self._keep is None:
            return 0
        with writing(self.engine) as connection:
            return connection.execute(delete(texts).where(texts.c.kept_at < now - self._keep)).rowcount

    def figures(self, now: datetime) -> Iterable[Sample]:
        sums = select(func.count(), func.coalesce(func.sum(texts.c.size), 0))
        with reading(self.engine) as connection:
            count, size = connection.execute(sums).one()
        yield Sample(KEPT, (), float(count))
        yield Sample(BYTES, (), float(size))

    def _decoded(self, body: bytes) -> Article:
        return Article.decode(self._decompressor.decompress(body, max_output_size=MAX_TEXT_BYTES))


def _row(record: Article, body: bytes, now: datetime) -> dict[str, object]:
    return {
        "id": record.id,
        "url_key": record.url_key,
        "source": record.source,
        "revision": record.revision,
        "fetched_at": record.fetched_at,
        "kept_at": now,
        "size": len(body),
        "body": body,
    }
