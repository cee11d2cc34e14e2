"""What the API answers, described for /openapi.json with examples.

Answers are made by `monitor.storage.contract`; these shapes are held to them by tests, and no
answer goes through them: describing costs nothing when answering.
"""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from monitor.alerts.alert import DeliveryState
from monitor.statements.statement import Mode, Precision, Translator
from monitor.wording.shift import Direction, FormulationStatus, Kind, Level

Responses = dict[int | str, dict[str, Any]]
Offsets = tuple[int, int]
"""A half-open range of code points."""

_MFA = "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/"
_AFTER = (
    "We are willing to strengthen dialogue and cooperation with relevant countries and regions to "
    "jointly maintain the stability of the global industrial and supply chains"
)
_BEFORE = (
    "We stand ready to work with relevant countries and regions to continue enhancing dialogue and "
    "cooperation on export controls and jointly keep global industrial and supply chains stable, "
    "safe and secure"
)
_LOST = "on export controls"


def _like(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Problem(BaseModel):
    """What is wrong with a request or with the monitor, and what to do about it."""

    model_config = _like(error="not a cursor: x", hint="Use `next_cursor` of the page before.")
    error: str
    hint: str


class Alive(BaseModel):
    """That the process lives."""

    model_config = _like(alive=True)
    alive: bool


class Ready(BaseModel):
    """Whether the monitor works, and why not."""

    model_config = _like(ready=False, reasons=["the scheduler last ticked 90 s ago"])
    ready: bool
    reasons: list[str]


class Item(BaseModel):
    """An item of a source on a topic, without its text."""

    model_config = _like(
        id="0d4b", source="cn-mfa-en", url=_MFA, title="Regular press conference of 19 August",
        published_at="2025-08-19T08:05:00Z", published_raw="Tue, 19 Aug 2025 16:05:00 +0800",
        authors=[], language="en", topics=["rare-earths"], first_seen_at="2025-08-19T08:10:00Z",
        updated_at="2025-08-19T08:10:00Z", removed_at=None, revision=1, evidence="ab" * 32,
    )  # fmt: skip
    id: str
    source: str
    url: str
    title: str
    published_at: datetime | None
    published_raw: str | None = Field(description="The date as the source spells it.")
    authors: list[str]
    language: str
    topics: list[str]
    first_seen_at: datetime
    updated_at: datetime = Field(description="When the current text was first seen.")
    removed_at: datetime | None = Field(description="When its page was found gone.")
    revision: int = Field(description="How many texts it has had, from 1.")
    evidence: str = Field(description="SHA-256 of the bytes that the text came from.")


_STATEMENT = {
    "id": "st-2", "url": _MFA, "source": "cn-mfa-en", "body": "CN-MFA", "speaker": "Mao Ning",
    "role": "spokesperson", "said_on": "2025-08-19", "said_on_precision": "day",
    "said_within": "2025-08-19", "said_on_evidence": "publication", "date_conflict": False,
    "published_at": "2025-08-19T08:05:00Z", "mode": "direct", "tier": 2, "translator": "issuer",
    "language": "en", "topics": ["rare-earths"], "text": _AFTER, "start": 120,
    "end": 120 + len(_AFTER), "more": [], "utterance": "ut-2",
    "not_in_original": [], "extractor": 1,
}  # fmt: skip


class Said(BaseModel):
    """What one official body said once, in the words of one document."""

    model_config = _like(**_STATEMENT)
    id: str
    url: str
    source: str
    body: str | None = Field(description="None where no body can be named for the words.")
    speaker: str | None
    role: str | None
    said_on: date | None = Field(
        description="The day of speech, None where it is not known to a day."
    )
    said_on_precision: Precision | None
    said_within: str | None = Field(description="A day, a month or a year, as it is known.")
    said_on_evidence: str | None = Field(description="The rule that dated it, with what it read.")
    date_conflict: bool = Field(description="Said, by its date, after it was published.")
    published_at: datetime | None
    mode: Mode
    tier: int = Field(
        ge=1, le=4, description="1 the body's own text, 2 quoted, 3 reported, 4 mangled."
    )
    translator: Translator
    language: str
    topics: list[str]
    text: str
    start: int = Field(description="Where the text stands in its document, in code points.")
    end: int
    more: list[Offsets] = Field(description="Further parts of a broken quotation.")
    utterance: str | None = Field(description="Shared by all reports of one utterance.")
    not_in_original: list[str] = Field(
        description="Quoted words that the body's own text of that day has otherwise."
    )
    extractor: int


class Statement(Said):
    """A stored statement, with what became of it."""

    model_config = _like(
        **_STATEMENT, item="0d4b", created_at="2025-08-19T08:10:00Z", superseded_at=None,
        baseline=False, seed=False,
    )  # fmt: skip
    item: str | None
    created_at: datetime
    superseded_at: datetime | None = Field(description="When its page began to say something else.")
    baseline: bool = Field(description="Found at a source's first visit, and not compared.")
    seed: bool = Field(description="Loaded from a file.")


class Change(BaseModel):
    """A changed stretch, in code points of the two passages."""

    model_config = _like(before=[100, 118], after=[90, 90], noise=False)
    before: Offsets
    after: Offsets
    noise: bool = Field(description="Other words of the same meaning.")


_SHIFT = {
    "id": "s-1", "kinds": ["dropped"], "body": "CN-MFA", "topic": "rare-earths",
    "statement": "st-2", "against": ["st-1"], "before": _BEFORE, "after": _AFTER,
    "removed": [_LOST], "added": [], "concepts_removed": ["EXPORT_CONTROL"], "concepts_added": [],
    "changes": [
        {
            "before": [_BEFORE.index(_LOST), _BEFORE.index(_LOST) + len(_LOST)],
            "after": [_AFTER.index("with"), _AFTER.index("with")],
            "noise": False,
        }
    ],
    "severity": 6.4, "confidence": 0.6, "level": "alert", "direction": "narrower",
    "provisional": True, "silenced": None, "rules": ["scope.dropped", "thread.provisional"],
    "created_at": "2025-08-19T08:10:00Z", "item": "0d4b", "baseline": False,
}  # fmt: skip


class _Shift(BaseModel):
    id: str
    kinds: list[Kind]
    body: str | None
    topic: str | None
    statement: str | None
    against: list[str] = Field(description="The earlier statements that decided.")
    before: str
    after: str
    removed: list[str]
    added: list[str]
    concepts_removed: list[str]
    concepts_added: list[str]
    changes: list[Change]
    severity: float
    confidence: float = Field(ge=0, le=1)
    level: Level
    direction: Direction
    provisional: bool = Field(description="No wording stands yet for this body and topic.")
    silenced: str | None = Field(description="The rule that held it back.")
    rules: list[str] = Field(description="The rules that fired.")
    created_at: datetime | None
    item: str | None


class Shift(_Shift):
    """A wording shift, with who said it, when and where."""

    model_config = _like(
        **_SHIFT, url=_MFA, title="Regular press conference of 19 August", source="cn-mfa-en",
        speaker="Mao Ning", said_on="2025-08-19", mode="direct", tier=2, language="en",
    )  # fmt: skip
    url: str | None
    title: str | None
    source: str | None
    speaker: str | None
    said_on: date | None
    mode: Mode | None
    tier: int | None
    language: str | None
    baseline: bool


class ShiftWithStatements(_Shift):
    """One shift with the statements behind it: its own first, then those it was compared with."""

    model_config = _like(**_SHIFT, statements=[_STATEMENT])
    baseline: bool
    statements: list[Said]


class Delivery(BaseModel):
    """Where an alert stands with one receiver."""

    model_config = ConfigDict(extra="forbid")
    receiver: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    last_error: str | None
    sent_at: datetime | None


class Alert(BaseModel):
    """An alert with its deliveries."""

    model_config = _like(
        id="al-1", shift="s-1", thread="CN-MFA/rare-earths",
        subject="CN-MFA drops “on export controls”",
        created_at="2025-08-19T08:10:00Z", body="CN-MFA", topic="rare-earths", level="alert",
        deliveries=[
            {
                "receiver": "desk:ann@example.org", "state": "sent", "attempts": 1,
                "next_attempt_at": "2025-08-19T08:10:00Z", "last_error": None,
                "sent_at": "2025-08-19T08:10:02Z",
            }
        ],
    )  # fmt: skip
    id: str
    shift: str | None
    thread: str
    subject: str
    created_at: datetime
    deliveries: list[Delivery]
    body: str | None
    topic: str | None
    level: Level | None


class Source(BaseModel):
    """A source of the settings, with its state."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "id": "cn-mfa-en", "name": "Foreign Ministry, English", "url": _MFA,
                    "enabled": True, "why": "", "notes": [], "state": "ok",
                    "last_visit_at": "2025-08-19T08:10:00Z",
                    "last_success_at": "2025-08-19T08:10:00Z",
                    "last_new_item_at": "2025-08-19T08:10:00Z",
                    "next_poll_at": "2025-08-19T08:20:00Z", "last_status": 200,
                    "last_error": None, "baselined_at": "2025-06-01T00:00:00Z", "failures": 0,
                    "visits": 812, "entries": 4096, "warnings": [],
                }
            ]
        },
    )  # fmt: skip
    id: str
    name: str
    url: str
    enabled: bool
    why: str = Field(description="Why it is disabled.")
    notes: list[str]
    state: str
    last_visit_at: datetime | None
    last_success_at: datetime | None
    last_new_item_at: datetime | None
    next_poll_at: datetime | None
    last_status: int | None
    last_error: str | None
    baselined_at: datetime | None
    failures: int
    visits: int
    entries: int
    warnings: list[str]


class Status(BaseModel):
    """The state of everything: sources, the outbox, how much is stored, what is not covered."""

    model_config = ConfigDict(extra="allow")
    version: str
    now: datetime
    ready: bool
    reasons: list[str]
    sources: list[Source]
    outbox: dict[str, Any]
    counts: dict[str, Any]
    not_covered: list[str]


class Formulation(BaseModel):
    """A clause that recurs in a thread (提法): a body, a topic and a language."""

    model_config = _like(
        id="f-1", body="CN-MFA", topic="rare-earths", language="zh",
        text="共同维护全球产供链的稳定", concepts=["MAINTAIN", "STABILITY", "SUPPLY_CHAIN"],
        first_seen="2025-06-12", last_seen="2025-08-19", days=3, status="standing",
        statements=["st-1", "st-2"],
    )  # fmt: skip
    id: str
    body: str
    topic: str
    language: str
    text: str
    concepts: list[str]
    first_seen: date
    last_seen: date
    days: int = Field(description="On how many days it was said.")
    status: FormulationStatus
    statements: list[str]


Row = TypeVar("Row", bound=BaseModel)


class Rows(BaseModel, Generic[Row]):
    """A page of a listing."""

    model_config = ConfigDict(extra="forbid")
    rows: list[Row]
    next_cursor: str | None = Field(
        description="Give it as `cursor` for the page that follows; null on the last.",
        examples=["WyIyMDI1LTA4LTE5IiwgInN0LTIiXQ"],
    )


_REFUSED = {
    401: "A token is needed.",
    404: "Not stored, not offered here, or no page that such a cursor names.",
    422: "A parameter that is none, or out of bounds.",
    503: "The database does not answer.",
}


def document(media_type: str, *, asked: bool = False) -> Responses:
    """Return what a route that is no JSON may answer: a text of a media type, and the errors."""
    content = {media_type: {"schema": {"type": "string"}}}
    found: Responses = {200: {"content": content, "description": "As asked for."}}
    statuses = (401, 404, 422, 503) if asked else (401, 503)
    return found | {
        status: {"model": Problem, "description": _REFUSED[status]} for status in statuses
    }


def described(shape: type[BaseModel], *, tagged: bool = True, asked: bool = True) -> Responses:
    """Return what a route may answer, for its description: the shape, 304, and the errors.

    `tagged` answers bear an ETag, `asked` ones take parameters.
    """
    found: Responses = {200: {"model": shape, "description": "As asked for."}}
    if tagged:
        found[200]["headers"] = {
            "ETag": {"description": "Names the content.", "schema": {"type": "string"}}
        }
        found[304] = {"description": "The asker holds it already, by its If-None-Match."}
    return found | {
        status: {"model": Problem, "description": words}
        for status, words in _REFUSED.items()
        if asked or status not in (404, 422)
    }


def exemplified(schema: dict[str, Any]) -> dict[str, Any]:
    """Put the examples of the shapes into an OpenAPI document, and return it.

    FastAPI takes every null out of them, and an example without what it must have is none.
    """
    for shape in (Item, Said, Statement, Shift, ShiftWithStatements, Alert, Source, Formulation):
        extra = shape.model_config.get("json_schema_extra")
        component = schema["components"]["schemas"].get(shape.__name__)
        if component is not None and isinstance(extra, dict):
            component.update(extra)
    return schema
