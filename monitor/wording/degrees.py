"""Modality, ladders, conditions, status and posture that differ between two partners. Pure."""

from monitor.wording.concepts import Unit
from monitor.wording.lexicon import Role
from monitor.wording.pair import (
    Closeness,
    Pair,
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
_ASSERTS = frozenset({"WILL", "WILLING", "PLAN"})
_IN_FORCE = frozenset({"EFFECTIVE", "EXPIRE"})
_CATEGORICAL = frozenset({"licence"})  # its rungs are other rules, not other degrees
_HELD_NEIGHBOUR = "neighbouring_rank"


def modality(pair: Pair) -> None:
    """Mark what a body now must, will, may or would do and did not, or the reverse."""
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
        if {one.unit.key, two.unit.key} <= _SAME_DUTY:
            continue
        if pair.closeness is not Closeness.WORDS and not (
            step >= 2
            and "ABLE" not in (one.unit.key, two.unit.key)
            and next_act(one.unit, pair.before) == next_act(two.unit, pair.after)
        ):
            continue
        held = _HELD_NEIGHBOUR if step == 1 and not pair.one_hand else None
        rule = "modality.neighbour" if step == 1 else "modality.step"
        mark(pair, rule, (one.unit,), (two.unit,), held=held,
              direction=harder(two.unit.level - one.unit.level))  # fmt: skip
    for side in (pair.lost, pair.gained):
        for piece in [p for p in side if p.unit.role is Role.MODALITY]:
            if piece.unit.key in _ASSERTS:
                continue  # tense, or a plan that `_status` looks at
            remove(side, [piece])
            units = pair.before if side is pair.lost else pair.after
            if next_act(piece.unit, units) in _IN_FORCE and piece.unit.level > 0:
                continue  # "shall enter into force" is how a law is written
            if piece.unit.key == "ABLE" and not pair.one_hand:
                continue  # a filler as often as an ability
            if pair.closeness is Closeness.WORDS and abs(piece.unit.level) != 0:
                up = (piece.unit.level > 0) == (side is pair.gained)
                mark(pair, "modality.bare", *sided(pair, piece, side),
                      direction=harder(1 if up else -1))  # fmt: skip


def ladders(pair: Pair) -> None:
    """Mark another rung of one ladder; neighbours are held back."""
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


def conditions(pair: Pair) -> None:
    """Mark conditions that came, went or gave way to others."""
    lost = [p for p in pair.lost if p.unit.role is Role.CONDITION]
    gained = [p for p in pair.gained if p.unit.role is Role.CONDITION]
    remove(pair.lost, lost)
    remove(pair.gained, gained)
    changed = {p.unit.key for p in lost} ^ {p.unit.key for p in gained}
    both = bool(lost and gained and changed) and pair.closeness is Closeness.CONCEPTS
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
            mark(pair, "status.done", (lost.unit, act), (done,))
    for side in (pair.lost, pair.gained):
        remove(side, [p for p in side if p.unit.key in _ASSERTS])
    lost_phases = [p for p in pair.lost if p.unit.key in _PHASES]
    gained_phases = [p for p in pair.gained if p.unit.key in _PHASES]
    if pair.closeness is not Closeness.WORDS:
        remove(pair.lost, lost_phases)
        remove(pair.gained, gained_phases)
        return
    for one, two in zip(list(lost_phases), list(gained_phases), strict=False):
        take(pair, "status.phase", one, two)
    for side in (pair.lost, pair.gained):
        for piece in [p for p in side if p.unit.key in ("END", "SUSPEND", "RESUME", "PLANNED")]:
            remove(side, [piece])
            mark(pair, "status.phase", *sided(pair, piece, side))


def posture(pair: Pair) -> None:
    """Mark an answer that gave way to a referral or to none, or the reverse."""
    for side, rule in ((pair.lost, "posture.left"), (pair.gained, "posture.given")):
        pieces = [p for p in side if p.unit.role is Role.POSTURE]
        remove(side, pieces)
        telling = [p for p in pieces if p.unit.key != "STATED_BEFORE"]
        if telling:
            mark(pair, rule, *sided(pair, telling[0], side))


def _is_done(text: str, unit: Unit) -> bool:
    before = text[max(0, unit.start - 24) : unit.start].lower()
    if any(
        w in before for w in (" has ", " have ", " had ", "has ", "have ", "已", "was ", "were ")
    ):
        return True
    after = text[unit.end : unit.end + 1]
    return unit.surface.endswith("ed") or after == "了"
