"""Wording shifts, silenced ones too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from monitor.storage.rows import add_new, batches
from monitor.storage.tables import SHIFT
from monitor.text.document import Span
from monitor.wording.shift import Change, Direction, Kind, Level, Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredShift:
    """A shift, the item it was found in, and when; `baseline` marks those never alerted."""

    shift: Shift
    item: str | None
    created_at: datetime
    baseline: bool


def put(
    session: Session, shift: Shift, *, item: str | None, now: datetime, baseline: bool = False
) -> bool:
    """Store a shift and return whether it was new; one that is stored stays as it is."""
    row = {**_values(shift), "item": item, "created_at": now, "baseline": baseline}
    return bool(add_new(session, SHIFT, [row], column="id"))


def get(session: Session, shift_id: str) -> StoredShift | None:
    """Return the shift, or None."""
    row = session.execute(select(SHIFT).where(SHIFT.c.id == shift_id)).first()
    return None if row is None else stored(row)


def get_many(session: Session, ids: Collection[str]) -> tuple[StoredShift, ...]:
    """Return the shifts in the order of their ids, without those that are not stored."""
    found = {}
    for batch in batches(ids):
        for row in session.execute(select(SHIFT).where(SHIFT.c.id.in_(batch))):
            found[row.id] = stored(row)
    return tuple(found[name] for name in dict.fromkeys(ids) if name in found)


def since(session: Session, at: datetime) -> tuple[str, ...]:
    """Return the ids of the shifts found since a time that were news, earliest first."""
    found = (
        select(SHIFT.c.id)
        .where(SHIFT.c.created_at >= at, SHIFT.c.baseline.is_(False))
        .order_by(SHIFT.c.created_at, SHIFT.c.id)
    )
    return tuple(session.execute(found).scalars())


def stored(row: Row[Any]) -> StoredShift:
    """Return the shift that a row of the table holds."""
    return StoredShift(
        shift=Shift(
            id=row.id,
            kinds=tuple(Kind(kind) for kind in row.kinds),
            body=row.body,
            topic=row.topic,
            statement=row.statement,
            against=tuple(row.against),
            before=row.before,
            after=row.after,
            changes=tuple(_change(*change) for change in row.changes),
            removed=tuple(row.removed),
            added=tuple(row.added),
            concepts_removed=tuple(row.concepts_removed),
            concepts_added=tuple(row.concepts_added),
            severity=row.severity,
            confidence=row.confidence,
            level=Level(row.level),
            direction=Direction(row.direction),
            provisional=row.provisional,
            silenced=row.silenced,
            rules=tuple(row.rules),
        ),
        item=row.item,
        created_at=row.created_at,
        baseline=row.baseline,
    )


def _change(old: int, old_end: int, new: int, new_end: int, noise: int) -> Change:
    return Change(
        before=Span(start=old, end=old_end), after=Span(start=new, end=new_end), noise=bool(noise)
    )


def _values(shift: Shift) -> dict[str, Any]:
    return {
        "id": shift.id,
        "body": shift.body,
        "topic": shift.topic,
        "statement": shift.statement,
        "kinds": [kind.value for kind in shift.kinds],
        "against": list(shift.against),
        "before": shift.before,
        "after": shift.after,
        "changes": [
            [
                change.before.start,
                change.before.end,
                change.after.start,
                change.after.end,
                int(change.noise),
            ]
            for change in shift.changes
        ],
        "removed": list(shift.removed),
        "added": list(shift.added),
        "concepts_removed": list(shift.concepts_removed),
        "concepts_added": list(shift.concepts_added),
        "severity": shift.severity,
        "confidence": shift.confidence,
        "level": shift.level.value,
        "direction": shift.direction.value,
        "provisional": shift.provisional,
        "silenced": shift.silenced,
        "rules": list(shift.rules),
    }
