"""Who is told of which shift, alone or with a digest; written with the shift itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from monitor.alerts.digest import Reason
from monitor.storage.rows import add_new, batches
from monitor.storage.tables import TOLD

ALONE = "alone"
"""The reason of a shift that is a message of its own."""
_HELD = (
    select(TOLD.c.digest_at)
    .where(
        TOLD.c.subscriber == bindparam("subscriber"),
        TOLD.c.alert.is_(None),
        TOLD.c.reason == Reason.RATE.value,
    )
    .order_by(TOLD.c.digest_at)
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The shifts that one subscriber's next digest is made of, in the order they came."""

    subscriber: str
    due_at: datetime
    reason: Reason
    shifts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That a subscriber is told of a shift by a rule: with an alert at once, or with a digest.

    Exactly one of `alert` and `digest_at` is set; `reason` is that of the digest.
    """

    subscriber: str
    rule: int
    alert: str | None = None
    digest_at: datetime | None = None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.alert is None) == (self.digest_at is None):
            raise ValueError("a shift is told alone or with a digest")
        if (self.digest_at is None) != (self.reason is None):
            raise ValueError("a digest has a reason, and nothing else has one")


def tell(
    session: Session, shift: str, tellings: Iterable[Telling], now: datetime
) -> frozenset[str]:
    """Set down who is told of a shift, and how; return the subscribers to whom that is news."""
    rows = [
        {
            "subscriber": one.subscriber,
            "shift": shift,
            "rule": one.rule,
            "reason": ALONE if one.reason is None else one.reason.value,
            "told_at": now,
            "digest_at": one.digest_at,
            "alert": one.alert,
        }
        for one in tellings
    ]
    return add_new(session, TOLD, rows, column="subscriber")


def sent_alone(session: Session, since: Mapping[str, datetime]) -> dict[str, tuple[datetime, ...]]:
    """Return when subscribers were told of shifts one by one, each since its time."""
    if not since:
        return {}
    found = select(TOLD.c.subscriber, TOLD.c.told_at).where(
        TOLD.c.subscriber.in_(since),
        TOLD.c.told_at > min(since.values()),
        TOLD.c.digest_at.is_(None),
    )
    times: dict[str, list[datetime]] = {name: [] for name in since}
    for subscriber, told_at in session.execute(found):
        if told_at > since[subscriber]:
            times[subscriber].append(told_at)
    return {name: tuple(sorted(each)) for name, each in times.items()}


def held_until(session: Session, subscribers: Collection[str]) -> dict[str, datetime]:
    """Return when the digests are due that hold what was too much at once, of whom has one."""
    # One step into the index for each: in a flood thousands wait, and any of them says when.
    found = {
        name: session.execute(_HELD, {"subscriber": name}).scalar()
        for name in dict.fromkeys(subscribers)
    }
    return {name: at for name, at in found.items() if at is not None}


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
    for batch in batches(tuple(shifts)):
        session.execute(
            update(TOLD)
            .where(TOLD.c.subscriber == subscriber, TOLD.c.shift.in_(batch))
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
