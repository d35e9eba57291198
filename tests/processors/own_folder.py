"""Writes pages of our own with their gold as a folder to score: `python -m tests.processors.own_folder FOLDER`."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from tests.processors.forms.boilerplate import boilerplate_pages
from tests.processors.forms.dates import dated_pages
from tests.processors.forms.own_page import OwnPage
from tests.processors.own_pages import AUTHOR, BODY, DATELINE, LEAD, OTHERS, PUBLISHED, TEMPLATES, TITLE
from tests.processors.shapes import broadcasters, networks, oddities, portals, themes

# What the templates hold beside the story; each page is marked with those it has.
TEMPLATE_MARKS = (
    *OTHERS, "Terpopuler", "(rin/bag)", "SCROLL TO CONTINUE WITH CONTENT", "[Gambas:Video 20kabar]",
    "BERITA TERKAIT:", "Artikel Terkait", "Belum ada komentar", "Tags: Wonsan", "Baca artikel menarik lainnya:",
    "Kapal Samudra Jaya saat bersandar. (KCNA/Handout)", "Foto: Kapal Samudra Jaya (Dok. Pelabuhan)",
    "Warga di dermaga. Foto: Dok. Pelabuhan Wonsan", "Diposting oleh Admin",
    "Ikuti berita KabarUtara lainnya di Google News dan WhatsApp Channel", "Copyright © KabarUtara 2025",
)  # fmt: skip


class Page(Protocol):
    """A page with gold, whichever package of tests built it."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def paragraphs(self) -> tuple[str, ...]: ...
    @property
    def published(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def must_not(self) -> tuple[str, ...]: ...


def template_pages() -> Iterator[OwnPage]:
    for template in TEMPLATES:
        html = template()
        name = f"template-{template.__name__.replace('_', '-')}"
        yield OwnPage(
            name=name,
            url=f"https://www.kabarutara.id/dunia/{name}",
            html=html,
            title=TITLE,
            paragraphs=(DATELINE + LEAD, *BODY[1:]),
            published=PUBLISHED,
            authors=(AUTHOR,),
            must_not=tuple(mark for mark in TEMPLATE_MARKS if mark in html),
        )


def own_pages() -> list[Page]:
    """All that there are."""
    shapes = (shape() for module in (portals, networks, themes, broadcasters, oddities) for shape in module.PAGES)
    return [*template_pages(), *boilerplate_pages(), *dated_pages(), *shapes]


def write_folder(pages: Iterable[Page], folder: Path) -> None:
    """In the format that `warta bench score` reads; what else lies in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for page in pages:
        (folder / f"{page.name}.html").write_text(page.html, encoding="utf-8")
        (folder / f"{page.name}.gold.json").write_text(json.dumps(_gold(page), ensure_ascii=False), encoding="utf-8")
        rows.append(f"{page.name}.html\t{page.url}\n")
    (folder / "urls.tsv").write_text("".join(rows), encoding="utf-8")


def _gold(page: Page) -> dict[str, object]:
    return {
        "id": page.name,
        "title": page.title,
        "body": page.paragraphs,
        "published": page.published,
        "published_precision": "minute" if "T" in page.published else "day",
        "authors": page.authors,
        "must_not": page.must_not,
    }


if __name__ == "__main__":
    write_folder(own_pages(), Path(sys.argv[1]))
