"""Negations and opposites that differ between two partners. Pure."""

import re
from collections.abc import Sequence

from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Sort, Unit
from monitor.wording.kinship import Kinship
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.pair import (
    Closeness,
    Pair,
    Piece,
    mark,
    next_act,
    next_unit,
    pairs,
    remove,
    sided,
    take,
)
from monitor.wording.spelling import negated, prefixed

_BORNE = frozenset({Role.CONCEPT, Role.TERM, Role.QUALITY, Role.LADDER, Sort.WORD})
_VIEWS = (
    frozenset({"IMPORT", "EXPORT", "CARGO"}),
    frozenset({"CONTROL", "EXPORT_CONTROL"}),
)
_NEGATED = 30
_AT_ONCE = 18  # the letters within which a negation bears on what follows
_REFUSE = frozenset({"PROHIBIT", "DENY", "SUSPEND", "END", "PREVENT"})
_GRANTS = frozenset({"MAY", "ABLE", "WILL"})
_HALTS = frozenset({"SUSPEND", "END", "RESUME"})
_BESIDE_ACT = 5
_DETERMINERS = frozenset({"no", "none", "neither"})
_ONLY = re.compile(r"\s*(?:only|merely|just|simply)\b|[仅只光但]")
_PARTS = re.compile("[,，;；]")


def negated_opposites(pair: Pair, lexicon: Lexicon) -> None:
    """Let "not X" and the opposite of X cancel: do not allow, prohibit."""
    for one, other, text in (
        (pair.lost, pair.gained, pair.text_before),
        (pair.gained, pair.lost, pair.text_after),
    ):
        for negation in [p for p in one if p.unit.role is Role.POLARITY]:
            for piece in [p for p in one if _bears_on(negation.unit, p.unit, text)]:
                match = next(
                    (q for q in other
                     if lexicon.are_opposite(piece.unit.key, q.unit.key)
                     or negated(piece.unit.surface, q.unit.surface)),
                    None,
                )  # fmt: skip
                if match is not None and negation in one:
                    remove(one, [negation, piece])
                    remove(other, [match])


def views(pair: Pair) -> None:
    """Drop what tells of one trade from another end: exports, imports, goods."""
    if pair.mode is PairMode.VERSIONS or pair.single:
        return
    for lost, gained in pairs(pair):
        if any({lost.unit.key, gained.unit.key} <= one for one in _VIEWS):
            remove(pair.lost, [lost])
            remove(pair.gained, [gained])


def negations(pair: Pair) -> None:
    """Mark a negation that came or went; two that deny one act cancel."""
    lost = [p for p in pair.lost if p.unit.role is Role.POLARITY]
    gained = [p for p in pair.gained if p.unit.role is Role.POLARITY]
    for one in list(lost):
        two = next((p for p in gained if _deny_one(pair, one.unit, p.unit)), None)
        if two is not None:
            lost.remove(one)
            gained.remove(two)
            remove(pair.lost, [one])
            remove(pair.gained, [two])
    for pieces, here, there in (
        (lost, pair.before, pair.after),
        (gained, pair.after, pair.before),
    ):
        for piece in pieces:
            side = pair.lost if piece in pair.lost else pair.gained
            remove(side, [piece])
            if pair.closeness is not Closeness.WORDS and (
                any("NOT" in unit.parts for unit in there)
                or not _bare_elsewhere(piece.unit, here, there)
            ):
                continue
            mark(pair, "polarity.negation", *sided(pair, piece, side))


def _deny_one(pair: Pair, lost: Unit, gained: Unit) -> bool:
    """Tell whether two negations bear on one act, or on acts of which one side lacks one."""
    one, two = next_act(lost, pair.before), next_act(gained, pair.after)
    if pair.closeness is not Closeness.WORDS or one == two:
        return True
    told = {u.key for u in pair.before} & {u.key for u in pair.after}
    return not {one, two} <= told


def ruled_out(pair: Pair, lexicon: Lexicon) -> None:
    """Mark a modal that gave way to the word that it denies: not ruled out, ruled out; 可, 不予."""
    for lost, gained in pairs(pair):
        roles = {lost.unit.role, gained.unit.role}
        denied = roles == {Role.MODALITY, Role.CONCEPT} and lexicon.are_opposite(
            lost.unit.key, gained.unit.key
        )
        if denied or (lost.block == gained.block and _are_grant_and_refusal(lost, gained)):
            take(pair, "polarity.opposite", lost, gained)


def _are_grant_and_refusal(lost: Piece, gained: Piece) -> bool:
    return any(
        one.unit.key == "DENY" and one.unit.surface[:1] == "不" and two.unit.key in _GRANTS
        for one, two in ((lost, gained), (gained, lost))
    )


def opposites(pair: Pair, lexicon: Lexicon, kinship: Kinship) -> None:
    """Mark a word that gave way to its opposite, and the end or return of an act among them."""
    for lost, gained in pairs(pair):
        if lexicon.are_opposite(lost.unit.key, gained.unit.key):
            if {lost.unit.role, gained.unit.role} <= {Role.SCOPE}:
                continue
            if (
                pair.closeness is Closeness.LOOSE
                and lost.unit.role is gained.unit.role is Role.CONCEPT
                and not _near(lost.unit, pair.before) & _near(gained.unit, pair.after)
            ):
                remove(pair.lost, [lost])
                remove(pair.gained, [gained])
                continue
            take(pair, "polarity.opposite", lost, gained)
            if {lost.unit.key, gained.unit.key} & _HALTS:
                mark(pair, "status.phase", (lost.unit,), (gained.unit,))
        elif prefixed(lost.unit, gained.unit) or (
            lost.block == gained.block
            and pair.closeness is Closeness.WORDS
            and kinship.are_opposite(lost.unit, gained.unit)
        ):
            take(pair, "polarity.opposite", lost, gained)


def _near(unit: Unit, units: Sequence[Unit]) -> set[str]:
    """Return what stands beside a word and can be what it is done to."""
    at = next((n for n, other in enumerate(units) if other.start == unit.start), len(units))
    beside = (*units[max(0, at - _BESIDE_ACT) : at], *units[at + 1 : at + 1 + _BESIDE_ACT])
    return {u.key for u in beside if u.role in _BORNE}


def _bears_on(negation: Unit, other: Unit, text: str) -> bool:
    between = other.start - negation.end
    return 0 <= between <= _NEGATED and not _PARTS.search(text, negation.end, other.start)


def is_denied(unit: Unit, units: Sequence[Unit], text: str) -> bool:
    """Tell whether a negation before a unit bears on it, and not on a thing said between them."""
    before = [other for other in units if other.end <= unit.start]
    for other in reversed(before):
        if other.role is Role.POLARITY:
            return _bears_on(other, unit, text) and not _ONLY.match(text, other.end)
        if other.role in _BORNE:
            return False
    return False


def _none_of(negation: Unit, units: Sequence[Unit]) -> Unit | None:
    """Return those of whom a determiner tells that there are none ("no Indian company")."""
    if negation.surface not in _DETERMINERS:
        return None
    at = next((n for n, other in enumerate(units) if other.start == negation.start), len(units))
    named = None
    for unit in units[at + 1 :]:
        if unit.role is not Role.ACTOR:
            break
        named = unit
    return named


def _bare_elsewhere(negation: Unit, here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """Tell whether the far side says without a negation what is negated here."""
    act = _none_of(negation, here) or next_unit(negation, here)
    if act is None or act.start - negation.end > _AT_ONCE:
        return False
    same = [n for n, u in enumerate(there) if u.key == act.key]
    return bool(same) and not any(
        u.role in (Role.POLARITY, Role.CONDITION) or u.key in _REFUSE
        for n in same
        for u in there[max(0, n - 5) : n]
    )
