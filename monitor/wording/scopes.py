"""Scope that differs between two partners: all, some, only, and terms of the ontology. Pure."""

import re

from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.pair import (
    Closeness,
    Pair,
    Piece,
    mark,
    mark_scope,
    near,
    next_act,
    pairs,
    remove,
    sided,
    take_scope,
)
from monitor.wording.quantities import BOUNDS

NARROWS = frozenset({"ONLY", "SOME", "EXCEPT", "MOST"})
WIDENS = frozenset({"ALL", "ANY", "NOT_LIMITED"})
_SIZES = {"ONLY": 0, "SOME": 1, "MOST": 2, "ALL": 3, "ANY": 3}
_FAR = 2
_GROUPS_OF_ACTORS = frozenset({"EU", "ENTITIES", "COMPANIES", "COUNTRIES", "ALLIES", "G7"})
_CROWDS = frozenset({"ENTITIES", "COMPANIES", "EXPORTERS", "PERSONS", "COUNTRIES"})
_HINGE = re.compile(r" (?:with|after|if|when|where|upon|once|on condition|following)\b", re.I)
_TEMPORAL = frozenset({"TEMPORARY", "INDEFINITE"})


def scopes(pair: Pair, lexicon: Lexicon) -> None:
    """Mark what falls under a clause that did not, or no longer does: all, some, only, parts."""
    for lost, gained in pairs(pair):
        if lost.unit.role is gained.unit.role is Role.SCOPE:
            _sizes(pair, lost, gained)
        elif Role.SCOPE not in (lost.unit.role, gained.unit.role):
            _subset(pair, lost, gained, lexicon)
    for side, gained_side in ((pair.lost, False), (pair.gained, True)):
        for piece in [p for p in side if p.unit.role is Role.SCOPE]:
            key = piece.unit.key
            remove(side, [piece])
            if pair.closeness is not Closeness.WORDS or key == "ABOUT" or key in BOUNDS:
                continue
            partner = pair.before if gained_side else pair.after
            if _SIZES.get(key) in {_SIZES.get(u.key, -1) for u in partner}:
                continue  # 任何…均, all … each: said once is said
            if key in _TEMPORAL or (key == "ONLY" and _is_hinge(pair, piece, gained_side)):
                mark(pair, "condition.changed", *sided(pair, piece, side))
                continue
            if key in NARROWS:
                wider = not gained_side
            elif key in WIDENS or key in ("DIRECTLY", "INDIRECTLY"):
                wider = gained_side
            else:
                continue
            mark_scope(pair, "scope.operator", *sided(pair, piece, side), wider=wider)


def _is_hinge(pair: Pair, piece: Piece, gained: bool) -> bool:
    """Tell whether an "only" sets what must be met: only with, only after."""
    text = pair.text_after if gained else pair.text_before
    return bool(_HINGE.match(text, piece.unit.end))


def _sizes(pair: Pair, lost: Piece, gained: Piece) -> None:
    one, two = _SIZES.get(lost.unit.key), _SIZES.get(gained.unit.key)
    if one is None or two is None:
        return
    bound = next_act(lost.unit, pair.before) == next_act(gained.unit, pair.after) or (
        abs(one - two) >= _FAR
        and bool(near(lost.unit, pair.before) & near(gained.unit, pair.after))
    )
    if not (bound or pair.closeness is Closeness.WORDS):
        return
    if one == two:
        remove(pair.lost, [lost])
        remove(pair.gained, [gained])
    else:
        take_scope(pair, "scope.operator", lost, gained, wider=two > one)


def _subset(pair: Pair, lost: Piece, gained: Piece, lexicon: Lexicon) -> None:
    one, two = lost.unit.key, gained.unit.key
    widened = lexicon.is_within(one, two)
    if not widened and not lexicon.is_within(two, one):
        return
    actors = lost.unit.role is gained.unit.role is Role.ACTOR
    if {one, two} <= _CROWDS and pair.closeness is not Closeness.WORDS:
        remove(pair.lost, [lost])  # entities, companies: words for those who are meant
        remove(pair.gained, [gained])
        return
    if actors and (two if widened else one) not in _GROUPS_OF_ACTORS:
        remove(pair.lost, [lost])  # a state and its office: one speaks for the other
        remove(pair.gained, [gained])
        return
    if actors and lost.block != gained.block and pair.closeness is not Closeness.WORDS:
        return  # named in another part of what is said
    take_scope(pair, "scope.subset", lost, gained, wider=widened)
