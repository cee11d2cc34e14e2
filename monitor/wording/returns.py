"""A published text that was taken down and is back. Pure."""

from monitor.statements.statement import Statement
from monitor.text.document import Span
from monitor.wording.reasons import UNATTRIBUTED
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Change, Kind, Level, Shift
from monitor.wording.shifts import stable_id

_WEIGHT = 4.0
"""As much as the removal that it takes back."""


def returned(
    *,
    item: str,
    text: str,
    body: str | None,
    topic: str | None,
    statement: Statement | None,
    scoring: Scoring,
) -> Shift:
    """Return what it comes to that the page of key `item` stands again, with this text.

    A page of no known body is stored and never alerts.
    """
    silenced = UNATTRIBUTED if body is None else None
    severity = scoring.severity(_WEIGHT, days=1, body=body, confidence=1.0)
    return Shift(
        id=stable_id(item, text, "returned"),
        kinds=(Kind.TEXT_EDIT, Kind.REVERSION),
        body=body,
        topic=topic,
        statement=statement.id if statement else None,
        against=(),
        before="",
        after=text,
        changes=(Change(before=Span(start=0, end=0), after=Span(start=0, end=len(text))),),
        removed=(),
        added=tuple(filter(None, (text.strip(),))),
        severity=round(severity, 2),
        confidence=1.0,
        level=Level.INFO if silenced else scoring.level(severity),
        silenced=silenced,
        rules=("page.returned",),
    )
