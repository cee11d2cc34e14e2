"""Plain words for what the other rooms name with ids."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from monitor.statements.statement import Mode, Precision, SaidOn, Tier, Translator
from monitor.wording.shift import Direction, Kind, Level, Shift

_KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEXT_EDIT: "edited a published text",
        Kind.ADDED: "added",
        Kind.DROPPED: "dropped",
        Kind.REPLACED: "reworded",
        Kind.NEW_FORMULATION: "new wording",
        Kind.REVERSION: "back to earlier words",
        Kind.STRENGTH: "changed the strength of",
        Kind.MODALITY: "changed how firmly it speaks",
        Kind.POLARITY: "reversed its position",
        Kind.SCOPE_WIDENED: "widened the scope",
        Kind.SCOPE_NARROWED: "narrowed the scope",
        Kind.CONDITION: "changed a condition",
        Kind.ACTOR: "changed who acts",
        Kind.STATUS: "changed the status",
        Kind.NUMBER: "changed a number",
        Kind.DATE: "changed a date",
        Kind.THRESHOLD: "changed a threshold",
        Kind.POSTURE: "changed how it answers",
        Kind.ADOPTION: "took over another body's words",
    }
)
_BY_DIRECTION: Mapping[tuple[Kind, Direction], str] = MappingProxyType(
    {
        (Kind.STRENGTH, Direction.HARDER): "stronger words",
        (Kind.STRENGTH, Direction.SOFTER): "milder words",
        (Kind.MODALITY, Direction.HARDER): "speaks more firmly",
        (Kind.MODALITY, Direction.SOFTER): "speaks less firmly",
        (Kind.CONDITION, Direction.HARDER): "harder condition",
        (Kind.CONDITION, Direction.SOFTER): "softer condition",
    }
)
# These say that words changed; the others say what the change means, and lead.
_BARE = (Kind.ADDED, Kind.DROPPED, Kind.REPLACED, Kind.TEXT_EDIT)

_DIRECTIONS: Mapping[Direction, str] = MappingProxyType(
    {
        Direction.HARDER: "harder than before",
        Direction.SOFTER: "softer than before",
        Direction.WIDER: "wider than before",
        Direction.NARROWER: "narrower than before",
        Direction.NEUTRAL: "no clear direction",
    }
)
_MOVES: Mapping[Direction, str] = MappingProxyType(
    {
        Direction.HARDER: "hardens",
        Direction.SOFTER: "softens",
        Direction.WIDER: "widens the scope",
        Direction.NARROWER: "narrows the scope",
    }
)
_LEVELS: Mapping[Level, str] = MappingProxyType(
    {Level.ALERT: "alert", Level.DIGEST: "for the digest", Level.INFO: "for information"}
)
_MODES: Mapping[Mode, str] = MappingProxyType(
    {
        Mode.FULL_TEXT: "full text",
        Mode.DIRECT: "direct quote",
        Mode.MIXED: "part quote, part report",
        Mode.INDIRECT: "indirect speech",
    }
)
_TIERS: Mapping[Tier, str] = MappingProxyType(
    {
        Tier.ISSUER: "from the body itself",
        Tier.QUOTE: "quoted in a report",
        Tier.REPORTED: "reported",
        Tier.MANGLED: "from an unreliable copy",
    }
)
_TRANSLATORS: Mapping[Translator, str] = MappingProxyType(
    {
        Translator.ISSUER: "the body's own wording",
        Translator.WIRE: "a news agency's wording",
        Translator.UNKNOWN: "translator unknown",
    }
)
_BACK = re.compile(r"(\d+) days? before the last")
_TOLD = re.compile(r'[a-z]+: "(?P<words>.+)"', re.DOTALL)
_EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "publication": "the day it was published",
        "seed": "from the seeds",
        "same day": "told by “the same day”",
        "test": "",
    }
)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def kind_words(kind: Kind, shift: Shift) -> str:
    """Return what a kind of change is called for people, as in `dropped`."""
    if kind is Kind.TEXT_EDIT and shift.kinds == (Kind.TEXT_EDIT,) and not shift.after:
        return "took down a published text"
    return _BY_DIRECTION.get((kind, shift.direction), _KINDS[kind])


def what_words(shift: Shift) -> str:
    """Return the kind that says most about a shift, and that it befell a published text."""
    kind = next(iter(sorted(shift.kinds, key=_telling)), None)
    if kind is None:
        return "no change of meaning"
    edited = kind is not Kind.TEXT_EDIT and Kind.TEXT_EDIT in shift.kinds
    return kind_words(kind, shift) + (" in a published text" if edited else "")


def move_words(shift: Shift) -> str:
    """Return how the body moved, as in `softens`; nothing where no direction is clear."""
    return _MOVES.get(shift.direction, "")


def _telling(kind: Kind) -> int:
    return _BARE.index(kind) if kind in _BARE else -1


def direction_words(direction: Direction) -> str:
    """Return which way the words moved, as in `softer than before`."""
    return _DIRECTIONS[direction]


def level_words(level: Level) -> str:
    """Return who hears of a shift, as in `for the digest`."""
    return _LEVELS[level]


def form_words(mode: Mode, tier: Tier, translator: Translator) -> str:
    """Return in which form words came, as in `direct quote, quoted in a report, …`."""
    return f"{_MODES[mode]}, {_TIERS[tier]}; {_TRANSLATORS[translator]}"


def id_words(key: str) -> str:
    """Return a rule's or concept's id as words: `export control` for `EXPORT_CONTROL`."""
    words = " ".join(key.replace("_", " ").replace("-", " ").replace(".", ": ").split())
    return words.lower() if words.isupper() else words or key


def day_words(day: date) -> str:
    """Return a date that reads the same on both sides of an ocean: `24 July 2025`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def said_on_words(said_on: SaidOn | None) -> str:
    """Return a date of speech as exactly as it is known."""
    if said_on is None:
        return "date of speech not known"
    if said_on.precision is Precision.YEAR:
        return str(said_on.day.year)
    if said_on.precision is Precision.MONTH:
        return f"{_MONTHS[said_on.day.month - 1]} {said_on.day.year}"
    return day_words(said_on.day)


def evidence_words(evidence: str) -> str:
    """Return how a date of speech is known, as in `told by “Monday”`; nothing where untold."""
    rule = evidence.removeprefix("inherited from ")
    if rule in _EVIDENCE:
        return _EVIDENCE[rule]
    if match := _BACK.fullmatch(rule):
        days = int(match.group(1))
        return f"{days} {'day' if days == 1 else 'days'} before the day told last"
    if match := _TOLD.fullmatch(rule):
        by = "the dateline" if rule.startswith("dateline") else "told by"
        return f"{by} “{match.group('words')}”"
    return rule
