"""Imports: lists of addresses and folders of saved pages; what is wrong is reported, never fatal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.imports.problem import ImportProblem
from ingest.imports.saved_pages import MAX_BYTES, SavedPage, read_saved_pages
from ingest.imports.source_id import source_id
from ingest.imports.url_list import read_url_list
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.outlet import Outlet
from schemas.page import Page

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
OUTLETS = [Outlet(id="kabar", name="Kabar", hosts=("kabar.test",))]
SHARED_PAGES = Path(__file__).parents[2].parent / "shared" / "data" / "pages"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://dunia.kabar.test/1", "kabar", id="an outlet of the catalogue"),
        pytest.param("https://news.berita.co.id/1", "berita-co-id", id="a registered host"),
        pytest.param("http://127.0.0.1:8001/1", "127-0-0-1-8001", id="an address with a port"),
    ],
)
def test_a_source_is_named_by_its_outlet_or_host(url: str, expected: str) -> None:
    assert source_id(url, OUTLETS) == expected


def test_a_url_list_gives_links_that_somebody_asked_for() -> None:
    lines = [
        "\ufeff# daftar\r\n",
        "https://kabar.test/1?utm_source=x  # penting\r\n",
        "\n",
        "https://lain.test/2#isi\n",
    ]

    links = list(read_url_list(lines, outlets=OUTLETS, found_at=NOW, found_on="daftar.txt"))

    assert [(link.url, link.source) for link in links if isinstance(link, Link)] == [
        ("https://kabar.test/1?utm_source=x", "kabar"),
        ("https://lain.test/2#isi", "lain-test"),
    ]
    assert all(isinstance(link, Link) and link.requested and link.channel == "url_list" for link in links)


def test_bad_lines_of_a_url_list_are_reported_with_their_numbers() -> None:
    lines = [
        "kabar.test/1",
        "https://kabar.test/1",
        "http://",
        "https://www.kabar.test/1/",
        "dua kata",
        "http://a.b/\0",
    ]

    problems = [item for item in read_url_list(lines, outlets=OUTLETS, found_at=NOW) if isinstance(item, ImportProblem)]

    assert [(problem.where, problem.reason) for problem in problems] == [
        ("line 1", Reason.BAD_URL),
        ("line 3", Reason.BAD_URL),
        ("line 4", Reason.ALREADY_KNOWN),
        ("line 5", Reason.BAD_URL),
        ("line 6", Reason.BAD_URL),
    ]


def test_a_list_read_twice_gives_the_same_ids() -> None:
    def ids(at: datetime) -> list[str]:
        links = read_url_list(["https://kabar.test/1"], outlets=OUTLETS, found_at=at)
        return [link.event_id() for link in links if isinstance(link, Link)]

    assert ids(NOW) == ids(datetime(2026, 1, 1, tzinfo=UTC))


def folder(path: Path, index: str, **pages: bytes) -> Path:
    (path / "urls.tsv").write_text(index, encoding="utf-8")
    for name, body in pages.items():
        (path / f"{name}.html").write_bytes(body)
    return path


def test_saved_pages_become_records_with_their_bytes_as_they_are(tmp_path: Path) -> None:
    body = "<p>Kabar dari Pyongyang – caf\xe9".encode("cp1252")
    folder(tmp_path, "file\turl\tdari\nsatu.html\thttps://kabar.test/1\tlain\n", satu=body)

    pages = list(read_saved_pages(tmp_path, outlets=OUTLETS, fetched_at=NOW))

    assert len(pages) == 1
    saved = pages[0]
    assert isinstance(saved, SavedPage)
    page = saved.page
    assert saved.file == "satu.html"
    assert (page.url, page.source, page.body, page.fetched_at) == ("https://kabar.test/1", "kabar", body, NOW)
    assert page.requested
    assert Page.decode(page.encode()) == page


def test_a_folder_read_twice_gives_the_same_ids_until_a_page_changes(tmp_path: Path) -> None:
    def ids() -> list[str]:
        pages = read_saved_pages(tmp_path, outlets=OUTLETS, fetched_at=NOW)
        return [saved.page.event_id() for saved in pages if isinstance(saved, SavedPage)]

    folder(tmp_path, "satu.html\thttps://kabar.test/1\n", satu=b"<p>Kabar")
    first, second = ids(), ids()
    folder(tmp_path, "satu.html\thttps://kabar.test/1\n", satu=b"<p>Kabar baru")

    assert first == second != ids()


@pytest.mark.parametrize(
    ("index", "where", "reason"),
    [
        pytest.param("hilang.html\thttps://kabar.test/1", "hilang.html", Reason.FILE_MISSING, id="no such file"),
        pytest.param("../rahasia\thttps://kabar.test/1", "../rahasia", Reason.FILE_MISSING, id="outside the folder"),
        pytest.param("satu.html", "satu.html", Reason.BAD_URL, id="a row without an address"),
        pytest.param("satu.html\tkabar", "satu.html", Reason.BAD_URL, id="an address that is none"),
        pytest.param("kosong.html\thttps://kabar.test/2", "kosong.html", Reason.EMPTY_BODY, id="an empty file"),
        pytest.param("besar.html\thttps://kabar.test/3", "besar.html", Reason.TOO_LARGE, id="a file too large"),
        pytest.param("sa\0tu.html\thttps://kabar.test/3", "sa\0tu.html", Reason.FILE_MISSING, id="no file name"),
    ],
)
def test_rows_and_files_that_do_not_fit_are_reported(tmp_path: Path, index: str, where: str, reason: Reason) -> None:
    folder(tmp_path, index, satu=b"<p>Kabar", kosong=b" \n", besar=b"a" * (MAX_BYTES + 1))

    items = list(read_saved_pages(tmp_path, outlets=OUTLETS, fetched_at=NOW))

    assert isinstance(items[0], ImportProblem)
    assert (items[0].where, items[0].reason) == (where, reason)


def test_a_page_without_a_row_is_reported(tmp_path: Path) -> None:
    folder(tmp_path, "satu.html\thttps://kabar.test/1\n", satu=b"<p>Kabar", dua=b"<p>Kabar")

    items = list(read_saved_pages(tmp_path, outlets=OUTLETS, fetched_at=NOW))

    assert items[1:] == [ImportProblem("dua.html", Reason.BAD_URL, "no row in urls.tsv gives its address")]


def test_a_folder_without_an_index_is_one_problem(tmp_path: Path) -> None:
    items = list(read_saved_pages(tmp_path / "tiada", outlets=OUTLETS, fetched_at=NOW))

    assert len(items) == 1
    assert isinstance(items[0], ImportProblem)
    assert items[0].reason is Reason.FILE_MISSING


@pytest.mark.skipif(not SHARED_PAGES.is_dir(), reason="the shared pages are not on this machine")
def test_the_shared_pages_all_become_records() -> None:
    items = list(read_saved_pages(SHARED_PAGES, outlets=OUTLETS, fetched_at=NOW))

    assert len(items) == len(list(SHARED_PAGES.glob("*.html")))
    assert all(isinstance(item, SavedPage) for item in items)
