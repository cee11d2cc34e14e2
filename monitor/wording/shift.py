"""The nouns that this room emits."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.statements.statement import Statement
from monitor.text.document import Span


class Kind(StrEnum):
    """What sort of change a shift is; each is defined in docs/method.md."""

    TEXT_EDIT = "text_edit"
    ADDED = "added"
    DROPPED = "dropped"
    REPLACED = "replaced"
    NEW_FORMULATION = "new_formulation"
    REVERSION = "reversion"
    STRENGTH = "strength"
    MODALITY = "modality"
    POLARITY = "polarity"
    SCOPE_WIDENED = "scope_widened"
    SCOPE_NARROWED = "scope_narrowed"
    CONDITION = "condition"
    ACTOR = "actor"
    STATUS = "status"
    NUMBER = "number"
    DATE = "date"
    THRESHOLD = "threshold"
    POSTURE = "posture"
    ADOPTION = "adoption"


class Level(StrEnum):
    """Who hears of a shift: an alert at once, a digest, or only those who look."""

    ALERT = "alert"
    DIGEST = "digest"
    INFO = "info"


class Direction(StrEnum):
    """Which way the words moved."""

    HARDER = "harder"
    SOFTER = "softer"
    WIDER = "wider"
    NARROWER = "narrower"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One changed stretch: its span in the passage before, its span in the passage after.

    An insertion has an empty `before`, a deletion an empty `after`. `noise` marks a difference
    that carries no meaning (spelling, an equivalence class, a renumbered list).
    """

    before: Span
    after: Span
    noise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What an official body's words lost and gained against its earlier words.

    `before` and `after` are the passages as they stood in their sources, `changes` the changed
    stretches in them in order. `removed` and `added` are the words of those changes that carry
    meaning. `against` holds the ids of the earlier statements that decided. `silenced` gives the
    rule that held the shift back; a silenced shift is stored and not sent.
    """

    id: str
    kinds: tuple[Kind, ...]
    body: str | None
    topic: str | None
    statement: str | None
    against: tuple[str, ...]
    before: str
    after: str
    changes: tuple[Change, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    concepts_removed: tuple[str, ...] = ()
    concepts_added: tuple[str, ...] = ()
    severity: float = 0.0
    confidence: float = 0.0
    level: Level = Level.INFO
    direction: Direction = Direction.NEUTRAL
    provisional: bool = False
    silenced: str | None = None
    rules: tuple[str, ...] = ()


class FormulationStatus(StrEnum):
    """Where a recurring clause stands in its life."""

    CANDIDATE = "candidate"
    STANDING = "standing"
    DORMANT = "dormant"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """A recurring clause (提法) of a thread (body, topic, language): its concepts and its life."""

    id: str
    body: str
    topic: str
    language: str
    text: str
    concepts: tuple[str, ...]
    first_seen: date
    last_seen: date
    days: int
    status: FormulationStatus
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the comparison of one statement with its thread came to.

    `statement` is the statement with its utterance set. `shifts` may be empty, and may hold
    silenced ones. `reason` says in a word why nothing is new: `restatement`, `copy`, `requote`,
    `baseline`, or is empty.
    """

    statement: Statement
    shifts: tuple[Shift, ...]
    reason: str = ""
