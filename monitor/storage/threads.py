"""Threads: what one body said on one topic, and which of them there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from monitor.statements.statement import Statement
from monitor.storage.rows import batches
from monitor.storage.statements import stored
from monitor.storage.tables import SHIFT, STATEMENT, STATEMENT_TOPIC

COUNTED = 1_000
"""How far a thread's statements are counted."""
_MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A body and a topic on which it spoke, from which day to which, and how often.

    `statements` are those ever stored, other versions of their pages among them, up to COUNTED.
    """

    body: str
    topic: str
    first_day: date
    last_day: date
    statements: int


def threads(
    session: Session, *, body: str | None = None, topic: str | None = None
) -> tuple[Thread, ...]:
    """Return the threads of a body or topic, or up to 2,000 of all, the latest heard first.

    `statements` is 0: counting is for those that are shown. Costs a step in an index for each
    thread, whatever their length.
    """
    rows = session.execute(_THREADS, {"most": _MOST})
    found = [
        Thread(
            body=row.body,
            topic=row.topic,
            first_day=_day(row.first_day),
            last_day=_day(row.last_day),
            statements=0,
        )
        for row in rows
        if body in (None, row.body) and topic in (None, row.topic)
    ]
    return tuple(sorted(found, key=lambda one: (-one.last_day.toordinal(), one.body, one.topic)))


def bodies(session: Session) -> tuple[str, ...]:
    """Return the bodies that have spoken on any topic, by id."""
    return tuple(session.execute(_BODIES).scalars())


def count(session: Session, thread: Thread) -> int:
    """Return how many statements of a thread were ever stored, COUNTED at most."""
    found = session.execute(
        _COUNT, {"body": thread.body, "topic": thread.topic, "most": COUNTED}
    ).scalar_one()
    return int(found)


def thread(
    session: Session, body: str, topic: str, *, until: date | None = None, limit: int = 100
) -> tuple[Statement, ...]:
    """Return what a body said on a topic, latest first, in the wording that stands.

    `until` keeps those of that day and before. Statements of a superseded version of their page
    are left out.
    """
    found = (
        select(STATEMENT)
        .select_from(STATEMENT_TOPIC.join(STATEMENT, STATEMENT.c.id == STATEMENT_TOPIC.c.statement))
        .where(
            STATEMENT_TOPIC.c.body == body,
            STATEMENT_TOPIC.c.topic == topic,
            STATEMENT.c.superseded_at.is_(None),
        )
        .order_by(STATEMENT_TOPIC.c.day.desc(), STATEMENT_TOPIC.c.statement.desc())
        .limit(limit)
    )
    if until is not None:
        found = found.where(STATEMENT_TOPIC.c.day <= until)
    return tuple(stored(row) for row in session.execute(found))


def place(session: Session, statement_id: str) -> tuple[str | None, datetime | None]:
    """Return the item that a statement stands in, and when its version was superseded, if so."""
    found = select(STATEMENT.c.item, STATEMENT.c.superseded_at).where(
        STATEMENT.c.id == statement_id
    )
    row = session.execute(found).first()
    return (None, None) if row is None else (row.item, row.superseded_at)


def shifted(session: Session, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the shifts found in statements, silenced ones left out, by the statement's id."""
    found: dict[str, tuple[str, ...]] = {}
    for batch in batches(ids):
        rows = select(SHIFT.c.statement, SHIFT.c.id).where(
            SHIFT.c.statement.in_(batch), SHIFT.c.silenced.is_(None)
        )
        for row in session.execute(rows.order_by(SHIFT.c.created_at, SHIFT.c.id)):
            found[row.statement] = (*found.get(row.statement, ()), row.id)
    return found


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


# Loose index scans, first over bodies, then over the topics of each: neither database leaps over
# equal rows by itself, and SQLite does not with a pair of columns.
_SPOKEN = (
    "WITH RECURSIVE b(body) AS ("
    "SELECT min(body) FROM statement_topic "
    "UNION ALL SELECT (SELECT n.body FROM statement_topic n WHERE n.body > b.body "
    "ORDER BY n.body LIMIT 1) FROM b WHERE b.body IS NOT NULL)"
)
_BODIES: Final = text(f"{_SPOKEN} SELECT body FROM b WHERE body IS NOT NULL")  # noqa: S608 - no value from outside
_THREADS: Final = text(
    f"{_SPOKEN}, t(body, topic) AS ("  # noqa: S608 - no value from outside
    "SELECT b.body, (SELECT f.topic FROM statement_topic f WHERE f.body = b.body "
    "ORDER BY f.topic LIMIT 1) FROM b WHERE b.body IS NOT NULL "
    "UNION ALL SELECT t.body, (SELECT n.topic FROM statement_topic n WHERE n.body = t.body "
    "AND n.topic > t.topic ORDER BY n.topic LIMIT 1) FROM t WHERE t.topic IS NOT NULL"
    ") SELECT t.body, t.topic, "
    "(SELECT e.day FROM statement_topic e WHERE e.body = t.body AND e.topic = t.topic "
    "ORDER BY e.day LIMIT 1) AS first_day, "
    "(SELECT e.day FROM statement_topic e WHERE e.body = t.body AND e.topic = t.topic "
    "ORDER BY e.day DESC LIMIT 1) AS last_day "
    "FROM t WHERE t.topic IS NOT NULL LIMIT :most"
)
_COUNT: Final = select(func.count()).select_from(
    select(STATEMENT_TOPIC.c.statement)
    .where(
        STATEMENT_TOPIC.c.body == bindparam("body"), STATEMENT_TOPIC.c.topic == bindparam("topic")
    )
    .limit(bindparam("most"))
    .subquery()
)
