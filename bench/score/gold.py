"""Pages with gold answers: a folder of `<id>.html`, `<id>.gold.json` and `urls.tsv`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import UsageError

INDEX = "urls.tsv"
SUFFIX = ".gold.json"


class Gold(BaseModel):
    """What a reader found on a page. An empty title or date, and `authors` of None, are not judged.

    `optional` lines neither help nor hurt; `must_not` are strings that must not survive. `published` is ISO 8601.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    body: tuple[str, ...]
    site: str = ""
    title: str = ""
    published: str = ""
    published_precision: str = ""
    authors: tuple[str, ...] | None = None
    authors_acceptable: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoldPage:
    """A saved page beside its gold."""

    url: str
    html: bytes
    gold: Gold


def read_pages(folder: Path) -> Sequence[GoldPage]:
    """Every page of the folder that has gold, by id. Raises UsageError naming the file that is missing or broken."""
    try:
        rows = [line.split("\t") for line in (folder / INDEX).read_text("utf-8").splitlines() if "\t" in line]
        urls = {row[0]: row[1].strip() for row in rows}
        pages = [_read_page(path, urls) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    except OSError as error:
        raise UsageError(f"cannot read {error.filename}: {error.strerror}") from error
    if not pages:
        raise UsageError(f"no *{SUFFIX} in {folder}")
    return pages


def _read_page(path: Path, urls: dict[str, str]) -> GoldPage:
    html = path.with_name(path.name.removesuffix(SUFFIX) + ".html")
    if html.name not in urls:
        raise UsageError(f"{path.parent / INDEX} has no address for {html.name}")
    try:
        gold = Gold.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{path}: {'.'.join(map(str, first['loc']))} {first['msg']}") from error
    return GoldPage(urls[html.name], html.read_bytes(), gold)
