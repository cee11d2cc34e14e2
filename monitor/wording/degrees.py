"""Modality, ladders, conditions, status and posture that differ between two partners. Pure."""

import re
from collections.abc import Sequence

from monitor.wording.bearing import halted
from monitor.wording.concepts import Unit
from monitor.wording.lexicon import Role
from monitor.wording.morphology import is_past
from monitor.wording.pair import (
    Closeness,
    Pair,
    Piece,
    harder,
    mark,
    next_act,
    next_unit,
    pairs,
    remove,
    sided,
    take,
)
from monitor.wording.shift import Direction

_PHASES = frozenset({"BEGIN", "END", "SUSPEND", "RESUME", "IMPLEMENT", "PLANNED"})
_SAME_DUTY = frozenset({"DUTY", "SHOULD", "NEED"})
_DUTIES = frozenset({*_SAME_DUTY, "MUST"})  # who retells says must for should
_ASSERTS = frozenset({"WILL", "WILLING", "PLAN"})
_IN_FORCE = frozenset({"EFFECTIVE", "EXPIRE"})
_HINGES = frozenset({"IF", "SUBJECT_TO"})
_PENDING = frozenset({"REVIEW", "CONSIDER", "DIALOGUE", "INVESTIGATE"})
_SETTLED = frozenset({"APPROVE", "DENY", "SIGN", "PUNISH", "IMPLEMENT"})
_LAST_RUNGS = 9
_HIGHEST = ("escalation",)
_HALTS = frozenset({"END", "SUSPEND"})
_LENGTHS = frozenset({"day", "week", "month", "year"})
_BEING = ("is", "are", "was", "were", "been", "still", "currently", "now")
_NO_MORE = ("no longer", "any longer", "不再")
_FREES = frozenset({"NEED_NOT"})
_BARS = frozenset({"RESTRICT", "PROHIBIT"})
_FAR = 3
_NEAR = 5
_CATEGORICAL = frozenset({"licence"})  # its rungs are other rules, not other degrees
_PARTS = re.compile("[,，;；。]")
_AUXILIARY = re.compile(r"\b(?:has|have|had|was|were)\b|已经?", re.I)
_AUXILIARY_REACH = 24
_HELD_NEIGHBOUR = "neighbouring_rank"


def modality(pair: Pair) -> None:
    """Mark what a body now must, will, may or would do and did not, or the reverse."""
    _barred(pair)
    lost = [p for p in pair.lost if p.unit.role is Role.MODALITY]
    gained = [p for p in pair.gained if p.unit.role is Role.MODALITY]
    for one, two in [(a, b) for a, b in pairs(pair) if a in lost and b in gained]:
        if one not in pair.lost or two not in pair.gained:
            continue
        remove(pair.lost, [one])
        remove(pair.gained, [two])
        step = abs(one.unit.level - two.unit.level)
        if step == 0 and {one.unit.key, two.unit.key} != {"PROHIBIT", "MUST"}:
            continue
        if {one.unit.key, two.unit.key} <= _SAME_DUTY or (
            pair.closeness is not Closeness.WORDS and {one.unit.key, two.unit.key} <= _DUTIES
        ):
            continue
        if pair.closeness is not Closeness.WORDS and not (
            step >= 2
            and "ABLE" not in (one.unit.key, two.unit.key)
            and _same_act(pair, one.unit, two.unit, step)
        ):
            continue
        retold = pair.closeness is not Closeness.WORDS or not pair.single
        held = _HELD_NEIGHBOUR if step == 1 and retold and not pair.one_hand else None
        rule = "modality.neighbour" if step == 1 else "modality.step"
        mark(pair, rule, (one.unit,), (two.unit,), held=held,
              direction=harder(two.unit.level - one.unit.level))  # fmt: skip
        if {one.unit.key, two.unit.key} & _FREES and held is None:
            mark(pair, "polarity.negation", (one.unit,), (two.unit,))
    _bare(pair)


def _barred(pair: Pair) -> None:
    """Mark what was restricted and is prohibited, and the reverse."""
    if pair.closeness is not Closeness.WORDS:
        return
    for lost, gained in pairs(pair, same_block=True):
        if {lost.unit.key, gained.unit.key} == _BARS:
            up = gained.unit.key == "PROHIBIT"
            take(pair, "strength.step", lost, gained, direction=harder(1 if up else -1))


def _bare(pair: Pair) -> None:
    """Mark a modal that one side alone has."""
    for side in (pair.lost, pair.gained):
        for piece in [p for p in side if p.unit.role is Role.MODALITY]:
            if piece.unit.key in _ASSERTS:
                continue  # tense, or a plan that `_status` looks at
            remove(side, [piece])
            units = pair.before if side is pair.lost else pair.after
            if side is pair.lost and piece.unit.key == "CONSIDER" and _carried_out(pair, piece):
                continue
            if next_act(piece.unit, units) in _IN_FORCE and piece.unit.level > 0:
                continue  # "shall enter into force" is how a law is written
            other = pair.after if side is pair.lost else pair.before
            if not pair.single and any(u.key == piece.unit.key for u in other):
                continue  # said there as well, once
            if piece.unit.key == "NEED_NOT" and any(u.role is Role.POLARITY for u in other):
                continue  # need not, have no reason to
            if piece.unit.key == "ABLE" and not pair.one_hand:
                continue  # a filler as often as an ability
            if pair.closeness is Closeness.WORDS and abs(piece.unit.level) != 0:
                up = (piece.unit.level > 0) == (side is pair.gained)
                mark(pair, "modality.bare", *sided(pair, piece, side),
                      direction=harder(1 if up else -1))  # fmt: skip


def _same_act(pair: Pair, one: Unit, two: Unit, step: int) -> bool:
    """Tell whether two modals bear on one act; of far ones, that they are near one and the same."""
    if next_act(one, pair.before) == next_act(two, pair.after):
        return True
    return step >= _FAR and bool(_near(one, pair.before) & _near(two, pair.after))


def _near(unit: Unit, units: Sequence[Unit]) -> set[str]:
    at = next((n for n, other in enumerate(units) if other.start == unit.start), len(units))
    found: set[str] = set()
    for other in units[at + 1 : at + 1 + _NEAR]:
        if other.role in (Role.POLARITY, Role.MODALITY):
            break
        if other.role in (Role.CONCEPT, Role.TERM):
            found.add(other.key)
    return found


def ladders(pair: Pair) -> None:
    """Mark another rung of one ladder; neighbours are held back.

    Of several rungs on a side the highest is its stand.
    """
    for side in (pair.lost, pair.gained):
        for ladder in _HIGHEST:
            rungs = [p for p in side if p.unit.ladder == ladder]
            highest = max((p.unit.level for p in rungs), default=0)
            remove(side, [p for p in rungs if p.unit.level < highest])
    for lost, gained in pairs(pair):
        one, two = lost.unit, gained.unit
        if not one.ladder or one.ladder != two.ladder or one.role is Role.MODALITY:
            continue
        if pair.closeness is not Closeness.WORDS and one.role is Role.DEGREE:
            continue
        step = two.level - one.level
        if abs(step) >= 2 or (step and one.ladder in _CATEGORICAL):
            take(pair, "strength.step", lost, gained, direction=harder(step))
        else:
            take(pair, "strength.neighbour", lost, gained, held=_HELD_NEIGHBOUR,
                  direction=harder(step))  # fmt: skip
    _last_words(pair)


def _last_words(pair: Pair) -> None:
    """Mark a last warning that one side alone gives: nobody leaves it out or makes it up."""
    for side, other in ((pair.lost, pair.after), (pair.gained, pair.before)):
        for piece in [p for p in side if p.unit.ladder == "escalation"]:
            highest = max((u.level for u in other if u.ladder == "escalation"), default=0)
            if piece.unit.level >= _LAST_RUNGS and piece.unit.level - highest >= 2:
                remove(side, [piece])
                mark(pair, "strength.step", *sided(pair, piece, side),
                      direction=harder(1 if side is pair.gained else -1))  # fmt: skip


def conditions(pair: Pair) -> None:
    """Mark conditions that came, went or gave way to others."""
    lost = [p for p in pair.lost if p.unit.role is Role.CONDITION]
    gained = [p for p in pair.gained if p.unit.role is Role.CONDITION]
    remove(pair.lost, lost)
    remove(pair.gained, gained)
    changed = {p.unit.key for p in lost} ^ {p.unit.key for p in gained}
    both = bool(lost and gained and changed) and pair.closeness is Closeness.CONCEPTS
    if both and changed == _HINGES:
        return  # "if approved", "subject to approval"
    if both or (pair.closeness is Closeness.WORDS and changed):
        direction = Direction.NEUTRAL if lost and gained else harder(1 if gained else -1)
        mark(pair, "condition.changed", tuple(p.unit for p in lost),
              tuple(p.unit for p in gained), direction=direction)  # fmt: skip


def status(pair: Pair) -> None:
    """Mark what was planned and is done, and what began, ended, was suspended or resumed."""
    for lost in [p for p in pair.lost if p.unit.key in ("WILL", "PLAN")]:
        act = next_unit(lost.unit, pair.before)
        done = act is not None and next((u for u in pair.after if u.key == act.key), None)
        if act and done and _is_done(pair.text_after, done) and not _is_done(pair.text_before, act):
            remove(pair.lost, [lost])
            mark(pair, "status.done", (lost.unit, act), (_with_auxiliary(pair.text_after, done),))
    _meant(pair)
    lost_phases = [p for p in pair.lost if p.unit.key in _PHASES]
    gained_phases = [p for p in pair.gained if p.unit.key in _PHASES]
    _decided(pair)
    if pair.closeness is not Closeness.WORDS:
        halt = halted(pair)
        remove(pair.lost, lost_phases)
        remove(pair.gained, gained_phases)
        if halt is not None:
            mark(pair, "status.phase", *halt)
        return
    for one, two in zip(list(lost_phases), list(gained_phases), strict=False):
        if {one.unit.key, two.unit.key} == _HALTS and _for_a_time(pair):
            remove(pair.lost, [one])
            remove(pair.gained, [two])
        else:
            take(pair, "status.phase", one, two)
    for side in (pair.lost, pair.gained):
        for piece in [p for p in side if p.unit.key in ("END", "SUSPEND", "RESUME", "PLANNED")]:
            remove(side, [piece])
            mark(pair, "status.phase", *sided(pair, piece, side))
            if piece.unit.surface.startswith(_NO_MORE):
                mark(pair, "polarity.negation", *sided(pair, piece, side))


def _meant(pair: Pair) -> None:
    """Mark a plan or a readiness that one side alone tells of what it says the same."""
    for side, other in ((pair.lost, pair.gained), (pair.gained, pair.lost)):
        plans = [p for p in side if p.unit.key == "PLAN"]
        if plans and pair.single and not other and len(side) == 1:
            mark(pair, "status.done", *sided(pair, plans[0], side))
        ready = [p for p in side if p.unit.key == "WILLING"]
        far = pair.after if side is pair.lost else pair.before
        if ready and pair.single and not other and any(u.key == "WILL" for u in far):
            mark(pair, "modality.neighbour", *sided(pair, ready[0], side),
                  direction=harder(1 if side is pair.lost else -1))  # fmt: skip
        remove(side, [p for p in side if p.unit.key in _ASSERTS])


def _for_a_time(pair: Pair) -> bool:
    """Tell whether both sides give the same length of time, so that an end is a halt."""
    lengths = [
        {u.key for u in side if u.fact is not None and u.fact.unit in _LENGTHS}
        for side in (pair.before, pair.after)
    ]
    return bool(lengths[0] & lengths[1])


def _carried_out(pair: Pair, weighed: Piece) -> bool:
    """Mark what was weighed and is done, and tell whether it is."""
    act = next_unit(weighed.unit, pair.before)
    done = act and next((u for u in pair.after if u.key == act.key), None)
    if done is None or not _is_done(pair.text_after, done):
        return False
    mark(pair, "status.done", (weighed.unit,), (_with_auxiliary(pair.text_after, done),))
    return True


def _decided(pair: Pair) -> None:
    """Mark what was looked into or talked over and is decided, or the reverse."""
    for side, other, here, there in (
        (pair.lost, pair.gained, pair.text_before, pair.text_after),
        (pair.gained, pair.lost, pair.text_after, pair.text_before),
    ):
        pending = next((p for p in side if p.unit.key in _PENDING), None)
        settled = next((p for p in other if p.unit.key in _SETTLED), None)
        if pending is None or settled is None or _is_done(here, pending.unit):
            continue
        if settled.unit.key == "DENY" or _is_done(there, settled.unit):
            remove(side, [pending])
            remove(other, [settled])
            lost, gained = (pending, settled) if side is pair.lost else (settled, pending)
            mark(pair, "status.done", (lost.unit,), (gained.unit,))


def carried_on(pair: Pair, lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    """Tell whether what was under way has given way to an act that is done, or the reverse."""
    sides = ((pair.text_before, lost), (pair.text_after, gained))
    under_way = [any(_is_under_way(text, unit) for unit in units) for text, units in sides]
    done = [any(_is_done(text, unit) for unit in units) for text, units in sides]
    return (under_way[0] and done[1]) or (under_way[1] and done[0])


def _is_under_way(text: str, unit: Unit) -> bool:
    before = _PARTS.split(text[max(0, unit.start - 12) : unit.start].lower())[-1]
    if unit.surface >= "\u3400":
        return "正" in before or before.endswith("在")
    return unit.surface.endswith("ing") and before.rstrip().endswith(_BEING)


def posture(pair: Pair) -> None:
    """Mark an answer that gave way to a referral or to none, or the reverse."""
    both = any(_refuses(u) for u in pair.before) and any(_refuses(u) for u in pair.after)
    for side, rule in ((pair.lost, "posture.left"), (pair.gained, "posture.given")):
        pieces = [p for p in side if p.unit.role is Role.POSTURE]
        remove(side, pieces)
        telling = [p for p in pieces if _refuses(p.unit)]
        if telling and not both:
            mark(pair, rule, *sided(pair, telling[0], side))


def _refuses(unit: Unit) -> bool:
    return unit.role is Role.POSTURE and unit.key != "STATED_BEFORE"


def _with_auxiliary(text: str, unit: Unit) -> Unit:
    """Return what is done with the word in front of it that tells so: has, 已经."""
    found = [*_AUXILIARY.finditer(text, max(0, unit.start - _AUXILIARY_REACH), unit.start)]
    if not found or _PARTS.search(text, found[-1].end(), unit.start):
        return unit
    return unit._replace(start=found[-1].start())


def _is_done(text: str, unit: Unit) -> bool:
    before = _PARTS.split(text[max(0, unit.start - 24) : unit.start].lower())[-1]
    if before.endswith((" be ", " to be ", "being ")):
        return False
    if any(
        w in before for w in (" has ", " have ", " had ", "has ", "have ", "已", "was ", "were ")
    ):
        return True
    after = text[unit.end : unit.end + 1]
    return unit.surface.endswith("ed") or is_past(unit.surface) or after == "了"
