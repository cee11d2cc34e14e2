"""Pages of a listing that stay in place while rows come in."""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, or_
from sqlalchemy.orm import Session

from monitor.errors import MonitorError
from monitor.storage.search import Hit

LARGEST = 500
_LEAST = 200
_BATCHES = 20


class ListingError(MonitorError):
    """A page was asked for in a way that cannot be answered: the asker's mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows ready for JSON, and the cursor of the page that follows (None on the last)."""

    rows: tuple[dict[str, object], ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Newest first by a time or a day, then by id; `read` makes that time of its ISO form."""

    at: ColumnElement[Any]
    id: ColumnElement[str]
    read: Callable[[str], date | datetime]


def page(
    session: Session,
    found: Select[Any],
    order: Order,
    *,
    cursor: str | None,
    limit: int,
    make: Callable[[list[Row[Any]]], tuple[dict[str, object], ...]],
) -> Page:
    """Return a page of up to `limit` rows (1 to 500) after the cursor.

    The cursor holds the last row's place in the order, so that a row that comes in meanwhile moves
    none. Raises ListingError on a cursor that is none, or a limit out of bounds.
    """
    if not 1 <= limit <= LARGEST:
        raise ListingError(f"a page has 1 to {LARGEST} rows, not {limit}")
    if cursor is not None:
        at, id_ = _decoded(cursor, order.read)
        # The first half alone is a range of an index, where a disjunction is none.
        found = found.where(order.at <= at, or_(order.at < at, order.id < id_))
    found = found.add_columns(order.at.label("page_at"), order.id.label("page_id"))
    found = found.order_by(order.at.desc(), order.id.desc()).limit(limit + 1)
    rows = list(session.execute(found))
    following = None
    if len(rows) > limit:
        rows.pop()
        following = _encoded(rows[-1].page_at, rows[-1].page_id)
    return Page(rows=make(rows), next_cursor=following)


def searched(
    hits: Callable[[int | None, int], tuple[Hit, ...]],
    rows: Callable[[Sequence[str]], Iterable[Row[Any]]],
    *,
    cursor: str | None,
    limit: int,
    make: Callable[[list[Row[Any]]], tuple[dict[str, object], ...]],
) -> Page:
    """Return a page of what a search finds, the last stored first.

    `hits` answers for a number to go on from and a count, `rows` gives those of some ids that also
    pass what the index does not know. Where many are found and few pass, a page may be short and
    still have a next one: no question takes longer than a few thousand rows.
    """
    if not 1 <= limit <= LARGEST:
        raise ListingError(f"a page has 1 to {LARGEST} rows, not {limit}")
    before = None if cursor is None else _number(cursor)
    kept: list[Row[Any]] = []
    following = None
    for _ in range(_BATCHES):
        batch = hits(before, max(limit + 1, _LEAST))
        passing = {row.id: row for row in rows([hit.id for hit in batch])}
        for hit in batch:
            if hit.id in passing:
                if len(kept) == limit:
                    return Page(rows=make(kept), next_cursor=following)
                kept.append(passing[hit.id])
            before = hit.number
            following = _numbered(hit.number)
        if len(batch) < max(limit + 1, _LEAST):
            return Page(rows=make(kept), next_cursor=None)
    return Page(rows=make(kept), next_cursor=following)


def _numbered(number: int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(number)).decode().rstrip("=")


def _number(cursor: str) -> int:
    number = _read(cursor)
    if not isinstance(number, int) or not 0 <= number < 2**62:
        raise _wrong(cursor)
    return number


def _read(cursor: str) -> Any:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError) as exc:
        raise _wrong(cursor) from exc


def _wrong(cursor: str) -> ListingError:
    return ListingError(
        f"not a cursor: {cursor:.80}", hint="Use `next_cursor` of the page before, unchanged."
    )


def _encoded(at: date | datetime, id_: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), id_])).decode().rstrip("=")


def _decoded(cursor: str, read: Callable[[str], date | datetime]) -> tuple[date | datetime, str]:
    try:
        at, id_ = _read(cursor)
        place = read(at)
    except (ValueError, TypeError) as exc:
        raise _wrong(cursor) from exc
    if not isinstance(id_, str) or (isinstance(place, datetime) and place.tzinfo is None):
        raise _wrong(cursor)
    return place, id_
