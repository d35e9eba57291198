"""Brings stored keys to the present version, and the ids that are made of them to the article that lives.

An article keeps the id it was first stored under. Where its key changes, a pointer leads from the id of the new key to
it. Where two articles fall into one key, the one that has it already lives, and the other's id leads there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, RowMapping, Table, bindparam, select, update

from schemas.ids import article_id, id_of_key, upgraded_key
from stores.archive.tables import archive_pages
from stores.article_tables import articles
from stores.database import upsert, writing
from stores.frontier import hosts
from stores.passes import Pass
from stores.tables import fates, state, urls

Ids = tuple[str, str]
"""Two ids of one article: of its old key, and of its present one."""
Join = Callable[[Sequence[Ids]], None]
"""Lets the second id of each pair lead to the article of the first; may be asked the same again."""


def frontier_pass(engine: Engine, join: Join) -> Pass:
    def change(connection: Connection, rows: Sequence[RowMapping]) -> None:
        if changed := _changed(rows, urls.c.url_key):
            _merge_urls(engine, connection, changed)

    return Pass("urls.keys", urls.c.url_key, (), change, lambda rows: join(_ids(rows, urls.c.url_key)), first="")


def archive_pass(join: Join) -> Pass:
    change = _renamed(archive_pages, archive_pages.c.n, archive_pages.c.url_key)
    key = archive_pages.c.url_key
    return Pass("archive_pages.keys", archive_pages.c.n, (key,), change, lambda rows: join(_ids(rows, key)))


def articles_pass(join: Join) -> Pass:
    change = _renamed(articles, articles.c.doc, articles.c.url_key)
    columns = (articles.c.id, articles.c.canonical_url, articles.c.url_key)

    def before(rows: Sequence[RowMapping]) -> None:
        pairs = [(row["id"], article_id(row["canonical_url"])) for row in rows]
        join([pair for pair in pairs if pair[0] != pair[1]])

    return Pass("articles.keys", articles.c.doc, columns, change, before)


def fates_pass() -> Pass:
    return Pass("fates.keys", fates.c.n, (fates.c.subject,), _renamed(fates, fates.c.n, fates.c.subject))


def _changed(rows: Sequence[RowMapping], key: Column[Any]) -> Mapping[str, str]:
    """Old key to present key, of those that differ."""
    keys = {row[key.name]: upgraded_key(row[key.name]) for row in rows}
    return {old: new for old, new in keys.items() if old != new}


def _ids(rows: Sequence[RowMapping], key: Column[Any]) -> list[Ids]:
    return [(id_of_key(old), id_of_key(new)) for old, new in _changed(rows, key).items()]


def _renamed(
    table: Table, position: Column[Any], key: Column[Any]
) -> Callable[[Connection, Sequence[RowMapping]], None]:
    statement = update(table).where(position == bindparam("of_row")).values({key.name: bindparam("new_key")})

    def change(connection: Connection, rows: Sequence[RowMapping]) -> None:
        changed = _changed(rows, key)
        moved = [
            {"of_row": row[position.name], "new_key": changed[row[key.name]]}
            for row in rows
            if row[key.name] in changed
        ]
        if moved:
            connection.execute(statement, moved)

    return change


def _merge_urls(engine: Engine, connection: Connection, changed: Mapping[str, str]) -> None:
    keys = sorted({*changed, *changed.values()})
    held = select(urls).where(urls.c.url_key.in_(keys)).order_by(urls.c.url_key).with_for_update()
    rows = {row["url_key"]: dict(row) for row in connection.execute(held).mappings()}
    made: dict[str, dict[str, Any]] = {}
    for old, new in sorted(changed.items()):
        if old in rows:
            there = made.get(new) or rows.get(new)
            made[new] = {**(_merged(there, rows[old]) if there else rows[old]), "url_key": new}
    connection.execute(urls.delete().where(urls.c.url_key.in_(sorted(changed))))
    if made:
        connection.execute(upsert(engine, urls, key=("url_key",)), list(made.values()))
        hosts.reschedule(connection, {row["host"] for row in (*rows.values(), *made.values())})


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The row that was read, or else that was found first, with what the other knows."""
    first, second = sorted((one, other), key=lambda row: (row["first_passed_at"] is None, row["first_seen"]))
    due = first["due_at"] if first["first_passed_at"] is not None else _latest(min, first["due_at"], second["due_at"])
    return {
        **first,
        "due_at": due,
        "tombstone": first["tombstone"] or second["tombstone"],
        "requested": first["requested"] or second["requested"],
        "slot": max(first["slot"], second["slot"]),
        "first_seen": min(first["first_seen"], second["first_seen"]),
        "passed_at": _latest(max, first["passed_at"], second["passed_at"]),
        "fetched_at": _latest(max, first["fetched_at"], second["fetched_at"]),
    }


def _latest(choose: Callable[[Iterable[Any]], Any], *values: Any) -> Any:
    there = [value for value in values if value is not None]
    return choose(there) if there else None


def join_states(
    engine: Engine, step: str, pairs: Sequence[Ids], *, target: Callable[[bytes], str], pointer: Callable[[str], bytes]
) -> Sequence[Ids]:
    """Lets both ids of each pair lead to one article, in what `step` remembers; returns (id, the id it lives as).

    `target` is the id that a value points to, or nothing; `pointer` makes such a value. The same pairs may come again.
    """
    keys = {f"{step}/{id_}" for pair in pairs for id_ in pair}
    lives: list[Ids] = []
    with writing(engine) as connection:
        held = select(state.c.key, state.c.value).where(state.c.stage == step, state.c.key.in_(keys))
        rows = {key: value for key, value in connection.execute(held.order_by(state.c.key).with_for_update())}
        put: dict[str, bytes] = {}
        for old, new in pairs:
            at_old, at_new = rows.get(f"{step}/{old}"), rows.get(f"{step}/{new}")
            if at_old is None:
                continue
            led, leads = target(at_old), target(at_new) if at_new is not None else ""
            gone, to = (old, led) if led else (new, old) if at_new is None or leads == old else (old, leads or new)
            lives.append((gone, to))
            rows[f"{step}/{gone}"] = put[f"{step}/{gone}"] = pointer(to)
        if put:
            values = [{"stage": step, "key": key, "value": value} for key, value in sorted(put.items())]
            connection.execute(upsert(engine, state, key=("stage", "key")), values)
    return lives
