"""What the differing units of two partner clauses mean, rule by rule. Pure."""

import re
from collections.abc import Sequence

from monitor.wording.actors import actors, is_understood
from monitor.wording.bearing import (
    HINGES,
    announced,
    are_offices,
    bound,
    in_a_rule,
    is_agent,
    is_precondition,
    refers_back,
    turned,
)
from monitor.wording.comparison import PairMode
from monitor.wording.concepts import Sort, Unit
from monitor.wording.days import dates, spans
from monitor.wording.degrees import carried_on, conditions, ladders, modality, posture, status
from monitor.wording.denials import negated_opposites, negations, opposites, ruled_out, views
from monitor.wording.kinship import Kinship
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.pair import (
    Closeness,
    Mark,
    Pair,
    Piece,
    mark,
    mark_scope,
    pairs,
    remove,
)
from monitor.wording.quantities import codes, documents, numbers
from monitor.wording.scopes import scopes
from monitor.wording.spelling import misspelt, one_character, plain, swapped

_SAID_ONCE = frozenset({Role.CONCEPT, Role.QUALITY, Role.TERM})  # twice says no more
_TELLING = frozenset({Role.TERM, Role.CONCEPT, Role.ACTOR, Role.LADDER, Sort.WORD, Role.BYSTANDER})
_USES = frozenset({"CIVILIAN", "MILITARY"})
_TOLD = frozenset({"concept", "word", "term", "listed"})
_ITEMS = frozenset({Role.CONCEPT, Role.TERM, Role.QUALITY, Sort.WORD})
_SAYS = frozenset(
    {Role.TERM, Role.CONCEPT, Role.QUALITY, Role.DEGREE, Role.ASPECT, Role.LADDER, Sort.WORD}
)
_LEAST_OTHERWISE = 2
_WHOLE = 4
_PREDICATE = 2
_PREDICATES = frozenset({Role.MODALITY, Role.POLARITY, Role.ASPECT, Role.LADDER})
_BORNE = frozenset({"NOT", "WILL", "MUST", "PROHIBIT", "END", "SUSPEND", "RESUME"})
_JOINED = re.compile(r"\b(?:and|but|nor)\b|[并且也](?!非|不)|[,，]", re.I)
_ENDS = re.compile(r"\W{0,3}(?:[,，;；.。]|$)")
_STANDS = frozenset({"escalation", "request"})
_BESIDE = 6
_LISTS = (",", "and ", "or ")
_LISTS_ZH = ("、", "和", "与", "及", "或")
_BESIDE_BEFORE = 16
_LIST_BEFORE = re.compile(
    r"(?:,|\band|\bor)(?: (?:to|by|for|in|on|with|of|from|the|an?|its|their|any|all|other))*\s*$"
)
_LIST_BEFORE_ZH = re.compile(r"以及.{0,4}$|(?:[、和与及或]|及其)\s*$")
_MORE = re.compile(r".{0,4}[,，].{0,8}(?:还|也|又|亦|\b(?:also|too)\b)")
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
        negated_opposites(pair, self._lexicon)
        views(pair)
        spans(pair)
        numbers(pair)
        dates(pair)
        documents(pair)
        codes(pair)
        ruled_out(pair, self._lexicon)
        modality(pair)
        negations(pair)
        opposites(pair, self._lexicon, self._kinship)
        ladders(pair)
        bound(pair)
        scopes(pair, self._lexicon)
        conditions(pair)
        turned(pair)
        status(pair)
        posture(pair)
        actors(pair, self._lexicon)
        announced(pair)
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
            alone = len(lost) == len(gained) == 1
            if (
                one == two
                or (words and alone and misspelt(one, two))
                or (alone and self._slipped(lost[0].unit, gained[0].unit))
            ):
                remove(pair.lost, lost)
                remove(pair.gained, gained)

    def _slipped(self, one: Unit, two: Unit) -> bool:
        """Tell whether one is a word of the lexicon and the other is it with letters swapped."""
        unknown, known = (one, two) if one.role is Sort.WORD else (two, one)
        return (
            unknown.role is Sort.WORD
            and known.role is not Sort.WORD
            and not self._kinship.classes(unknown)
            and swapped(unknown.surface, known.surface)
        )

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

    def _rest(self, pair: Pair) -> None:
        if pair.closeness is Closeness.LOOSE:
            _otherwise(pair)
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
        units = lost or gained
        one_sided = bool(lost) != bool(gained)
        if one_sided and name == "actor" and is_understood(pair, lost, gained):
            return
        narrows = _narrowing(pair, name, units, before=bool(lost)) if one_sided else None
        if narrows is not None:
            mark_scope(pair, narrows, tuple(lost), tuple(gained), wider=bool(lost))
            return
        hinged = any(u.key in HINGES for u in units)
        if one_sided and name in _TOLD and (hinged or is_precondition(pair, lost, gained)):
            mark(pair, "condition.changed", tuple(lost), tuple(gained))
            return
        if one_sided and name in _TOLD and in_a_rule(pair):
            text = pair.text_before if lost else pair.text_after
            if _is_listed(units, text) and units[0].role in _ITEMS and not _tells(units):
                mark_scope(pair, "scope.item", tuple(lost), tuple(gained), wider=bool(gained))
                return
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
        if (
            ending == "replaced"
            and name != "term"
            and (is_agent(pair, lost, gained) or are_offices(pair, lost, gained))
        ):
            rule = "actor.changed"
        if rule == "concept.replaced" and carried_on(pair, lost, gained):
            rule = "status.done"
        if name in ("strength.word", "aspect.continue"):
            rule = name
        mark(pair, rule, tuple(lost), tuple(gained), held=held)

    def _rest_of_concepts(self, pair: Pair) -> None:
        for side, told, far in (
            (pair.lost, pair.said_after, (pair.text_after, pair.after)),
            (pair.gained, pair.said_before, (pair.text_before, pair.before)),
        ):
            for role, name, held in (
                (Role.TERM, "term", None),
                (Role.CONCEPT, "concept", None if pair.one_hand else _HELD_RENDERING),
            ):
                units = tuple(p.unit for p in side if p.unit.role is role and not told(p.unit.key))
                if not units:
                    continue
                named = role is not Role.TERM or pair.mode is PairMode.VERSIONS
                back = not named and refers_back(*far)
                rule = f"{name}.{'dropped' if side is pair.lost else 'added'}"
                lost, gained = (units, ()) if side is pair.lost else ((), units)
                mark(pair, rule, lost, gained, held=_HELD_RENDERING if back else held)


def _words(units: Sequence[Unit]) -> float:
    """Count words, two unknown Chinese characters as one."""
    han = sum(u.role is Sort.WORD and u.surface >= "\u3400" for u in units)
    return len(units) - han / 2


def _otherwise(pair: Pair) -> None:
    """Mark two clauses that begin word for word alike, with nobody retelling, and then say things
    of which neither stands for the other."""
    if not pair.same_lead or pair.marks:
        return
    lost = tuple(p.unit for p in pair.lost if p.unit.role in _SAYS)
    gained = tuple(p.unit for p in pair.gained if p.unit.role in _SAYS)
    if min(map(_words, (lost, gained))) >= _LEAST_OTHERWISE:
        mark(pair, "clause.replaced", lost, gained)


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
    before = text[max(0, units[0].start - _BESIDE_BEFORE) : units[0].start].lower()
    after = text[units[-1].end : units[-1].end + _BESIDE].lower()
    if units[0].surface >= "\u3400":
        return bool(_LIST_BEFORE_ZH.search(before)) or after.lstrip().startswith(_LISTS_ZH)
    return bool(_LIST_BEFORE.search(before)) or after.lstrip().startswith(_LISTS)


def _narrowing(pair: Pair, name: str, units: Sequence[Unit], *, before: bool) -> str | None:
    """Return the rule by which a phrase narrows what it is added to: whose use it is for (said,
    it holds for these alone), or what is excepted. A "besides" leads on to more: 除…外，还."""
    if name == "actor" and {u.key for u in units} <= _USES:
        return "scope.item"
    text = pair.text_before if before else pair.text_after
    excepts = units[0].key == "EXCEPT" and not _MORE.match(text, units[-1].end)
    return "scope.operator" if excepts else None


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


def _tells(units: Sequence[Unit]) -> bool:
    """Tell whether units are a predicate, and no item of a list."""
    return any(unit.role in _PREDICATES for unit in units)


def _is_joined(pair: Pair, pieces: Sequence[Piece], telling: Sequence[Piece]) -> bool:
    """Tell whether a stretch is a predicate of its own behind an "and": it denies what it tells."""
    if len(telling) < _PREDICATE or len({p.unit.key for p in pieces} & _BORNE) == 0:
        return False
    last = pieces[-1].unit
    side, text = (
        (pair.before, pair.text_before)
        if any(last is u for u in pair.before)
        else (pair.after, pair.text_after)
    )
    if side[-1] is not last and not _ENDS.match(text, last.end):
        return False
    at = next(n for n, u in enumerate(side) if u is pieces[0].unit)
    start = side[at - 1].end if at else pieces[0].unit.start
    return bool(_JOINED.search(text, start, pieces[0].unit.end))


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
            stands = {p.unit.ladder for p in other} & {p.unit.ladder for p in pieces} & _STANDS
            if (len(telling) >= _WHOLE or _is_joined(pair, pieces, telling)) and not stands:
                remove(side, pieces)
                units = [p.unit for p in pieces]
                whole.append((units, []) if side is pair.lost else ([], units))
    return whole
