"""Stored shifts with all that stands behind them, as alerts know it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.alerts.alert import Subject
from monitor.alerts.excerpt import excerpt
from monitor.alerts.headline import headline
from monitor.alerts.layout import Absent, absent
from monitor.alerts.mark import Marked, Piece, mark
from monitor.storage import items, shifts, statements
from monitor.storage.shifts import StoredShift
from monitor.web.served import Served

_LONGEST_PASSAGE = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A shift as it can be told: its subject, its subject line, and when it was found."""

    subject: Subject
    headline: str
    created_at: datetime

    def marked(self) -> Marked:
        """Return both passages, cut down to the changed words and what stands around them."""
        shift = self.subject.shift
        whole = mark(shift.before, shift.after, shift.changes)
        return Marked(before=_short(whole.before), after=_short(whole.after))

    def absent(self) -> Absent:
        """Return what is said in place of a passage that is not there."""
        return absent(self.subject.shift.kinds)


def told(session: Session, served: Served, ids: Iterable[str]) -> tuple[Told, ...]:
    """Return the shifts with these ids, in their order; ids that are not stored are left out."""
    stored = [found for name in ids if (found := shifts.get(session, name)) is not None]
    wanted = {name for each in stored for name in _behind(each)}
    said = {each.id: each for each in statements.get_many(session, tuple(wanted))}
    made = []
    for each in stored:
        shift, item = each.shift, items.get(session, each.item) if each.item else None
        statement = said.get(shift.statement) if shift.statement else None
        subject = Subject(
            shift=shift,
            statement=statement,
            against=tuple(said[name] for name in shift.against if name in said),
            item_url=item.item.url if item else (statement.url if statement else ""),
            item_title=item.item.title if item else "",
            topic_name=served.topics.get(shift.topic or "", shift.topic or ""),
            body_name=served.bodies.get(shift.body or "", shift.body or ""),
            evidence=item.item.evidence if item else "",
        )
        made.append(Told(subject=subject, headline=headline(subject), created_at=each.created_at))
    return tuple(made)


def _behind(stored: StoredShift) -> Sequence[str]:
    shift = stored.shift
    return (*shift.against, *((shift.statement,) if shift.statement else ()))


def _short(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in excerpt(pieces, _LONGEST_PASSAGE) if piece.text)
