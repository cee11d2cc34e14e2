"""What a source answered last, where something of it was stored."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.storage.tables import EVIDENCE, ITEM, REVISION

_ITEMS_READ = 50
"""The latest items of a source whose answers are looked up: older ones say nothing of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One answer: the address that gave it, when, its status, its unpacked size and hash."""

    url: str
    fetched_at: datetime
    status: int
    size: int
    sha256: str


def latest(session: Session, source: str, *, limit: int = 10) -> tuple[Stored, ...]:
    """Return the last answers of a source from which texts were stored, the latest first."""
    items = (
        select(ITEM.c.id)
        .where(ITEM.c.source == source)
        .order_by(ITEM.c.first_seen_at.desc())
        .limit(_ITEMS_READ)
    )
    hashes = select(REVISION.c.evidence).where(REVISION.c.item.in_(items)).distinct()
    found = (
        select(
            EVIDENCE.c.final_url,
            EVIDENCE.c.fetched_at,
            EVIDENCE.c.status,
            EVIDENCE.c.size,
            EVIDENCE.c.sha256,
        )
        .where(EVIDENCE.c.sha256.in_(hashes))
        .order_by(EVIDENCE.c.fetched_at.desc())
        .limit(limit)
    )
    return tuple(
        Stored(
            url=row.final_url,
            fetched_at=row.fetched_at,
            status=row.status,
            size=row.size,
            sha256=row.sha256,
        )
        for row in session.execute(found)
    )
