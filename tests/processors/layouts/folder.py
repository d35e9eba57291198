"""Writes generated pages with their gold as a folder: `NAME.html`, `NAME.gold.json` and `urls.tsv`."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.processors.layouts.laid_out import LaidOut


def write_folder(pages: Sequence[LaidOut], folder: Path) -> None:
    """In the format that `warta bench score` reads; what else lies in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / f"{page.name}.html").write_text(page.html, encoding="utf-8")
        (folder / f"{page.name}.gold.json").write_text(json.dumps(gold(page), ensure_ascii=False), encoding="utf-8")
    rows = "".join(f"{page.name}.html\t{page.url}\n" for page in pages)
    (folder / "urls.tsv").write_text(rows, encoding="utf-8")


def gold(page: LaidOut) -> dict[str, object]:
    return {
        "id": page.name,
        "site": "layouts",
        "title": page.title,
        "published": page.published,
        "published_precision": "minute",
        "authors": page.authors,
        "body": page.paragraphs,
        "optional": page.optional,
        "must_not": page.must_not,
        "note": "; ".join(f"{dimension} {kind}" for dimension, kind in page.kinds.items()),
    }
