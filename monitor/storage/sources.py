"""What is known of each source between two visits."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from monitor.sources.fetch import Validators
from monitor.storage.rows import add, batches, upsert
from monitor.storage.tables import NEWS_DAY, SOURCE

STATES = (
    "new",
    "ok",
    "slow",
    "suspect",
    "stale",
    "selector lost",
    "failing",
    "blocked",
    "disabled",
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_BY_IDS: Final = select(SOURCE).where(SOURCE.c.id.in_(bindparam("ids", expanding=True)))
_TIMES: Final = select(SOURCE.c.id, SOURCE.c.next_poll_at)
_DUE: Final = _TIMES.where(
    or_(SOURCE.c.next_poll_at.is_(None), SOURCE.c.next_poll_at <= bindparam("now"))
)
_WAITING: Final = select(SOURCE.c.id).where(SOURCE.c.next_poll_at > bindparam("now"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """One source: validators, when it is due, how its visits went, and how it is (`STATES`).

    `interval` is the present wait between visits, `failures` those in a row, `entries` how many
    its feed held last, `body_size` how many bytes it had. `baselined_at` is when its first visit
    was stored, None before.
    """

    id: str
    url: str
    validators: Validators = field(default_factory=Validators)
    body_sha256: str | None = None
    next_poll_at: datetime | None = None
    interval: timedelta | None = None
    failures: int = 0
    last_visit_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_item_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    state: str = "new"
    baselined_at: datetime | None = None
    visits: int = 0
    entries: int = 0
    body_size: int | None = None

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"not a state of a source: {self.state}")


def load(session: Session, ids: Collection[str] | None = None) -> dict[str, SourceState]:
    """Return the states by id, of all sources or of some; one never visited is left out."""
    if ids is None:
        return {row.id: stored(row) for row in session.execute(select(SOURCE))}
    return {
        row.id: stored(row)
        for batch in batches(ids)
        for row in session.execute(_BY_IDS, {"ids": batch}).all()
    }


def due(session: Session, now: datetime, ids: Collection[str]) -> tuple[str, ...]:
    """Return which of the sources are to be visited: never visited ones, then longest overdue."""
    # Asked every second, of hundreds of sources that wait: no parameter for each, no time read.
    waiting = frozenset(session.execute(_WAITING, {"now": now}).scalars())
    times = {row.id: row.next_poll_at for row in session.execute(_DUE, {"now": now})}
    # A stable sort: those due since the same moment stay in the order given.
    return tuple(
        sorted((id_ for id_ in ids if id_ not in waiting), key=lambda id_: times.get(id_) or EPOCH)
    )


def next_due(session: Session, ids: Collection[str]) -> datetime | None:
    """Return when the first of the sources is due, None where there are no sources.

    A source never visited has been due since 1970.
    """
    times = {row.id: row.next_poll_at for row in session.execute(_TIMES)}
    return min((times.get(id_) or EPOCH for id_ in ids), default=None)


def save(session: Session, *given: SourceState) -> None:
    """Store the states of as many sources, each in place of the one before."""
    upsert(session, SOURCE, [_values(state) for state in given])


def had_news(session: Session, source: str, days: Collection[date]) -> None:
    """Set down that a source had something new on these days."""
    add(session, NEWS_DAY, [{"source": source, "day": day} for day in sorted(set(days))])


def news_days(session: Session, source: str, *, since: date) -> tuple[date, ...]:
    """Return the days from `since` on that brought something new, in order."""
    found = select(NEWS_DAY.c.day).where(NEWS_DAY.c.source == source, NEWS_DAY.c.day >= since)
    return tuple(session.execute(found.order_by(NEWS_DAY.c.day)).scalars())


def _values(state: SourceState) -> dict[str, Any]:
    return {
        "id": state.id,
        "url": state.url,
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "body_sha256": state.body_sha256,
        "next_poll_at": state.next_poll_at,
        "interval": state.interval,
        "failures": state.failures,
        "last_visit_at": state.last_visit_at,
        "last_success_at": state.last_success_at,
        "last_new_item_at": state.last_new_item_at,
        "last_status": state.last_status,
        "last_error": state.last_error,
        "state": state.state,
        "baselined_at": state.baselined_at,
        "visits": state.visits,
        "entries": state.entries,
        "body_size": state.body_size,
    }


def stored(row: Row[Any]) -> SourceState:
    """Return the state that a row of the table holds."""
    return SourceState(
        id=row.id,
        url=row.url,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_sha256=row.body_sha256,
        next_poll_at=row.next_poll_at,
        interval=row.interval,
        failures=row.failures,
        last_visit_at=row.last_visit_at,
        last_success_at=row.last_success_at,
        last_new_item_at=row.last_new_item_at,
        last_status=row.last_status,
        last_error=row.last_error,
        state=row.state,
        baselined_at=row.baselined_at,
        visits=row.visits,
        entries=row.entries,
        body_size=row.body_size,
    )
