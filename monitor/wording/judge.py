"""What the differing units of two partner clauses mean, rule by rule. Pure."""

from collections.abc import Sequence

from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Sort, Unit
from monitor.wording.degrees import conditions, ladders, modality, posture, status
from monitor.wording.kinship import Kinship
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.pair import (
    Closeness,
    Mark,
    Pair,
    Piece,
    mark,
    mark_scope,
    next_act,
    next_unit,
    pairs,
    remove,
    sided,
    take,
    take_scope,
)
from monitor.wording.quantities import BOUNDS, codes, dates, documents, numbers
from monitor.wording.spelling import misspelt, one_character, plain, prefixed

_NARROWS = frozenset({"ONLY", "SOME", "EXCEPT", "MOST"})
_WIDENS = frozenset({"ALL", "ANY", "NOT_LIMITED"})
_SIZES = {"ONLY": 0, "SOME": 1, "MOST": 2, "ALL": 3, "ANY": 3}
_OFFICES = frozenset({"PRESIDENT", "PRIME_MINISTER", "CENTRAL_BANK"})
_GENERIC_ACTORS = frozenset({"COUNTRIES", "ENTITIES", "FED"})
_GROUPS_OF_ACTORS = frozenset({"EU", "ENTITIES", "COMPANIES", "COUNTRIES", "ALLIES", "G7"})
_CROWDS = frozenset({"ENTITIES", "COMPANIES", "EXPORTERS", "PERSONS", "COUNTRIES"})
_TEMPORAL = frozenset({"TEMPORARY", "INDEFINITE"})
_SAID_ONCE = frozenset({Role.CONCEPT, Role.QUALITY, Role.TERM})  # twice says no more
_TELLING = frozenset({Role.TERM, Role.CONCEPT, Role.ACTOR, Role.LADDER, Sort.WORD, Role.BYSTANDER})
_AT_ONCE = 18  # the letters within which a negation bears on what follows
_REFUSE = frozenset({"PROHIBIT", "DENY", "SUSPEND", "END", "PREVENT"})
_WHOLE = 4
_BESIDE = 6
_LISTS = (",", "、", " and", " or", "和", "与", "及", "或")
_HELD_ASPECT = "aspect"
_HELD_RENDERING = "translator"


class Judge:
    """Applies the rules to one pair after another; holds nothing but the lexicon."""

    def __init__(self, lexicon: Lexicon, kinship: Kinship) -> None:
        self._lexicon = lexicon
        self._kinship = kinship

    def marks(self, pair: Pair) -> list[Mark]:
        """Return the marks of a pair, in the order of the rules. Consumes its pieces."""
        _drop_told_elsewhere(pair)
        self._joined(pair)
        whole = _set_aside(pair)
        if pair.mode is PairMode.STATEMENTS:
            self._akin(pair)
        self._negated_opposites(pair)
        numbers(pair)
        dates(pair)
        documents(pair)
        codes(pair)
        modality(pair)
        self._polarity(pair)
        self._opposites(pair)
        ladders(pair)
        self._scope(pair)
        conditions(pair)
        status(pair)
        posture(pair)
        self._actors(pair)
        _announced(pair)
        self._rest(pair)
        for lost, gained in whole:
            self._block(pair, lost, gained)
        return pair.marks

    def _joined(self, pair: Pair) -> None:
        """Drop a stretch that differs in spelling alone: joined words, a letter, an accent."""
        if pair.closeness is not Closeness.WORDS:
            return
        for block in {piece.block for piece in pair.lost} & {p.block for p in pair.gained}:
            lost = [p for p in pair.lost if p.block == block]
            gained = [p for p in pair.gained if p.block == block]
            one = plain(lost)
            two = plain(gained)
            words = all(p.unit.role is Sort.WORD for p in [*lost, *gained])
            if one == two or (words and len(lost) == len(gained) == 1 and misspelt(one, two)):
                remove(pair.lost, lost)
                remove(pair.gained, gained)

    def _akin(self, pair: Pair) -> None:
        """Drop what another telling says in a word of its own: synonyms, derivations."""
        near = pair.closeness is Closeness.WORDS
        for lost, gained in pairs(pair, same_block=near):
            one, two = lost.unit, gained.unit
            if near and Sort.WORD not in (one.role, two.role):
                continue
            if self._kinship.are_kin(one, two) or one_character(pair, lost, gained):
                remove(pair.lost, [lost])
                remove(pair.gained, [gained])

    def _negated_opposites(self, pair: Pair) -> None:
        """Let "not X" and the opposite of X cancel: do not allow, prohibit."""
        for one, other in ((pair.lost, pair.gained), (pair.gained, pair.lost)):
            for negation in [p for p in one if p.unit.role is Role.POLARITY]:
                for piece in [p for p in one if p is not negation]:
                    match = next(
                        (q for q in other
                         if self._lexicon.are_opposite(piece.unit.key, q.unit.key)),
                        None,
                    )  # fmt: skip
                    if match is not None and negation in one:
                        remove(one, [negation, piece])
                        remove(other, [match])

    def _polarity(self, pair: Pair) -> None:
        lost = [p for p in pair.lost if p.unit.role is Role.POLARITY]
        gained = [p for p in pair.gained if p.unit.role is Role.POLARITY]
        while lost and gained:
            remove(pair.lost, [lost.pop()])
            remove(pair.gained, [gained.pop()])
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

    def _opposites(self, pair: Pair) -> None:
        for lost, gained in pairs(pair):
            if self._lexicon.are_opposite(lost.unit.key, gained.unit.key):
                if {lost.unit.role, gained.unit.role} <= {Role.SCOPE}:
                    continue
                take(pair, "polarity.opposite", lost, gained)
            elif prefixed(lost.unit, gained.unit) or (
                lost.block == gained.block
                and pair.closeness is Closeness.WORDS
                and self._kinship.are_opposite(lost.unit, gained.unit)
            ):
                take(pair, "polarity.opposite", lost, gained)

    def _scope(self, pair: Pair) -> None:
        for lost, gained in pairs(pair):
            if lost.unit.role is gained.unit.role is Role.SCOPE:
                _sizes(pair, lost, gained)
            elif Role.SCOPE not in (lost.unit.role, gained.unit.role):
                self._subset(pair, lost, gained)
        for side, gained_side in ((pair.lost, False), (pair.gained, True)):
            for piece in [p for p in side if p.unit.role is Role.SCOPE]:
                key = piece.unit.key
                remove(side, [piece])
                if pair.closeness is not Closeness.WORDS or key == "ABOUT" or key in BOUNDS:
                    continue
                partner = pair.before if gained_side else pair.after
                if _SIZES.get(key) in {_SIZES.get(u.key, -1) for u in partner}:
                    continue  # 任何…均, all … each: said once is said
                if key in _TEMPORAL:
                    mark(pair, "condition.changed", *sided(pair, piece, side))
                    continue
                if key in _NARROWS:
                    wider = not gained_side
                elif key in _WIDENS or key in ("DIRECTLY", "INDIRECTLY"):
                    wider = gained_side
                else:
                    continue
                mark_scope(pair, "scope.operator", *sided(pair, piece, side), wider=wider)

    def _subset(self, pair: Pair, lost: Piece, gained: Piece) -> None:
        one, two = lost.unit.key, gained.unit.key
        widened = self._lexicon.is_within(one, two)
        if not widened and not self._lexicon.is_within(two, one):
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
        take_scope(pair, "scope.subset", lost, gained, wider=widened)

    def _actors(self, pair: Pair) -> None:
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
                and self._same_part(pair, lost[0].unit, gained[0].unit)
            ):
                mark(pair, "actor.changed", (lost[0].unit,), (gained[0].unit,))
            return
        for lost_piece, gained_piece in pairs(pair, same_block=True):
            if lost_piece.unit.role is gained_piece.unit.role is Role.ACTOR:
                take(pair, "actor.changed", lost_piece, gained_piece)

    def _same_part(self, pair: Pair, lost: Unit, gained: Unit) -> bool:
        """Tell whether two actors have one part in what is said: the act beside them is the same,
        and neither is an office or a part of the other."""
        if {lost.key, gained.key} & _OFFICES or self._lexicon.is_within(lost.key, gained.key):
            return False
        if self._lexicon.is_within(gained.key, lost.key):
            return False
        act = next_act(lost, pair.before)
        return bool(act) and act == next_act(gained, pair.after)

    def _rest(self, pair: Pair) -> None:
        if pair.closeness is Closeness.LOOSE:
            return
        if pair.closeness is Closeness.CONCEPTS:
            self._rest_of_concepts(pair)
            return
        blocks = sorted({piece.block for piece in [*pair.lost, *pair.gained]})
        for block in blocks:
            lost = [p.unit for p in pair.lost if p.block == block]
            gained = [p.unit for p in pair.gained if p.block == block]
            self._block(pair, lost, gained)

    def _block(self, pair: Pair, lost: list[Unit], gained: list[Unit]) -> None:
        best = _rank(lost + gained)
        if best is None:
            return
        name, held = best
        if name == "listed":
            text = pair.text_before if lost else pair.text_after
            if bool(lost) != bool(gained) and _is_listed(lost or gained, text):
                mark_scope(pair, "scope.item", tuple(lost), tuple(gained), wider=bool(gained))
                return
            name = "term"
        ending = "replaced" if lost and gained else ("added" if gained else "dropped")
        rule = f"{name}.{ending}"
        if name == "actor" and ending == "replaced":
            rule = "term.replaced"
        if name in ("strength.word", "aspect.continue"):
            rule = name
        mark(pair, rule, tuple(lost), tuple(gained), held=held)

    def _rest_of_concepts(self, pair: Pair) -> None:
        for side, told in ((pair.lost, pair.said_after), (pair.gained, pair.said_before)):
            for role, name, held in (
                (Role.TERM, "term", None),
                (Role.CONCEPT, "concept", None if pair.one_hand else _HELD_RENDERING),
            ):
                units = tuple(p.unit for p in side if p.unit.role is role and not told(p.unit.key))
                if not units:
                    continue
                rule = f"{name}.{'dropped' if side is pair.lost else 'added'}"
                lost, gained = (units, ()) if side is pair.lost else ((), units)
                mark(pair, rule, lost, gained, held=held)


def _announced(pair: Pair) -> None:
    """Let "announce", which also reports, stand for the issue of what is announced."""
    cues = sum(u.role is Role.CUE for u in pair.after) - sum(
        u.role is Role.CUE for u in pair.before
    )
    if cues:
        side = pair.lost if cues > 0 else pair.gained
        remove(side, [piece for piece in side if piece.unit.key == "ISSUE"])


def _sizes(pair: Pair, lost: Piece, gained: Piece) -> None:
    one, two = _SIZES.get(lost.unit.key), _SIZES.get(gained.unit.key)
    bound = next_act(lost.unit, pair.before) == next_act(gained.unit, pair.after)
    if one is None or two is None or not (bound or pair.closeness is Closeness.WORDS):
        return
    if one == two:
        remove(pair.lost, [lost])
        remove(pair.gained, [gained])
    else:
        take_scope(pair, "scope.operator", lost, gained, wider=two > one)


def _rank(units: Sequence[Unit]) -> tuple[str, str | None] | None:
    """Return the weightiest sort of what is left in a stretch, and what holds it back."""
    roles = {unit.role for unit in units}
    if Role.TERM in roles:
        return ("listed" if roles == {Role.TERM} else "term"), None
    if Role.CONCEPT in roles or Role.LADDER in roles:
        return "concept", None
    if Role.ACTOR in roles:
        return "actor", None
    if Sort.WORD in roles and _is_particle(units):
        return None
    if Sort.WORD in roles or Role.BYSTANDER in roles:
        return "word", None
    if Role.QUALITY in roles:
        return "word", None
    if Role.DEGREE in roles:
        return "strength.word", None
    if Role.ASPECT in roles:
        return "aspect.continue", _HELD_ASPECT
    return None


def _is_particle(units: Sequence[Unit]) -> bool:
    """Tell whether all that is left is one Chinese character: such words are mostly particles."""
    return len(units) == 1 and len(units[0].surface) == 1 and units[0].surface >= "\u3400"


def _is_listed(units: Sequence[Unit], text: str) -> bool:
    """Tell whether units stand in a list: a mark or an "and" parts them from what is beside."""
    before = text[max(0, units[0].start - _BESIDE) : units[0].start].lower()
    after = text[units[-1].end : units[-1].end + _BESIDE].lower()
    return any(before.rstrip().endswith(mark) for mark in _LISTS) or any(
        after.lstrip().startswith(mark) for mark in _LISTS
    )


def _drop_told_elsewhere(pair: Pair) -> None:
    """Drop what only moved: told by a clause of the far side that has no partner, or, between two
    tellings, anywhere in the far passage."""
    keep_roles = (Role.POLARITY, Role.MODALITY, Role.SCOPE)
    for side, told, partner in (
        (pair.lost, pair.said_after, pair.after),
        (pair.gained, pair.said_before, pair.before),
    ):
        twice = {u.key for u in partner if u.role in _SAID_ONCE}
        side[:] = [
            p
            for p in side
            if p.unit.role in keep_roles
            or not (
                told(p.unit.key)
                or p.unit.key in twice
                or (p.unit.parts and all(map(told, p.unit.parts)))
            )
        ]


def _set_aside(pair: Pair) -> list[tuple[list[Unit], list[Unit]]]:
    """Take out the long stretches that only one side has: each is one phrase added or dropped, and
    what stands in it bears on nothing that both sides say."""
    if pair.closeness is not Closeness.WORDS:
        return []
    whole = []
    for side, other in ((pair.lost, pair.gained), (pair.gained, pair.lost)):
        for block in sorted({p.block for p in side} - {p.block for p in other}):
            pieces = [p for p in side if p.block == block]
            telling = [p for p in pieces if p.unit.role in _TELLING]
            if len(telling) >= _WHOLE:
                remove(side, pieces)
                units = [p.unit for p in pieces]
                whole.append((units, []) if side is pair.lost else ([], units))
    return whole


def _bare_elsewhere(negation: Unit, here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """Tell whether the far side says without a negation what is negated here."""
    act = next_unit(negation, here)
    if act is None or act.start - negation.end > _AT_ONCE:
        return False
    same = [n for n, u in enumerate(there) if u.key == act.key]
    return bool(same) and not any(
        u.role in (Role.POLARITY, Role.CONDITION) or u.key in _REFUSE
        for n in same
        for u in there[max(0, n - 5) : n]
    )
