"""What a page shows at a glance: bounded counts, the newest rows, and a source's days.

Nothing here reads a table from end to end, however long it has grown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import Date, Select, cast, func, select
from sqlalchemy.orm import Session

from monitor.alerts.alert import Delivery, DeliveryState
from monitor.statements.statement import Statement
from monitor.storage import outbox, statements
from monitor.storage.rows import batches, dialect_of
from monitor.storage.tables import ALERT, DELIVERY, ITEM, SHIFT, STATEMENT
from monitor.wording.shift import Level

MOST: Final = 1_000
"""How far rows are counted for a glance: `1,000` then means as many or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How much came in since a time, each up to MOST; `shifts` by level, without silenced ones."""

    items: int
    statements: int
    shifts: dict[Level, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert without its message, and where it stands with each receiver."""

    id: str
    shift: str
    subject: str
    created_at: datetime
    deliveries: tuple[Delivery, ...]

    def states(self) -> tuple[tuple[str, int], ...]:
        """Return the states that its deliveries are in, and how many are in each."""
        counted = Counter(delivery.state.value for delivery in self.deliveries)
        return tuple(sorted(counted.items()))


def moved(session: Session, since: datetime) -> Moved:
    """Return how much was stored since a time."""
    by_level = {
        level: _counted(
            session,
            select(SHIFT.c.id).where(
                SHIFT.c.level == level.value,
                SHIFT.c.created_at >= since,
                SHIFT.c.silenced.is_(None),
            ),
        )
        for level in Level
    }
    return Moved(
        items=_counted(session, select(ITEM.c.id).where(ITEM.c.first_seen_at >= since)),
        statements=_counted(session, select(STATEMENT.c.id).where(STATEMENT.c.day >= since.date())),
        shifts=by_level,
    )


def waiting(session: Session) -> dict[DeliveryState, int]:
    """Return how many deliveries stand in each state that is not `sent`, each up to MOST."""
    return {
        state: _counted(session, select(DELIVERY.c.number).where(DELIVERY.c.state == state.value))
        for state in DeliveryState
        if state is not DeliveryState.SENT
    }


def alerts(session: Session, *, limit: int) -> tuple[Told, ...]:
    """Return the latest alerts, newest first."""
    return _told(
        session, select(ALERT).order_by(ALERT.c.created_at.desc(), ALERT.c.id.desc()), limit
    )


def alerts_on(session: Session, shift: str, *, limit: int = 5) -> tuple[Told, ...]:
    """Return the alerts that are about a shift alone, newest first."""
    found = select(ALERT).where(ALERT.c.shift == shift).order_by(ALERT.c.created_at.desc())
    return _told(session, found, limit)


def variants(session: Session, one: Statement, *, limit: int) -> tuple[Statement, ...]:
    """Return other reports of the utterance that a statement reports, the best form first."""
    found = (
        select(STATEMENT)
        .where(STATEMENT.c.utterance == one.utterance, STATEMENT.c.id != one.id)
        .order_by(STATEMENT.c.tier, STATEMENT.c.day, STATEMENT.c.id)
        .limit(limit)
    )
    return tuple(statements.stored(row) for row in session.execute(found))


def per_day(session: Session, sources: Collection[str], since: date) -> dict[str, dict[date, int]]:
    """Return how many items each source had first on each day (UTC), from a day on."""
    day: Any = (
        func.date(ITEM.c.first_seen_at)
        if dialect_of(session) == "sqlite"
        else cast(func.timezone("UTC", ITEM.c.first_seen_at), Date)
    )
    start = datetime.combine(since, time(), tzinfo=UTC)
    counted: dict[str, dict[date, int]] = defaultdict(dict)
    for batch in batches(sources):
        found = (
            select(ITEM.c.source, day.label("day"), func.count().label("number"))
            .where(ITEM.c.source.in_(batch), ITEM.c.first_seen_at >= start)
            .group_by(ITEM.c.source, day)
        )
        for row in session.execute(found):
            told = row.day if isinstance(row.day, date) else date.fromisoformat(row.day)
            counted[row.source][told] = row.number
    return dict(counted)


def _counted(session: Session, found: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(found.limit(MOST).subquery())) or 0


def _told(session: Session, found: Select[Any], limit: int) -> tuple[Told, ...]:
    columns = (ALERT.c.id, ALERT.c.shift, ALERT.c.subject, ALERT.c.created_at)
    rows: Sequence[Any] = session.execute(found.with_only_columns(*columns).limit(limit)).all()
    sent = outbox.deliveries(session, [row.id for row in rows])
    return tuple(
        Told(
            id=row.id,
            shift=row.shift,
            subject=row.subject,
            created_at=row.created_at,
            deliveries=sent.get(row.id, ()),
        )
        for row in rows
    )
