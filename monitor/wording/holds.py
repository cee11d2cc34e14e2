"""What holds a finding back: a word that only moved, a word of the translator. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.wording.comparison import Finding
from monitor.wording.concepts import Sort
from monitor.wording.pair import Mark

_THIN_HAN = 2
_WEAK = frozenset({"word", "concept"})
_HELD_TRANSLATOR = "translator"


def held_back(mark: Mark) -> Mark:
    """Return a mark held with `translator` where it rests on one word more, less or other."""
    weak = mark.rule.partition(".")[0] in _WEAK and mark.held is None and _is_thin(mark)
    return replace(mark, held=_HELD_TRANSLATOR) if weak else mark


def _is_thin(mark: Mark) -> bool:
    """Tell whether a mark is one word or concept on either side, in Chinese two characters."""
    sides = (mark.lost, mark.gained)
    han = all(u.role is Sort.WORD and u.surface >= "\u3400" for side in sides for u in side)
    return max(map(len, sides)) <= (_THIN_HAN if han else 1)


def without_moves(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings but for what one clause lost and another gained: it only moved."""
    gained: dict[frozenset[str], list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.gained and not finding.lost:
            gained.setdefault(frozenset(finding.gained), []).append(number)
    moved: set[int] = set()
    for number, finding in enumerate(findings):
        if finding.lost and not finding.gained:
            partners = gained.get(frozenset(finding.lost))
            if partners:
                moved |= {number, partners.pop()}
    return tuple(finding for number, finding in enumerate(findings) if number not in moved)
