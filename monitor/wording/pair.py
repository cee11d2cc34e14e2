"""What differs between two partner clauses, as pieces that the rules take up one by one. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Sort, Unit
from monitor.wording.lexicon import Role
from monitor.wording.rules import RULES
from monitor.wording.shift import Direction, Kind

_MOST_PAIRS = 4000
_REACH = 5
_NEAR = 3
_THINGS = frozenset({Role.TERM, Role.CONCEPT, Sort.WORD})
_BORNE_ON = frozenset({Role.CONCEPT, Role.TERM, Role.LADDER, Role.ASPECT, Role.QUALITY, Sort.WORD})


class Closeness(IntEnum):
    """How near two partners are: other tellings, the same concepts, or the same words."""

    LOOSE = 0
    CONCEPTS = 1
    WORDS = 2


@dataclass(slots=True)
class Piece:
    """A unit that one side has and the other lacks, with the number of its changed stretch."""

    unit: Unit
    block: int


@dataclass(slots=True, frozen=True)
class Mark:
    """One rule that fired on pieces of either side; the kind may turn the rule's own."""

    rule: str
    kind: Kind
    lost: tuple[Unit, ...]
    gained: tuple[Unit, ...]
    direction: Direction = Direction.NEUTRAL
    held: str | None = None


@dataclass(slots=True, kw_only=True)
class Pair:
    """Two partner clauses (or groups of them) and what differs between them.

    `one_hand` tells that the passages share whole clauses, so that no other translator wrote them,
    `single` that one stretch alone differs, to the letter, `same_lead` that both begin alike and
    no reporter speaks in either, `reported` that one does.
    `said_before` and `said_after` tell whether a key is told elsewhere in that passage, `named_…`
    whether it stands anywhere in it, who speaks included;
    `text_before` and `text_after` are the folded passages.
    """

    before: Sequence[Unit]
    after: Sequence[Unit]
    lost: list[Piece]
    gained: list[Piece]
    closeness: Closeness
    mode: PairMode
    one_hand: bool
    text_before: str
    text_after: str
    said_before: Callable[[str], bool]
    said_after: Callable[[str], bool]
    named_before: Callable[[str], bool]
    named_after: Callable[[str], bool]
    single: bool = False
    same_lead: bool = False
    reported: bool = False
    marks: list[Mark] = field(default_factory=list)


def pairs(pair: Pair, *, same_block: bool = False) -> Iterable[tuple[Piece, Piece]]:
    """Yield the pairs of pieces still there, those of one stretch first. Bounded."""
    near = [(a, b) for a in pair.lost for b in pair.gained if a.block == b.block][:_MOST_PAIRS]
    far: list[tuple[Piece, Piece]] = []
    if not same_block and len(pair.lost) * len(pair.gained) <= _MOST_PAIRS:
        far = [(a, b) for a in pair.lost for b in pair.gained if a.block != b.block]
    for a, b in [*near, *far]:
        if any(a is p for p in pair.lost) and any(b is p for p in pair.gained):
            yield a, b


def cancel_moves(lost: list[Piece], gained: list[Piece]) -> None:
    """Take out what stands on both sides in another place: word order is no meaning.

    Negations stay: which act each denies is looked at later.
    """
    waiting = Counter(p.unit.key for p in gained if p.unit.role is not Role.POLARITY)
    moved: Counter[str] = Counter()
    kept = []
    for piece in lost:
        if waiting[piece.unit.key] > 0:
            waiting[piece.unit.key] -= 1
            moved[piece.unit.key] += 1
        else:
            kept.append(piece)
    lost[:] = kept
    rest = []
    for piece in gained:
        if moved[piece.unit.key] > 0:
            moved[piece.unit.key] -= 1
        else:
            rest.append(piece)
    gained[:] = rest


def remove(side: list[Piece], pieces: Sequence[Piece]) -> None:
    """Take pieces out of a side."""
    gone = {id(piece) for piece in pieces}
    side[:] = [piece for piece in side if id(piece) not in gone]


def sided(pair: Pair, piece: Piece, side: list[Piece]) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Return the one unit as what is lost or gained, by the side that it is on."""
    return ((piece.unit,), ()) if side is pair.lost else ((), (piece.unit,))


def mark(
    pair: Pair,
    rule: str,
    lost: tuple[Unit, ...],
    gained: tuple[Unit, ...],
    *,
    direction: Direction = Direction.NEUTRAL,
    held: str | None = None,
) -> None:
    """Note that a rule fired."""
    pair.marks.append(Mark(rule, RULES[rule].kind, lost, gained, direction, held))


def mark_scope(
    pair: Pair, rule: str, lost: tuple[Unit, ...], gained: tuple[Unit, ...], *, wider: bool
) -> None:
    """Note that a rule on scope fired, and which way."""
    kind = Kind.SCOPE_WIDENED if wider else Kind.SCOPE_NARROWED
    direction = Direction.WIDER if wider else Direction.NARROWER
    pair.marks.append(Mark(rule, kind, lost, gained, direction))


def take(
    pair: Pair,
    rule: str,
    lost: Piece,
    gained: Piece,
    *,
    direction: Direction = Direction.NEUTRAL,
    held: str | None = None,
) -> None:
    """Take a pair of pieces out, and note the rule."""
    remove(pair.lost, [lost])
    remove(pair.gained, [gained])
    mark(pair, rule, (lost.unit,), (gained.unit,), direction=direction, held=held)


def take_scope(pair: Pair, rule: str, lost: Piece, gained: Piece, *, wider: bool) -> None:
    """Take a pair of pieces out, and note the rule on scope."""
    remove(pair.lost, [lost])
    remove(pair.gained, [gained])
    mark_scope(pair, rule, (lost.unit,), (gained.unit,), wider=wider)


def harder(step: int) -> Direction:
    """Return the direction of a step on a ladder."""
    if step == 0:
        return Direction.NEUTRAL
    return Direction.HARDER if step > 0 else Direction.SOFTER


def next_unit(unit: Unit, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that an operator bears on: the next act, thing or word."""
    at = next((n for n, other in enumerate(units) if other.start == unit.start), len(units))
    return next(
        (
            other
            for other in units[at + 1 : at + 1 + _REACH]
            if other.role in _BORNE_ON and other.key not in ("CONTINUE", "FURTHER")
        ),
        None,
    )


def near(unit: Unit, units: Sequence[Unit]) -> set[str]:
    """Return the keys of the first things and words behind an operator."""
    at = next((n for n, other in enumerate(units) if other.start == unit.start), len(units))
    return {u.key for u in units[at + 1 : at + 1 + _NEAR] if u.role in _THINGS}


def next_act(unit: Unit, units: Sequence[Unit]) -> str:
    """Return the key of what an operator bears on, empty where nothing follows."""
    found = next_unit(unit, units)
    return found.key if found is not None else ""
