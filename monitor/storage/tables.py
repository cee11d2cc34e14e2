"""The tables, and nothing else: no row of them leaves this room.

Each class says what one row is. Where a key could be longer than an index takes (a GUID may hold
a whole URL, and PostgreSQL indexes 2,700 bytes at most), the primary key is its hash.
"""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.storage.columns import Duration, Json, UtcDateTime, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Row(SQLModel):
    metadata: ClassVar[MetaData] = metadata


class SourceRow(_Row, table=True):
    """What is known of a source between two visits."""

    __tablename__: ClassVar[str] = "source"
    id: str = Field(primary_key=True, sa_type=Words)
    url: str = Field(sa_type=Words)
    etag: str | None = Field(default=None, sa_type=Words)
    last_modified: str | None = Field(default=None, sa_type=Words)
    body_sha256: str | None = Field(default=None, sa_type=Words)
    next_poll_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    interval: timedelta | None = Field(default=None, sa_type=Duration)
    failures: int
    last_visit_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_success_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_new_item_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_status: int | None = None
    last_error: str | None = Field(default=None, sa_type=Words)
    state: str = Field(sa_type=Words)
    baselined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    visits: int
    entries: int
    body_size: int | None = None


class NewsDayRow(_Row, table=True):
    """That a source had something new on a day, in the source's own zone."""

    __tablename__: ClassVar[str] = "news_day"
    source: str = Field(primary_key=True, sa_type=Words)
    day: date = Field(primary_key=True)


class GapRow(_Row, table=True):
    """A time in which a source was not heard, or not as it should be; no source means all of them.

    `told` is the state that a notice told, empty before one did; `until` is empty while it lasts.
    """

    __tablename__: ClassVar[str] = "gap"
    __table_args__ = (Index(None, "until", "source"),)
    number: int | None = Field(default=None, primary_key=True)
    source: str | None = Field(default=None, sa_type=Words)
    state: str = Field(sa_type=Words)
    since: datetime = Field(sa_type=UtcDateTime)
    noted_at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    visits: int
    problem: str = Field(sa_type=Words)
    told: str | None = Field(default=None, sa_type=Words)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EntryRow(_Row, table=True):
    """An entry of a feed that was seen, relevant or not, without its text."""

    __tablename__: ClassVar[str] = "entry"
    __table_args__ = (Index(None, "source", "missing_since"),)
    id: str = Field(primary_key=True, sa_type=Words)
    source: str = Field(sa_type=Words)
    key: str = Field(sa_type=Words)
    digest: str = Field(sa_type=Words)
    url: str = Field(sa_type=Words)
    item: str | None = Field(default=None, sa_type=Words)
    position: int
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    missing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AliasRow(_Row, table=True):
    """Another key under which an entry or an item may come back, as a hash; both share it."""

    __tablename__: ClassVar[str] = "alias"
    id: str = Field(primary_key=True, sa_type=Words)
    target: str = Field(sa_type=Words)


class ItemRow(_Row, table=True):
    """An item on a topic; its text stands in its revisions."""

    __tablename__: ClassVar[str] = "item"
    __table_args__ = (Index(None, "first_seen_at", "id"), Index(None, "source", "first_seen_at"))
    id: str = Field(primary_key=True, sa_type=Words)
    source: str = Field(sa_type=Words)
    key: str = Field(sa_type=Words)
    url: str = Field(sa_type=Words)
    title: str = Field(sa_type=Words)
    aliases: Any = Field(sa_type=Json, nullable=False)
    published_raw: str | None = Field(default=None, sa_type=Words)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    authors: Any = Field(sa_type=Json, nullable=False)
    declared_language: str | None = Field(default=None, sa_type=Words)
    language: str = Field(sa_type=Words)
    topics: Any = Field(sa_type=Json, nullable=False)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    revision: int
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ItemTopicRow(_Row, table=True):
    """That an item is about a topic, to find it by; what is listed by topic stands in its order."""

    __tablename__: ClassVar[str] = "item_topic"
    __table_args__ = (Index(None, "topic", "first_seen_at", "item"),)
    topic: str = Field(primary_key=True, sa_type=Words)
    item: str = Field(primary_key=True, sa_type=Words, foreign_key="item.id", ondelete="CASCADE")
    first_seen_at: datetime = Field(sa_type=UtcDateTime)


class RevisionRow(_Row, table=True):
    """One version of an item's text; the one with the item's own number is current."""

    __tablename__: ClassVar[str] = "revision"
    item: str = Field(primary_key=True, sa_type=Words, foreign_key="item.id", ondelete="CASCADE")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    evidence: str = Field(sa_type=Words)
    language: str = Field(sa_type=Words)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class EvidenceRow(_Row, table=True):
    """An answer that texts came from, once for its bytes; `packed` is empty once thrown away."""

    __tablename__: ClassVar[str] = "evidence"
    __table_args__ = (Index(None, "fetched_at", "sha256", "packed_size"),)
    sha256: str = Field(primary_key=True, sa_type=Words)
    url: str = Field(sa_type=Words)
    final_url: str = Field(sa_type=Words)
    status: int
    headers: Any = Field(sa_type=Json, nullable=False)
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    size: int
    packed_size: int
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    packed: bytes | None = Field(default=None, sa_type=LargeBinary)


class LookRow(_Row, table=True):
    """When an item's own page is looked at again, and what it was at the last look."""

    __tablename__: ClassVar[str] = "look"
    __table_args__ = (Index(None, "due_at", "source"),)
    item: str = Field(primary_key=True, sa_type=Words, foreign_key="item.id", ondelete="CASCADE")
    source: str = Field(sa_type=Words)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    etag: str | None = Field(default=None, sa_type=Words)
    last_modified: str | None = Field(default=None, sa_type=Words)
    body_sha256: str | None = Field(default=None, sa_type=Words)
    gone_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    doubted_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str | None = Field(default=None, sa_type=Words)


class StatementRow(_Row, table=True):
    """What a body said once, in the words of one document.

    `day` is the day of speech, else of publication, else of storing: by it a thread is ordered.
    """

    __tablename__: ClassVar[str] = "statement"
    __table_args__ = (
        Index(None, "body", "day"),
        Index(None, "day", "id"),
        Index(None, "source", "day", "id"),
    )
    id: str = Field(primary_key=True, sa_type=Words)
    item: str | None = Field(default=None, sa_type=Words, foreign_key="item.id", index=True)
    source: str = Field(sa_type=Words)
    url: str = Field(sa_type=Words)
    body: str | None = Field(default=None, sa_type=Words)
    speaker: str | None = Field(default=None, sa_type=Words)
    role: str | None = Field(default=None, sa_type=Words)
    day: date
    said_day: date | None = None
    said_precision: str | None = Field(default=None, sa_type=Words)
    said_evidence: str | None = Field(default=None, sa_type=Words)
    said_conflict: bool | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mode: str = Field(sa_type=Words)
    tier: int
    translator: str = Field(sa_type=Words)
    language: str = Field(sa_type=Words)
    topics: Any = Field(sa_type=Json, nullable=False)
    text: str = Field(sa_type=Words)
    start: int
    end: int
    more: Any = Field(sa_type=Json, nullable=False)
    utterance: str = Field(sa_type=Words, index=True)
    extractor: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    baseline: bool
    seed: bool


class StatementTopicRow(_Row, table=True):
    """That a statement is about a topic; with the body and the day it is a place in a thread."""

    __tablename__: ClassVar[str] = "statement_topic"
    __table_args__ = (
        Index(None, "body", "topic", "day", "statement"),
        Index(None, "topic", "day", "statement"),
    )
    topic: str = Field(primary_key=True, sa_type=Words)
    statement: str = Field(
        primary_key=True, sa_type=Words, foreign_key="statement.id", ondelete="CASCADE"
    )
    body: str | None = Field(default=None, sa_type=Words)
    day: date


class ShiftRow(_Row, table=True):
    """A wording shift, silenced or not."""

    __tablename__: ClassVar[str] = "shift"
    __table_args__ = (
        Index(None, "created_at", "id"),
        Index(None, "body", "created_at"),
        Index(None, "topic", "created_at", "id"),
        Index(None, "level", "created_at", "id"),
        Index(None, "level", "silenced"),
    )
    id: str = Field(primary_key=True, sa_type=Words)
    item: str | None = Field(default=None, sa_type=Words, foreign_key="item.id", index=True)
    body: str | None = Field(default=None, sa_type=Words)
    topic: str | None = Field(default=None, sa_type=Words)
    statement: str | None = Field(default=None, sa_type=Words, index=True)
    kinds: Any = Field(sa_type=Json, nullable=False)
    against: Any = Field(sa_type=Json, nullable=False)
    before: str = Field(sa_type=Words)
    after: str = Field(sa_type=Words)
    changes: Any = Field(sa_type=Json, nullable=False)
    removed: Any = Field(sa_type=Json, nullable=False)
    added: Any = Field(sa_type=Json, nullable=False)
    concepts_removed: Any = Field(sa_type=Json, nullable=False)
    concepts_added: Any = Field(sa_type=Json, nullable=False)
    severity: float
    confidence: float
    level: str = Field(sa_type=Words)
    direction: str = Field(sa_type=Words)
    provisional: bool
    silenced: str | None = Field(default=None, sa_type=Words)
    rules: Any = Field(sa_type=Json, nullable=False)
    created_at: datetime = Field(sa_type=UtcDateTime)
    baseline: bool


class AlertRow(_Row, table=True):
    """A message composed once and sent to many; `shift` is empty where it is about none."""

    __tablename__: ClassVar[str] = "alert"
    __table_args__ = (Index(None, "created_at", "id"), Index(None, "thread", "created_at"))
    id: str = Field(primary_key=True, sa_type=Words)
    shift: str = Field(sa_type=Words, index=True)
    thread: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    html: str = Field(sa_type=Words)
    payload: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=UtcDateTime)


class DeliveryRow(_Row, table=True):
    """One alert for one receiver; `number` is the order in which they were queued."""

    __tablename__: ClassVar[str] = "delivery"
    __table_args__ = (
        UniqueConstraint("alert", "receiver"),
        Index(None, "state", "next_attempt_at"),
        Index(None, "receiver", "state"),
    )
    number: int | None = Field(default=None, primary_key=True)
    alert: str = Field(sa_type=Words, foreign_key="alert.id", ondelete="CASCADE")
    receiver: str = Field(sa_type=Words)
    state: str = Field(sa_type=Words)
    attempts: int
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = Field(default=None, sa_type=Words)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ToldRow(_Row, table=True):
    """That a subscriber is told of a shift: by which rule, and with which alert.

    `digest_at` is when it comes with a digest, None where it came alone; `alert` is None until
    that digest is made.
    """

    __tablename__: ClassVar[str] = "told"
    __table_args__ = (
        Index(None, "subscriber", "alert", "digest_at"),
        Index(None, "subscriber", "told_at"),
        Index(None, "alert"),
    )
    subscriber: str = Field(primary_key=True, sa_type=Words)
    shift: str = Field(primary_key=True, sa_type=Words)
    rule: int
    reason: str = Field(sa_type=Words)
    told_at: datetime = Field(sa_type=UtcDateTime)
    digest_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    alert: str | None = Field(default=None, sa_type=Words)


class VerdictRow(_Row, table=True):
    """What a reader said of an alert; the latest word counts."""

    __tablename__: ClassVar[str] = "verdict"
    alert: str = Field(primary_key=True, sa_type=Words)
    verdict: str = Field(sa_type=Words)
    given_at: datetime = Field(sa_type=UtcDateTime)


class StoppedRow(_Row, table=True):
    """A receiver that wants no more messages; `address` is the SHA-256 of where that was said."""

    __tablename__: ClassVar[str] = "stopped"
    receiver: str = Field(primary_key=True, sa_type=Words)
    address: str = Field(sa_type=Words)
    problem: str = Field(sa_type=Words)
    stopped_at: datetime = Field(sa_type=UtcDateTime)


class KeyRow(_Row, table=True):
    """A key that the monitor made for itself, by what it is for."""

    __tablename__: ClassVar[str] = "key"
    name: str = Field(primary_key=True, sa_type=Words)
    value: str = Field(sa_type=Words)


class TallyRow(_Row, table=True):
    """How many rows a table has, kept by triggers: counting a million takes too long for a page."""

    __tablename__: ClassVar[str] = "tally"
    name: str = Field(primary_key=True, sa_type=Words)
    number: int = Field(sa_type=BigInteger)


class TextIndexRow(_Row, table=True):
    """Under which number the words of an item or statement stand in the full text."""

    __tablename__: ClassVar[str] = "text_index"
    __table_args__ = (UniqueConstraint("kind", "ref"), {"sqlite_autoincrement": True})
    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Words)
    ref: str = Field(sa_type=Words)


def _table(name: str) -> Table:
    return metadata.tables[name]


SOURCE, NEWS_DAY, GAP, LOOK = map(_table, ("source", "news_day", "gap", "look"))
ENTRY, ALIAS = map(_table, ("entry", "alias"))
ITEM = _table("item")
ITEM_TOPIC = _table("item_topic")
REVISION = _table("revision")
EVIDENCE = _table("evidence")
STATEMENT = _table("statement")
STATEMENT_TOPIC = _table("statement_topic")
SHIFT = _table("shift")
ALERT, DELIVERY, TOLD = map(_table, ("alert", "delivery", "told"))
VERDICT, STOPPED = map(_table, ("verdict", "stopped"))
KEY, TALLY = map(_table, ("key", "tally"))
