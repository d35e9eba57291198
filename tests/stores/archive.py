"""Pages and archives for the tests of the archive."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from schemas.page import Page, PagePart
from stores.archive.check import check, unknown_files
from stores.archive.files import Folder
from stores.archive.index import FileState
from stores.archive.reader import ArchiveRange, ArchiveReader
from stores.archive.store import ArchiveStore, Rotation
from stores.database import open_engine
from tests.stores.samples import NOON, later

TOPIC = "warta.pages"
ALWAYS = ArchiveRange(NOON - timedelta(days=1), NOON + timedelta(days=3650))
FIRST = b"<p>Pemerintah Korea Utara mengakui pengiriman itu.</p>"
SECOND = "<p>Moskwa mengucapkan terima kasih – dua kali.</p>".encode()


class Clock:
    """The time, moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def page(number: int = 0, *, body: bytes = FIRST, slot: str = "1", source: str = "kabar") -> Page:
    url = f"https://kabar.example/berita/{number}"
    return Page(
        url=url,
        final_url=url,
        url_key=f"kabar.example/berita/{number}",
        slot=slot,
        source=source,
        headers={"content-type": "text/html; charset=utf-8"},
        fetched_at=later(minutes=number),
        body=body,
    )


def numbered_page() -> Page:
    """Of two parts, after a redirect, with an address and a header that no header of a WARC can hold as they are."""
    return page(body=FIRST + SECOND).model_copy(
        update={
            "final_url": "https://kabar.example/berita/nol satu?q=é",
            "redirects": ("https://kabar.example/berita/0",),
            "headers": {"content-type": "text/html", "etag": 'W/"é\r\nX-Palsu: ya"', "content-encoding": "gzip"},
            "parts": (PagePart(url="https://kabar.example/berita/0?page=2", body_bytes=len(SECOND)),),
            "link_title": "Pyongyang akui kirim prajurit",
        }
    )


def store_on(engine: Engine, folder: Folder, *, rotation: Rotation | None = None) -> ArchiveStore:
    return ArchiveStore(engine, folder, rotation=rotation or Rotation(), now=lambda: NOON)


def open_archive(data: Path) -> tuple[Engine, Folder]:
    return open_engine(f"sqlite:///{data / 'archive.db'}"), Folder(data / "archive")


def archived(engine: Engine, folder: Folder) -> list[Page]:
    reader = ArchiveReader(engine, folder)
    return [reader.read(each) for each in reader.pages(ALWAYS)]


def problems(engine: Engine, folder: Folder) -> Sequence[str]:
    found = [finding for checked in check(engine, folder) for finding in checked.findings]
    return [finding.problem for finding in (*found, *unknown_files(engine, folder))]


def files_in(folder: Folder) -> list[Path]:
    """Of pages, whether they have their names yet or not."""
    return sorted(folder.path.glob("*.warc.gz*"))


def file_names(engine: Engine, folder: Folder, *states: FileState) -> list[str]:
    return [file.name for file in ArchiveReader(engine, folder).files(*states or tuple(FileState))]
