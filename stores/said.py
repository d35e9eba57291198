"""What an article says, written and taken away with the article, inside the transaction that is open."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert

from schemas.article import EnrichedArticle
from schemas.ids import slug
from schemas.layers import Layers
from stores.article_tables import SAID, article_citations, article_entities, article_quotes
from stores.full_text import tokens

Row = dict[str, object]
IDS: BindParameter[str] = bindparam("ids", expanding=True)
STATEMENT = "statement"


@dataclass(frozen=True)
class SaidRows:
    entities: Sequence[Row] = ()
    quotes: Sequence[Row] = ()
    citations: Sequence[Row] = ()


def said_rows(record: EnrichedArticle, sorted_at: datetime, *, stem: Callable[[str], str]) -> SaidRows:
    """None of a record of before 1.5, which does not tell what it says."""
    layers = record.layers
    if layers is None:
        return SaidRows()
    common: Row = {"article_id": record.id, "sorted_at": sorted_at}
    cited = dict.fromkeys(name for each in layers.citations for name in (each.source, *each.via))
    return SaidRows(
        [
            common
            | {
                "entity": each.id,
                "name": each.canonical,
                "type": each.type.value,
                "code": each.code,
                "salience": each.salience,
                "mentions": len(each.mentions),
            }
            for each in {entity.id: entity for entity in reversed(layers.entities)}.values()
        ],
        [common | {"n": n, **row} for n, row in enumerate(_quotes(layers, stem))],
        [common | {"source": source} for source in cited],
    )


def _quotes(layers: Layers, stem: Callable[[str], str]) -> Iterator[Row]:
    """Quotes and statements in the order of the text."""
    ids = {entity.canonical: entity.id for entity in layers.entities}
    said = [(each.start, each.end, each.kind, each.speaker or "", each.text) for each in layers.quotes]
    said += [(each.start, each.end, STATEMENT, each.speaker, each.text) for each in layers.statements]
    for start, end, kind, speaker, text in sorted(said):
        yield {
            "kind": kind,
            "speaker": speaker,
            "speaker_id": ids.get(speaker) or (f"role:{slug(speaker)}" if speaker else ""),
            "text": text,
            "tokens": f" {' '.join(tokens(stem(text)))} ",
            "start": start,
            "end": end,
        }


def write_said(connection: Connection, said: Mapping[str, SaidRows]) -> None:
    """By the article's id; in the place of what earlier revisions said."""
    _remove(connection, said)
    for table, of_table in (
        (article_entities, [row for rows in said.values() for row in rows.entities]),
        (article_quotes, [row for rows in said.values() for row in rows.quotes]),
        (article_citations, [row for rows in said.values() for row in rows.citations]),
    ):
        if of_table:
            connection.execute(insert(table), of_table)


def remove_said(connection: Connection, article_id: str) -> None:
    _remove(connection, (article_id,))


def _remove(connection: Connection, ids: Iterable[str]) -> None:
    for table in SAID:
        connection.execute(delete(table).where(table.c.article_id.in_(IDS)), {"ids": list(ids)})
