"""What the API and the commands list: pages of objects ready for JSON, newest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from monitor.alerts.alert import DeliveryState
from monitor.storage import items as items_
from monitor.storage import outbox, search
from monitor.storage import shifts as shifts_
from monitor.storage import sources as sources_
from monitor.storage import statements as statements_
from monitor.storage.contract import (
    alert_json,
    item_json,
    moment,
    shift_json,
    source_json,
    statement_json,
)
from monitor.storage.cursor import ListingError, Order, Page, page, searched
from monitor.storage.originals import misquotes
from monitor.storage.rows import batches
from monitor.storage.search import Kind
from monitor.storage.tables import (
    ALERT,
    DELIVERY,
    ITEM,
    ITEM_TOPIC,
    SHIFT,
    SOURCE,
    STATEMENT,
    STATEMENT_TOPIC,
)

__all__ = [
    "Filters",
    "ListingError",
    "Page",
    "alerts",
    "items",
    "shift_ids",
    "shifts",
    "sources",
    "statements",
    "totals",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to list; None and the defaults keep everything, and a filter that makes no sense for a
    listing is passed over.

    `since` compares the day of speech for statements, the time of finding for all others; a date
    means its start in UTC. `q` is found in titles, passages, speakers and subjects, in any script:
    of items, statements and shifts by the full text, words by their beginning and the last stored
    first; elsewhere as it stands, without regard to the case of ASCII letters. `level`, `kind` and
    `include_silenced` concern shifts and their alerts, `state` and `receiver` the deliveries of
    alerts, `state` also sources.
    """

    topic: str | None = None
    body: str | None = None
    since: datetime | date | None = None
    q: str | None = None
    source: str | None = None
    level: str | None = None
    kind: str | None = None
    include_silenced: bool = True
    state: str | None = None
    receiver: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.since, datetime) and self.since.utcoffset() is None:
            raise ValueError("since is naive")


NO_FILTERS = Filters()
_FACETS = {
    Kind.ITEM: ("topic", "source"),
    Kind.STATEMENT: ("topic", "source", "body"),
    Kind.SHIFT: ("topic", "source", "body", "level", "kind"),
}
_SELDOM = 1_000
"""Statements of a body: from so many on it is met on the way; 30 to 60 ms on a million items."""
_FOUND = Order(at=SHIFT.c.created_at, id=SHIFT.c.id, read=datetime.fromisoformat)


def items(
    session: Session, filters: Filters = NO_FILTERS, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Return a page of items, those first seen latest first, without their texts."""
    found = items_.query()
    order = Order(at=ITEM.c.first_seen_at, id=ITEM.c.id, read=datetime.fromisoformat)
    if filters.topic is not None:
        found = found.join(ITEM_TOPIC, ITEM_TOPIC.c.item == ITEM.c.id)
        found = found.where(ITEM_TOPIC.c.topic == filters.topic)
        order = replace(order, at=ITEM_TOPIC.c.first_seen_at, id=ITEM_TOPIC.c.item)
    if filters.body is not None:
        found = found.where(_speaks_in(session, filters.body))
    if filters.source is not None:
        found = found.where(ITEM.c.source == filters.source)
    if filters.since is not None:
        found = found.where(order.at >= _start(filters.since))
    if filters.q:
        return _searched(session, Kind.ITEM, ITEM.c.id, found, filters, cursor, limit, _item_rows)
    return page(session, found, order, cursor=cursor, limit=limit, make=_item_rows)


def statements(
    session: Session, filters: Filters = NO_FILTERS, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Return a page of statements, those said latest first, superseded ones too."""
    found = select(STATEMENT)
    order = Order(at=STATEMENT.c.day, id=STATEMENT.c.id, read=date.fromisoformat)
    body = STATEMENT.c.body
    if filters.topic is not None:
        # In the order of the topic's own index: to walk all statements for a rare topic takes long.
        on = STATEMENT_TOPIC.c
        found = found.join(STATEMENT_TOPIC, on.statement == STATEMENT.c.id)
        found = found.where(on.topic == filters.topic)
        order, body = replace(order, at=on.day, id=on.statement), on.body
    if filters.body is not None:
        found = found.where(body == filters.body)
    if filters.source is not None:
        found = found.where(STATEMENT.c.source == filters.source)
    if filters.since is not None:
        found = found.where(order.at >= _start(filters.since).date())
    if filters.q:
        make = partial(_statement_rows, session)
        return _searched(
            session, Kind.STATEMENT, STATEMENT.c.id, found, filters, cursor, limit, make
        )
    make = partial(_statement_rows, session)
    return page(session, found, order, cursor=cursor, limit=limit, make=make)


def shifts(
    session: Session, filters: Filters = NO_FILTERS, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Return a page of shifts, those found latest first, with who said it, when and where."""
    found = _shifts(
        filters,
        SHIFT,
        func.coalesce(STATEMENT.c.url, ITEM.c.url).label("item_url"),
        ITEM.c.title.label("item_title"),
        func.coalesce(STATEMENT.c.source, ITEM.c.source).label("item_source"),
        STATEMENT.c.speaker,
        STATEMENT.c.said_day,
        STATEMENT.c.mode,
        STATEMENT.c.tier,
        func.coalesce(STATEMENT.c.language, ITEM.c.language).label("in_language"),
    )
    return _paged(session, found, filters, cursor, limit, _shift_rows)


def shift_ids(
    session: Session, filters: Filters = NO_FILTERS, *, cursor: str | None = None, limit: int = 50
) -> tuple[tuple[str, ...], str | None]:
    """Return the ids of the same shifts in the same order, and the cursor of the next page."""
    found = _shifts(filters, SHIFT.c.id)

    def ids(rows: list[Row[Any]]) -> tuple[dict[str, object], ...]:
        return tuple({"id": row.id} for row in rows)

    listed = _paged(session, found, filters, cursor, limit, ids)
    return tuple(str(row["id"]) for row in listed.rows), listed.next_cursor


def alerts(
    session: Session, filters: Filters = NO_FILTERS, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Return a page of alerts, latest first, each with its deliveries."""
    joined = ALERT.outerjoin(SHIFT, SHIFT.c.id == ALERT.c.shift)
    found = _about_shift(
        select(ALERT, SHIFT.c.body, SHIFT.c.topic, SHIFT.c.level).select_from(_with_origin(joined)),
        filters,
    )
    if filters.since is not None:
        found = found.where(ALERT.c.created_at >= _start(filters.since))
    if filters.q:
        found = found.where(_has(filters.q, ALERT.c.subject, ALERT.c.text))
    chosen = [DELIVERY.c.alert == ALERT.c.id]
    if filters.state is not None:
        chosen.append(DELIVERY.c.state == filters.state)
    if filters.receiver is not None:
        chosen.append(DELIVERY.c.receiver == filters.receiver)
    if len(chosen) > 1:
        found = found.where(exists().where(*chosen))
    order = Order(at=ALERT.c.created_at, id=ALERT.c.id, read=datetime.fromisoformat)

    def made(rows: list[Row[Any]]) -> tuple[dict[str, object], ...]:
        sent = outbox.deliveries(session, [row.id for row in rows])
        return tuple(
            {
                **alert_json(outbox.alert_of(row), sent.get(row.id, ())),
                "body": row.body,
                "topic": row.topic,
                "level": row.level,
            }
            for row in rows
        )

    return page(session, found, order, cursor=cursor, limit=limit, make=made)


def sources(
    session: Session, filters: Filters = NO_FILTERS, *, cursor: str | None = None, limit: int = 50
) -> Page:
    """Return a page of the sources that were ever visited, those visited latest first."""
    at = func.coalesce(SOURCE.c.last_visit_at, sources_.EPOCH)
    found = select(SOURCE)
    if filters.source is not None:
        found = found.where(SOURCE.c.id == filters.source)
    if filters.state is not None:
        found = found.where(SOURCE.c.state == filters.state)
    if filters.since is not None:
        found = found.where(SOURCE.c.last_visit_at >= _start(filters.since))
    if filters.q:
        found = found.where(_has(filters.q, SOURCE.c.id, SOURCE.c.url))
    order = Order(at=at, id=SOURCE.c.id, read=datetime.fromisoformat)
    return page(session, found, order, cursor=cursor, limit=limit, make=_source_rows)


def totals(session: Session) -> dict[str, Any]:
    """Return how many rows there are: items, statements, shifts, shifts_by_level, deliveries."""
    counted: dict[str, Any] = {
        table.name + "s": session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (ITEM, STATEMENT, SHIFT)
    }
    levels = select(SHIFT.c.level, func.count()).group_by(SHIFT.c.level).order_by(SHIFT.c.level)
    counted["shifts_by_level"] = dict(session.execute(levels).all())
    states = outbox.counts(session)
    counted["deliveries"] = {state.value: states[state] for state in DeliveryState}
    return counted


def _speaks_in(session: Session, body: str) -> ColumnElement[bool]:
    """Return that a body speaks in an item, in the form that is quick for so many statements.

    The items of a body that seldom speaks are looked up, those of one that often does are met soon
    on the way through all: each way takes a second where it is the wrong one.
    """
    said = select(STATEMENT.c.item).where(STATEMENT.c.body == body)
    some = said.limit(_SELDOM).subquery()
    if session.execute(select(func.count()).select_from(some)).scalar_one() < _SELDOM:
        return ITEM.c.id.in_(said)
    return exists().where(STATEMENT.c.item == ITEM.c.id, STATEMENT.c.body == body)


def _searched(
    session: Session,
    kind: Kind,
    id_: ColumnElement[str],
    found: Select[Any],
    filters: Filters,
    cursor: str | None,
    limit: int,
    make: Callable[[list[Row[Any]]], tuple[dict[str, object], ...]],
) -> Page:
    asked = search.terms(filters.q or "")
    if filters.q and not asked:
        return Page(rows=(), next_cursor=None)
    known = {name: getattr(filters, name) for name in _FACETS[kind]}
    facets = {name: str(value) for name, value in known.items() if value is not None}

    def hits(before: int | None, count: int) -> tuple[search.Hit, ...]:
        return search.search(session, kind, asked, facets, before=before, limit=count)

    def rows(ids: Sequence[str]) -> list[Row[Any]]:
        return [
            row for batch in batches(ids) for row in session.execute(found.where(id_.in_(batch)))
        ]

    return searched(hits, rows, cursor=cursor, limit=limit, make=make)


def _shifts(filters: Filters, *columns: Any) -> Select[Any]:
    found = _about_shift(select(*columns).select_from(_with_origin(SHIFT)), filters)
    if filters.since is not None:
        found = found.where(SHIFT.c.created_at >= _start(filters.since))
    return found


def _paged(
    session: Session,
    found: Select[Any],
    filters: Filters,
    cursor: str | None,
    limit: int,
    make: Callable[[list[Row[Any]]], tuple[dict[str, object], ...]],
) -> Page:
    # A shift has many kinds, and where it was found stands in two tables: by either, the full text
    # is quicker than looking through all of them.
    if filters.q or filters.source is not None or filters.kind is not None:
        return _searched(session, Kind.SHIFT, SHIFT.c.id, found, filters, cursor, limit, make)
    return page(session, found, _FOUND, cursor=cursor, limit=limit, make=make)


def _with_origin(joined: Any) -> Any:
    said = STATEMENT.c.id == SHIFT.c.statement
    return joined.outerjoin(STATEMENT, said).outerjoin(ITEM, ITEM.c.id == SHIFT.c.item)


def _about_shift(found: Select[Any], filters: Filters) -> Select[Any]:
    for column, value in (
        (SHIFT.c.topic, filters.topic),
        (SHIFT.c.body, filters.body),
        (SHIFT.c.level, filters.level),
        (func.coalesce(STATEMENT.c.source, ITEM.c.source), filters.source),
    ):
        if value is not None:
            found = found.where(column == value)
    if filters.kind is not None:
        kinds = SHIFT.c.kinds.cast(String)
        found = found.where(kinds.contains(f'"{filters.kind}"', autoescape=True))
    if not filters.include_silenced:
        found = found.where(SHIFT.c.silenced.is_(None))
    return found


def _start(since: date) -> datetime:
    return since if isinstance(since, datetime) else datetime.combine(since, time(), tzinfo=UTC)


def _has(q: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    words = q.split()
    return and_(
        *(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words)
    )


def _item_rows(rows: list[Row[Any]]) -> tuple[dict[str, object], ...]:
    return tuple(item_json(items_.stored(row)) for row in rows)


def _statement_rows(session: Session, rows: list[Row[Any]]) -> tuple[dict[str, object], ...]:
    said = [statements_.stored(row) for row in rows]
    otherwise = misquotes(session, said)
    return tuple(
        {
            **statement_json(one, otherwise=otherwise.get(one.id, ())),
            "item": row.item,
            "created_at": moment(row.created_at),
            "superseded_at": moment(row.superseded_at),
            "baseline": row.baseline,
            "seed": row.seed,
        }
        for one, row in zip(said, rows, strict=True)
    )


def _shift_rows(rows: list[Row[Any]]) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            **shift_json(shifts_.stored(row).shift, created_at=row.created_at),
            "item": row.item,
            "url": row.item_url,
            "title": row.item_title,
            "source": row.item_source,
            "speaker": row.speaker,
            "said_on": row.said_day and row.said_day.isoformat(),
            "mode": row.mode,
            "tier": row.tier,
            "language": row.in_language,
            "baseline": row.baseline,
        }
        for row in rows
    )


def _source_rows(rows: list[Row[Any]]) -> tuple[dict[str, object], ...]:
    return tuple(source_json(sources_.stored(row)) for row in rows)
