"""Dates that differ between two partners: of effect, of expiry, of what is told. Pure."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Unit
from monitor.wording.facts import Fact, FactKind
from monitor.wording.pair import Closeness, Pair, Piece, mark, pairs, remove, sided, take

_EFFECT = frozenset(
    "EFFECTIVE EXPIRE IMPLEMENT BEGIN END SUSPEND EXTEND RESUME EXEMPT MUST DUTY PROHIBIT PLAN "
    "CONTINUE WILL APPLY_FOR LICENCE".split()
)
_EFFECT_WORDS = (
    "until", "through", "from ", "effect", "as of", "starting", "deadline", "no later than",
    "expire", "ends ", "end on", "ending ", "by ", "before ", "beginning", "beyond", "起", "至",
    "止", "前", "届满", "到期", "生效", "施行", "实施", "截止", "暂停",
)  # fmt: skip
_DEADLINE_WORDS = (
    "deadline",
    "due by",
    "due on",
    "due no later",
    "due date",
    "closing date",
    "cut-off date",
    "截止",
    "期限",
    "届满日",
)
_ON = ("on ", "in ", "于", "在", "将")
_AHEAD = frozenset({"WILL", "PLAN"})
_AHEAD_REACH = 60
_DEADLINE_REACH = 45
_BY = (
    "by ", "no later than ", "not later than ", "before ", "from ", "as of ", "effective ",
    "effect on ", "force on ", "starting ", "beginning ", "apply on ",
)  # fmt: skip
_BY_ZH = ("前", "之前", "以前", "起", "生效", "施行", "实施")
_RENEWAL_WORDS = (
    "extend", "renew", "expir", "valid", "until", "through", "beyond", "continu", "remain",
    "annual", "every year", "each year", "延长", "延期", "有效", "届满", "到期", "继续", "每年",
    "年度", "至", "止",
)  # fmt: skip
_TOGETHER = 2
_ROLL_DAYS = 14
_PERIODS = {"day": 1, "week": 7, "month": 30, "year": 365}
_MOST_PERIODS = 400
_YEAR = 12
_LAST_DAY = (12, 31)
_YEAR_END = ":end"
_CLOCK = re.compile(
    r"(?:\d{1,2}(?::\d\d)?\s?(?:a\.m\.|p\.m\.|am|pm|hours)|midnight|noon)"
    r"(?:,? (?:[a-z]+ ){0,2}time| [a-z]{2,4})?,? (?:on )?$"
)
_CLOCK_REACH = 40


def is_document(piece: Piece) -> bool:
    """Tell whether a piece is the name of a document."""
    fact = piece.unit.fact
    return fact is not None and fact.kind is FactKind.DOCUMENT


def spans(pair: Pair) -> None:
    """Drop a last day and a length of time that say the same of one first day."""
    for one, other, here, there in (
        (pair.lost, pair.gained, pair.before, pair.after),
        (pair.gained, pair.lost, pair.after, pair.before),
    ):
        firsts = [day for day in map(_day, here) if day and day in set(map(_day, there))]
        for last in [p for p in one if _day(p.unit)]:
            ends = {_day(last.unit)}
            for length in [p for p in other if p.unit.fact and p.unit.fact.unit in _PERIODS]:
                if last in one and any(_after(day, length.unit.fact) & ends for day in firsts):
                    remove(one, [last])
                    remove(other, [length])


def _day(unit: Unit) -> date | None:
    fact = unit.fact
    if fact is None or fact.year is None or fact.month is None or fact.day is None:
        return None
    try:
        return date(fact.year, fact.month, fact.day)
    except ValueError:
        return None


def _after(first: date, length: Fact | None) -> set[date | None]:
    """Return the day on which a length of time from a first day ends, and the last within it."""
    if length is None or length.value is None or not 0 < length.value <= _MOST_PERIODS:
        return set()
    count = int(length.value)
    if length.unit in ("day", "week"):
        end = first + timedelta(days=count * _PERIODS[length.unit])
    else:
        months = first.month - 1 + count * (_YEAR if length.unit == "year" else 1)
        day = min(first.day, monthrange(first.year + months // _YEAR, months % _YEAR + 1)[1])
        end = date(first.year + months // _YEAR, months % _YEAR + 1, day)
    return {end, end - timedelta(days=1)}


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
        if one is None or two is None or pair.single:
            continue
        if _is_relative(one) != _is_relative(two):
            remove(pair.lost, [lost])
            remove(pair.gained, [gained])
    moves = [
        (one, two)
        for one, two in zip(
            filter(None, map(dated, pair.lost)), filter(None, map(dated, pair.gained)), strict=False
        )
        if _rolled(one, two) or _next_year(one, two)
    ]
    acts = all(any(is_document(p) for p in side) for side in (pair.lost, pair.gained))
    yearly = acts or len(moves) >= _TOGETHER  # the act of the next year
    for lost, gained in pairs(pair):
        one, two = dated(lost), dated(gained)
        if one is None or two is None:
            continue
        effect = _of_effect(pair.text_before, one, pair.before) and _of_effect(
            pair.text_after, two, pair.after
        )
        same = _half_open(pair, one, two)
        rolled = (
            pair.mode is PairMode.STATEMENTS
            and _rolled(one, two)
            and (yearly or not (_is_deadline(pair.text_before, one) and effect))
        )
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


def _lead(text: str, fact: Fact, reach: int) -> str:
    """Return what stands in front of a date, in lower case, without the time of day."""
    found = text[max(0, fact.start - reach - _CLOCK_REACH) : fact.start].lower()
    return _CLOCK.sub("", found)[-reach:]


def _of_effect(text: str, fact: Fact, units: Sequence[Unit]) -> bool:
    around = _lead(text, fact, 22) + " " + text[fact.end : fact.end + 8]
    lead = _lead(text, fact, _DEADLINE_REACH)
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


def _is_deadline(text: str, fact: Fact) -> bool:
    """Tell whether something must be done by a date or holds from it on, rather than expires."""
    lead = text[max(0, fact.start - _DEADLINE_REACH) : fact.start].lower()
    rest = text[fact.end : fact.end + _DEADLINE_REACH].lower()
    if any(word in lead or word in rest for word in _RENEWAL_WORDS):
        return False
    return lead.endswith(_BY) or rest.lstrip().startswith(_BY_ZH)


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
    if one.year is not None and one.year == two.year and one.month is None and two.month is None:
        return one.key.count(":") != two.key.count(":")  # by 2027, by the end of 2027
    if (
        one.year is not None
        and one.year == two.year
        and _LAST_DAY in (_month_day(one), _month_day(two))
    ):
        return one.key.endswith(_YEAR_END) or two.key.endswith(_YEAR_END)
    parts = [(one.year, two.year), (one.month, two.month), (one.day, two.day)]
    known = [(a, b) for a, b in parts if a is not None and b is not None]
    return bool(known) and all(a == b for a, b in known) and one.month is not None


def _is_relative(fact: Fact) -> bool:
    """Tell whether a date is told from the day of speech: next month."""
    return fact.year is None and fact.month is None and fact.day is None


def _month_day(fact: Fact) -> tuple[int | None, int | None]:
    return fact.month, fact.day


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


def _next_year(one: Fact, two: Fact) -> bool:
    """Tell whether both are years alone, the second a later one: the 2024 quota, the 2025 quota."""
    if one.year is None or two.year is None or one.month is not None or two.month is not None:
        return False
    return two.year > one.year


def _rolled(one: Fact, two: Fact) -> bool:
    """Tell whether a date only moved on by a year, or by a few days of it (an expiry renewed)."""
    if one.year is None or two.year is None or two.year <= one.year:
        return False
    if one.month is None or two.month is None:
        return False
    days = (two.month - one.month) * 30 + (two.day or 1) - (one.day or 1)
    return abs(days) <= _ROLL_DAYS
