"""Two texts without a thread: a pair given by hand, or two versions of one page. Pure."""

from monitor.statements.statement import Statement
from monitor.text.document import Span
from monitor.text.normalize import normalize
from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.reasons import UNATTRIBUTED
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Change, Kind, Level, Shift
from monitor.wording.shifts import Weighed, shift_of, stable_id

_SCORING = Scoring()
_REMOVAL_WEIGHT = 4.0
_NOWHERE = Span(start=0, end=0)


def compare_pair(
    comparer: Comparer,
    before: str,
    after: str,
    *,
    id: str,  # noqa: A002 - the field's name
    language: str,
    mode: PairMode,
    body: str | None = None,
    topic: str | None = None,
    scoring: Scoring = _SCORING,
) -> Shift:
    """Return the one shift between two full texts of one body.

    `kinds` is empty where only noise differs. Both texts are taken as complete, so that what is
    missing is gone; where every difference is held back by a rule, `silenced` names it.
    """
    comparison = comparer.compare(before, after, language=language, mode=mode)
    return shift_of(
        comparison,
        _weighed(comparison, body=body, scoring=scoring),
        id=id,
        body=body,
        topic=topic,
        statement=None,
        against=(),
        scoring=scoring,
    )


def edited(
    comparer: Comparer,
    *,
    item: str,
    previous: str,
    current: str | None,
    before_previous: str | None = None,
    language: str,
    body: str | None,
    topic: str | None,
    statement: Statement | None = None,
    scoring: Scoring = _SCORING,
) -> Shift | None:
    """Return what the change of a published page comes to, or None where only noise differs.

    `item` is the page's key, `previous` the version compared with, `current` the new one or None
    where the page is gone, `before_previous` the version before `previous`: where the page is back
    at it, the edit is a reversion as well. The kinds are `text_edit` and what the content says.
    A page of no known body is stored and never alerts.
    """
    silenced = UNATTRIBUTED if body is None else None
    if current is None:
        removal = scoring.severity(_REMOVAL_WEIGHT, days=1, body=body, confidence=1.0)
        return Shift(
            id=stable_id(item, previous, "removed"),
            kinds=(Kind.TEXT_EDIT, Kind.DROPPED),
            body=body,
            topic=topic,
            statement=statement.id if statement else None,
            against=(),
            before=previous,
            after="",
            changes=(Change(before=Span(start=0, end=len(previous)), after=_NOWHERE),),
            removed=tuple(filter(None, (previous.strip(),))),
            added=(),
            severity=round(removal, 2),
            confidence=1.0,
            level=Level.INFO if silenced else scoring.level(removal),
            silenced=silenced,
            rules=("page.removed",),
        )
    if _folded(previous) == _folded(current):
        return None
    comparison = comparer.compare(previous, current, language=language, mode=PairMode.VERSIONS)
    weighed = _weighed(comparison, body=body, scoring=scoring)
    if not weighed:
        return None
    lead: tuple[Kind, ...] = (Kind.TEXT_EDIT,)
    rules: tuple[str, ...] = ("page.edited",)
    if before_previous is not None and _is_back(comparer, before_previous, current, language):
        lead, rules = (Kind.TEXT_EDIT, Kind.REVERSION), ("page.edited", "page.reverted")
    return shift_of(
        comparison,
        weighed,
        id=stable_id(item, comparison.before, comparison.after, *lead),
        body=body,
        topic=topic,
        statement=statement,
        against=(),
        scoring=scoring,
        rules=rules,
        lead=lead,
        silenced=silenced,
    )


def _weighed(comparison: Comparison, *, body: str | None, scoring: Scoring) -> list[Weighed]:
    return [
        Weighed(
            finding=finding,
            severity=scoring.severity(
                finding.weight, days=1, body=body, confidence=finding.confidence
            ),
            confidence=finding.confidence,
            held=finding.held,
        )
        for finding in comparison.findings
    ]


def _is_back(comparer: Comparer, earlier: str, current: str, language: str) -> bool:
    if _folded(earlier) == _folded(current):
        return True
    comparison = comparer.compare(earlier, current, language=language, mode=PairMode.VERSIONS)
    return not comparison.findings


def _folded(text: str) -> list[str]:
    return normalize(text).text.split()
