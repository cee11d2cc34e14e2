"""How numbers are written in English and Chinese, as one exact value. Pure."""

import re
from fractions import Fraction

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * (at + 2)
    for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "mln": 10**6,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "千": 10**3,
    "百": 100,
    "百万": 10**6,
    "千万": 10**7,
    "十亿": 10**9,
}
_HAN = {han: value for value, han in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1_000}

ENGLISH_WORDS = "|".join(sorted([*_ONES, *_TENS, "half", "quarter"], key=lambda word: -len(word)))
SCALE_WORDS = "|".join(sorted(_SCALES, key=lambda word: -len(word)))
_MIXED = re.compile(r"(?:(\d+)[- ])?(\d+)/(\d+)")
_MAX_DIGITS = 40


def scale(word: str) -> int:
    """Return what a scale word multiplies by, 1 for any other word."""
    return _SCALES.get(word.lower(), 1)


def english(words: str) -> Fraction | None:
    """Return the value of number words such as `twenty-five` or `two hundred`, else None."""
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "half":
            return Fraction(1, 2)
        elif word == "quarter":
            return Fraction(1, 4)
        elif word in _SCALES:
            factor = _SCALES[word]
            current = max(current, 1) * factor
            if factor >= 1_000:
                total, current = total + current, 0
        elif word != "and":
            return None
    return Fraction(total + current)


def han(text: str) -> Fraction | None:
    """Return the value of a Chinese numeral such as 二十五, 三千二百 or 二〇二五, else None."""
    if not text or len(text) > _MAX_DIGITS:
        return None
    if "点" in text:
        whole, _, rest = text.partition("点")
        base = han(whole)
        if base is None or not rest or any(mark not in _HAN for mark in rest):
            return None
        return base + Fraction(int("".join(str(_HAN[mark]) for mark in rest)), 10 ** len(rest))
    if all(mark in _HAN for mark in text):
        return Fraction(int("".join(str(_HAN[mark]) for mark in text)))
    total = section = digit = 0
    before = ""
    for mark in text:
        if mark in _HAN:
            digit = digit * (10 if before in _HAN else 1) + _HAN[mark]
        elif mark in _HAN_UNITS:
            section += max(digit, 1) * _HAN_UNITS[mark]
            digit = 0
        elif mark == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif mark == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            return None
        before = mark
    return Fraction(total + section + digit)


def digits(text: str) -> Fraction | None:
    """Return the value of digits with thousands commas, a point or a fraction, else None."""
    text = text.strip()
    if len(text) > _MAX_DIGITS:
        return None
    mixed = _MIXED.fullmatch(text)
    if mixed:
        if int(mixed[3]) == 0:
            return None
        return Fraction(int(mixed[1] or 0)) + Fraction(int(mixed[2]), int(mixed[3]))
    plain = text.replace(",", "").replace(" ", "")
    try:
        return Fraction(plain)
    except (ValueError, ZeroDivisionError):
        return None


def shown(value: Fraction) -> str:
    """Return the value as a short string that is the same for equal values."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{value.numerator}/{value.denominator}"
