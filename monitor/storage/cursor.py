"""Pages of a listing that stay in place while rows come in."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, or_
from sqlalchemy.orm import Session

from monitor.errors import MonitorError

LARGEST = 500


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
        found = found.where(or_(order.at < at, and_(order.at == at, order.id < id_)))
    found = found.add_columns(order.at.label("page_at"), order.id.label("page_id"))
    found = found.order_by(order.at.desc(), order.id.desc()).limit(limit + 1)
    rows = list(session.execute(found))
    following = None
    if len(rows) > limit:
        rows.pop()
        following = _encoded(rows[-1].page_at, rows[-1].page_id)
    return Page(rows=make(rows), next_cursor=following)


def _encoded(at: date | datetime, id_: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), id_])).decode().rstrip("=")


def _decoded(cursor: str, read: Callable[[str], date | datetime]) -> tuple[date | datetime, str]:
    wrong = ListingError(
        f"not a cursor: {cursor:.80}", hint="Use `next_cursor` of the page before, unchanged."
    )
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, id_ = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        place = read(at)
    except (ValueError, TypeError) as exc:
        raise wrong from exc
    if not isinstance(id_, str) or (isinstance(place, datetime) and place.tzinfo is None):
        raise wrong
    return place, id_
