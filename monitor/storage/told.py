"""Who is told of which shift, alone or with a digest; written with the shift itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from monitor.alerts.digest import Reason
from monitor.storage.rows import add_new
from monitor.storage.tables import TOLD

ALONE = "alone"
"""The reason of a shift that is a message of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The shifts that one subscriber's next digest is made of, in the order they came."""

    subscriber: str
    due_at: datetime
    reason: Reason
    shifts: tuple[str, ...]


def alone(
    session: Session, subscriber: str, shift: str, *, rule: int, alert: str, now: datetime
) -> bool:
    """Set down that a subscriber is told of a shift at once; return whether that is news."""
    row = {
        "subscriber": subscriber,
        "shift": shift,
        "rule": rule,
        "reason": ALONE,
        "told_at": now,
        "digest_at": None,
        "alert": alert,
    }
    return bool(add_new(session, TOLD, [row], column="shift"))


def later(
    session: Session,
    subscriber: str,
    shift: str,
    *,
    rule: int,
    reason: Reason,
    digest_at: datetime,
    now: datetime,
) -> bool:
    """Set down that a subscriber is told of a shift with a digest; return whether that is news."""
    row = {
        "subscriber": subscriber,
        "shift": shift,
        "rule": rule,
        "reason": reason.value,
        "told_at": now,
        "digest_at": digest_at,
        "alert": None,
    }
    return bool(add_new(session, TOLD, [row], column="shift"))


def sent_alone(session: Session, subscriber: str, since: datetime) -> tuple[datetime, ...]:
    """Return when the subscriber was told of shifts one by one since a time, earliest first."""
    found = (
        select(TOLD.c.told_at)
        .where(TOLD.c.subscriber == subscriber, TOLD.c.told_at > since, TOLD.c.digest_at.is_(None))
        .order_by(TOLD.c.told_at)
    )
    return tuple(session.execute(found).scalars())


def held_until(session: Session, subscriber: str) -> datetime | None:
    """Return when a digest that holds what was too much at once is due, None without one."""
    found = select(func.min(TOLD.c.digest_at)).where(
        TOLD.c.subscriber == subscriber,
        TOLD.c.alert.is_(None),
        TOLD.c.reason == Reason.RATE.value,
    )
    at: datetime | None = session.execute(found).scalar()
    return at


def due(session: Session, now: datetime, subscribers: Sequence[str]) -> tuple[Waiting, ...]:
    """Return what each of the subscribers' digests is made of that are due.

    Everything that waits and is due comes together, so that nobody gets two digests at a time.
    """
    found = (
        select(TOLD.c.subscriber, TOLD.c.shift, TOLD.c.digest_at, TOLD.c.reason)
        .where(TOLD.c.subscriber.in_(subscribers), TOLD.c.alert.is_(None), TOLD.c.digest_at <= now)
        .order_by(TOLD.c.subscriber, TOLD.c.told_at, TOLD.c.shift)
    )
    shifts: dict[str, list[str]] = defaultdict(list)
    times: dict[str, datetime] = {}
    reasons: dict[str, set[Reason]] = defaultdict(set)
    for subscriber, shift, digest_at, reason in session.execute(found):
        shifts[subscriber].append(shift)
        times[subscriber] = max(digest_at, times.get(subscriber, digest_at))
        reasons[subscriber].add(Reason(reason))
    return tuple(
        Waiting(
            subscriber=subscriber,
            due_at=times[subscriber],
            reason=_gravest(reasons[subscriber]),
            shifts=tuple(shifts[subscriber]),
        )
        for subscriber in shifts
    )


def told(session: Session, subscriber: str, shifts: Iterable[str], alert: str) -> None:
    """Set down with which message the waiting shifts went out."""
    session.execute(
        update(TOLD)
        .where(TOLD.c.subscriber == subscriber, TOLD.c.shift.in_(tuple(shifts)))
        .values(alert=alert)
    )


def next_digest(session: Session) -> datetime | None:
    """Return when the next digest is due, None where nothing waits."""
    found = select(func.min(TOLD.c.digest_at)).where(TOLD.c.alert.is_(None))
    at: datetime | None = session.execute(found).scalar()
    return at


def _gravest(reasons: set[Reason]) -> Reason:
    for reason in (Reason.RATE, Reason.QUIET_HOURS):
        if reason in reasons:
            return reason
    return Reason.SCHEDULED
