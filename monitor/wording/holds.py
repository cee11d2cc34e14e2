"""What holds a finding back: a word that only moved, a word of the translator. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.wording.bearing import HINGES
from monitor.wording.comparison import Finding
from monitor.wording.concepts import Sort
from monitor.wording.lexicon import Role
from monitor.wording.pair import Mark
from monitor.wording.rules import RULES

_THIN_HAN = 2
_PHRASE = 3
_RETOLD = 2
_FREELY = 3
_SOME = 2
_SOME_HAN = 4
_NAMES = frozenset({Role.ACTOR, Sort.WORD, Sort.FACT})
# What goes without saying in what is told of other things.
_SOFT = frozenset(
    {"LICENCE", "LICENCE_APPLICATION", "EXPORT", "IMPORT", "EQUIPMENT", "TRADE", "ECONOMIC"}
)
_ALWAYS_SO = frozenset({"LAWFUL", "COMPLIANT", "RECIPROCAL"})  # conditions that are said in passing
_DEGREES = frozenset({"degree", "speed", "frequency"})
_TURNS = frozenset({"SUSPEND", "RESUME", "END"})  # nobody makes these up
_WEAK = frozenset({"word", "concept"})
_ONE_SIDED = frozenset({"actor.added", "actor.dropped", "strength.word", "scope.operator"})
_ONE_SIDED_FREELY = frozenset({"modality.bare", "status.phase", "number.added", "number.dropped"})
_HELD_TRANSLATOR = "translator"
_STRAY = ("clause.dropped", "clause.added")
_REPLACED = "clause.replaced"
_HELD_EXCERPT = "excerpt"


def held_back(mark: Mark, retold: int) -> Mark:
    """Return a mark held with `translator` where it rests on what another teller words anew.

    `retold` counts the places where the passages differ without a meaning. Where there is one, a
    word or concept more, less or other is the teller's own. Where there are two, so are some words
    or concepts, an actor named or left out, an intensifier or a quantifier that came or went, and
    what holds by law anyway; where there are more, so is a bare "may", "stop" or number. What has a
    partner on the other side, and what is a thing of its own, counts always.
    """
    if mark.held is not None:
        return mark
    weak = mark.rule.partition(".")[0] in _WEAK and _is_thin(mark)
    if retold >= _RETOLD:
        weak = weak or _is_loose(mark, freely=retold >= _FREELY)
    return replace(mark, held=_HELD_TRANSLATOR) if weak else mark


def cut(mark: Mark) -> Mark:
    """Return a mark held with `excerpt` where it is a longer phrase that one report alone has."""
    units = mark.lost or mark.gained
    one_sided = not (mark.lost and mark.gained)
    phrase = one_sided and len(units) >= _PHRASE and not any(u.key in HINGES for u in units)
    return replace(mark, held=_HELD_EXCERPT) if phrase and mark.held is None else mark


def is_weak(mark: Mark) -> bool:
    """Tell whether a mark rests on words or acts alone, not on a thing, number, degree or duty."""
    return mark.rule.partition(".")[0] in _WEAK


def _is_loose(mark: Mark, *, freely: bool) -> bool:
    units = (*mark.lost, *mark.gained)
    sort = mark.rule.partition(".")[0]
    both = bool(mark.lost and mark.gained)
    if mark.rule in _ONE_SIDED or (freely and mark.rule in _ONE_SIDED_FREELY):
        return not both and not any(u.key in _TURNS for u in mark.gained)
    if mark.rule == "strength.step":
        return all(u.ladder in _DEGREES for u in units)
    if sort == "condition":
        return all(u.key in _ALWAYS_SO for u in units)
    if sort == "term" and not both and all(u.key in _SOFT for u in units):
        return True
    named = any(u.role is Sort.WORD for u in units) and all(u.role in _NAMES for u in units)
    if named and sort in ("term", "actor", "concept"):
        return True  # who it was, told by name or by office
    if sort not in _WEAK or any(u.role in (Role.TERM, Role.LADDER) for u in units):
        return False
    most = max(map(len, (mark.lost, mark.gained)))
    han = all(u.surface >= "\u3400" and u.role is Sort.WORD for u in units)
    return most <= (_SOME_HAN if han else _SOME + freely)


def hold_absence(finding: Finding) -> Finding:
    """Return a finding held with `excerpt` where it rests on what a report leaves out."""
    return hold_excerpt(finding) if finding.rule == "clause.dropped" else finding


def hold_excerpt(finding: Finding) -> Finding:
    """Return a finding held with `excerpt` where one of two tellings alone has a whole clause."""
    stray = finding.held is None and finding.rule in _STRAY
    return replace(finding, held=_HELD_EXCERPT) if stray else finding


def _is_thin(mark: Mark) -> bool:
    """Tell whether a mark is one word or concept on either side, in Chinese two characters."""
    sides = (mark.lost, mark.gained)
    han = all(u.role is Sort.WORD and u.surface >= "\u3400" for side in sides for u in side)
    return max(map(len, sides)) <= (_THIN_HAN if han else 1)


def as_replacement(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings with one clause that came and one that went told as a replacement."""
    told = [finding for finding in found if finding.held is None]
    if sorted(finding.rule for finding in told) != ["clause.added", "clause.dropped"]:
        return list(found)
    gone, new = sorted(told, key=lambda finding: finding.rule, reverse=True)
    rule = RULES[_REPLACED]
    both = replace(
        new, kind=rule.kind, rule=_REPLACED, weight=rule.weight, before=gone.before, lost=gone.lost
    )
    return [*(finding for finding in found if finding.held is not None), both]


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
