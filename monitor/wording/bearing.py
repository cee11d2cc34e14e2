"""Words that bear on an act which both partners tell: halts, turns, and who does it. Pure."""

import re
from collections.abc import Sequence

from monitor.wording.concepts import Sort, Unit
from monitor.wording.lexicon import Role
from monitor.wording.pair import Closeness, Pair, Piece, mark, next_unit, remove, sided

HINGES = frozenset({"IF", "UNLESS", "ONLY", "OTHERWISE", "UPON_APPROVAL", "UNLICENSED"})
"""What sets a condition upon what is said; nobody leaves it out or makes it up."""
_TURNS = frozenset({"END", "SUSPEND"})
_TEMPOS = frozenset({"ACCELERATE", "SLOW", "TIGHTEN", "RELAX", "EASE_OFF"})
_BINDS = frozenset({"ONLY", "UNLESS"})
_REFUSES = frozenset({"PROHIBIT", "DENY", "PREVENT"})
_TEMPO_LADDER = "speed"
_REACH = 40
_IN_FRONT = 5
_THINGS = frozenset({Role.CONCEPT, Role.TERM, Role.LADDER, Sort.WORD})
_AGENT_EN = (" by ", " by a ", " by an ", " by the ", " by its ", " by their ")
_AGENT_ZH = ("由", "被", "经")
_LONGEST_AGENT = 10
_FIRST_ZH = re.compile("后(?![续者期方果])")
_FIRST_EN = re.compile(
    r"\b(?:only after|subject to|upon|following|until) (?:an? |the |its |prior )?$", re.I
)
_OFFICE_ZH = re.compile("[部委局署厅院司]$")
_OFFICE_HEAD = re.compile(
    r"\b(?:ministry|department|bureau|office|agency|authority|administration|directorate"
    r"|commission|secretariat)(?: of| for)?\b",
    re.I,
)
_LONGEST_HEAD = 15
_LEAST_ACRONYM = 3
_RULES = frozenset(
    "PROHIBIT LICENCE GENERAL_LICENCE APPLY EXEMPT EXPORT_CONTROL SANCTION TARIFF CONTROL_LIST"
    " ENTITY_LIST QUOTA FDPR AFFILIATES_RULE".split()
)
_BINDING = 3
_BACK_REACH = 8
_BACK = re.compile(
    r"\b(?:the|these|those|this|such|its)(?: new| latest| said| relevant)? "
    r"(?:controls?|measures?|curbs?|items?|goods|restrictions?|approvals?|applications?|rules?|ban|move|action|decision|steps?|products?"
    r"|policy|policies|materials|metals|elements)\b"
    r"|(?:该|此|这一|这些|上述|有关|相关)(?:措施|管制|物项|举措|规定|做法|申请|决定|政策|产品)",
    re.I,
)
_PARTICIPLES = ("ed", "en", "wn", "ne", "de", "id", "ld", "nt", "ht")


def halted(pair: Pair) -> tuple[tuple[Unit, ...], tuple[Unit, ...]] | None:
    """Return the end or the halt that one clause tells of and the other text does not.

    Partners of other words must share the act that it bears on, and be no reports.
    """
    if pair.closeness is Closeness.LOOSE and pair.reported:
        return None
    for pieces, own, other, told, gained in (
        (pair.gained, pair.after, pair.before, pair.named_before, True),
        (pair.lost, pair.before, pair.after, pair.named_after, False),
    ):
        turns = [p.unit for p in pieces if p.unit.key in _TURNS]
        stopped = any(
            unit.key in _TURNS or unit.key in _REFUSES or unit.role is Role.POLARITY
            for unit in other
        )
        if pair.closeness is Closeness.LOOSE:
            turns = [turn for turn in turns if _shared(turn, own, other)]
        if turns and not stopped and not any(told(unit.key) for unit in turns):
            return ((), (turns[0],)) if gained else ((turns[0],), ())
    return None


def turned(pair: Pair) -> None:
    """Mark, between two tellings, an act that one alone speeds up, slows, tightens or eases."""
    for side, own, other, told in (
        (pair.gained, pair.after, pair.before, pair.named_before),
        (pair.lost, pair.before, pair.after, pair.named_after),
    ):
        for piece in [p for p in side if p.unit.key in _TEMPOS]:
            if told(piece.unit.key) or not _shared(piece.unit, own, other):
                continue
            if pair.closeness is Closeness.WORDS and _replaces(pair, piece):
                continue
            if any(u.key in _TEMPOS or u.ladder == _TEMPO_LADDER for u in other):
                continue  # said there with another word
            remove(side, [piece])
            mark(pair, "strength.turned", *sided(pair, piece, side))


def _replaces(pair: Pair, piece: Piece) -> bool:
    """Tell whether another act stands on the far side in the place of a piece."""
    return any(
        p.block == piece.block and p.unit.role is Role.CONCEPT
        for p in (*pair.lost, *pair.gained)
        if p is not piece
    )


def refers_back(text: str, units: Sequence[Unit]) -> bool:
    """Tell whether a clause takes up a thing by its class alone: the controls, 相关措施."""
    return bool(units) and bool(
        _BACK.search(text, max(0, units[0].start - _BACK_REACH), units[-1].end)
    )


def bound(pair: Pair) -> None:
    """Mark, between a body's own texts, an "only" or "unless" that one alone puts on an act."""
    if pair.closeness is Closeness.WORDS or pair.reported:
        return
    for side, own, other in (
        (pair.gained, pair.after, pair.before),
        (pair.lost, pair.before, pair.after),
    ):
        if any(u.role is Role.CONDITION or u.key in _BINDS or u.key in _TURNS for u in other):
            continue
        for piece in [p for p in side if p.unit.key in _BINDS]:
            if _shared(piece.unit, own, other):
                remove(side, [piece])
                mark(pair, "condition.changed", *sided(pair, piece, side))


def _shared(operator: Unit, own: Sequence[Unit], other: Sequence[Unit]) -> bool:
    """Tell whether what a word bears on, behind it or in front, is told on the far side too."""
    keys = {unit.key for unit in other}
    act = next_unit(operator, own)
    if act is not None and act.start - operator.end <= _REACH and act.key in keys:
        return True
    at = next((n for n, unit in enumerate(own) if unit.start == operator.start), 0)
    ahead = [u for u in own[max(0, at - _IN_FRONT) : at] if u.role in _THINGS]
    return act is None and bool(ahead) and ahead[-1].key in keys


def is_agent(pair: Pair, lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    """Tell whether a stretch names who does something on both sides: "sealed by", 由…负责.

    In English a plain thing may stand there as well ("caused by"), so that one side is a name.
    """
    if not any(_is_name(*side) for side in ((pair.text_before, lost), (pair.text_after, gained))):
        return False
    return _by(pair.text_before, lost[0].start) and _by(pair.text_after, gained[0].start)


def _is_name(text: str, units: Sequence[Unit]) -> bool:
    first = text[units[0].start]
    return first >= "\u3400" or first.isupper() or any(u.role is Role.ACTOR for u in units)


def is_precondition(pair: Pair, lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    """Tell whether what one side alone says must come first: 经…后, "after a review"."""
    text, units = (pair.text_before, lost) if lost else (pair.text_after, gained)
    start, end = units[0].start, units[-1].end
    if text[max(0, start - 1) : start] == "经" or text[start] == "经":
        return text[end : end + 1] == "后" or text[end - 1 : end] == "后"
    if _FIRST_ZH.match(text, end):
        return True
    return bool(_FIRST_EN.search(text, max(0, start - _LONGEST_AGENT - 2), start))


def are_offices(pair: Pair, lost: Sequence[Unit], gained: Sequence[Unit]) -> bool:
    """Tell whether a stretch names an office of a state on both sides, known or not.

    Beside a known one, letters alone (MOFA) or a title (the Chancellor) name another.
    """
    sides = ((pair.text_before, lost), (pair.text_after, gained))
    if all(_is_office(*side) for side in sides):
        return True
    return any(_is_actor(units) for _, units in sides) and all(
        _is_actor(units) or _is_titled(text, units) for text, units in sides
    )


def _is_actor(units: Sequence[Unit]) -> bool:
    return any(unit.role is Role.ACTOR for unit in units)


def _is_titled(text: str, units: Sequence[Unit]) -> bool:
    start, end = units[0].start, units[0].end
    if len(units) > 1 or not text[start].isupper():
        return False
    named = text[max(0, start - 4) : start].lower() == "the "
    return named or (end - start >= _LEAST_ACRONYM and text[start:end].isupper())


def _is_office(text: str, units: Sequence[Unit]) -> bool:
    start, end = units[0].start, units[-1].end
    if _is_actor(units):
        return True
    if text[start] >= "\u3400":
        return bool(_OFFICE_ZH.search(text, start, end))
    return bool(_OFFICE_HEAD.search(text, max(0, start - _LONGEST_HEAD), end))


def in_a_rule(pair: Pair) -> bool:
    """Tell whether both partners lay down what must, may not or needs a licence."""
    return all(
        any(u.key in _RULES or (u.role is Role.MODALITY and abs(u.level) == _BINDING) for u in side)
        for side in (pair.before, pair.after)
    )


def _by(text: str, start: int) -> bool:
    near = text[max(0, start - _LONGEST_AGENT) : start].lower()
    if near.rstrip().endswith(_AGENT_ZH):
        return True
    found = next((words for words in _AGENT_EN if near.endswith(words)), None)
    if found is None:
        return False
    verb = text[: start - len(found)]
    return verb[-20:].lower().endswith(_PARTICIPLES)


def announced(pair: Pair) -> None:
    """Let "announce", which also reports, stand for the issue of what is announced."""
    cues = sum(u.role is Role.CUE for u in pair.after) - sum(
        u.role is Role.CUE for u in pair.before
    )
    if cues:
        side = pair.lost if cues > 0 else pair.gained
        remove(side, [piece for piece in side if piece.unit.key == "ISSUE"])
