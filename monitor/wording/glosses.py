"""What a text adds in brackets and does not say: an abbreviation, a rate of exchange. Pure."""

import re
from collections.abc import Sequence

from monitor.wording.concepts import Unit
from monitor.wording.lexicon import Role

_GLOSS = re.compile(r"\(\s?[\"“']?([A-Z][A-Za-z&]{1,8})[\"”']?\s?\)")
_GLOSS_ZH = re.compile(r"\((?:以下)?(?:简称|下称)[^()]{1,24}\)")
_RATE = re.compile(
    r"\((?:[A-Z]{0,3}[$€£¥])?\s?1\s?[\w ]{0,16}(?:=|≈|约合|约等于|折合)[^()]{2,40}\)"
)
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_LONGEST_NAME = 120


def without_glosses(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Return the units with those inside "(ECO)", （以下简称…） or "($1 = 7.1 yuan)" as noise.

    In English the letters must be the initials, in order, of the words in front: "the Export
    Control Organisation (ECO)". `text` is folded. Linear in the text.
    """
    if "(" not in text:
        return list(units)
    spans = [m.span() for m in _GLOSS.finditer(text) if _stand_for(m[1], text, m.start())]
    spans += [m.span() for other in (_GLOSS_ZH, _RATE) for m in other.finditer(text)]
    if not spans:
        return list(units)
    spans.sort()
    made: list[Unit] = []
    at = 0
    for unit in units:
        while at < len(spans) and spans[at][1] <= unit.start:
            at += 1
        inside = at < len(spans) and spans[at][0] <= unit.start
        made.append(unit._replace(key="", role=Role.NOISE, fact=None) if inside else unit)
    return made


def _stand_for(letters: str, text: str, end: int) -> bool:
    """Tell whether letters are the initials of the words that end there, small words left out."""
    words = _WORD.findall(text, max(0, end - _LONGEST_NAME), end)
    wanted = [letter.lower() for letter in letters if letter.isupper()]
    for word in reversed(words):
        if not wanted:
            break
        if word[0].lower() == wanted[-1]:
            wanted.pop()
        elif word[0].isupper():
            return False
    return not wanted and len(words) > 1
