"""Numbers, thresholds, documents and codes that differ between two partners. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.wording.bearing import in_a_rule
from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Sort, Unit
from monitor.wording.days import is_document
from monitor.wording.facts import Fact, FactKind
from monitor.wording.lexicon import Role
from monitor.wording.pair import (
    Closeness,
    Pair,
    Piece,
    mark,
    mark_scope,
    pairs,
    remove,
    sided,
    take,
)
from monitor.wording.shift import Direction

BOUNDS = frozenset({"AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN"})
_THRESHOLD = frozenset({"DE_MINIMIS", "VALUE_SHARE", *BOUNDS})
_THRESHOLD_WORDS = ("threshold", "ceiling", "floor", "limit", "门槛", "阈值", "上限", "下限")
_LOWER_BOUND = frozenset({"AT_LEAST", "MORE_THAN"})
_PERIODS = {"day": 1, "week": 7, "month": 30, "year": 365}
_COUNTED = 3
_COUNTABLE = frozenset({Role.TERM, Role.CONCEPT, Role.ACTOR, Role.ASPECT, Sort.WORD})


def numbers(pair: Pair) -> None:
    """Mark quantities of one unit that have another value, and bounds that moved."""

    def number(piece: Piece) -> Fact | None:
        fact = piece.unit.fact
        return fact if fact is not None and fact.kind is FactKind.NUMBER else None

    for lost, gained in pairs(pair):
        one, two = number(lost), number(gained)
        if one is None or two is None:
            continue
        if one.unit != two.unit:
            one, two = _in_days(one), _in_days(two)
            if one is None or two is None:
                continue
            if _rounded(one, two):
                remove(pair.lost, [lost])
                remove(pair.gained, [gained])
                continue
        if _is_fraction(one, two) or (
            pair.closeness is not Closeness.WORDS
            and (
                _rounded(one, two)
                or (not one.unit and not _same_counted(pair, lost, gained))
                or (one.unit in _PERIODS and not _same_counted(pair, lost, gained))
            )
        ):
            remove(pair.lost, [lost])
            remove(pair.gained, [gained])
            continue
        if _is_threshold(pair, lost.unit, gained.unit):
            up = (two.value or 0) > (one.value or 0)
            direction = _bound_direction(pair, gained, up=up)
            take(pair, "threshold.value", lost, gained, direction=direction)
        else:
            take(pair, "number.value", lost, gained)
    _bounds(pair)
    for side, name in ((pair.lost, "number.dropped"), (pair.gained, "number.added")):
        alone = [p for p in side if number(p) is not None]
        bare = [p for p in side if p.unit.key in BOUNDS]
        remove(side, [*alone, *bare])
        if pair.closeness is Closeness.WORDS:
            for piece in alone or bare:
                rule = name if alone else "threshold.bound"
                mark(pair, rule, *sided(pair, piece, side))


def _bounds(pair: Pair) -> None:
    for lost, gained in pairs(pair):
        keys = {lost.unit.key, gained.unit.key}
        if not keys <= BOUNDS:
            continue
        if keys in ({"AT_LEAST", "MORE_THAN"}, {"AT_MOST", "LESS_THAN"}):
            remove(pair.lost, [lost])
            remove(pair.gained, [gained])
        else:
            take(pair, "threshold.bound", lost, gained)


def documents(pair: Pair) -> None:
    """Mark another document cited by a page; elsewhere citations are noise."""
    if pair.mode is PairMode.VERSIONS and pair.closeness is Closeness.WORDS:
        for lost, gained in pairs(pair, same_block=True):
            if is_document(lost) and is_document(gained):
                take(pair, "document.told", lost, gained)
    remove(pair.lost, [p for p in pair.lost if is_document(p)])
    remove(pair.gained, [p for p in pair.gained if is_document(p)])


def codes(pair: Pair) -> None:
    """Mark codes that joined or left a list."""
    for side in (pair.lost, pair.gained):
        codes = [p for p in side if p.unit.fact is not None and p.unit.fact.kind is FactKind.CODE]
        remove(side, codes)
        if not codes or pair.closeness is Closeness.LOOSE:
            continue
        gained = side is pair.gained
        units = tuple(p.unit for p in codes)
        rule = "code.added" if gained else "code.dropped"
        mark_scope(pair, rule, () if gained else units, units if gained else (), wider=gained)


def _rounded(one: Fact, two: Fact) -> bool:
    if not one.value or not two.value:
        return False
    return abs(one.value - two.value) / max(abs(one.value), abs(two.value)) <= 0.05


def _is_fraction(one: Fact, two: Fact) -> bool:
    """Tell whether one value is a part that has no end in decimals, and the other its rounding."""
    if one.value is None or two.value is None or one.unit != "percent":
        return False
    parts, other = sorted((one.value, two.value), key=lambda value: -value.denominator)
    return parts.denominator % 3 == 0 and abs(parts - other) < 1


def _in_days(fact: Fact) -> Fact | None:
    """Return a length of time in days, None for what is none."""
    days = _PERIODS.get(fact.unit)
    if days is None or fact.value is None:
        return None
    return replace(fact, value=fact.value * days, unit="day")


def _same_counted(pair: Pair, lost: Piece, gained: Piece) -> bool:
    """Tell whether two numbers count the same: the words that follow, or stand before, are one."""
    one, two = _around(lost.unit, pair.before), _around(gained.unit, pair.after)
    return any(a & b for a, b in zip(one, two, strict=True))


def _around(unit: Unit, units: Sequence[Unit]) -> tuple[set[str], set[str]]:
    at = next((n for n, other in enumerate(units) if other.start == unit.start), len(units))
    behind, ahead = units[max(0, at - _COUNTED) : at], units[at + 1 : at + 1 + _COUNTED]
    return (
        {u.key for u in ahead if u.role in _COUNTABLE},
        {u.key for u in behind if u.role in _COUNTABLE},
    )


def _is_threshold(pair: Pair, lost: Unit, gained: Unit) -> bool:
    for unit, units, text in (
        (lost, pair.before, pair.text_before),
        (gained, pair.after, pair.text_after),
    ):
        near = [u.key for u in units if abs(u.start - unit.start) <= 40]
        around = text[max(0, unit.start - 40) : unit.end + 25].lower()
        bounds = _THRESHOLD.intersection(near)
        if unit.fact is not None and not unit.fact.unit and not in_a_rule(pair):
            bounds -= BOUNDS  # a tally: at least 27 people
        if not bounds and not any(w in around for w in _THRESHOLD_WORDS):
            return False
    return True


def _bound_direction(pair: Pair, gained: Piece, *, up: bool) -> Direction:
    near = {u.key for u in pair.after if abs(u.start - gained.unit.start) <= 40}
    if near & (_LOWER_BOUND | {"DE_MINIMIS", "VALUE_SHARE"}):
        return Direction.NARROWER if up else Direction.WIDER
    return Direction.NEUTRAL
