"""Tell whether a clause without a partner says something new, and whether a body says it. Pure."""

from collections.abc import Sequence

from monitor.wording.align import features
from monitor.wording.clauses import Clause, segments
from monitor.wording.concepts import Sort, Unit
from monitor.wording.facts import FactKind
from monitor.wording.kinship import Kinship
from monitor.wording.lexicon import Role

SAID_ELSEWHERE = 0.6
"""A clause without a partner is nothing new when one place of the far passage tells so much."""
SAID_ELSEWHERE_BY_ONE_HAND = 0.85
"""Likewise where the other clauses are word for word the same: nobody retold this one."""
SAID_ELSEWHERE_CITING = 0.95
"""Likewise for a clause that cites a document which the far passage does not cite."""
LEAST_CONTENT = 4
"""A clause of fewer units without a partner says too little to be called new."""
UNTOLD = 0.2
"""A part of a clause that has a partner is new only where less of it than this is told."""
UNTOLD_COVERED = 0.4
"""Likewise, synonyms counted in."""
MOST_CLAUSES = 200
_SILENT = frozenset({Role.SELF, Role.CUE})
_STANCES = frozenset({"WILLING", "URGE", "WELCOME", "HOPE"})
_OFFICES = frozenset({"OFFICIAL", "AGENCY", "LEADER", "STATEMENT", "MEETING"})
_LEAD = 6
_STANDS = frozenset({"escalation", "request"})
_STEPS = 2
_NAMES_BEHIND = frozenset({"according to", "据"})
_BESIDE = frozenset({Role.NOISE, Role.ASPECT, Role.CUE, Sort.FACT})
_CROWDS = frozenset({"COMPANIES", "EXPORTERS", "COUNTRIES", "ENTITIES", "PERSONS", "ALLIES"})
_SPEAKERS = frozenset(
    "he she it they spokesperson spokesman spokeswoman 发言人 新闻发言人 他 她".split()
) | {"a spokesperson", "according to", "press conference", "statement"}
# What reporters write and bodies do not write of themselves.
_STORY_CUES = frozenset(
    "said says told tells 表示 说 称 指出 介绍 介绍说 透露 回应称 回应说 答称 并称 通报称 消息称"
    " 声明称 声明说 公告称 公告说 披露 发文称 又指 续称 坦言 直言".split()
) | {"according to", "told reporters"}


class Told:
    """What each clause of a passage tells, looked up by mark."""

    def __init__(self, clauses: Sequence[Clause], kinship: Kinship | None = None) -> None:
        self.marks: dict[str, list[int]] = {}
        self._kinship = kinship
        self._content = (
            None if kinship is None else kinship.content(u for c in clauses for u in c.every)
        )
        for number, clause in enumerate(clauses):
            parts = (part for unit in clause.every for part in unit.parts)
            for mark in {*features(clause), *(unit.key for unit in clause.every), *parts}:
                self.marks.setdefault(mark, []).append(number)

    def covers(self, clause: Clause) -> float:
        """Return the share of a clause that the passage tells somewhere, synonyms counted in."""
        if self._kinship is None or self._content is None:
            return 0.0
        told, whole = self._kinship.covered(clause.units, self._content)
        return told / whole if whole else 1.0

    def share(self, marks: set[str]) -> float:
        """Return the largest share of `marks` that one clause tells, or two in a row tell."""
        found: dict[int, set[str]] = {}
        for mark in marks:
            for number in self.marks.get(mark, ())[:MOST_CLAUSES]:
                found.setdefault(number, set()).add(mark)
        best = 0
        for number, here in found.items():
            best = max(best, len(here | found.get(number + 1, set())))
        return best / max(len(marks), 1)


def is_new(
    clause: Clause, told: Told, *, crossed: bool, one_hand: bool = False, whole: bool = False
) -> bool:
    """Tell whether a clause without a partner says what the far passage does not say anywhere.

    `whole` tells that it is a sentence with its full stop among others that stayed as they were:
    a short one counts as well.
    """
    counts = [
        unit for unit in clause.units
        if unit.role not in _SILENT and not (crossed and unit.role is Sort.WORD)
        and not (unit.fact is not None and unit.fact.kind in (FactKind.DATE, FactKind.DOCUMENT))
    ]  # fmt: skip
    if len(counts) < LEAST_CONTENT - whole:
        return False
    if crossed or all(unit.role is not Sort.WORD for unit in counts):
        marks = {unit.key for unit in counts}
    else:
        marks = {mark for mark in features(clause) if not mark.startswith(("date:", "document:"))}
    cites_new = any(
        unit.fact is not None and unit.fact.kind is FactKind.DOCUMENT and unit.key not in told.marks
        for unit in clause.units
    )
    citing = cites_new and len(counts) >= 2 * LEAST_CONTENT
    enough = SAID_ELSEWHERE_BY_ONE_HAND if one_hand else SAID_ELSEWHERE
    return told.share(marks) < (SAID_ELSEWHERE_CITING if citing else enough)


def is_story(clauses: Sequence[Clause]) -> bool:
    """Tell whether a reporter tells what others said, so that some clauses are his own."""
    reporting = sum(
        any(unit.surface in _STORY_CUES for unit in clause.every if unit.role is Role.CUE)
        for clause in clauses
    )
    return reporting >= 2 or (reporting > 0 and reporting * 4 >= len(clauses))


def untold(clause: Clause, text: str, told: Told) -> list[Clause]:
    """Return the parts between the commas of a Chinese clause of which the far passage tells
    next to nothing, as clauses; `text` is the folded passage."""
    parts = segments(clause, text)
    return [
        part
        for part in parts
        if len(parts) > 1
        and sum(unit.role not in _SILENT for unit in part.units) > LEAST_CONTENT
        and told.share(set(part.features)) < UNTOLD
        and told.covers(part) < UNTOLD_COVERED
    ]


def is_report(clauses: Sequence[Clause]) -> bool:
    """Tell whether somebody is made to speak in a passage, as reporters write it."""
    return any(unit.role is Role.CUE for clause in clauses for unit in clause.speech)


def other_stand(before: Clause, after: Clause) -> tuple[Unit, Unit] | None:
    """Return the highest rungs that two clauses take of one ladder, where they are steps apart."""
    sides = [
        {u.ladder: u for u in sorted(clause.units, key=lambda u: u.level) if u.ladder in _STANDS}
        for clause in (before, after)
    ]
    both = ((sides[0][ladder], sides[1][ladder]) for ladder in sides[0].keys() & sides[1].keys())
    return next((pair for pair in both if abs(pair[0].level - pair[1].level) >= _STEPS), None)


def is_background(clause: Clause, text: str) -> bool:
    """Tell whether a clause of a news story is its reporter's own: no official is made to speak.

    `text` is the folded passage.
    """
    if any(unit.role is Role.BYSTANDER for unit in clause.every):
        return True
    if any(
        unit.role in (Role.SELF, Role.POSTURE)
        or unit.key in _STANCES
        or unit.ladder == "escalation"
        for unit in clause.every
    ):
        return False
    cue = next((n for n, unit in enumerate(clause.every) if unit.role is Role.CUE), None)
    if cue is None:
        return True
    behind = clause.every[cue].surface in _NAMES_BEHIND
    lead = (
        clause.every[cue + 1 : cue + _LEAD]
        if behind
        else clause.every[max(0, cue - _LEAD) : cue + 1]
    )
    return not _is_official(lead, text)


def _is_official(lead: Sequence[Unit], text: str) -> bool:
    """Tell whether who speaks is a body, one who speaks for it, or a name: "chipmakers say" not."""
    said_by = next((u for u in reversed(lead[:-1]) if u.role not in _BESIDE), None)
    if said_by is not None and said_by.surface >= "\u3400" and _is_crowd(said_by):
        return False  # in Chinese the head of a name stands last: 欧洲车企
    head = next((unit for unit in lead if unit.role is not Role.NOISE), None)
    if head is not None and head.role is Role.CONCEPT and head.key not in _OFFICES:
        return False
    return any(
        (unit.role is Role.ACTOR and unit.key not in _CROWDS)
        or unit.key in _OFFICES
        or unit.surface in _SPEAKERS
        or (unit.role is Sort.WORD and not text[unit.start].islower())
        for unit in lead
    )


def _is_crowd(unit: Unit) -> bool:
    return unit.key in _CROWDS or (unit.role is Role.CONCEPT and unit.key not in _OFFICES)
