"""Pages of sources: how each is, how often something new comes, and why one is not watched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, NamedTuple

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse

from monitor.storage import glance, listing, sources
from monitor.storage.listing import Filters
from monitor.web.asked import Word
from monitor.web.queries import address
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.status import not_covered, source_rows

_SHORT = 14
_LONG = 90
_ITEMS = 10
_A_PAGE = 100

Number = Annotated[int, Query(ge=1, le=1000)]


class Bar(NamedTuple):
    """A day of a chart: how many items, and how high its bar is, from 0 to 100."""

    day: date
    items: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Items by day, the earliest first, with no day left out.

    `path` draws the bars in SVG, 10 wide each and 100 high; `words` say the same.
    """

    bars: tuple[Bar, ...]
    items: int
    path: str
    words: str


def chart(counted: Mapping[date, int], today: date, days: int) -> Chart:
    """Return the chart of as many days up to today; the tallest bar is 100 high."""
    first = today - timedelta(days=days - 1)
    numbers = [counted.get(first + timedelta(days=day), 0) for day in range(days)]
    most = max(numbers, default=0)
    bars = tuple(
        Bar(first + timedelta(days=day), number, -(-100 * number // most) if most else 0)
        for day, number in enumerate(numbers)
    )
    path = "".join(
        f"M{10 * place} 100v-{bar.height}h8v{bar.height}z"
        for place, bar in enumerate(bars)
        if bar.height
    )
    busy = sum(number > 0 for number in numbers)
    words = f"{sum(numbers)} items on {busy} of {days} days, at most {most} in one"
    return Chart(bars, sum(numbers), path, words)


def router(served: Served) -> APIRouter:
    """Return the routes of the list and of each source."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/sources")
    def listed(state: Word = "", q: Word = "", page: Number = 1) -> HTMLResponse:
        today = served.clock().date()
        with served.database.read() as session:
            rows = source_rows(session, served.sources, now=served.clock())
            lines = not_covered(session, served)
            every = sorted({str(row["state"]) for row in rows})
            rows = sorted((row for row in rows if _asked(row, state, q)), key=_gravest)
            shown = rows[_A_PAGE * (page - 1) : _A_PAGE * page]
            ids = [str(row["id"]) for row in shown]
            counted = glance.per_day(session, ids, today - timedelta(days=_SHORT - 1))
        charts = {name: chart(counted.get(name, {}), today, _SHORT) for name in ids}
        return HTMLResponse(
            render(
                "sources.html",
                rows=shown,
                found=len(rows),
                more=_more(state, q, page + 1) if len(rows) > _A_PAGE * page else None,
                charts=charts,
                states=every,
                state=state,
                q=q,
                not_covered=lines,
            )
        )

    @routes.get("/sources/{source_id}")
    def one(source_id: Word) -> HTMLResponse:
        watched = [source for source in served.sources if source.id == source_id]
        if not watched:
            raise HTTPException(404, f"no source {source_id!r}")
        today = served.clock().date()
        with served.database.read() as session:
            (row,) = source_rows(session, watched, now=served.clock())
            known = sources.load(session, [source_id]).get(source_id)
            counted = glance.per_day(session, [source_id], today - timedelta(days=_LONG - 1))
            items = listing.items(session, Filters(source=source_id), limit=_ITEMS).rows
            answers = served.answers(session, source_id) if served.answers else None
        return HTMLResponse(
            render(
                "source.html",
                row=row,
                interval=known.interval if known else None,
                chart=chart(counted.get(source_id, {}), today, _LONG),
                items=items,
                answers=answers,
            )
        )

    return routes


def _more(state: str, q: str, page: int) -> str:
    return address("/sources", state=state, q=q, page=page)


def _asked(row: Mapping[str, object], state: str, q: str) -> bool:
    words = f"{row['id']} {row['name']} {row['url']}".lower()
    return state in ("", row["state"]) and all(word in words for word in q.lower().split())


_ORDER: Sequence[str] = ("new", "ok", "slow", "disabled")


def _gravest(row: Mapping[str, object]) -> tuple[int, str]:
    state = str(row["state"])
    rank = _ORDER.index(state) if state in _ORDER else -1
    return rank, str(row["name"]).lower()
