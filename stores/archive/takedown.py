"""A takedown in the archive: the records of each page are overwritten, and its row stays where it was."""

from formats.warc.record import BrokenRecordError
from runtime.state import StoreUnavailableError
from stores.archive.blank import blank_page, blanked
from stores.archive.index import ArchivedPage
from stores.archive.reader import ArchiveReader
from stores.archive.warc_reading import records_in
from stores.database import writing
from stores.takedown import Takedown, bury

# A file may be copied to its final name while a page in it is overwritten.
TRIES = 5


def forget_pages(reader: ArchiveReader, order: Takedown) -> int:
    """Raises StoreUnavailableError."""
    with writing(reader.engine) as connection:
        bury(reader.engine, connection, order)
    # From here on none comes that is not among these.
    pages = [page for key in order.url_keys for page in reader.of_url(key)]
    return sum(_overwrite(reader, page) for page in pages)


def _overwrite(reader: ArchiveReader, archived: ArchivedPage) -> bool:
    """False if it was done before, or there is no such page any more."""
    folder = reader.folder
    for tried in range(TRIES):
        span = folder.read(archived.file, archived.offset, archived.length)
        if not span:
            # Retention removed the file.
            return tried > 0
        try:
            page = records_in(span).page
        except BrokenRecordError:
            # What cannot be read as a page is wiped all the same.
            folder.overwrite(archived.file, archived.offset, b"\0" * archived.length)
            return True
        if page == blank_page(page):
            return tried > 0
        folder.overwrite(archived.file, archived.offset, blanked(page, archived.length))
    raise StoreUnavailableError(f"{archived.file}: the page at {archived.offset} is written by another meanwhile")
