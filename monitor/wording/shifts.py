"""Make a shift of a comparison's findings, and one shift of several. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from monitor.statements.statement import Statement
from monitor.text.document import Span
from monitor.wording.compare import Comparison, Finding
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Change, Direction, Kind, Level, Shift

_T = TypeVar("_T")
_BETWEEN = "\n\n"
_LEVELS = (Level.INFO, Level.DIGEST, Level.ALERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A finding with its severity and confidence, and the reason that holds it back, if any.

    `least` is the level that it reaches whatever its severity.
    """

    finding: Finding
    severity: float
    confidence: float
    held: str | None = None
    rules: tuple[str, ...] = ()
    least: Level = Level.INFO


def stable_id(*parts: str) -> str:
    """Return an id that is the same for the same parts, in any run."""
    joined = "\0".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(joined).hexdigest()[:24]


def shift_of(
    comparison: Comparison,
    weighed: Sequence[Weighed],
    *,
    body: str | None,
    topic: str | None,
    statement: Statement | None,
    against: Iterable[str],
    scoring: Scoring,
    rules: tuple[str, ...] = (),
    lead: tuple[Kind, ...] = (),
    provisional: bool = False,
    information: bool = False,
    silenced: str | None = None,
    least: Level = Level.INFO,
    id: str | None = None,  # noqa: A002 - the field's name
) -> Shift:
    """Return the one shift of a comparison.

    Findings that nothing holds back make its kinds, after those of `lead`; where all are held the
    shift is silenced with the weightiest one's reason. `information` keeps it at that level,
    `least` lifts it to a level that its severity does not reach.
    """
    ranked = sorted(weighed, key=lambda one: (-one.severity, one.finding.after.start))
    counted = [one for one in ranked if one.held is None]
    shown = counted or ranked
    first = shown[0] if shown else None
    if silenced is None and first is not None and not counted:
        silenced = first.held
    kinds = tuple(dict.fromkeys((*lead, *(one.finding.kind for one in shown))))
    severity = first.severity if first else 0.0
    least = max((least, *(one.least for one in counted)), key=_LEVELS.index)
    paths = tuple(dict.fromkeys(against))
    key = stable_id(
        statement.id if statement else "",
        *paths,
        *kinds,
        *(f"{one.finding.before} {one.finding.after}" for one in shown),
        *((comparison.before, comparison.after) if statement is None else ()),
    )
    return Shift(
        id=id if id is not None else key,
        kinds=kinds,
        body=body,
        topic=topic,
        statement=statement.id if statement else None,
        against=paths,
        before=comparison.before,
        after=comparison.after,
        changes=told(comparison),
        removed=_words(comparison.before, (one.finding.before for one in shown)),
        added=_words(comparison.after, (one.finding.after for one in shown)),
        concepts_removed=_concepts(one.finding.lost for one in shown),
        concepts_added=_concepts(one.finding.gained for one in shown),
        severity=round(severity, 2),
        confidence=round(first.confidence, 2) if first else 0.0,
        level=Level.INFO
        if information or silenced
        else max(scoring.level(severity), least, key=_LEVELS.index),
        direction=_direction(shown),
        provisional=provisional,
        silenced=silenced,
        rules=tuple(dict.fromkeys((*rules, *(r for one in shown for r in _rules(one))))),
    )


def told(comparison: Comparison) -> tuple[Change, ...]:
    """Return the changes cut at the findings: what carries no meaning is noise, word by word."""
    kept: list[Change] = []
    for change in comparison.changes:
        if change.noise:
            kept.append(change)
            continue
        before, after = change.before, change.after
        for finding in comparison.findings:
            lost, gained = _common(finding.before, before), _common(finding.after, after)
            if lost is not None or gained is not None:
                kept.append(
                    Change(
                        before=lost or Span(start=before.end, end=before.end),
                        after=gained or Span(start=after.end, end=after.end),
                    )
                )
        kept += [
            Change(before=rest, after=Span(start=after.start, end=after.start), noise=True)
            for rest in _rest(before, [finding.before for finding in comparison.findings])
        ]
        kept += [
            Change(before=Span(start=before.end, end=before.end), after=rest, noise=True)
            for rest in _rest(after, [finding.after for finding in comparison.findings])
        ]
    return tuple(sorted(dict.fromkeys(kept), key=lambda one: (one.after, one.before)))


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start=start, end=end) if start < end else None


def _rest(span: Span, covers: Iterable[Span]) -> list[Span]:
    """Return the parts of a span that none of `covers` covers."""
    left, at = [], span.start
    for cover in sorted(covers):
        if cover.end <= at or cover.start >= span.end or cover.start == cover.end:
            continue
        if cover.start > at:
            left.append(Span(start=at, end=cover.start))
        at = max(at, cover.end)
    if at < span.end:
        left.append(Span(start=at, end=span.end))
    return left


def gather(shifts: Sequence[Shift], *, rule: str) -> Shift:
    """Return several shifts of one utterance as one, their passages parted by a blank line.

    The severest gives id, statement, severity and direction; silenced ones are left out by the
    caller.
    """
    if len(shifts) == 1:
        return shifts[0]
    first = max(shifts, key=lambda shift: shift.severity)
    changes: list[Change] = []
    before = after = ""
    for shift in shifts:
        before += _BETWEEN if before and shift.before else ""
        after += _BETWEEN if after and shift.after else ""
        changes += [
            Change(
                before=_moved(change.before, len(before)),
                after=_moved(change.after, len(after)),
                noise=change.noise,
            )
            for change in shift.changes
        ]
        before, after = before + shift.before, after + shift.after
    ranked = sorted(shifts, key=lambda shift: -shift.severity)
    return replace(
        first,
        id=stable_id(*(shift.id for shift in shifts)),
        kinds=_union(shift.kinds for shift in ranked),
        against=_union(shift.against for shift in ranked),
        before=before,
        after=after,
        changes=tuple(changes),
        removed=_union(shift.removed for shift in ranked),
        added=_union(shift.added for shift in ranked),
        concepts_removed=_union(shift.concepts_removed for shift in ranked),
        concepts_added=_union(shift.concepts_added for shift in ranked),
        provisional=all(shift.provisional for shift in shifts),
        rules=_union((*(shift.rules for shift in ranked), (rule,))),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(start=span.start + by, end=span.end + by)


def _union(groups: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(member for group in groups for member in group))


def _concepts(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the concepts among what was lost or gained: words and facts stand in the passages."""
    return tuple(token for token in _union(groups) if token.isupper() and token.isascii())


def _words(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (span.of(text).strip() for span in spans))))


def _rules(one: Weighed) -> tuple[str, ...]:
    return (one.finding.rule, *one.rules)


def _direction(shown: Sequence[Weighed]) -> Direction:
    moves = (one.finding.direction for one in shown)
    return next((move for move in moves if move is not Direction.NEUTRAL), Direction.NEUTRAL)
