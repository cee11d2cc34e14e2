"""The words that mean the same, the ladders, and the ontology, as plain values."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a surface form does in a sentence, and so how a change of it is judged.

    A TERM is a thing that is spoken of, a CONCEPT mostly an act, a QUALITY how it is done or what
    it is like; a BYSTANDER speaks in the news and for no official body.
    """

    NOISE = "noise"
    SELF = "self"
    CUE = "cue"
    MODALITY = "modality"
    LADDER = "ladder"
    POLARITY = "polarity"
    SCOPE = "scope"
    CONDITION = "condition"
    ASPECT = "aspect"
    DEGREE = "degree"
    POSTURE = "posture"
    ACTOR = "actor"
    TERM = "term"
    CONCEPT = "concept"
    QUALITY = "quality"
    BYSTANDER = "bystander"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One surface form of a concept: `level` is its rung where `ladder` (or modality) has rungs."""

    form: str
    language: str
    concept: str
    role: Role
    level: int = 0
    ladder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Both languages' entries, the ontology (a term and the wider terms above it), and opposites.

    `synonyms` are classes of plain English words that can stand for each other, `antonyms` pairs
    that cannot: a thesaurus for the words that no entry knows. `signals` are, with their language,
    the small words of which a body may make signals.
    Two lexicons are equal only if they are the same object, so that what is compiled from one can
    be kept beside it cheaply.
    """

    entries: tuple[Entry, ...]
    wider: tuple[tuple[str, tuple[str, ...]], ...] = ()
    opposites: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    antonyms: tuple[tuple[str, str], ...] = ()
    signals: tuple[tuple[str, str], ...] = ()
    version: int = 0
    _wider: dict[str, frozenset[str]] = field(init=False, repr=False)
    _opposites: frozenset[frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parents = dict(self.wider)
        closed: dict[str, frozenset[str]] = {}
        for term, direct in parents.items():
            seen: set[str] = set()
            todo = list(direct)
            while todo:
                above = todo.pop()
                if above not in seen:
                    seen.add(above)
                    todo.extend(parents.get(above, ()))
            if term in seen:
                raise ValueError(f"the ontology goes round in a circle at {term}")
            closed[term] = frozenset(seen)
        object.__setattr__(self, "_wider", closed)
        object.__setattr__(self, "_opposites", frozenset(frozenset(p) for p in self.opposites))

    def is_within(self, narrow: str, wide: str) -> bool:
        """Return whether the first term is a proper part of the second in the ontology."""
        return wide in self._wider.get(narrow, frozenset())

    def are_opposite(self, one: str, other: str) -> bool:
        """Return whether two concepts are listed as each other's opposite."""
        return frozenset((one, other)) in self._opposites
