"""Small words that a body uses as signals, and that came or went between two partners. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.text.document import Span
from monitor.text.normalize import Normalized
from monitor.wording.comparison import Finding
from monitor.wording.concepts import Unit
from monitor.wording.lexicon import Role
from monitor.wording.rules import RULES
from monitor.wording.scopes import NARROWS, WIDENS
from monitor.wording.shift import Direction, Kind

_RULE = "words.signal"


def came_or_went(
    before: Sequence[Unit],
    after: Sequence[Unit],
    folded: tuple[Normalized, Normalized],
    signals: frozenset[str],
    told: Sequence[Finding],
    *,
    frame: str,
    confidence: float,
) -> list[Finding]:
    """Return a finding for each signal that one of two partners has and the other lacks.

    `before` and `after` are all units of the partners, `signals` folded lower-case words or
    phrases. A signal that stands within what is told already is not told twice.
    """
    if not before or not after:
        return []
    found: list[Finding] = []
    one, two = _text(before, folded[0]), _text(after, folded[1])
    for word in sorted(signals):
        lost, gained = _places(word, one), _places(word, two)
        if bool(lost) == bool(gained):
            continue
        units, where, text = (before, lost, folded[0]) if lost else (after, gained, folded[1])
        start = where[0] + units[0].start
        span = text.original(start, start + len(word))
        if any(_touches(span, f.before if lost else f.after) for f in told if f.held is None):
            continue
        unit = next((u for u in units if u.start <= start < u.end), None)
        kind, direction = _kind(unit, gained=bool(gained))
        nowhere = Span(start=0, end=0)
        finding = Finding(
            kind=kind,
            rule=_RULE,
            weight=RULES[_RULE].weight,
            before=span if lost else nowhere,
            after=nowhere if lost else span,
            lost=(word,) if lost else (),
            gained=() if lost else (word,),
            direction=direction,
            frame=frame,
            confidence=confidence,
        )
        found.append(finding)
    return found


def _text(units: Sequence[Unit], folded: Normalized) -> str:
    return folded.text[units[0].start : max(unit.end for unit in units)].lower()


def _places(word: str, text: str) -> list[int]:
    return [match.start() for match in _pattern(word).finditer(text)]


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    if word.isascii():
        return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return re.compile(re.escape(word))


def _touches(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _kind(unit: Unit | None, *, gained: bool) -> tuple[Kind, Direction]:
    """Return scope where the lexicon knows the word as one of scope, else strength."""
    if unit is None or unit.role is not Role.SCOPE or unit.key not in NARROWS | WIDENS:
        return Kind.STRENGTH, Direction.NEUTRAL
    if (unit.key in WIDENS) == gained:
        return Kind.SCOPE_WIDENED, Direction.WIDER
    return Kind.SCOPE_NARROWED, Direction.NARROWER
