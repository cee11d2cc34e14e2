"""How much is stored, and how much waits to be sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from monitor.alerts.alert import DeliveryState
from monitor.storage import outbox
from monitor.storage.tables import ITEM, SHIFT, STATEMENT, TALLY
from monitor.wording.shift import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Numbers of rows at one moment.

    `shifts` counts by level and whether a rule silenced them, `deliveries` by receiver and state.
    `waiting_since` is when the oldest alert was made that some receiver still lacks.
    """

    items: int
    statements: int
    shifts: dict[tuple[Level, bool], int]
    outbox: dict[DeliveryState, int]
    deliveries: dict[str, dict[DeliveryState, int]]
    waiting_since: datetime | None


def totals(session: Session) -> Totals:
    """Return the numbers of rows as the session sees them."""
    silenced = SHIFT.c.silenced.is_not(None)
    shifts = session.execute(
        select(SHIFT.c.level, silenced, func.count()).group_by(SHIFT.c.level, silenced)
    )
    rows = {row.name: row.number for row in session.execute(select(TALLY))}
    return Totals(
        items=rows[ITEM.name],
        statements=rows[STATEMENT.name],
        shifts={(Level(level), bool(held)): number for level, held, number in shifts},
        outbox=outbox.counts(session),
        deliveries=outbox.counts_by_receiver(session),
        waiting_since=outbox.oldest_waiting(session),
    )
