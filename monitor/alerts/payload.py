"""What a webhook receives; mail and terminal are renderings of the same."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from monitor.alerts.alert import Alert
from monitor.alerts.mark import Piece, PieceKind, merged
from monitor.statements.statement import Mode, Precision, Translator
from monitor.wording.shift import Direction, Kind, Level

LARGEST = 64 * 1024 - 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(_Part):
    """An id of the configuration beside its name for people."""

    id: str | None
    name: str


class Mark(_Part):
    """A stretch of a passage that is not simply the same: half-open, in code points.

    An empty stretch is a place: `removed` in `after` where words fell out, `added` in `before`
    where words came in.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    kind: Literal[PieceKind.REMOVED, PieceKind.ADDED, PieceKind.NOISE, PieceKind.GAP]


class Passage(_Part):
    """A passage as it stands in its source, cut around the changed words if it is long."""

    text: str
    cut: bool = Field(description="Text was left out where a mark of kind `gap` stands.")
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, pieces: tuple[Piece, ...]) -> "Passage":
        """Return the passage that the pieces make."""
        marks, at = [], 0
        for piece in pieces:
            end = at + len(piece.text)
            if piece.kind is not PieceKind.SAME:
                marks.append(Mark(start=at, end=end, kind=piece.kind))
            at = end
        return cls(
            text="".join(piece.text for piece in pieces),
            cut=any(piece.kind is PieceKind.GAP for piece in pieces),
            marks=tuple(marks),
        )

    def pieces(self) -> tuple[Piece, ...]:
        """Return the pieces that make the passage."""
        pieces, at = [], 0
        for mark in self.marks:
            pieces += [
                Piece(text=self.text[at : mark.start], kind=PieceKind.SAME),
                Piece(text=self.text[mark.start : mark.end], kind=mark.kind),
            ]
            at = mark.end
        pieces.append(Piece(text=self.text[at:], kind=PieceKind.SAME))
        return merged(pieces)


class Passages(_Part):
    """The two passages: removed words are marked in `before`, added ones in `after`."""

    before: Passage
    after: Passage


class Said(_Part):
    """A date of speech, how exact it is, and what it was read from."""

    day: date
    precision: Precision
    evidence: str
    conflict: bool = Field(description="The day lies after publication.")


class Utterance(_Part):
    """A statement: what one body said once, in the words of one document."""

    id: str
    utterance: str
    url: str
    source: str
    body: str | None
    speaker: str | None
    role: str | None
    said_on: Said | None
    published_at: datetime | None
    mode: Mode
    tier: Literal[1, 2, 3, 4]
    translator: Translator
    language: str
    text: str
    cut: bool
    provision: str | None = Field(
        default=None, description="Of an act: the number that the text begins with, as it has it."
    )


class Rule(_Part):
    """A rule that fired: its id, and what it says."""

    id: str
    words: str


class Change(_Part):
    """The shift itself."""

    id: str
    kinds: tuple[Kind, ...]
    words: tuple[str, ...] = Field(description="The kinds in plain words.")
    level: Level
    direction: Direction
    severity: float
    confidence: float
    provisional: bool
    silenced: str | None
    removed: tuple[str, ...]
    added: tuple[str, ...]
    concepts_removed: tuple[str, ...]
    concepts_added: tuple[str, ...]
    rules: tuple[Rule, ...]


class Source(_Part):
    """The document in which the new words stand."""

    url: str
    title: str


class Gloss(_Part):
    """Words of a passage that is not in English, and what the lexicon calls them in English."""

    words: str
    english: str


class Feedback(_Part):
    """Signed links on which a reader says whether the message was useful."""

    useful: str
    not_useful: str


class Payload(_Part):
    """One wording shift, complete: what changed, who said it, against what, and what is unknown."""

    type: Literal["shift"]
    version: Literal[1]
    id: str
    thread: str
    timestamp: datetime
    subject: str
    url: str | None = Field(description="The full record in the monitor's own pages.")
    body: Named
    topic: Named
    shift: Change
    passages: Passages
    statement: Utterance | None
    against: tuple[Utterance, ...] = Field(description="Latest first.")
    against_more: int = Field(ge=0, description="Earlier statements left out for length.")
    document: Source
    evidence: str = Field(description="SHA-256 of the bytes that the document came from.")
    doubts: tuple[str, ...]
    glosses: tuple[Gloss, ...] = ()
    feedback: Feedback | None = None


class DigestEntry(_Part):
    """One shift of a digest, shorter than it would be alone."""

    shift: str
    subject: str
    url: str | None
    body: Named
    topic: Named
    kinds: tuple[Kind, ...]
    level: Level
    direction: Direction
    severity: float
    confidence: float
    passages: Passages
    before_said: str = Field(description="Who said the earlier words, and when.")
    after_said: str = Field(description="Who said the new words, and when.")
    language: str
    document: Source
    rules: tuple[Rule, ...] = ()
    doubts: tuple[str, ...] = ()
    glosses: tuple[Gloss, ...] = ()
    feedback: Feedback | None = None


class DigestPayload(_Part):
    """Several wording shifts in one message, the gravest first."""

    type: Literal["digest"]
    version: Literal[1]
    id: str
    thread: str
    timestamp: datetime
    subject: str
    title: str
    subscriber: str
    reason: Literal["scheduled", "quiet_hours", "rate"]
    url: str | None = Field(description="The list of shifts in the monitor's own pages.")
    entries: tuple[DigestEntry, ...]
    more: int = Field(ge=0, description="Shifts left out for length; they stand in the list.")
    not_covered: tuple[str, ...] = Field(description="What was not watched meanwhile, and why.")


Message = Annotated[Payload | DigestPayload, Field(discriminator="type")]
_EVERY: TypeAdapter[Message] = TypeAdapter(Message)


def encode(payload: Payload | DigestPayload) -> bytes:
    """Return the payload as UTF-8 JSON, keys sorted, so that equal payloads are equal bytes."""
    return orjson.dumps(payload.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)


def page_of(alert: Alert) -> str | None:
    """Return the address of a message's whole on the monitor's own pages, None without them."""
    url = orjson.loads(alert.payload).get("url")
    return url if isinstance(url, str) else None


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of every payload, as docs/webhook.schema.json has it.

    Version 1 stays as it is but for new keys: whoever receives it should pass over unknown ones,
    so that the published schema, unlike our own check, lets them be.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_open(_EVERY.json_schema(mode="serialization")),
        "title": "Message of the wording monitor",
    }


def _open(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _open(each) for key, each in part.items() if key != "additionalProperties"}
    return [_open(each) for each in part] if isinstance(part, list) else part


if __name__ == "__main__":
    print(orjson.dumps(schema(), option=orjson.OPT_INDENT_2).decode())
