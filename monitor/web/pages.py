"""Pages for people: an overview, and one page for each shift."""

from pathlib import Path

from fastapi import APIRouter, HTTPException
from starlette.responses import FileResponse, HTMLResponse

from monitor.alerts.compose import compose
from monitor.alerts.layout import layout
from monitor.alerts.payload import Payload
from monitor.storage import listing
from monitor.storage.listing import Filters
from monitor.storage.originals import misquotes
from monitor.web.asked import Word
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.status import status
from monitor.web.subjects import told

_STYLE = Path(__file__).parent / "static" / "style.css"
_LATEST = 20


def router(served: Served) -> APIRouter:
    """Return the routes of the pages and their one stylesheet."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    def overview() -> HTMLResponse:
        with served.database.read() as session:
            page = listing.shifts(session, Filters(include_silenced=False), limit=_LATEST)
            shifts = told(session, served, (str(row["id"]) for row in page.rows))
            state = status(session, served)
        return HTMLResponse(render("overview.html", shifts=shifts, status=state))

    @routes.get("/shifts/{shift_id}")
    def shift(shift_id: Word) -> HTMLResponse:
        with served.database.read() as session:
            found = told(session, served, [shift_id])
            said = [one.subject.statement for one in found if one.subject.statement]
            otherwise = [words for each in misquotes(session, said).values() for words in each]
        if not found:
            raise HTTPException(404, f"no shift {shift_id!r}")
        alert = compose(found[0].subject, now=found[0].created_at, rules=served.rules)
        payload = Payload.model_validate_json(alert.payload)
        return HTMLResponse(
            render(
                "shift.html",
                told=found[0],
                rows=layout(payload),
                otherwise=otherwise,
                version=served.version,
            )
        )

    @routes.get("/static/style.css")
    def style() -> FileResponse:
        return FileResponse(_STYLE, media_type="text/css; charset=utf-8")

    return routes
