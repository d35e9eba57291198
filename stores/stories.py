"""The story store: the newest version of every story, where each article is, and what became of merged stories."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import ClassVar

from sqlalchemy import Connection, Engine, and_, delete, func, insert, or_, select, update

from runtime.clock import utc_now
from runtime.state import Owner
from schemas.outcomes import Reason
from schemas.story import Story, StoryEvent
from schemas.story_parts import named_in, without
from stores import full_text, migrate, owners
from stores.database import insert_new, reading, upsert, writing
from stores.outbox import ChangeKind, Outbox, story_entry
from stores.store import Sample, StoreMetric
from stores.story_reads import StoryReads
from stores.story_tables import STORIES, stories, story_figures, story_members, story_versions
from stores.takedown import Takedown, buried, bury, has_forgotten

STORED = StoreMetric("stored", "Stories in the store, without merged ones.")
OPEN = StoreMetric("open", "Stories that may still grow.")
DISPUTED = StoreMetric("disputed", "Stories in which sources disagree on a number.")
WATCHED = StoreMetric("watched", "Stories in the store by their watch, without merged ones.", ("watch",))
NOBODY = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, object]


class StoryStore(StoryReads):
    """Implements runtime.state.SinkWork[Story] and stores.store.Store. Every method raises StoreUnavailableError.

    Raises DatabaseTooNewError when it is made.
    """

    FIGURES: ClassVar[Sequence[StoreMetric]] = (STORED, OPEN, DISPUTED, WATCHED)

    def __init__(self, engine: Engine, *, stem: Callable[[str], str], now: Callable[[], datetime] = utc_now) -> None:
        migrate.upgrade(engine, STORIES)
        super().__init__(engine)
        self._stem = stem
        self._put = upsert(engine, stories, key=("id",))
        self._member = upsert(engine, story_members, key=("watch", "article_id"))
        self._outbox = Outbox(engine, now=now)
        self._version = insert_new(engine, story_versions, key=("story_id", "version"))

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self.engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[Story]) -> Sequence[Reason | None]:
        """Takes a higher version only: DUPLICATE_VERSION for the one that is stored, OLDER_VERSION for a lower.

        Nothing of an article that was taken down is kept. Stories of one watch may come in any order.
        """
        told: list[Reason | None] = []
        changes: list[Row] = []
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            gone = buried(connection, {each for record in records for each in named_in(record)})
            asked = select(stories.c.id, stories.c.version).where(stories.c.id.in_({each.id for each in records}))
            stored: dict[str, int] = {row.id: row.version for row in connection.execute(asked)}
            for record in records:
                before = stored.get(record.id, 0)
                self._note(connection, living := without(record, gone))
                if record.version > before:
                    stored[record.id] = record.version
                    self._take(connection, living)
                    changes.append(story_entry(living, ChangeKind.of_story(record.event)))
                    told.append(None)
                else:
                    told.append(Reason.DUPLICATE_VERSION if record.version == before else Reason.OLDER_VERSION)
            self._outbox.add(connection, changes)
        return told

    def _note(self, connection: Connection, record: Story) -> None:
        row = {"story_id": record.id, "event": record.event.value, "articles": json.dumps(record.articles)}
        row |= {name: getattr(record, name) for name in ("version", "other", "why", "size")}
        connection.execute(self._version, row)

    def _take(self, connection: Connection, record: Story) -> None:
        if record.event is StoryEvent.MERGED:
            followed = and_(story_members.c.story_id == record.id, story_members.c.number <= record.number)
            connection.execute(update(story_members).where(followed).values(story_id=record.other))
        self._place(connection, record)
        self._draw(connection, record)

    def _place(self, connection: Connection, record: Story) -> None:
        """Articles where this version has them, unless a later change has put them elsewhere."""
        rows: dict[str, Row] = {each: _nowhere(record, each) for each in record.left}
        for member in record.members:
            said = member.model_dump(exclude={"article", "revision"})
            place = {"watch": record.watch, "article_id": member.article, "story_id": record.id}
            rows[member.article] = place | said | {"number": record.number}
        of_watch = and_(story_members.c.watch == record.watch, story_members.c.article_id.in_(list(rows)))
        asked = select(story_members.c.article_id, story_members.c.number).where(of_watch)
        later = {row.article_id for row in connection.execute(asked) if row.number > record.number}
        if wanted := [rows[each] for each in sorted(rows) if each not in later]:
            connection.execute(self._member, wanted)

    def _draw(self, connection: Connection, record: Story) -> None:
        connection.execute(self._put, self._row(record))
        connection.execute(delete(story_figures).where(story_figures.c.story_id == record.id))
        figures = [
            {
                "story_id": record.id,
                "n": n,
                **each.model_dump(include={"what", "unit", "disputed"}),
                "claims": json.dumps([claim.model_dump(mode="json") for claim in each.claims], ensure_ascii=False),
            }
            for n, each in enumerate(record.figures)
        ]
        if figures:
            connection.execute(insert(story_figures), figures)

    def _row(self, record: Story) -> Row:
        words = [
            record.headline,
            *(each.headline for each in record.timeline),
            *(each.name for each in record.entities),
        ]
        found = full_text.tokens(self._stem("\n".join((*words, *(each.text for each in record.quotes)))))
        times = [each.published_at for each in record.members if each.published_at is not None]
        day = datetime.combine(record.last_day, time(), UTC) if record.last_day else NOBODY
        return {
            "id": record.id,
            "watch": record.watch,
            "version": record.version,
            "is_open": record.open,
            "merged_into": record.other if record.event is StoryEvent.MERGED else "",
            "headline": record.headline,
            "size": record.size,
            "outlets": len(record.outlets),
            "disputed": sum(each.disputed for each in record.figures),
            "sorted_at": max(times, default=day),
            "tokens": f" {' '.join(dict.fromkeys(found))} ",
            "body": record.encode().decode(),
        }

    def watches_of(self, articles: Collection[str]) -> Mapping[str, set[str]]:
        """The watches in whose stories an article is, or was."""
        asked = select(story_members.c.article_id, story_members.c.watch)
        found: dict[str, set[str]] = {}
        with reading(self.engine) as connection:
            for row in connection.execute(asked.where(story_members.c.article_id.in_(list(articles)))):
                found.setdefault(row.article_id, set()).add(row.watch)
        return found

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self.engine, order)

    def forget(self, order: Takedown) -> int:
        """Every story that names the articles is told without them; that they came and went stays, without a word."""
        gone = set(order.article_ids)
        of_it = story_members.c.article_id.in_(list(gone))
        named = or_(*(stories.c.body.contains(f'"{each}"', autoescape=True) for each in gone))
        with writing(self.engine) as connection:
            bury(self.engine, connection, order)
            watches = select(story_members.c.watch).where(of_it).distinct()
            bodies = connection.execute(select(stories.c.body).where(stories.c.watch.in_(watches), named)).scalars()
            held = [Story.decode(body.encode()) for body in bodies]
            for story in held:
                self._draw(connection, left := without(story, gone))
                rewritten = update(story_versions).where(
                    story_versions.c.story_id == left.id,
                    or_(*(story_versions.c.articles.contains(f'"{each}"', autoescape=True) for each in gone)),
                )
                connection.execute(rewritten.values(articles="[]", why=""))
            emptied = dict.fromkeys(("story_id", "title", "near_dup_of", "credit"), "")
            connection.execute(update(story_members).where(of_it).values(**emptied))
            self._outbox.add(connection, [story_entry(story, ChangeKind.STORY_UPDATED) for story in held])
            return len(held)

    def ping(self) -> None:
        with reading(self.engine) as connection:
            connection.execute(select(stories.c.id).limit(1))

    def retain(self, now: datetime) -> int:
        """None: a story is kept when its window is over."""
        return 0

    def figures(self, now: datetime) -> Iterable[Sample]:
        there = stories.c.merged_into == ""
        for figure, where in (
            (STORED, there),
            (OPEN, and_(there, stories.c.is_open)),
            (DISPUTED, stories.c.disputed > 0),
        ):
            with reading(self.engine) as connection:
                count = connection.execute(select(func.count()).select_from(stories).where(where)).scalar_one()
            yield Sample(figure, (), float(count))
        by_watch = select(stories.c.watch, func.count()).where(there).group_by(stories.c.watch)
        with reading(self.engine) as connection:
            counts = connection.execute(by_watch).all()
        yield from (Sample(WATCHED, (watch,), float(count)) for watch, count in counts)


def _nowhere(record: Story, article: str) -> Row:
    said = dict.fromkeys(("outlet", "title", "near_dup_of", "kind", "credit"), "")
    where = {"watch": record.watch, "article_id": article, "story_id": "", "number": record.number}
    return where | said | {"published_at": None, "confidence": 0.0}
