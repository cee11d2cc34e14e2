"""The nouns that this room takes and emits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.statements.statement import Statement
from monitor.wording.shift import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """All that an alert may say: the shift, the statements behind it, and names for people.

    `statement` is where the new words stand (None for a page edit outside any statement),
    `against` the earlier statements, latest first. `item_url` and `item_title` name the document,
    `topic_name` and `body_name` are for people, `body_short` for a subject line: `MOFCOM`.
    `evidence` is the SHA-256 of the bytes that the document came from. `glosses` pairs words of
    passages that are not in English with English ones.
    """

    shift: Shift
    statement: Statement | None
    against: tuple[Statement, ...]
    item_url: str
    item_title: str
    topic_name: str
    body_name: str
    evidence: str = ""
    glosses: tuple[tuple[str, str], ...] = ()
    body_short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message composed once and sent to many: subject line, plain text, HTML and JSON payload.

    `id` is stable over retries and restarts; `thread` ties later alerts of the same body and
    topic to the first. `answers` is the id of the first message of the thread that the receiver
    at hand was sent, None where this is the first.
    """

    id: str
    shift: str
    thread: str
    subject: str
    text: str
    html: str
    payload: str
    created_at: datetime
    answers: str | None = None


class DeliveryState(StrEnum):
    """Where one alert stands with one receiver."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert for one channel: how often it was tried, when next, and what went wrong last."""

    alert: str
    channel: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime
    last_error: str | None = None
    sent_at: datetime | None = None
