"""Who acts or is addressed, where two partners name others. Pure."""

import re
from collections.abc import Sequence

from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Unit
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.pair import Closeness, Pair, Piece, mark, next_act, pairs, remove, take

_OFFICES = frozenset({"PRESIDENT", "PRIME_MINISTER", "CENTRAL_BANK"})
_DOES = frozenset({Role.LADDER, Role.MODALITY, Role.CONCEPT, Role.ASPECT})
_PRONOUN = re.compile("(?<![尤极与及])其(?![他它中余实间次])")
_GENERIC_ACTORS = frozenset({"COUNTRIES", "ENTITIES", "FED"})


def actors(pair: Pair, lexicon: Lexicon) -> None:
    """Mark another actor or addressee in the place of one."""

    def named(pieces: list[Piece]) -> list[Piece]:
        return [p for p in pieces if p.unit.role is Role.ACTOR]

    selves = sum(u.role is Role.SELF for u in pair.after) - sum(
        u.role is Role.SELF for u in pair.before
    )
    for side, room in ((pair.lost, selves), (pair.gained, -selves)):
        for piece in named(side)[: max(room, 0)]:
            remove(side, [piece])
    for side, other, told in (
        (pair.lost, pair.gained, pair.named_after),
        (pair.gained, pair.lost, pair.named_before),
    ):
        # A subject left out is no actor gone: who acts is named beside it.
        alone = [p for p in named(side) if not any(q.block == p.block for q in named(other))]
        remove(side, [p for p in alone if told(p.unit.key)])
    if pair.closeness is not Closeness.WORDS:
        lost, gained = named(pair.lost), named(pair.gained)
        telling = [p for p in [*lost, *gained] if p.unit.key not in _GENERIC_ACTORS]
        remove(pair.lost, lost)
        remove(pair.gained, gained)
        if (
            len(lost) == len(gained) == 1
            and len(telling) == 2
            and _same_part(pair, lost[0].unit, gained[0].unit, lexicon)
        ):
            mark(pair, "actor.changed", (lost[0].unit,), (gained[0].unit,))
        return
    _drop_generic(pair)
    for lost_piece, gained_piece in pairs(pair, same_block=True):
        if lost_piece.unit.role is gained_piece.unit.role is Role.ACTOR:
            take(pair, "actor.changed", lost_piece, gained_piece)


def is_understood(pair: Pair, lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    """Tell whether who is named on one side alone is understood on the other: a subject that is
    left out in front of what it does, or one for whom a pronoun stands."""
    if pair.mode is PairMode.VERSIONS:
        return False
    named, own, far = (lost, pair.before, pair.after) if lost else (gained, pair.after, pair.before)
    if len(named) != 1 or not far:
        return False
    text = pair.text_after if lost else pair.text_before
    if _PRONOUN.search(text, far[0].start, far[-1].end):
        return True
    follows = own[1:2]
    return (
        named[0].start == own[0].start
        and bool(follows)
        and follows[0].role in _DOES
        and follows[0].key == far[0].key
    )


def _same_part(pair: Pair, lost: Unit, gained: Unit, lexicon: Lexicon) -> bool:
    """Tell whether two actors have one part in what is said: the act beside them is the same,
    and neither is an office or a part of the other."""
    if {lost.key, gained.key} & _OFFICES or lexicon.is_within(lost.key, gained.key):
        return False
    if lexicon.is_within(gained.key, lost.key):
        return False
    act = next_act(lost, pair.before)
    return bool(act) and act == next_act(gained, pair.after)


def _drop_generic(pair: Pair) -> None:
    """Drop "the two countries" for those of a stretch whom the passage names elsewhere."""
    for side, other, told in (
        (pair.lost, pair.gained, pair.named_before),
        (pair.gained, pair.lost, pair.named_after),
    ):
        for piece in [p for p in side if p.unit.key == "COUNTRIES"]:
            named = [p for p in other if p.block == piece.block and p.unit.role is Role.ACTOR]
            if named and all(told(p.unit.key) for p in named):
                remove(side, [piece])
                remove(other, named)
