"""Shifts with all that stands behind them, in names for people: what alerts and pages tell of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from monitor.alerts.alert import Subject
from monitor.statements.statement import Statement
from monitor.storage import items, shifts, statements
from monitor.wording.shift import Shift

Gloss = Callable[[Shift], tuple[tuple[str, str], ...]]
"""A shift → the words of its passages that are not in English, each with English ones."""

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


def _no_gloss(_: Shift) -> tuple[tuple[str, str], ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids are called for people; `shorts` has the bodies that go by an acronym."""

    topics: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    bodies: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    shorts: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    gloss: Gloss = _no_gloss

    def subject(
        self,
        shift: Shift,
        *,
        statement: Statement | None,
        against: tuple[Statement, ...],
        url: str,
        title: str,
        evidence: str = "",
        source: str = "",
    ) -> Subject:
        """Return the shift with its names; a source stands in for a body that is not known."""
        return Subject(
            shift=shift,
            statement=statement,
            against=against,
            item_url=url,
            item_title=title,
            topic_name=self.topics.get(shift.topic or "", shift.topic or "no topic"),
            body_name=self.bodies.get(shift.body or "", shift.body or source),
            body_short=self.shorts.get(shift.body or "", ""),
            evidence=evidence,
            glosses=self.gloss(shift),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A stored shift's subject, and when the shift was found."""

    subject: Subject
    created_at: datetime


def subjects(session: Session, ids: Iterable[str], names: Names) -> tuple[Found, ...]:
    """Return the stored shifts of these ids in their order, without those that are not stored."""
    stored = shifts.get_many(session, tuple(ids))
    wanted = {
        name
        for one in stored
        for name in (*one.shift.against, *((one.shift.statement,) if one.shift.statement else ()))
    }
    said = {one.id: one for one in statements.get_many(session, tuple(wanted))}
    made = []
    for one in stored:
        shift, item = one.shift, items.get(session, one.item) if one.item else None
        statement = said.get(shift.statement) if shift.statement else None
        subject = names.subject(
            shift,
            statement=statement,
            against=tuple(said[name] for name in shift.against if name in said),
            url=item.item.url if item else (statement.url if statement else ""),
            title=item.item.title if item else "",
            evidence=item.item.evidence if item else "",
            source=item.item.source if item else "",
        )
        made.append(Found(subject=subject, created_at=one.created_at))
    return tuple(made)
