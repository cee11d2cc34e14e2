"""Alerts, and for each receiver where the alert stands with it.

The rows are written in the transaction of the shift that they tell of; sending claims them by a
lease, sends outside any transaction, and marks them. A sender that dies leaves a lease that runs
out, so that an alert is sent at least once.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert, Delivery, DeliveryState
from monitor.storage.rows import add, add_new, batches
from monitor.storage.tables import ALERT, DELIVERY

_WAITING = (DeliveryState.PENDING.value, DeliveryState.FAILED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An alert that is this sender's to send to `delivery.channel`, until `lease_until`."""

    alert: Alert
    delivery: Delivery
    lease_until: datetime


def enqueue(session: Session, alert: Alert, receivers: Sequence[str], now: datetime) -> int:
    """Store an alert and a delivery for each receiver; return how many deliveries were new."""
    add(session, ALERT, [_values(alert)])
    rows = [
        {
            "alert": alert.id,
            "receiver": receiver,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "next_attempt_at": now,
        }
        for receiver in receivers
    ]
    return len(add_new(session, DELIVERY, rows, column="number"))


def claim(
    session: Session,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    receivers: Collection[str] | None = None,
) -> tuple[Claimed, ...]:
    """Return deliveries that are due, oldest first, each leased to this sender.

    What was tried less often comes before: messages that a receiver cannot take hold up none that
    it can. Due are those waiting whose time has come, and those whose lease ran out. A claim counts
    as an attempt, so that a sender that dies over a message has tried it. Needs a session that
    writes.
    """
    due = _due(now)
    if receivers is not None:
        due = and_(due, DELIVERY.c.receiver.in_(receivers))
    numbers = (
        select(DELIVERY.c.number)
        .where(due)
        .order_by(DELIVERY.c.attempts, DELIVERY.c.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(numbers).scalars().all()
    if not taken:
        return ()
    until = now + lease
    session.execute(
        update(DELIVERY)
        .where(DELIVERY.c.number.in_(taken))
        .values(
            state=DeliveryState.LEASED.value,
            attempts=DELIVERY.c.attempts + 1,
            lease_until=until,
        )
    )
    found = (
        select(DELIVERY, *(column.label(f"a_{column.name}") for column in ALERT.c))
        .join(ALERT, ALERT.c.id == DELIVERY.c.alert)
        .where(DELIVERY.c.number.in_(taken))
        .order_by(DELIVERY.c.attempts, DELIVERY.c.number)
    )
    return tuple(
        Claimed(
            alert=replace(
                alert_of(row, "a_"), answers=_first(session, row.a_thread, row.receiver, row.alert)
            ),
            delivery=_delivery(row),
            lease_until=until,
        )
        for row in session.execute(found).all()
    )


def _first(session: Session, thread: str, receiver: str, alert: str) -> str | None:
    """Return the first message of a thread that a receiver took, but for the one at hand."""
    found = (
        select(ALERT.c.id)
        .join(DELIVERY, DELIVERY.c.alert == ALERT.c.id)
        .where(
            ALERT.c.thread == thread,
            ALERT.c.id != alert,
            DELIVERY.c.receiver == receiver,
            DELIVERY.c.state == DeliveryState.SENT.value,
        )
        .order_by(DELIVERY.c.sent_at, DELIVERY.c.number)
        .limit(1)
    )
    name: str | None = session.execute(found).scalar()
    return name


def sent(session: Session, alert: str, receiver: str, now: datetime) -> bool:
    """Set down that the receiver took the alert, whoever sent it; return whether that is news."""
    return _mark(
        session,
        _is(alert, receiver) & (DELIVERY.c.state != DeliveryState.SENT.value),
        state=DeliveryState.SENT.value,
        sent_at=now,
        last_error=None,
        lease_until=None,
    )


def failed(
    session: Session,
    alert: str,
    receiver: str,
    error: str,
    now: datetime,
    *,
    next_attempt_at: datetime | None,
) -> bool:
    """Set down why the alert was not taken and when to try again: None makes it a dead letter.

    Returns whether the delivery was under way: one that another sender has sent stays sent.
    """
    state = DeliveryState.DEAD if next_attempt_at is None else DeliveryState.FAILED
    return _mark(
        session,
        _is(alert, receiver) & (DELIVERY.c.state == DeliveryState.LEASED.value),
        state=state.value,
        last_error=error,
        next_attempt_at=next_attempt_at or now,
        lease_until=None,
    )


def bury(session: Session, receiver: str, error: str, now: datetime) -> int:
    """Make dead letters of all that is due for a receiver, untried; return how many there were."""
    due = update(DELIVERY).where(_due(now), DELIVERY.c.receiver == receiver)
    values = {"state": DeliveryState.DEAD.value, "last_error": error, "lease_until": None}
    return len(session.execute(due.values(values).returning(DELIVERY.c.number)).all())


def dead_letters(session: Session, receiver: str) -> int:
    """Return how many dead letters a receiver has."""
    found = select(func.count()).where(
        DELIVERY.c.receiver == receiver, DELIVERY.c.state == DeliveryState.DEAD.value
    )
    return int(session.execute(found).scalar_one())


def release(session: Session, alert: str, receiver: str) -> bool:
    """Give a claim back unused, as if it had never been; return whether it was one."""
    return _mark(
        session,
        _is(alert, receiver) & (DELIVERY.c.state == DeliveryState.LEASED.value),
        state=DeliveryState.PENDING.value,
        attempts=DELIVERY.c.attempts - 1,
        lease_until=None,
    )


def release_all(session: Session) -> int:
    """Give back every claim, for the one daemon that starts anew; return how many there were.

    Whoever held them has died, or sends them once more under the same ids.
    """
    leased = update(DELIVERY).where(DELIVERY.c.state == DeliveryState.LEASED.value)
    values = {"state": DeliveryState.PENDING.value, "lease_until": None}
    return len(session.execute(leased.values(values).returning(DELIVERY.c.number)).all())


def retry(
    session: Session, *, alert: str | None = None, receiver: str | None = None, now: datetime
) -> int:
    """Let dead and failed deliveries be tried again at once, from the start; return how many.

    Receivers that want no more messages stay as they are: `stopped.lift` is for them.
    """
    chosen: ColumnElement[bool] = DELIVERY.c.state.in_(
        (DeliveryState.DEAD.value, DeliveryState.FAILED.value)
    )
    if alert is not None:
        chosen = and_(chosen, DELIVERY.c.alert == alert)
    if receiver is not None:
        chosen = and_(chosen, DELIVERY.c.receiver == receiver)
    again = update(DELIVERY).where(chosen).returning(DELIVERY.c.number)
    values = {"state": DeliveryState.PENDING.value, "attempts": 0, "next_attempt_at": now}
    return len(session.execute(again.values(values)).all())


def counts(session: Session) -> dict[DeliveryState, int]:
    """Return how many deliveries stand in each state, those with none too."""
    found = select(DELIVERY.c.state, func.count()).group_by(DELIVERY.c.state)
    counted = {state: int(number) for state, number in session.execute(found)}
    return {state: counted.get(state.value, 0) for state in DeliveryState}


def counts_by_receiver(session: Session) -> dict[str, dict[DeliveryState, int]]:
    """Return for each receiver that ever had a delivery how many stand in each state."""
    receiver, state = DELIVERY.c.receiver, DELIVERY.c.state
    found = select(receiver, state, func.count()).group_by(receiver, state).order_by(receiver)
    counted: dict[str, dict[DeliveryState, int]] = defaultdict(
        lambda: dict.fromkeys(DeliveryState, 0)
    )
    for name, word, number in session.execute(found):
        counted[name][DeliveryState(word)] = int(number)
    return dict(counted)


def due_receivers(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the receivers that have a delivery due, by name."""
    found = select(DELIVERY.c.receiver).where(_due(now)).distinct()
    return tuple(session.execute(found.order_by(DELIVERY.c.receiver)).scalars())


def next_due(session: Session) -> datetime | None:
    """Return when the next delivery is due or a lease runs out, None where nothing waits."""
    waiting = select(func.min(DELIVERY.c.next_attempt_at)).where(DELIVERY.c.state.in_(_WAITING))
    leased = select(func.min(DELIVERY.c.lease_until)).where(
        DELIVERY.c.state == DeliveryState.LEASED.value
    )
    times = (session.execute(waiting).scalar(), session.execute(leased).scalar())
    return min((at for at in times if at is not None), default=None)


def oldest_waiting(session: Session) -> datetime | None:
    """Return when the oldest alert was made that some receiver still waits for, or None."""
    found = (
        select(func.min(ALERT.c.created_at))
        .join(DELIVERY, DELIVERY.c.alert == ALERT.c.id)
        .where(DELIVERY.c.state.in_((*_WAITING, DeliveryState.LEASED.value)))
    )
    at: datetime | None = session.execute(found).scalar()
    return at


def latest_notice(session: Session) -> datetime | None:
    """Return when the latest message was made on what is not covered, or None."""
    about = ALERT.c.payload.contains('"type":"monitor.notice"', autoescape=True)
    of_receivers = ALERT.c.payload.contains('"sources":[]', autoescape=True)
    at: datetime | None = session.execute(
        select(func.max(ALERT.c.created_at)).where(ALERT.c.shift == "", about, ~of_receivers)
    ).scalar()
    return at


def get(session: Session, alert_id: str) -> Alert | None:
    """Return the alert, or None."""
    row = session.execute(select(ALERT).where(ALERT.c.id == alert_id)).first()
    return None if row is None else alert_of(row)


def deliveries(session: Session, alerts: Collection[str]) -> dict[str, tuple[Delivery, ...]]:
    """Return the deliveries of these alerts by alert, in the order in which they were queued."""
    found: dict[str, list[Delivery]] = defaultdict(list)
    for batch in batches(alerts):
        rows = select(DELIVERY).where(DELIVERY.c.alert.in_(batch)).order_by(DELIVERY.c.number)
        for row in session.execute(rows):
            found[row.alert].append(_delivery(row))
    return {alert: tuple(found[alert]) for alert in found}


def listing(
    session: Session,
    *,
    state: DeliveryState | None = None,
    receiver: str | None = None,
    limit: int = 100,
) -> tuple[Delivery, ...]:
    """Return the latest deliveries, newest first, in a state and of a receiver where given."""
    found = select(DELIVERY)
    if state is not None:
        found = found.where(DELIVERY.c.state == state.value)
    if receiver is not None:
        found = found.where(DELIVERY.c.receiver == receiver)
    rows = session.execute(found.order_by(DELIVERY.c.number.desc()).limit(limit))
    return tuple(_delivery(row) for row in rows)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(DELIVERY.c.state.in_(_WAITING), DELIVERY.c.next_attempt_at <= now),
        and_(DELIVERY.c.state == DeliveryState.LEASED.value, DELIVERY.c.lease_until <= now),
    )


def _is(alert: str, receiver: str) -> ColumnElement[bool]:
    return and_(DELIVERY.c.alert == alert, DELIVERY.c.receiver == receiver)


def _mark(session: Session, chosen: ColumnElement[bool], **values: Any) -> bool:
    marked = update(DELIVERY).where(chosen).values(**values).returning(DELIVERY.c.number)
    return bool(session.execute(marked).all())


def _values(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "shift": alert.shift,
        "thread": alert.thread,
        "subject": alert.subject,
        "text": alert.text,
        "html": alert.html,
        "payload": alert.payload,
        "created_at": alert.created_at,
    }


def alert_of(row: Row[Any], prefix: str = "") -> Alert:
    """Return the alert that a row holds in the columns that begin with the prefix."""
    names = ("id", "shift", "thread", "subject", "text", "html", "payload", "created_at")
    return Alert(**{name: getattr(row, prefix + name) for name in names})


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        alert=row.alert,
        channel=row.receiver,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        last_error=row.last_error,
        sent_at=row.sent_at,
    )
