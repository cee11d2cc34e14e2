"""The page for every morning: is everything covered, what moved, what was told, what is stuck."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from monitor.alerts.alert import DeliveryState
from monitor.storage import glance, listing, outbox, stopped
from monitor.storage.listing import Filters
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.status import not_covered, source_rows
from monitor.web.subjects import Told, told

_SHIFTS = 20
_ALERTS = 8
_SOURCES = 12
"""Of each as many as a reader takes in; the lists behind them hold all."""
_WELL = frozenset({"ok", "new", "slow", "disabled"})
"""States of a source that ask nothing of a reader."""
_STUCK = (DeliveryState.FAILED, DeliveryState.DEAD)


def router(served: Served) -> APIRouter:
    """Return the route of the overview."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    def overview() -> HTMLResponse:
        now = served.clock()
        since = _yesterday(now)
        with served.database.read() as session:
            shifts = _shifts(session, served, since)
            latest = () if shifts else _shifts(session, served, None)
            moved = glance.moved(session, since)
            waiting = glance.waiting(session)
            waiting_since = outbox.oldest_waiting(session)
            left_alone = stopped.every(session)
            alerts = glance.alerts(session, limit=_ALERTS)
            lines = not_covered(session, served)
            sources = source_rows(session, served.sources, now=now)
        troubled = [row for row in sources if row["state"] not in _WELL]
        return HTMLResponse(
            render(
                "overview.html",
                now=now,
                since=since,
                reasons=list(served.ready()),
                shifts=shifts,
                latest=latest,
                moved=moved,
                most=glance.MOST,
                waiting=waiting,
                stuck=any(waiting[state] for state in _STUCK),
                waiting_since=waiting_since,
                left_alone=left_alone,
                alerts=alerts,
                states=Counter(str(row["state"]) for row in sources),
                watched=sum(source.enabled for source in served.sources),
                troubled=troubled[:_SOURCES],
                more=max(0, len(troubled) - _SOURCES),
                not_covered=lines,
            )
        )

    return routes


def _yesterday(now: datetime) -> datetime:
    """Return when yesterday began in UTC: who comes in the morning has seen what was before."""
    day = (now.astimezone(UTC) - timedelta(days=1)).date()
    return datetime.combine(day, time(), tzinfo=UTC)


def _shifts(session: Session, served: Served, since: datetime | None) -> tuple[Told, ...]:
    filters = Filters(include_silenced=False, since=since)
    limit = _SHIFTS if since else 3
    ids, _ = listing.shift_ids(session, filters, limit=limit)
    return told(session, served, ids)
