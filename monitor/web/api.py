"""Listings as JSON: the same rows that the commands print, described in /openapi.json."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy.orm import Session
from starlette.responses import Response

from monitor.statements.statement import Statement
from monitor.storage import contract, listing, shifts, statements, threads
from monitor.storage.listing import Page
from monitor.storage.originals import misquotes
from monitor.web import shapes
from monitor.web.answers import Json
from monitor.web.asked import Asked, Word
from monitor.web.etags import unless_known
from monitor.web.kept import Kept
from monitor.web.served import Formulate, Served
from monitor.web.status import source_rows
from monitor.wording.shift import Formulation

_LONGEST_THREAD = 400
"""Statements of one body from which its formulations are derived."""
_MOST_STATEMENTS = 2000
"""Statements of all bodies together in one answer: each must be cut into clauses."""

_KEPT = 256

Listing = Callable[..., Page]
Query_ = Annotated[Asked, Query()]


def router(served: Served) -> APIRouter:
    """Return the routes under /api."""
    routes = APIRouter(prefix="/api", default_response_class=Json, tags=["listings"])
    recurring: Kept[tuple[Formulation, ...]] = Kept(_KEPT)

    def listed(name: str, rows: Listing, shape: type[BaseModel]) -> None:
        @routes.get(
            f"/{name}",
            name=name,
            summary=f"{name.capitalize()}, newest first",
            responses=shapes.described(shape),
        )
        def answer(request: Request, asked: Query_) -> Response:
            with served.database.read() as session:
                return unless_known(request, _page(page_of(rows, session, asked)))

    listed("items", listing.items, shapes.Rows[shapes.Item])
    listed("statements", listing.statements, shapes.Rows[shapes.Statement])
    listed("shifts", listing.shifts, shapes.Rows[shapes.Shift])
    listed("alerts", listing.alerts, shapes.Rows[shapes.Alert])

    @routes.get(
        "/sources",
        summary="Sources of the settings, with their state",
        responses=shapes.described(shapes.Rows[shapes.Source]),
    )
    def sources(request: Request, asked: Query_) -> Response:
        wanted = (asked.q or "").lower()
        watched = [
            source
            for source in served.sources
            if asked.source in (None, source.id)
            and wanted in f"{source.id} {source.name} {source.url}".lower()
        ]
        with served.database.read() as session:
            rows = source_rows(session, watched, now=served.clock())
        rows = [row for row in rows if asked.state in (None, row["state"])]
        return unless_known(request, _page(Page(rows=tuple(rows), next_cursor=None)))

    @routes.get(
        "/formulations",
        summary="Recurring wordings, the latest heard first",
        responses=shapes.described(shapes.Rows[shapes.Formulation]),
    )
    def formulations(request: Request, asked: Query_) -> Response:
        found = _formulations(served, recurring, asked)
        start = _after(asked.cursor)
        later = [each for each in found if start is None or _place(each) > start]
        rows = later[: asked.limit]
        more = _cursor(_place(rows[-1])) if len(later) > len(rows) else None
        page = Page(rows=tuple(map(contract.formulation_json, rows)), next_cursor=more)
        return unless_known(request, _page(page))

    @routes.get(
        "/shifts/{shift_id}",
        summary="One shift with the statements behind it",
        responses=shapes.described(shapes.ShiftWithStatements),
    )
    def shift(request: Request, shift_id: Word) -> Response:
        with served.database.read() as session:
            stored = shifts.get(session, shift_id)
            if stored is None:
                raise HTTPException(404, f"no shift {shift_id!r}")
            ids = [*filter(None, (stored.shift.statement,)), *stored.shift.against]
            said = {each.id: each for each in statements.get_many(session, ids)}
            otherwise = misquotes(session, list(said.values()))
        told = {
            **contract.shift_json(stored.shift, created_at=stored.created_at),
            "item": stored.item,
            "baseline": stored.baseline,
            "statements": [
                contract.statement_json(said[each], otherwise=otherwise.get(each, ()))
                for each in ids
                if each in said
            ],
        }
        return unless_known(request, Json(told))

    return routes


def page_of(rows: Listing, session: Session, asked: Asked) -> Page:
    """Return a page of a listing; raises ListingError where the cursor is none of its own."""
    return rows(session, asked.filters(), cursor=asked.cursor, limit=asked.limit)


def _page(page: Page) -> Json:
    return Json({"rows": page.rows, "next_cursor": page.next_cursor})


def _formulations(
    served: Served, recurring: Kept[tuple[Formulation, ...]], asked: Asked
) -> list[Formulation]:
    if served.formulate is None:
        raise HTTPException(404, "formulations are not derived here")
    topics = [asked.topic] if asked.topic else None
    with served.database.read() as session:
        bodies = [asked.body] if asked.body else threads.bodies(session)
        most = min(_LONGEST_THREAD, _MOST_STATEMENTS // max(1, len(bodies)))
        said = [statements.history(session, body, topics=topics, limit=most) for body in bodies]
    wanted = (asked.q or "").lower()
    since = asked.since.date() if isinstance(asked.since, datetime) else asked.since
    found = [
        each
        for known in said
        for each in _recurring(served.formulate, recurring, known, served.clock())
        if asked.topic in (None, each.topic)
        and wanted in each.text.lower()
        and (since is None or each.last_seen >= since)
    ]
    return sorted(found, key=_place)


def _recurring(
    formulate: Formulate,
    recurring: Kept[tuple[Formulation, ...]],
    known: Sequence[Statement],
    now: datetime,
) -> tuple[Formulation, ...]:
    # A body's words are the same until it speaks again, and to cut them all takes seconds.
    key = (now.date(), *(one.id for one in known))
    return recurring.of(key, lambda: tuple(formulate(known, now)))


Place = tuple[int, str]
_PLACE = TypeAdapter(Place)


def _place(each: Formulation) -> Place:
    return (date.max - each.last_seen).days, each.id


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(_PLACE.dump_json(place)).decode().rstrip("=")


def _after(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        return _PLACE.validate_json(base64.b64decode(cursor + "==", altchars=b"-_"))
    except (binascii.Error, ValidationError, ValueError) as exc:
        raise HTTPException(404, "not a cursor of this listing") from exc
