"""Which sort of noise a pair of like meaning holds: why a plain comparison would take it for news.

A line of gold may name its sort; where it does not, the two texts tell it, but for another
translator's words, which only whoever wrote the pair knows from another reporter's.
"""

import re
from collections.abc import Iterable

from evals.baselines import tokens
from monitor.text.normalize import normalize

SORTS = ("paraphrase", "rendering", "copy", "requote", "dates", "growth", "form")
"""The same told by another reporter, by another translator; a copy with an agency's trimmings;
words quoted once more; other dates and order numbers alone; a story that grew; page and spelling.
"""

_RUN = 3
_CONTAINED = 0.9
_GROWN = 6
_MONTHS = "january february march april may june july august september october november december"
_DATED = re.compile(
    rf"\b(?:{'|'.join(_MONTHS.split())})\b|\d[\d,.]*(?:st|nd|rd|th)?"
    r"|第?[〇零一二三四五六七八九十百两]+(?=[年月日号届轮次])"
)
_QUOTED = re.compile(r'[“”「」"]')


def derived(before: str, after: str, *, versions: bool, note: str = "") -> str:
    """Return the sort of a pair without a shift, by its texts; `note` may tell of a rendering."""
    if "rendering" in note:
        return "rendering"
    old, new = (normalize(text).text.casefold() for text in (before, after))
    one, two = tokens(old), tokens(new)
    if one == two:
        return "form"
    if tokens(_DATED.sub(" 0 ", old)) == tokens(_DATED.sub(" 0 ", new)):
        return "dates"
    if sorted(one) == sorted(two):
        return "form"
    contained = _contained(*sorted((one, two), key=len))
    if versions:
        return "growth" if contained and len(two) - len(one) >= _GROWN else "form"
    if contained and not {word for word in one if word.isdigit()} <= set(two):
        return "dates"
    if contained:
        return "requote" if len(_QUOTED.findall(after)) > len(_QUOTED.findall(before)) else "copy"
    return "paraphrase"


def _contained(part: list[str], whole: list[str]) -> bool:
    inner = _runs(part)
    return len(inner & _runs(whole)) >= _CONTAINED * len(inner)


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    last: Iterable[int] = range(max(1, len(words) - _RUN + 1))
    return frozenset(tuple(words[at : at + _RUN]) for at in last)
