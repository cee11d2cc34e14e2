"""Listings as JSON: the same rows that the commands print."""

import base64
import binascii
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from monitor.storage import contract, listing, shifts, statements
from monitor.storage.listing import Page
from monitor.storage.originals import misquotes
from monitor.web.answers import Json
from monitor.web.asked import Asked, Word
from monitor.web.served import Served
from monitor.web.status import source_rows
from monitor.wording.shift import Formulation

_LONGEST_THREAD = 400
"""Statements of one body from which its formulations are derived."""
_MOST_STATEMENTS = 2000
"""Statements of all bodies together in one answer: each must be cut into clauses."""

Listing = Callable[..., Page]
Query_ = Annotated[Asked, Query()]


def router(served: Served) -> APIRouter:
    """Return the routes under /api."""
    routes = APIRouter(prefix="/api", default_response_class=Json)

    def listed(name: str, rows: Listing) -> None:
        @routes.get(f"/{name}", name=name, summary=f"{name.capitalize()}, newest first")
        def answer(asked: Query_) -> Json:
            with served.database.read() as session:
                return _page(page_of(rows, session, asked))

    for name, rows in (
        ("items", listing.items),
        ("statements", listing.statements),
        ("shifts", listing.shifts),
        ("alerts", listing.alerts),
    ):
        listed(name, rows)

    @routes.get("/sources", summary="Sources of the settings, with their state")
    def sources(asked: Query_) -> Json:
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
        return _page(Page(rows=tuple(rows), next_cursor=None))

    @routes.get("/formulations", summary="Recurring wordings, the latest heard first")
    def formulations(asked: Query_) -> Json:
        found = _formulations(served, asked)
        start = _after(asked.cursor)
        later = [each for each in found if start is None or _place(each) > start]
        rows = later[: asked.limit]
        more = _cursor(_place(rows[-1])) if len(later) > len(rows) else None
        return _page(Page(rows=tuple(map(contract.formulation_json, rows)), next_cursor=more))

    @routes.get("/shifts/{shift_id}", summary="One shift with the statements behind it")
    def shift(shift_id: Word) -> Json:
        with served.database.read() as session:
            stored = shifts.get(session, shift_id)
            if stored is None:
                raise HTTPException(404, f"no shift {shift_id!r}")
            ids = [*filter(None, (stored.shift.statement,)), *stored.shift.against]
            said = {each.id: each for each in statements.get_many(session, ids)}
            otherwise = misquotes(session, list(said.values()))
        return Json(
            {
                **contract.shift_json(stored.shift, created_at=stored.created_at),
                "item": stored.item,
                "baseline": stored.baseline,
                "statements": [
                    contract.statement_json(said[each], otherwise=otherwise.get(each, ()))
                    for each in ids
                    if each in said
                ],
            }
        )

    return routes


def page_of(rows: Listing, session: Session, asked: Asked) -> Page:
    """Return a page of a listing; raises ListingError where the cursor is none of its own."""
    return rows(session, asked.filters(), cursor=asked.cursor, limit=asked.limit)


def _page(page: Page) -> Json:
    return Json({"rows": page.rows, "next_cursor": page.next_cursor})


def _formulations(served: Served, asked: Asked) -> list[Formulation]:
    if served.formulate is None:
        raise HTTPException(404, "formulations are not derived here")
    topics = [asked.topic] if asked.topic else None
    with served.database.read() as session:
        bodies = [asked.body] if asked.body else statements.bodies(session, topic=asked.topic)
        most = min(_LONGEST_THREAD, _MOST_STATEMENTS // max(1, len(bodies)))
        said = [
            statement
            for body in bodies
            for statement in statements.history(session, body, topics=topics, limit=most)
        ]
    wanted = (asked.q or "").lower()
    since = asked.since.date() if isinstance(asked.since, datetime) else asked.since
    found = [
        each
        for each in served.formulate(said, served.clock())
        if asked.topic in (None, each.topic)
        and wanted in each.text.lower()
        and (since is None or each.last_seen >= since)
    ]
    return sorted(found, key=_place)


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
        raise HTTPException(400, "cursor: not one of this listing") from exc
