"""Times in which a source was not heard, or not as it should be: what was not covered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session

from monitor.storage.tables import GAP

MISSED = "missed"
"""Between two good visits a feed went through more entries than it holds: some were never seen."""
OUTAGE = "outage"
"""No source could be reached, so that the network at our end was down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One time that was not covered, of a source or (`source` None) of all of them.

    `state` is the source's, MISSED or OUTAGE. `since` is when it was last heard as it should be,
    `noted_at` when that was first found to be over, `entered_at` when `state` was, and `visits`
    how many have found it since. `told` is the state that a notice told of, `ok` after the
    recovery was told, None before any. `until` is None while it lasts.
    """

    number: int | None = None
    source: str | None
    state: str
    since: datetime
    noted_at: datetime
    entered_at: datetime
    visits: int = 1
    problem: str = ""
    told: str | None = None
    until: datetime | None = None


def lasting(session: Session, sources: Collection[str] | None = None) -> tuple[Gap, ...]:
    """Return the gaps that last, of all or of some sources, in the order in which they began."""
    found = select(GAP).where(GAP.c.until.is_(None))
    if sources is not None:
        found = found.where(GAP.c.source.in_(sources))
    return _gaps(session, found)


def untold(session: Session) -> tuple[Gap, ...]:
    """Return the gaps that are over and whose end, or which themselves, no notice has told yet.

    A gap that ended before it was told stays so, unless something was missed in it for good.
    """
    over = select(GAP).where(GAP.c.until.is_not(None))
    news = or_(
        GAP.c.told.is_(None) & (GAP.c.state == MISSED),
        GAP.c.told.is_not(None) & GAP.c.told.not_in(("ok", MISSED)),
    )
    return _gaps(session, over.where(news))


def since(session: Session, moment: datetime) -> tuple[Gap, ...]:
    """Return the gaps that last or ended at a moment or later, in the order in which they began."""
    return _gaps(session, select(GAP).where(or_(GAP.c.until.is_(None), GAP.c.until >= moment)))


def latest(session: Session, source: str | None, state: str) -> Gap | None:
    """Return the gap of a source and state that began last, over or not; None where none did."""
    of = GAP.c.source.is_(None) if source is None else GAP.c.source == source
    found = select(GAP).where(of, GAP.c.state == state).order_by(GAP.c.number.desc()).limit(1)
    row = session.execute(found).first()
    return None if row is None else _gap(row)


def save(session: Session, gap: Gap) -> None:
    """Store a gap: as a new one, or in place of what its number was."""
    values = {
        "source": gap.source,
        "state": gap.state,
        "since": gap.since,
        "noted_at": gap.noted_at,
        "entered_at": gap.entered_at,
        "visits": gap.visits,
        "problem": gap.problem,
        "told": gap.told,
        "until": gap.until,
    }
    if gap.number is None:
        session.execute(GAP.insert().values(values))
    else:
        session.execute(update(GAP).where(GAP.c.number == gap.number).values(values))


def _gaps(session: Session, found: Any) -> tuple[Gap, ...]:
    return tuple(_gap(row) for row in session.execute(found.order_by(GAP.c.number)))


def _gap(row: Row[Any]) -> Gap:
    return Gap(
        number=row.number,
        source=row.source,
        state=row.state,
        since=row.since,
        noted_at=row.noted_at,
        entered_at=row.entered_at,
        visits=row.visits,
        problem=row.problem,
        told=row.told,
        until=row.until,
    )
