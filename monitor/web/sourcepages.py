"""Pages of sources: how each is, how often something new comes, and why one is not watched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from monitor.storage import glance, listing, sources
from monitor.storage.listing import Filters
from monitor.web.asked import Word
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.status import not_covered, source_rows

_SHORT = 14
_LONG = 90
_ITEMS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day of a chart: how many items, and how high its bar is, from 0 to 100."""

    day: date
    items: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Items by day, the earliest first, with no day left out."""

    bars: tuple[Bar, ...]

    @property
    def items(self) -> int:
        """How many items there are in all."""
        return sum(bar.items for bar in self.bars)

    @property
    def days(self) -> int:
        """On how many days there was one."""
        return sum(bar.items > 0 for bar in self.bars)

    @property
    def most(self) -> int:
        """How many there were on the day that had most."""
        return max((bar.items for bar in self.bars), default=0)


def chart(counted: Mapping[date, int], today: date, days: int) -> Chart:
    """Return the chart of as many days up to today; the tallest bar is 100 high."""
    every = [today - timedelta(days=days - 1 - number) for number in range(days)]
    most = max((counted.get(day, 0) for day in every), default=0)
    return Chart(
        bars=tuple(
            Bar(
                day=day,
                items=counted.get(day, 0),
                height=-(-100 * counted.get(day, 0) // most) if most else 0,
            )
            for day in every
        )
    )


def router(served: Served) -> APIRouter:
    """Return the routes of the list and of each source."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/sources")
    def listed(state: Word = "", q: Word = "") -> HTMLResponse:
        today = served.clock().date()
        with served.database.read() as session:
            rows = source_rows(session, served.sources, now=served.clock())
            lines = not_covered(session, served)
            every = sorted({str(row["state"]) for row in rows})
            rows = [row for row in rows if _asked(row, state, q)]
            ids = [str(row["id"]) for row in rows]
            counted = glance.per_day(session, ids, today - timedelta(days=_SHORT - 1))
        charts = {name: chart(counted.get(name, {}), today, _SHORT) for name in ids}
        return HTMLResponse(
            render(
                "sources.html",
                rows=sorted(rows, key=_gravest),
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


def _asked(row: Mapping[str, object], state: str, q: str) -> bool:
    words = f"{row['id']} {row['name']} {row['url']}".lower()
    return state in ("", row["state"]) and all(word in words for word in q.lower().split())


_ORDER: Sequence[str] = ("new", "ok", "slow", "disabled")


def _gravest(row: Mapping[str, object]) -> tuple[int, str]:
    state = str(row["state"])
    rank = _ORDER.index(state) if state in _ORDER else -1
    return rank, str(row["name"]).lower()
