"""When the pages behind stored items are looked at again, and how they were the last time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from monitor.sources.fetch import Validators
from monitor.storage.rows import batches, upsert
from monitor.storage.tables import LOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An item's page between two looks; `due_at` None means that it is not looked at any more.

    `body_sha256` is of the bytes of the page that the item's text came from, None where the text
    came from the feed alone. `gone_since` is when the page was first found missing,
    `doubted_since` when its text was first found to have lost most of itself.
    """

    item: str
    source: str
    due_at: datetime | None
    looked_at: datetime | None = None
    validators: Validators = field(default_factory=Validators)
    body_sha256: str | None = None
    gone_since: datetime | None = None
    doubted_since: datetime | None = None
    problem: str | None = None


def due_sources(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the sources that have a page due for a look, by name."""
    found = select(LOOK.c.source).where(LOOK.c.due_at <= now).distinct().order_by(LOOK.c.source)
    return tuple(session.execute(found).scalars())


def due(session: Session, source: str, now: datetime, *, limit: int) -> tuple[Look, ...]:
    """Return the looks of a source that are due, the longest overdue first."""
    found = select(LOOK).where(LOOK.c.source == source, LOOK.c.due_at <= now)
    rows = session.execute(found.order_by(LOOK.c.due_at, LOOK.c.item).limit(limit))
    return tuple(_look(row) for row in rows)


def get_many(session: Session, items: Collection[str]) -> dict[str, Look]:
    """Return the looks of these items, by item; one that has none is left out."""
    return {
        row.item: _look(row)
        for batch in batches(items)
        for row in session.execute(select(LOOK).where(LOOK.c.item.in_(batch)))
    }


def save(session: Session, looks: Sequence[Look]) -> None:
    """Store looks, each in place of the one before."""
    upsert(
        session,
        LOOK,
        [
            {
                "item": look.item,
                "source": look.source,
                "due_at": look.due_at,
                "looked_at": look.looked_at,
                "etag": look.validators.etag,
                "last_modified": look.validators.last_modified,
                "body_sha256": look.body_sha256,
                "gone_since": look.gone_since,
                "doubted_since": look.doubted_since,
                "problem": look.problem,
            }
            for look in looks
        ],
    )


def _look(row: Row[Any]) -> Look:
    return Look(
        item=row.item,
        source=row.source,
        due_at=row.due_at,
        looked_at=row.looked_at,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_sha256=row.body_sha256,
        gone_since=row.gone_since,
        doubted_since=row.doubted_since,
        problem=row.problem,
    )
