"""What the outbox has of a revision that the article store took."""

from collections.abc import Iterator

from schemas.article import Change, EnrichedArticle
from stores.outbox import ChangeKind, Row, entry
from stores.withdrawals import NOWHERE, Standing


def told_of(record: EnrichedArticle, latest: Row, place: Standing, before: Standing) -> Iterator[Row]:
    """Nothing where what nobody was told of is withdrawn."""
    is_new = before.revision == NOWHERE.revision or before.is_withdrawn
    if not place.is_withdrawn:
        yield entry(_kind(record, place, before, is_new=is_new), latest, wanted_it=before.watches)
    elif not is_new:
        why = record.judged.why if record.judged else ""
        yield entry(ChangeKind.WITHDRAWN, latest, wanted_it=before.watches, detail=why)


def _kind(record: EnrichedArticle, place: Standing, before: Standing, *, is_new: bool) -> ChangeKind:
    if is_new:
        return ChangeKind.STORED
    if place.revision == before.revision:
        return ChangeKind.REJUDGED
    return ChangeKind.RECLEANED if record.change is Change.RECLEANED else ChangeKind.REVISED
