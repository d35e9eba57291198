"""Lists as JSON Lines and CSV, streamed page by page: the memory of one page, however long the list."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from serve.head import is_head
from stores.paging import Cursor

PAGE = 500
# Spreadsheets take a cell that begins so for a formula, and what is in it comes from the web.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


MEDIA_TYPES = {Format.JSONL: "application/x-ndjson", Format.CSV: "text/csv; charset=utf-8"}
Pages = Callable[[Cursor | None], tuple[list[dict[str, Any]], Cursor | None]]


def streamed(request: Request, pages: Pages, columns: Sequence[str], form: Format, start: Cursor | None) -> Response:
    """`pages` gives a page's items and the cursor of the next, by the cursor of the page before."""
    if is_head(request.scope):
        return Response(media_type=MEDIA_TYPES[form])
    first = pages(start)
    return StreamingResponse(written(first, pages, columns, form), media_type=MEDIA_TYPES[form])


def written(
    first: tuple[list[dict[str, Any]], Cursor | None], pages: Pages, columns: Sequence[str], form: Format
) -> Iterator[str]:
    """The first page is read before: what is wrong with the question is an answer of its own."""
    rows, after = first
    if form is Format.CSV:
        yield csv_lines([dict(zip(columns, columns, strict=True))], columns)
    write = csv_lines if form is Format.CSV else json_lines
    while True:
        if rows:
            yield write(rows, columns)
        if after is None:
            return
        rows, after = pages(after)


def json_lines(rows: Sequence[dict[str, Any]], _: Sequence[str]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def csv_lines(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([[cell(row[name]) for name in columns] for row in rows])
    return buffer.getvalue()


def cell(value: Any) -> str:
    """Lists are joined by a space and a bar, maps are JSON."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
