"""Finds the archived page that has the very payload of one that was fetched again, so that it is not kept twice."""

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from formats.warc.reading import first_fields
from formats.warc.record import BrokenRecordError
from formats.warc.writing import digest_of
from schemas.ids import upgraded_key
from schemas.page import Page
from stores.archive import index
from stores.archive.files import Folder
from stores.archive.index import ArchivedPage
from stores.archive.warc_reading import records_in

# Retention takes an original at most so long before its revisits.
WITHIN = timedelta(days=7)
# How many versions of an address are looked at, the last that were archived first.
VERSIONS = 4
# Of a record's member, enough to hold its head.
HEAD_BYTES = 2048


class Originals:
    """For one batch: what the archive has of its addresses, and what the batch itself brings."""

    def __init__(self, connection: Connection, folder: Folder, pages: Sequence[Page]) -> None:
        self._folder = folder
        self._archived: defaultdict[str, list[ArchivedPage]] = defaultdict(list)
        self._brought: defaultdict[str, list[Page]] = defaultdict(list)
        times = [page.fetched_at for page in pages]
        span = (min(times) - WITHIN, max(times) + WITHIN)
        for archived in index.pages_of_urls(connection, sorted({upgraded_key(page.url_key) for page in pages}), span):
            self._archived[archived.url_key].append(archived)

    def of(self, page: Page) -> Page | None:
        """One that is kept whole, unharmed, and was fetched at about the same time."""
        for brought in self._brought[upgraded_key(page.url_key)]:
            if _is_same(page, brought):
                return brought
        newest = sorted(self._archived[upgraded_key(page.url_key)], key=lambda archived: archived.n, reverse=True)[
            :VERSIONS
        ]
        for archived in newest:
            original = self._with_payload_of(page, archived)
            if original is not None:
                return original
        self._brought[upgraded_key(page.url_key)].append(page)
        return None

    def _with_payload_of(self, page: Page, archived: ArchivedPage) -> Page | None:
        try:
            beginning = self._folder.read(archived.file, archived.offset, min(archived.length, HEAD_BYTES))
            head = first_fields(io.BytesIO(beginning))
            is_whole = head.get("warc-type") == "response"
            if not is_whole or head.get("warc-payload-digest") != digest_of(page.bodies()[0]):
                return None
            original = records_in(self._folder.read(archived.file, archived.offset, archived.length)).page
        except BrokenRecordError:
            # A page that lies there damaged is no reason to keep this one less well.
            return None
        return original if _is_same(page, original) and original.event_id() == archived.event_id else None


def _is_same(page: Page, other: Page) -> bool:
    sizes = [[part.body_bytes for part in each.parts] for each in (page, other)]
    is_near = abs(page.fetched_at - other.fetched_at) <= WITHIN
    return is_near and page.body == other.body and sizes[0] == sizes[1]
