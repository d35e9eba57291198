"""Reads a folder of saved pages with their `urls.tsv` (`file<TAB>url`) into Page records."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.imports.problem import ImportProblem
from ingest.imports.source_id import source_id
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Reason
from schemas.outlet import Outlet
from schemas.page import Page

INDEX = "urls.tsv"
MAX_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class SavedPage:
    """A page and the name of the file it was read from."""

    file: str
    page: Page


def read_saved_pages(
    directory: Path, *, outlets: Sequence[Outlet], fetched_at: datetime
) -> Iterator[SavedPage | ImportProblem]:
    """In the order of the index; then a Problem for each `*.html` that no row names.

    The slot is the digest of the body: the same folder read twice gives pages of the same ids.
    """
    try:
        lines = (directory / INDEX).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        yield ImportProblem(INDEX, Reason.FILE_MISSING, f"{directory / INDEX}: {error.strerror}")
        return
    named: set[str] = set()
    for number, line in enumerate(lines, start=1):
        name, _, rest = line.partition("\t")
        url = rest.partition("\t")[0].strip()
        if not name.strip() or name.startswith("#") or (number == 1 and (name, url) == ("file", "url")):
            continue
        named.add(name)
        yield _read_page(directory, name, url, outlets, fetched_at)
    for path in sorted(directory.glob("*.html")):
        if path.name not in named:
            yield ImportProblem(path.name, Reason.BAD_URL, f"no row in {INDEX} gives its address")


def _read_page(
    directory: Path, name: str, url: str, outlets: Sequence[Outlet], fetched_at: datetime
) -> SavedPage | ImportProblem:
    path = directory / name
    if Path(name).name != name:
        return ImportProblem(name, Reason.FILE_MISSING, "names a file outside the folder")
    try:
        key = url_key(url)
        size = path.stat().st_size
        body = path.read_bytes() if size <= MAX_BYTES else b""
    except BadUrlError as error:
        return ImportProblem(name, Reason.BAD_URL, str(error))
    except (OSError, ValueError) as error:
        # ValueError: a name with a NUL in it.
        return ImportProblem(name, Reason.FILE_MISSING, getattr(error, "strerror", None) or str(error))
    if size > MAX_BYTES:
        return ImportProblem(name, Reason.TOO_LARGE, f"{size} bytes, the limit is {MAX_BYTES}")
    if not body.strip():
        return ImportProblem(name, Reason.EMPTY_BODY, "nothing in it")
    slot = hashlib.blake2b(body, digest_size=16).hexdigest()
    page = Page(
        url=url,
        final_url=url,
        url_key=key,
        slot=slot,
        source=source_id(url, outlets),
        requested=True,
        fetched_at=fetched_at,
        body=body,
    )
    return SavedPage(name, page)
