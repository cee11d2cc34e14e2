"""Numbers, thresholds, dates, documents and codes that differ between two partners. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Sort, Unit
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

_EFFECT = frozenset(
    "EFFECTIVE EXPIRE IMPLEMENT BEGIN END SUSPEND EXTEND RESUME EXEMPT MUST DUTY PROHIBIT PLAN "
    "CONTINUE WILL APPLY_FOR LICENCE".split()
)
_EFFECT_WORDS = (
    "until", "through", "from ", "effect", "as of", "starting", "deadline", "no later than",
    "expire", "ends ", "end on", "ending ", "by ", "before ", "beginning", "beyond", "起", "至",
    "止", "前", "届满", "到期", "生效", "施行", "实施", "截止", "暂停",
)  # fmt: skip
BOUNDS = frozenset({"AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN"})
_THRESHOLD = frozenset({"DE_MINIMIS", "VALUE_SHARE", *BOUNDS})
_DEADLINE_WORDS = ("deadline", "due date", "closing date", "cut-off date", "截止", "期限", "届满日")
_ON = ("on ", "in ", "于", "在", "将")
_AHEAD = frozenset({"WILL", "PLAN"})
_AHEAD_REACH = 60
_DEADLINE_REACH = 45
_THRESHOLD_WORDS = ("threshold", "ceiling", "floor", "limit", "门槛", "阈值", "上限", "下限")
_LOWER_BOUND = frozenset({"AT_LEAST", "MORE_THAN"})
_ROLL_DAYS = 14
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
        if pair.closeness is not Closeness.WORDS and (
            _rounded(one, two)
            or (not one.unit and not _same_counted(pair, lost, gained))
            or (one.unit in _PERIODS and not _same_counted(pair, lost, gained))
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


def dates(pair: Pair) -> None:
    """Mark dates of effect that moved; other dates only where a page tells them."""

    def dated(piece: Piece) -> Fact | None:
        fact = piece.unit.fact
        return fact if fact is not None and fact.kind is FactKind.DATE else None

    for lost, gained in pairs(pair):
        one, two = dated(lost), dated(gained)
        if one is not None and two is not None and _compatible(one, two):
            remove(pair.lost, [lost])
            remove(pair.gained, [gained])
    for lost, gained in pairs(pair):
        one, two = dated(lost), dated(gained)
        if one is None or two is None:
            continue
        effect = _of_effect(pair.text_before, one, pair.before) and _of_effect(
            pair.text_after, two, pair.after
        )
        same = _half_open(pair, one, two)
        rolled = pair.mode is PairMode.STATEMENTS and _rolled(one, two)
        noise = same or rolled or (pair.mode is PairMode.STATEMENTS and not effect)
        if noise or (pair.closeness is Closeness.LOOSE and not effect):
            remove(pair.lost, [lost])
            remove(pair.gained, [gained])
            continue
        take(pair, "date.effect" if effect else "date.told", lost, gained)
    for side, text, units in (
        (pair.lost, pair.text_before, pair.before),
        (pair.gained, pair.text_after, pair.after),
    ):
        for piece in list(side):
            fact = dated(piece)
            if fact is None:
                continue
            remove(side, [piece])
            if (
                pair.closeness is Closeness.WORDS
                and fact.month is not None
                and _of_effect(text, fact, units)
                and (pair.mode is PairMode.VERSIONS or _takes_effect(text, fact))
            ):
                mark(pair, "date.effect", *sided(pair, piece, side))


def documents(pair: Pair) -> None:
    """Mark another document cited by a page; elsewhere citations are noise."""

    def cited(piece: Piece) -> bool:
        fact = piece.unit.fact
        return fact is not None and fact.kind is FactKind.DOCUMENT

    if pair.mode is PairMode.VERSIONS and pair.closeness is Closeness.WORDS:
        for lost, gained in pairs(pair, same_block=True):
            if cited(lost) and cited(gained):
                take(pair, "document.told", lost, gained)
    remove(pair.lost, [p for p in pair.lost if cited(p)])
    remove(pair.gained, [p for p in pair.gained if cited(p)])


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
        if not _THRESHOLD.intersection(near) and not any(w in around for w in _THRESHOLD_WORDS):
            return False
    return True


def _bound_direction(pair: Pair, gained: Piece, *, up: bool) -> Direction:
    near = {u.key for u in pair.after if abs(u.start - gained.unit.start) <= 40}
    if near & (_LOWER_BOUND | {"DE_MINIMIS", "VALUE_SHARE"}):
        return Direction.NARROWER if up else Direction.WIDER
    return Direction.NEUTRAL


def _of_effect(text: str, fact: Fact, units: Sequence[Unit]) -> bool:
    around = (
        text[max(0, fact.start - 22) : fact.start].lower() + " " + text[fact.end : fact.end + 8]
    )
    lead = text[max(0, fact.start - _DEADLINE_REACH) : fact.start].lower()
    if any(word in lead for word in _DEADLINE_WORDS):
        return True
    if lead.endswith(_ON) and any(
        u.key in _AHEAD and 0 < fact.start - u.start <= _AHEAD_REACH for u in units
    ):
        return True
    if not any(word in around for word in _EFFECT_WORDS):
        return False
    near = {u.key for u in units if abs(u.start - fact.start) <= 90}
    return bool(near & _EFFECT) or any(
        w in around for w in ("until", "through", "effective", "起", "至", "beyond")
    )


def _takes_effect(text: str, fact: Fact) -> bool:
    around = text[max(0, fact.start - 40) : fact.end + 12].lower()
    words = (
        "effect",
        "until",
        "through",
        "expire",
        "force",
        "no later",
        "起",
        "生效",
        "施行",
        "实施",
        "届满",
        "截止",
    )
    return any(word in around for word in words)


def _compatible(one: Fact, two: Fact) -> bool:
    """Tell whether one date only says less than the other: July 24 and July 24, 2025."""
    parts = [(one.year, two.year), (one.month, two.month), (one.day, two.day)]
    known = [(a, b) for a, b in parts if a is not None and b is not None]
    return bool(known) and all(a == b for a, b in known) and one.month is not None


def _half_open(pair: Pair, one: Fact, two: Fact) -> bool:
    """Tell whether "until November 10" and "through November 9" are one and the same."""
    if None in (one.month, one.day, two.month, two.day) or one.month != two.month:
        return False
    first = pair.text_before[max(0, one.start - 12) : one.start].lower()
    second = pair.text_after[max(0, two.start - 12) : two.start].lower()
    gap = (two.day or 0) - (one.day or 0)
    return (gap == -1 and "until" in first and "through" in second) or (
        gap == 1 and "through" in first and "until" in second
    )


def _rolled(one: Fact, two: Fact) -> bool:
    """Tell whether a date only moved on by a year, or by a few days of it (an expiry renewed)."""
    if one.year is None or two.year is None or two.year <= one.year:
        return False
    if one.month is None or two.month is None:
        return False
    days = (two.month - one.month) * 30 + (two.day or 1) - (one.day or 1)
    return abs(days) <= _ROLL_DAYS
