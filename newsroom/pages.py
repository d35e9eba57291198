"""HTML of an outlet's pages: each outlet has a template of its own."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from newsroom.dates import day_first, long_date, short_date, slashed_date
from newsroom.desk import Edition
from newsroom.outlets import Outlet
from newsroom.story import Kind

TEMPLATES = Path(__file__).parent / "templates"
PHOTOS = "/foto/"
HUGE_BYTES = 20 * 1024 * 1024
FILLER = "<p>Kronologi ini memuat setiap hari hubungan Rusia dan Korea Utara sejak 1948, satu per satu.</p>\n"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(long=long_date, short=short_date, slashed=slashed_date, day_first=day_first)
    environment.globals.update(utc=lambda at: at.astimezone(UTC))
    return environment


ENVIRONMENT = _environment()


def article_page(edition: Edition, outlet: Outlet, base: str) -> str:
    """The story in its outlet's clothes; the boilerplate around it differs from story to story and with each version."""
    story = edition.story
    turn = sum(map(ord, story.path)) + edition.number
    return ENVIRONMENT.get_template(f"{outlet.id}.html").render(
        outlet=outlet,
        story=story,
        base=base,
        url=base + story.path,
        title=edition.title,
        paragraphs=edition.paragraphs,
        dateline=outlet.dateline_of(story.place),
        published=edition.published,
        modified=edition.modified,
        related=_turned(outlet.headlines, turn),
        popular=_turned(outlet.popular, turn),
        photo=photo_path(story.path),
        code=end_code(story.authors),
        paywalled=story.kind is Kind.PAYWALLED,
    )


def home_page(editions: Iterable[Edition], outlet: Outlet) -> str:
    entries = [
        {"path": edition.story.path, "title": edition.title, "time": long_date(edition.published)}
        for edition in editions
    ]
    return ENVIRONMENT.get_template("indeks.html").render(heading="Terbaru", outlet=outlet, entries=entries)


def listing_page(edition: Edition, outlet: Outlet) -> str:
    """An index of headlines that a sitemap announces as if it were news."""
    entries = [{"path": "/", "title": headline, "time": ""} for headline in edition.paragraphs]
    return ENVIRONMENT.get_template("indeks.html").render(heading=edition.title, outlet=outlet, entries=entries)


def broken_page(edition: Edition) -> str:
    """A page whose server stopped in the middle of a tag, before any text."""
    return ENVIRONMENT.get_template("rusak.html").render(title=edition.title).rstrip()


def huge_page(edition: Edition) -> Iterable[bytes]:
    """Over HUGE_BYTES of HTML in chunks of some 100 KB."""
    yield f'<!DOCTYPE html><html lang="id"><head><title>{edition.title}</title></head><body>\n'.encode()
    chunk = (FILLER * 1000).encode()
    for _ in range(HUGE_BYTES // len(chunk) + 1):
        yield chunk
    yield b"</body></html>"


def photo_path(path: str) -> str:
    """The path of a story's photo, the same for the same story."""
    return f"{PHOTOS}{sum(map(ord, path))}.svg"


def photo(path: str) -> str:
    """A drawing in place of a press photo: a horizon whose colours follow from its path."""
    hue = sum(map(ord, path)) * 37 % 360
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320">'
        f'<rect width="640" height="320" fill="hsl({hue} 35% 78%)"/>'
        f'<circle cx="{120 + hue}" cy="120" r="46" fill="hsl({hue} 60% 92%)"/>'
        f'<path d="M0 230 L160 150 L300 225 L450 130 L640 235 V320 H0 Z" fill="hsl({hue} 30% 42%)"/></svg>'
    )


def end_code(authors: Sequence[str]) -> str:
    """The writers' code that closes a text: `rid/nur`."""
    names = " ".join(authors).lower().split() or ["redaksi"]
    return f"{names[0][:3]}/{names[-1][:3]}"


def _turned(lines: Sequence[str], turn: int) -> list[str]:
    at = turn % len(lines)
    return [*lines[at:], *lines[:at]]
