"""Tell whether words differ in spelling, in one character, or by a negating prefix. Pure."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from rapidfuzz.distance import OSA

from monitor.text.normalize import Normalized
from monitor.wording.concepts import Sort, Unit
from monitor.wording.pair import Pair, Piece

_LEAST_SWAPPED = 5
_DOUBLED = re.compile(r"([a-z])\1")
_ROOT = 6
_ABLE = ("able", "ible", "ably", "ibly")
_NEGATES = ("un", "in", "im", "il", "ir", "non", "dis", "mis")
_CONTRASTS = frozenset("东西南北上下前后内外进出大小多少高低增减升降左右男女老少早晚新旧长短强弱")


def plain(pieces: Sequence[Piece]) -> str:
    """Return the letters and digits of pieces as one word, accents left out."""
    letters = normalize("NFD", "".join(piece.unit.surface for piece in pieces))
    return "".join(letter for letter in letters if letter.isalnum())


def misspelt(one: str, two: str) -> bool:
    """Tell whether two words are one in two spellings: a letter apart, two in a long word."""
    if one.isdigit() or two.isdigit() or negated(one, two):
        return False
    if not one.isascii() or not two.isascii():
        return one[:1] == two[:1] and OSA.distance(one, two) <= 2 and min(len(one), len(two)) > 2
    allowed = 2 if min(len(one), len(two)) >= 8 else 1
    return min(len(one), len(two)) >= 4 and OSA.distance(one, two) <= allowed


def swapped(one: str, two: str) -> bool:
    """Tell whether two words have the same letters, doubled ones once, with one pair swapped."""
    if min(len(one), len(two)) < _LEAST_SWAPPED or not one.isascii() or not two.isascii():
        return False
    first, second = _DOUBLED.sub(r"\1", one), _DOUBLED.sub(r"\1", two)
    return sorted(first) == sorted(second) and OSA.distance(first, second) <= 1


def two_scripts(one: Normalized, two: Normalized) -> bool:
    """Tell whether one passage is in traditional characters and the other is not: two hands."""
    return _is_traditional(one) != _is_traditional(two)


def _is_traditional(text: Normalized) -> bool:
    return not text.raw.isascii() and any(
        a != b and b >= "\u3400" for a, b in zip(text.raw, text.text, strict=False)
    )


def negated(one: str, two: str) -> bool:
    """Tell whether one word is the other with a prefix that negates it: accepted, unacceptable."""
    short, long = sorted((one, two), key=len)
    if any(long == prefix + short for prefix in _NEGATES):
        return True
    root = short[:_ROOT]
    return len(root) == _ROOT and any(
        long.startswith(prefix + root) and long.endswith(_ABLE) for prefix in _NEGATES
    )


def prefixed(lost: Unit, gained: Unit) -> bool:
    """Tell whether one plain word is the other with a prefix that negates it."""
    return (
        lost.role is Sort.WORD
        and gained.role is Sort.WORD
        and negated(lost.surface, gained.surface)
    )


def one_character(pair: Pair, lost: Piece, gained: Piece) -> bool:
    """Tell whether two Chinese words share one character and differ in the other (提升, 提高)."""
    one, two = lost.unit, gained.unit
    if pair.single or lost.block != gained.block or not one.role is two.role is Sort.WORD:
        return False
    if min(one.surface, two.surface) < "\u3400" or {one.surface, two.surface} & _CONTRASTS:
        return False
    if any(sum(p.block == lost.block for p in side) != 1 for side in (pair.lost, pair.gained)):
        return False
    return bool(_beside(one, pair.before) & _beside(two, pair.after))


def _beside(unit: Unit, units: Sequence[Unit]) -> set[tuple[int, str]]:
    """Return the unknown characters that touch a unit, with the side on which they do."""
    return {
        (1 if other.start == unit.end else -1, other.key)
        for other in units
        if other.role is Sort.WORD and (other.start == unit.end or other.end == unit.start)
    }
