"""The nouns that this room takes and emits."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from monitor.text.document import Span


class Mode(StrEnum):
    """In which form the words came to us: full text, direct, mixed or indirect speech."""

    FULL_TEXT = "full_text"
    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Tier(IntEnum):
    """How near we are to the issuer: 1 own full text, 2 verbatim quote, 3 indirect, 4 mangled."""

    ISSUER = 1
    QUOTE = 2
    REPORTED = 3
    MANGLED = 4


class Translator(StrEnum):
    """Who put the words into the document's language."""

    ISSUER = "issuer"
    WIRE = "wire"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly a date of speech is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOn:
    """A date of speech, how exact it is, and the evidence that decided.

    `evidence` names the rule and quotes what it read, as in `weekday: "on Tuesday"`. `conflict`
    is true where the date lies after publication: stored, never alerted.
    """

    day: date
    precision: Precision = Precision.DAY
    evidence: str = ""
    conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is known of a document from outside its text.

    `body` and `speaker` are given where the document is the body's own. `outlet_country` is an
    ISO 3166 code of where the outlet sits, `zone` the IANA name of its time zone: both help to
    read a bare "Commerce Ministry" or "on Tuesday".
    """

    url: str = ""
    source: str = ""
    published_at: datetime | None = None
    body: str | None = None
    speaker: str | None = None
    outlet_country: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one official body said once, in the words of one document.

    `text` is exactly the document's text at `span`; a broken quote has its further parts in
    `more`. `body` is None where the source could not be bound to a body: such a statement is kept
    and never alerts. `topics` are those of the span, else of what surrounds it. `utterance` is
    shared by all reports of one utterance and is set when the statement meets its history.
    """

    id: str
    url: str
    body: str | None
    speaker: str | None
    role: str | None
    said_on: SaidOn | None
    published_at: datetime | None
    mode: Mode
    tier: Tier
    translator: Translator
    language: str
    topics: tuple[str, ...]
    text: str
    span: Span
    more: tuple[Span, ...] = ()
    source: str = ""
    utterance: str = ""
    extractor: int = 0

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a statement has words")
        if len(self.text) != self.span.end - self.span.start:
            raise ValueError("a statement's text is the document's text at its span")
