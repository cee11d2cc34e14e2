"""What is thrown away when it is old enough; statements and shifts never are.

Everything goes in small batches, each a transaction of its own, so that no visit waits for long.
What statements, shifts or a live feed rest on stays, however old it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from monitor.alerts.alert import DeliveryState
from monitor.storage.rows import BATCH
from monitor.storage.tables import (
    ALERT,
    ALIAS,
    DELIVERY,
    ENTRY,
    ITEM,
    REVISION,
    SHIFT,
    STATEMENT,
    VERDICT,
)

_UNDER_WAY: Final = tuple(
    state.value for state in (DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.LEASED)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long each kind is kept; None keeps it for good.

    `entries` counts from when the feed first came without the entry, `items` from an item's latest
    text, `revisions` from when the text was replaced by another, `alerts` from when it was made.
    """

    entries: timedelta | None = None
    items: timedelta | None = None
    revisions: timedelta | None = None
    alerts: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    table: Table
    old: Callable[[datetime], ColumnElement[bool]]


def _entries(before: datetime) -> ColumnElement[bool]:
    return ENTRY.c.missing_since < before


def _items(before: datetime) -> ColumnElement[bool]:
    rests = (
        exists().where(STATEMENT.c.item == ITEM.c.id),
        exists().where(SHIFT.c.item == ITEM.c.id),
        # Its entry still stands in the feed: without the item a change of it would be news.
        exists().where(ENTRY.c.item == ITEM.c.id, ENTRY.c.missing_since.is_(None)),
    )
    return and_(ITEM.c.updated_at < before, ~or_(*rests))


def _revisions(before: datetime) -> ColumnElement[bool]:
    # The one before the current is kept: a page that is changed back is told as that.
    later = REVISION.alias("later")
    current = select(ITEM.c.revision).where(ITEM.c.id == REVISION.c.item).scalar_subquery()
    replaced = exists().where(
        later.c.item == REVISION.c.item,
        later.c.number == REVISION.c.number + 1,
        later.c.seen_at < before,
    )
    return and_(REVISION.c.number < current - 1, replaced)


def _alerts(before: datetime) -> ColumnElement[bool]:
    # What a reader judged stays: the verdicts on rules are counted through it.
    keeps = (
        exists().where(DELIVERY.c.alert == ALERT.c.id, DELIVERY.c.state.in_(_UNDER_WAY)),
        exists().where(VERDICT.c.alert == ALERT.c.id),
    )
    return and_(ALERT.c.created_at < before, ~or_(*keeps))


_KINDS: Final[Mapping[str, _Kind]] = MappingProxyType(
    {
        "entries": _Kind(table=ENTRY, old=_entries),
        "items": _Kind(table=ITEM, old=_items),
        "revisions": _Kind(table=REVISION, old=_revisions),
        "alerts": _Kind(table=ALERT, old=_alerts),
    }
)
KINDS: Final = tuple(_KINDS)


def count(session: Session, retention: Retention, now: datetime) -> dict[str, int]:
    """Return how many rows of each kind that has an age are older than that and may go."""
    return {
        name: session.scalar(select(func.count()).select_from(kind.table).where(kind.old(before)))
        or 0
        for name, kind, before in _aged(retention, now)
    }


def prune(session: Session, retention: Retention, now: datetime) -> dict[str, int]:
    """Throw one batch of each kind away; return how many rows went, all 0 when it is done."""
    gone: dict[str, int] = {}
    for name, kind, before in _aged(retention, now):
        keys = kind.table.primary_key.columns
        found = session.execute(select(*keys).where(kind.old(before)).limit(BATCH)).all()
        gone[name] = len(found)
        if not found:
            continue
        session.execute(delete(kind.table).where(_is_one_of(kind.table, found)))
        if name in ("entries", "items"):
            _forget_aliases(session, [row[0] for row in found])
    return gone


def _aged(retention: Retention, now: datetime) -> list[tuple[str, _Kind, datetime]]:
    ages: dict[str, timedelta | None] = {name: getattr(retention, name) for name in _KINDS}
    return [(name, _KINDS[name], now - age) for name, age in ages.items() if age is not None]


def _is_one_of(table: Table, rows: Any) -> ColumnElement[bool]:
    keys = list(table.primary_key.columns)
    if len(keys) == 1:
        return keys[0].in_([row[0] for row in rows])
    return tuple_(*keys).in_([tuple(row) for row in rows])


def _forget_aliases(session: Session, gone: list[str]) -> None:
    """Delete the aliases that lead to nothing any more: an entry and its item share theirs."""
    session.execute(
        delete(ALIAS).where(
            ALIAS.c.target.in_(gone),
            ~exists().where(ENTRY.c.id == ALIAS.c.target),
            ~exists().where(ITEM.c.id == ALIAS.c.target),
        )
    )
