"""All that stands behind a shift: each side's statement, version of its page, and raw bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from monitor.statements.statement import Statement
from monitor.storage import evidence, items, shifts, statements
from monitor.storage.evidence import Evidence
from monitor.storage.items import Revision, StoredItem
from monitor.storage.shifts import StoredShift
from monitor.storage.tables import STATEMENT
from monitor.wording.shift import Kind

MOST_EARLIER: Final = 10
"""Statements that a shift was decided against and that are shown beside the one compared with."""

_ORIGIN: Final = select(STATEMENT.c.item, STATEMENT.c.created_at).where(
    STATEMENT.c.id == bindparam("at")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a shift: its passage, and as far as they are stored where it comes from.

    `revision` is the version of `item` that the passage stood in; `evidence` the answer that this
    version was read from. A seed has a statement alone.
    """

    passage: str
    statement: Statement | None = None
    item: StoredItem | None = None
    revision: Revision | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A shift with its two sides, and what else it was decided against, latest first.

    A side is None where there is nothing: nothing said before, or a page that is gone.
    """

    stored: StoredShift
    before: Side | None
    after: Side | None
    earlier: tuple[Side, ...] = ()


def dossier(session: Session, shift_id: str) -> Dossier | None:
    """Return all that stands behind a shift, or None where it is not stored."""
    stored = shifts.get(session, shift_id)
    if stored is None:
        return None
    shift, at = stored.shift, stored.created_at
    said = {one.id: one for one in statements.get_many(session, shift.against)}
    against = [said[name] for name in shift.against if name in said]
    statement = next(iter(statements.get_many(session, [shift.statement or ""])), None)
    if not against and Kind.TEXT_EDIT in shift.kinds:
        before, after = _versions(session, stored, statement)
        return Dossier(stored=stored, before=before, after=after)
    compared = next((one for one in against if shift.before in one.text), None)
    compared = compared or next(iter(against), None)
    return Dossier(
        stored=stored,
        before=None if compared is None else _spoken(session, shift.before, compared),
        after=_read(session, shift.after, statement, stored.item, at) if shift.after else None,
        earlier=tuple(
            _spoken(session, one.text, one) for one in against[:MOST_EARLIER] if one is not compared
        ),
    )


def _versions(
    session: Session, stored: StoredShift, statement: Statement | None
) -> tuple[Side | None, Side | None]:
    """Return the two versions of a page that was edited; the second is None where it is gone."""
    shift = stored.shift
    item = items.get(session, stored.item) if stored.item else None
    found = _until(session, item, stored.created_at)
    now = found[-1] if found else None
    gone = not shift.after
    earlier = now if gone else (found[-2] if len(found) > 1 else None)
    before = _side(session, shift.before, None, item, earlier) if shift.before else None
    after = None if gone else _side(session, shift.after, statement, item, now)
    return before, after


def _spoken(session: Session, passage: str, statement: Statement) -> Side:
    origin = session.execute(_ORIGIN, {"at": statement.id}).first()
    if origin is None or origin.item is None:
        return Side(passage=passage, statement=statement)
    return _read(session, passage, statement, origin.item, origin.created_at)


def _read(
    session: Session, passage: str, statement: Statement | None, item_id: str | None, at: datetime
) -> Side:
    item = items.get(session, item_id) if item_id else None
    found = _until(session, item, at)
    return _side(session, passage, statement, item, found[-1] if found else None)


def _until(session: Session, item: StoredItem | None, at: datetime) -> list[Revision]:
    """Return an item's versions up to a moment, oldest first."""
    found = items.revisions(session, item.id) if item else ()
    return [one for one in found if one.seen_at <= at]


def _side(
    session: Session,
    passage: str,
    statement: Statement | None,
    item: StoredItem | None,
    revision: Revision | None,
) -> Side:
    hash_ = revision.evidence if revision else ""
    return Side(
        passage=passage,
        statement=statement,
        item=item,
        revision=revision,
        evidence=evidence.get_many(session, [hash_]).get(hash_) if hash_ else None,
    )
