"""The words of two partner clauses beside each other: how alike they are, and where they differ."""

from collections import Counter
from collections.abc import Sequence

from monitor.wording.concepts import Unit
from monitor.wording.diff import blocks, surfaces
from monitor.wording.holds import is_weak
from monitor.wording.lexicon import Role
from monitor.wording.pair import Closeness, Mark

CONTAINED_WORDS = 0.88
"""Likewise where one holds so much of the other, word for word: it grew or shrank."""
LEAST_CONTAINED_WORDS = 4
ONE_STRETCH_WORDS = 0.5
"""Likewise where a single stretch differs."""
LEAST_WHOLE = 2
LEAST_BESIDE = 5
"""Likewise where a single stretch differs to the letter, or is new, beside so many words."""
SAME_CONCEPTS = 0.72
"""From this share of common concepts on, two tellings have the same content."""
_CONCEPTUAL = frozenset(
    {Role.TERM, Role.CONCEPT, Role.LADDER, Role.POSTURE, Role.ACTOR, Role.QUALITY}
)
_LEAST_LEAD = 2
_MOST_GOVERNED = 1
_ACTS = frozenset({Role.CONCEPT, Role.ASPECT, Role.LADDER, Role.MODALITY})
_LEAST_ALIKE = 0.4
_LEAST_ALIKE_HAN = 0.25
_JOINS = frozenset("and or 和 与 及 或 以及 及其".split())


class Words:
    """Two partners word for word: the stretches that differ, and the measures of likeness.

    `common` counts the words that both have in order, `least` those of the shorter side, `ratio` is
    the share in common (0 to 1), `reported` tells whether somebody is made to speak in either.
    """

    def __init__(self, before: Sequence[Unit], after: Sequence[Unit]) -> None:
        self._before, self._after = before, after
        self.stretches = blocks(surfaces(before), surfaces(after))
        gone = sum(block.before[1] - block.before[0] for block in self.stretches)
        self.common = len(before) - gone
        self.least = min(len(before), len(after))
        total = len(before) + len(after)
        self.ratio = 2 * self.common / total if total else 1.0
        self.reported = any(unit.role is Role.CUE for unit in (*before, *after))

    def begin_alike(self) -> bool:
        """Tell whether the two begin word for word alike, are no reports, and share enough."""
        lead = min((block.before[0] for block in self.stretches), default=self.least)
        lead = min(lead, *(block.after[0] for block in self.stretches), self.least)
        han = bool(lead) and self._before[0].surface >= "\u3400"
        return (
            lead >= _LEAST_LEAD
            and self.ratio >= (_LEAST_ALIKE_HAN if han else _LEAST_ALIKE)
            and any(unit.role is not Role.NOISE for unit in self._before[:lead])
            and not self.reported
        )

    def closeness(
        self,
        shown: tuple[Sequence[Unit], Sequence[Unit]],
        stretches: int,
        same_words: float,
        *,
        crossed: bool,
    ) -> Closeness:
        """Return how near the two are; of two languages, by what `shown` of either means alone.

        `stretches` counts those of the shown units that differ; from `same_words` on, two partners
        are versions of one another.
        """
        if not crossed:
            if self.ratio >= same_words or (
                self.least >= LEAST_CONTAINED_WORDS and self.common / self.least >= CONTAINED_WORDS
            ):
                return Closeness.WORDS
            if len(self.stretches) == 1 and (
                self.common == self.least >= LEAST_WHOLE or self.common >= LEAST_BESIDE
            ):
                return Closeness.WORDS
            if stretches <= 1 and self.ratio >= ONE_STRETCH_WORDS:
                return Closeness.WORDS
        mine, yours = (Counter(u.key for u in side if u.role in _CONCEPTUAL) for side in shown)
        common = sum((mine & yours).values())
        total = sum(mine.values()) + sum(yours.values())
        if common >= 3 and 2 * common / total >= SAME_CONCEPTS:
            return Closeness.CONCEPTS
        return Closeness.LOOSE

    def empty(self, marks: Sequence[Mark]) -> int:
        """Return in how many places the two differ where nothing is said: particles, synonyms.

        Who quotes leaves these alone; who retells or translates does not, and then one word more
        or less is his own. So are words and concepts that differ in many places: one of them may be
        a shift, all of them are another hand.
        """
        strong = [mark for mark in marks if not is_weak(mark)]
        told = {unit.start for mark in strong for unit in mark.lost}
        heard = {unit.start for mark in strong for unit in mark.gained}
        sides = [
            (self._before[slice(*block.before)], self._after[slice(*block.after)])
            for block in self.stretches
        ]
        found = -1 if len(strong) < len(marks) else 0
        governed = _MOST_GOVERNED if any(_is_other_act(*side) for side in sides) else 0
        for lost, gained in sides:
            if _is_join(lost, gained) and any(
                _holds_join(two if lost else one) for one, two in sides if not _is_join(one, two)
            ):
                continue  # an "and" moves to where the list now ends
            if governed and _is_particle(lost) and _is_particle(gained):
                governed -= 1  # keep on, remove from: the verb brings its own
                continue
            found += not any(u.start in told for u in lost) and not any(
                u.start in heard for u in gained
            )
        return max(found, 0)


def _is_other_act(lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    return any(u.role in _ACTS for u in lost) and any(u.role in _ACTS for u in gained)


def _is_particle(units: Sequence[Unit]) -> bool:
    return len(units) == 1 and units[0].role is Role.NOISE


def _is_join(lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    return bool(lost) != bool(gained) and all(u.surface in _JOINS for u in (*lost, *gained))


def _holds_join(units: Sequence[Unit]) -> bool:
    return any(unit.surface in _JOINS for unit in units)
