"""Parts of a year, the months so far, and shares told in words. Pure."""

import re
from collections.abc import Iterator
from fractions import Fraction

from monitor.wording import numbers
from monitor.wording.fact import Fact, FactKind

MONTHS = {
    name: at // 2 + 1
    for at, name in enumerate(
        "january jan february feb march mar april apr may - june jun july jul august aug "
        "september sep october oct november nov december dec".split()
    )
} | {"sept": 9}
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = 12
# What part of a year a date is in, told in front of it or behind it.
_PART_BEFORE = re.compile(
    r"(?:\bthe )?\b(early|mid|late|end|close|beginning|middle|first half|second half|first quarter"
    r"|second quarter|third quarter|fourth quarter|last quarter)(?:[- ]|[- ]of[- ])$",
    re.I,
)
_PART_BEHIND = re.compile(r"\s?(?:年)?(初|中|底|末|上半年|下半年)")
_LONGEST_PART = 24
_PARTS = {
    "beginning": "early", "初": "early", "middle": "mid", "中": "mid", "底": "end", "末": "end",
    "close": "end",
    "上半年": "first half", "下半年": "second half", "last quarter": "fourth quarter",
}  # fmt: skip
# The months of a year up to one of them: how figures are reported, not when something holds.
_COUNT = "|".join("two three four five six seven eight nine ten eleven".split())
_SO_FAR_EN = re.compile(rf"[Ff]irst (?:(?P<en>\d\d?|{_COUNT}) months|(?P<eq>two|three) quarters)\b")
_SO_FAR_JAN = re.compile(
    rf"Jan(?:uary|\.)?(?: to | ?[-–—] ?| through )(?P<month>{MONTH})(?! \d)\b", re.I
)
_SO_FAR_ZH = re.compile(
    r"[前头]\s?(?P<zh>\d\d?|[二三四五六七八九十]{1,2})\s?个月"
    r"|1(?<!\d1)\s?月?份?\s?[-–—至到~]\s?(?P<upto>\d\d?)\s?月份?"
    r"|[前头]\s?(?P<zq>[二三四两234])个?季度"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?<![\d.:,]\d)(?<![\d.:,]\d\d)(?:[:：](?P<minute>[0-5]\d)(?![:\d]))?"
    r"(?:\s?(?P<half>[ap]\.m\.|[ap]m\b|[AP]M\b))?"
)
_HOURS = 25
_MINUTES = 60
_COUNTED_ON = re.compile(r" (?:rounds?|sessions?|meeting|edition|plenary|annual|regular)\b")
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
_LONGEST_ORDINAL = 12
_SHARE = re.compile(
    r"\b(?:(?P<one>an?|one)|(?P<many>two|three|four|five|seven|nine))[- ]"
    r"(?P<den>half|third|quarter|fourth|fifth|sixth|eighth|tenth|hundredth|thousandth)(?P<s>s?)\b"
    r"(?P<of> of\b)?",
    re.I,
)
_DENOMINATORS = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
    "hundredth": 100, "thousandth": 1000,
}  # fmt: skip


def part_of_year(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    """Return the range of a year with the part of it that is told (mid-2013), and that."""
    behind = _PART_BEHIND.match(text, match.end()) if match["zh"] else None
    if behind is not None:
        return match.start(), behind.end(), _PARTS.get(behind[1], behind[1])
    near = max(0, match.start() - _LONGEST_PART)
    before = _PART_BEFORE.search(text[near : match.start()])
    if before is None:
        return match.start(), match.end(), ""
    part = before[1].lower()
    return near + before.start(), match.end(), _PARTS.get(part, part)


def so_far(text: str) -> Iterator[Fact]:
    """Yield the months or quarters of a year up to one: the first seven months, 1至7月."""
    if "months" in text or "quarters" in text:
        for match in _SO_FAR_EN.finditer(text):
            lead = 4 if text.endswith(("the ", "The "), 0, match.start()) else 0
            yield from _up_to(match["en"] or match["eq"], match["eq"], match, lead)
    if "Jan" in text:
        for match in _SO_FAR_JAN.finditer(text):
            yield from _up_to(str(MONTHS[match["month"].lower().rstrip(".")]), None, match, 0)
    if "月" in text or "季度" in text:
        for match in _SO_FAR_ZH.finditer(text):
            yield from _up_to(match["zh"] or match["upto"] or match["zq"], match["zq"], match, 0)


def _up_to(told: str, quarter: str | None, match: re.Match[str], lead: int) -> Iterator[Fact]:
    value = numbers.digits(told) or numbers.han(told) or numbers.english(told)
    if value is not None and quarter:
        value *= 3
    if value is not None and 1 < value < _YEAR:
        key = f"date:months-{value}"
        yield Fact(kind=FactKind.DATE, key=key, start=match.start() - lead, end=match.end())


def clocks(text: str) -> Iterator[Fact]:
    """Yield the times of day, 2:30 p.m. and 14:30 alike."""
    for match in _CLOCK.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        half = (match["half"] or "").lower()[:1]
        if hour >= _HOURS or minute >= _MINUTES or not (half or match["minute"]):
            continue
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        key = f"date:clock-{hour}:{minute}"
        yield Fact(kind=FactKind.DATE, key=key, start=match.start(), end=match.end())


def ordinals(text: str) -> Iterator[Fact]:
    """Yield the number of a session or round told in words, which only counts on."""
    for match in _COUNTED_ON.finditer(text):
        end = match.start()
        before = text[max(0, end - _LONGEST_ORDINAL) : end]
        word = before[before.rfind(" ") + 1 :].lower()
        if word in _ORDINALS:
            yield Fact(
                kind=FactKind.DOCUMENT, key=f"doc:{word}", start=end - len(word), end=end
            )  # fmt: skip


def shares(text: str) -> Iterator[Fact]:
    """Yield the fractions told in English words as percentages: two thirds, a tenth of."""
    if not any(word in text for word in _DENOMINATORS):
        return
    for match in _SHARE.finditer(text):
        den = _DENOMINATORS.get(match["den"].lower())
        if den is None or bool(match["many"]) != bool(match["s"]):
            continue
        article = (match["one"] or "").lower() in ("a", "an")
        if (article or den == _DENOMINATORS["quarter"]) and not (
            match["of"] or text.endswith("by ", 0, match.start())
        ):
            continue
        value = (
            numbers.english(match["many"]) or Fraction(1) if match["many"] else Fraction(1)
        ) / den
        yield percent(value * 100, match.start(), match.end("s"))


def percent(value: Fraction, start: int, end: int) -> Fact:
    """Return a share as a fact, its value in percent."""
    key = f"num:{numbers.shown(value)}:percent"
    return Fact(
        kind=FactKind.NUMBER, key=key, start=start, end=end, value=value, unit="percent"
    )  # fmt: skip
