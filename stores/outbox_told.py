"""What the outbox has of a revision that the article store took."""

from collections.abc import Iterator

from schemas.article import Change, EnrichedArticle
from stores.outbox import Kind, Row, entry
from stores.withdrawals import NOWHERE, Place


def told_of(record: EnrichedArticle, latest: Row, place: Place, before: Place) -> Iterator[Row]:
    """Nothing where what nobody was told of is withdrawn."""
    is_new = before.revision == NOWHERE.revision or before.is_withdrawn
    if not place.is_withdrawn:
        yield entry(_kind(record, place, before, is_new=is_new), latest, wanted_it=before.watches)
    elif not is_new:
        why = record.judged.why if record.judged else ""
        yield entry(Kind.WITHDRAWN, latest, wanted_it=before.watches, detail=why)


def _kind(record: EnrichedArticle, place: Place, before: Place, *, is_new: bool) -> Kind:
    if is_new:
        return Kind.STORED
    if place.revision == before.revision:
        return Kind.REJUDGED
    return Kind.RECLEANED if record.change is Change.RECLEANED else Kind.REVISED
