"""The words of two partner clauses beside each other: how alike they are, and where they differ."""

from collections.abc import Sequence

from monitor.wording.concepts import Unit
from monitor.wording.diff import blocks, surfaces
from monitor.wording.holds import is_weak
from monitor.wording.pair import Mark


class Words:
    """Two partners word for word: the stretches that differ, and the measures of likeness.

    `common` counts the words that both have in order, `least` those of the shorter side, `ratio` is
    the share in common (0 to 1).
    """

    def __init__(self, before: Sequence[Unit], after: Sequence[Unit]) -> None:
        self._before, self._after = before, after
        self.stretches = blocks(surfaces(before), surfaces(after))
        gone = sum(block.before[1] - block.before[0] for block in self.stretches)
        self.common = len(before) - gone
        self.least = min(len(before), len(after))
        total = len(before) + len(after)
        self.ratio = 2 * self.common / total if total else 1.0

    def empty(self, marks: Sequence[Mark]) -> int:
        """Return in how many places the two differ where nothing is said: particles, synonyms.

        Who quotes leaves these alone; who retells or translates does not, and then one word more
        or less is his own. So are words and concepts that differ in many places: one of them may be
        a shift, all of them are another hand.
        """
        strong = [mark for mark in marks if not is_weak(mark)]
        told = {unit.start for mark in strong for unit in mark.lost}
        heard = {unit.start for mark in strong for unit in mark.gained}
        found = -1 if len(strong) < len(marks) else 0
        for block in self.stretches:
            lost = self._before[slice(*block.before)]
            gained = self._after[slice(*block.after)]
            found += not any(u.start in told for u in lost) and not any(
                u.start in heard for u in gained
            )
        return max(found, 0)
