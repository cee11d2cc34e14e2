"""What a list shows, to take away: CSV for a spreadsheet, JSON lines for a program."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from monitor.storage import listing
from monitor.storage.cursor import LARGEST
from monitor.storage.listing import Page
from monitor.web import shapes
from monitor.web.asked import Asked
from monitor.web.served import Served

MOST_EXPORTED = 10_000
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a cell may begin with that a spreadsheet takes for a formula (CWE-1236, OWASP)."""

Listing = Callable[..., Page]
Row = dict[str, object]


class AskedOfExport(Asked):
    """The same parameters as of the list, and more rows."""

    limit: int = Field(default=50, ge=1, le=MOST_EXPORTED)


def router(served: Served) -> APIRouter:
    """Return the routes of the exports: `/items.csv`, `/items.jsonl` and so on."""
    routes = APIRouter(tags=["exports"])
    for name, rows, shape in (
        ("items", listing.items, shapes.Item),
        ("statements", listing.statements, shapes.Statement),
        ("shifts", listing.shifts, shapes.Shift),
    ):
        _add(routes, served, name, rows, tuple(shape.model_fields))
    return routes


def _add(
    routes: APIRouter, served: Served, name: str, rows: Listing, columns: Sequence[str]
) -> None:
    @routes.get(
        f"/{name}.csv",
        name=f"{name}.csv",
        summary=f"{name.capitalize()} as CSV",
        response_class=Response,
        responses=shapes.document("text/csv", asked=True),
    )
    def as_csv(asked: Annotated[AskedOfExport, Query()]) -> Response:
        table = _csv(columns, _rows(served, rows, asked))
        return _sent(table, f"{name}.csv", "text/csv; charset=utf-8")

    @routes.get(
        f"/{name}.jsonl",
        name=f"{name}.jsonl",
        summary=f"{name.capitalize()} as JSON lines",
        response_class=Response,
        responses=shapes.document("application/jsonl", asked=True),
    )
    def as_lines(asked: Annotated[AskedOfExport, Query()]) -> Response:
        lines = (orjson.dumps(row) + b"\n" for row in _rows(served, rows, asked))
        return _sent(lines, f"{name}.jsonl", "application/jsonl; charset=utf-8")


def _sent(chunks: Iterator[bytes], filename: str, media_type: str) -> Response:
    # The first rows are read here: what cannot be asked is an error, and no half of a file.
    first = next(chunks, b"")

    def whole() -> Iterator[bytes]:
        yield first
        yield from chunks

    return StreamingResponse(
        whole(),
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="{filename}"'},
    )


def _rows(served: Served, rows: Listing, asked: AskedOfExport) -> Iterator[Row]:
    cursor, left = asked.cursor, asked.limit
    while left:
        # A transaction for each page: a reader who takes his time holds up no checkpoint.
        with served.database.read() as session:
            page = rows(session, asked.filters(), cursor=cursor, limit=min(left, LARGEST))
        yield from page.rows
        left -= len(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            return


def _csv(columns: Sequence[str], rows: Iterator[Row]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # Spreadsheets read UTF-8 only behind a byte order mark.
    buffer.write("\ufeff")
    # A file without rows names its columns too: who reads it by name finds them each day.
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode("utf-8")


def cell(value: object) -> object:
    """Return a value as a cell that no spreadsheet runs as a formula; lists are joined with `; `.

    Text that begins like a formula gets an apostrophe before it. Numbers stay numbers.
    """
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else value
    if isinstance(value, list):
        plain = all(isinstance(each, str) for each in value)
        value = "; ".join(value) if plain else orjson.dumps(value).decode()
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
