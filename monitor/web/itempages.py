"""Pages of items and statements: a search over their full text, and one page for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Piece, PieceKind
from monitor.alerts.words import evidence_words
from monitor.statements.statement import Statement
from monitor.storage import glance, items, listing, search, statements, threads
from monitor.storage.listing import Page
from monitor.web.asked import Asked, Word
from monitor.web.exports import MOST_EXPORTED
from monitor.web.highlight import FOUND, found
from monitor.web.queries import address, choices, narrowed, thread_path
from monitor.web.render import render
from monitor.web.served import Served

_A_PAGE = 30
_PASSAGE = 420
_LONGEST_PASSAGE = 20_000
"""Characters of one text on its page: a whole announcement, and nothing a browser chokes on."""
_VARIANTS = 20


class AskedOfPage(Asked):
    """The parameters of a list: fewer rows on a page than in a document for programs."""

    limit: Annotated[int, Query(ge=1, le=100)] = _A_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A statement in a list: its passage, the words that were asked for marked."""

    said: Statement
    pieces: tuple[Piece, ...]
    superseded: bool = False


def router(served: Served) -> APIRouter:
    """Return the routes of both lists, of each item and of each statement."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/statements")
    def said(asked: Annotated[AskedOfPage, Query()]) -> HTMLResponse:
        with served.database.read() as session:
            page = listing.statements(
                session, asked.filters(), cursor=asked.cursor, limit=asked.limit
            )
            rows = shown(session, page, asked.q)
            given = _listed(session, served, asked, page, "/statements")
        return HTMLResponse(render("statements.html", rows=rows, **given))

    @routes.get("/items")
    def listed(asked: Annotated[AskedOfPage, Query()]) -> HTMLResponse:
        terms = search.terms(asked.q or "")
        with served.database.read() as session:
            page = listing.items(session, asked.filters(), cursor=asked.cursor, limit=asked.limit)
            stored = items.get_many(session, [str(row["id"]) for row in page.rows]).values()
            given = _listed(session, served, asked, page, "/items")
        rows = [
            (one, found(one.item.title, terms), found(one.item.text, terms, limit=_PASSAGE))
            for one in stored
        ]
        return HTMLResponse(render("items.html", rows=rows, **given))

    @routes.get("/statements/{statement_id}")
    def statement(statement_id: Word, q: Word = "") -> HTMLResponse:
        with served.database.read() as session:
            known = statements.get_many(session, [statement_id])
            if not known:
                raise HTTPException(404, f"no statement {statement_id!r}")
            (one,) = known
            variants = glance.variants(session, one, limit=_VARIANTS)
            shifts = threads.shifted(session, [one.id]).get(one.id, ())
            item, superseded = threads.place(session, one.id)
            earlier = _earlier(session, one)
        return HTMLResponse(
            render(
                "statement.html",
                one=one,
                body_name=served.bodies.get(one.body or "", one.body),
                topics=[
                    (
                        served.topics.get(topic, topic),
                        thread_path(one.body, topic) if one.body else "",
                    )
                    for topic in one.topics
                ],
                pieces=excerpt(found(one.text, search.terms(q)), _LONGEST_PASSAGE),
                evidence=evidence_words(one.said_on.evidence) if one.said_on else "",
                variants=variants,
                shifts=shifts,
                item=item,
                superseded=superseded,
                before=address("/compare", before=earlier.id, after=one.id) if earlier else None,
                comparable=served.compare is not None,
            )
        )

    @routes.get("/items/{item_id}")
    def item(item_id: Word, q: Word = "") -> HTMLResponse:
        with served.database.read() as session:
            stored = items.get(session, item_id)
            if stored is None:
                raise HTTPException(404, f"no item {item_id!r}")
            said = statements.of_item(session, item_id)
            versions = items.versions(session, item_id)
        text = stored.item.text
        pieces = found(text, search.terms(q)) if q else _said_in(text, said)
        return HTMLResponse(
            render(
                "item.html",
                stored=stored,
                source=_name_of(served, stored.item.source),
                said=said,
                versions=versions,
                topics=[served.topics.get(topic, topic) for topic in stored.topics],
                pieces=excerpt(pieces, _LONGEST_PASSAGE),
                q=q,
            )
        )

    return routes


def shown(session: Session, page: Page, q: str | None) -> list[Shown]:
    """Return the statements of a page of the listing, what was asked for marked in them."""
    terms = search.terms(q or "")
    said = statements.get_many(session, [str(row["id"]) for row in page.rows])
    old = {row["id"] for row in page.rows if row["superseded_at"] is not None}
    return [
        Shown(said=one, pieces=found(one.text, terms, limit=_PASSAGE), superseded=one.id in old)
        for one in said
    ]


def _listed(
    session: Session, served: Served, asked: AskedOfPage, page: Page, path: str
) -> dict[str, object]:
    more = narrowed(path, asked, cursor=page.next_cursor) if page.next_cursor else None
    return {
        "asked": asked,
        "older": more,
        "newest": narrowed(path, asked, cursor=None) if asked.cursor else None,
        "exports": [
            (name, narrowed(f"{path}.{suffix}", asked, limit=asked.limit))
            for name, suffix in (("CSV", "csv"), ("JSON lines", "jsonl"))
        ],
        "whole": [
            (name, narrowed(f"{path}.{suffix}", asked, cursor=None, limit=MOST_EXPORTED))
            for name, suffix in (("CSV", "csv"), ("JSON lines", "jsonl"))
            if more or asked.cursor
        ],
        "most": MOST_EXPORTED,
        "body_names": served.bodies,
        "topic_names": served.topics,
        **choices(session, served),
    }


def _name_of(served: Served, source: str) -> str:
    return next((each.name for each in served.sources if each.id == source), source)


def _earlier(session: Session, one: Statement) -> Statement | None:
    """Return what the body said before on the statement's first topic, of another utterance."""
    if one.body is None or not one.topics or one.said_on is None:
        return None
    known = threads.thread(session, one.body, one.topics[0], until=one.said_on.day, limit=20)
    return next(
        (
            other
            for other in known
            if other.id != one.id
            and other.language == one.language
            and (not one.utterance or other.utterance != one.utterance)
        ),
        None,
    )


def _said_in(text: str, said: Sequence[Statement]) -> tuple[Piece, ...]:
    """Return a text in pieces, those that are statements of the kind FOUND."""
    pieces: list[Piece] = []
    at = 0
    for one in said:
        start, end = max(one.span.start, at), min(one.span.end, len(text))
        if start >= end:
            continue
        pieces.append(Piece(text=text[at:start], kind=PieceKind.SAME))
        pieces.append(Piece(text=text[start:end], kind=FOUND))
        at = end
    pieces.append(Piece(text=text[at:], kind=PieceKind.SAME))
    return tuple(piece for piece in pieces if piece.text)
