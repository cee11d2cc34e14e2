"""Receivers that said they want no more messages (HTTP 410), and at which address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from monitor.storage.rows import upsert
from monitor.storage.tables import STOPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """That a receiver is left alone, for as long as its address is the one of this SHA-256."""

    receiver: str
    address: str
    problem: str
    stopped_at: datetime


def stop(session: Session, stopped: Stopped) -> None:
    """Set down that a receiver wants no more messages."""
    row = {
        "receiver": stopped.receiver,
        "address": stopped.address,
        "problem": stopped.problem,
        "stopped_at": stopped.stopped_at,
    }
    upsert(session, STOPPED, [row])


def get(session: Session, receiver: str) -> Stopped | None:
    """Return that a receiver is left alone, or None."""
    row = session.execute(select(STOPPED).where(STOPPED.c.receiver == receiver)).first()
    return None if row is None else _stopped(row)


def every(session: Session) -> tuple[Stopped, ...]:
    """Return every receiver that is left alone, by its name."""
    rows = session.execute(select(STOPPED).order_by(STOPPED.c.receiver))
    return tuple(_stopped(row) for row in rows)


def lift(session: Session, receiver: str | None = None) -> int:
    """Let a receiver, or every one, be tried again; return how many were left alone."""
    chosen = delete(STOPPED).returning(STOPPED.c.receiver)
    if receiver is not None:
        chosen = chosen.where(STOPPED.c.receiver == receiver)
    return len(session.execute(chosen).all())


def _stopped(row: Row[Any]) -> Stopped:
    return Stopped(
        receiver=row.receiver,
        address=row.address,
        problem=row.problem,
        stopped_at=row.stopped_at,
    )
