"""Stored shifts with all that stands behind them, as alerts know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.alerts.alert import Subject
from monitor.alerts.excerpt import excerpt
from monitor.alerts.headline import headline
from monitor.alerts.layout import Absent, absent
from monitor.alerts.mark import Marked, Piece, mark
from monitor.pipeline.subjects import Names, subjects
from monitor.web.served import Served


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A shift as it can be told: its subject, its subject line, and when it was found."""

    subject: Subject
    headline: str
    created_at: datetime

    def marked(self, longest: int) -> Marked:
        """Return both passages, cut down to the changed words and what stands around them.

        Each has about `longest` characters.
        """
        shift = self.subject.shift
        whole = mark(shift.before, shift.after, shift.changes)
        return Marked(before=_short(whole.before, longest), after=_short(whole.after, longest))

    def absent(self) -> Absent:
        """Return what is said in place of a passage that is not there."""
        return absent(self.subject.shift.kinds)


def told(session: Session, served: Served, ids: Iterable[str]) -> tuple[Told, ...]:
    """Return the shifts with these ids, in their order; ids that are not stored are left out."""
    names = Names(topics=served.topics, bodies=served.bodies, gloss=served.gloss)
    return tuple(
        Told(
            subject=found.subject,
            headline=headline(found.subject),
            created_at=found.created_at,
        )
        for found in subjects(session, ids, names)
    )


def _short(pieces: tuple[Piece, ...], longest: int) -> tuple[Piece, ...]:
    return tuple(piece for piece in excerpt(pieces, longest) if piece.text)
