"""Pages of threads: which there are, one body on one topic over time, two statements compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Piece, PieceKind, mark
from monitor.alerts.words import day_words, direction_words
from monitor.pipeline.threads import LONGEST_COMPARED, Cell
from monitor.statements.statement import Statement
from monitor.storage import statements, threads
from monitor.web.asked import Given, Word
from monitor.web.kept import Kept
from monitor.web.matrix import Analyses
from monitor.web.queries import address, choices, thread_path
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.strength import lines
from monitor.wording.compare import Comparison

_A_PAGE = 60
_STATEMENTS = 60
_PASSAGE = 360
_COMPARED = 64
_SIGNS = {
    Cell.BEFORE: ("", "not yet said"),
    Cell.NEW: ("◆", "said for the first time"),
    Cell.SAID: ("●", "said"),
    Cell.UNSAID: ("○", "not said"),
    Cell.DROPPED: ("✕", "dropped"),
}

Optional = Annotated[Word | None, Given]
Day = Annotated[date | None, Given]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uttered:
    """An utterance in a timeline: its best report, the others, the shifts found in any.

    `beside` are the other passages of the same document, as the provisions of an act; `elsewhere`
    those of other documents.
    """

    lead: Statement
    pieces: tuple[Piece, ...]
    beside: tuple[Statement, ...]
    elsewhere: tuple[Statement, ...]
    shifts: tuple[str, ...]


def router(served: Served) -> APIRouter:
    """Return the routes of the list, of each thread and of the comparison."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    analyses = Analyses(served)
    comparisons: Kept[Comparison] = Kept(_COMPARED)

    @routes.get("/threads")
    def listed(
        body: Optional = None,
        topic: Optional = None,
        start: Annotated[int, Query(ge=0, le=10_000)] = 0,
    ) -> HTMLResponse:
        with served.database.read() as session:
            known = threads.threads(session, body=body, topic=topic)
            rows = [
                (one, thread_path(one.body, one.topic), threads.count(session, one))
                for one in known[start : start + _A_PAGE]
            ]
            given = choices(session, served)
        further = start + _A_PAGE
        return HTMLResponse(
            render(
                "threads.html",
                rows=rows,
                body=body,
                topic=topic,
                total=len(known),
                counted=threads.COUNTED,
                older=address("/threads", body=body, topic=topic, start=further)
                if further < len(known)
                else None,
                newest=address("/threads", body=body, topic=topic) if start else None,
                **given,
                body_names=served.bodies,
                topic_names=served.topics,
            )
        )

    @routes.get("/threads/{body}/{topic:path}")
    def thread(
        body: Word, topic: Word, language: Optional = None, until: Day = None
    ) -> HTMLResponse:
        with served.database.read() as session:
            found = threads.thread(session, body, topic, until=until, limit=_STATEMENTS + 1)
            if not found and until is None:
                raise HTTPException(404, f"nothing is stored of {body!r} on {topic!r}")
            said = found[:_STATEMENTS]
            languages = sorted({one.language for one in said})
            said = tuple(one for one in said if language in (None, one.language))
            timeline = _timeline(session, said)
        analysis = analyses.of(topic, said, served.clock())
        path = thread_path(body, topic)
        last = min((threads_day(one) for one in found), default=None)
        return HTMLResponse(
            render(
                "thread.html",
                body=body,
                topic=topic,
                path=path,
                timeline=timeline,
                analysis=analysis,
                statements=len(said),
                languages=languages,
                language=language,
                until=until,
                lines=lines(said, analysis.rungs, served.ladders.names() if served.ladders else {}),
                signs=_SIGNS,
                cells=tuple(Cell),
                newest=address(path, language=language) if until else None,
                older=address(path, language=language, until=_before(found))
                if len(found) > _STATEMENTS
                else None,
                last=last,
                comparable=served.compare is not None and len(timeline) > 1,
                day=day_words,
                body_names=served.bodies,
                topic_names=served.topics,
            )
        )

    @routes.get("/compare")
    def comparison(before: Word, after: Word) -> HTMLResponse:
        compare = served.compare
        if compare is None:
            raise HTTPException(404, "statements are not compared here")
        with served.database.read() as session:
            known = {one.id: one for one in statements.get_many(session, [before, after])}
        for name in (before, after):
            if name not in known:
                raise HTTPException(404, f"no statement {name!r}")
        one, other = known[before], known[after]
        compared = comparisons.of((before, after), lambda: compare(one, other))
        marked = mark(compared.before, compared.after, compared.changes)
        return HTMLResponse(
            render(
                "compare.html",
                one=one,
                other=other,
                before=excerpt(marked.before, LONGEST_COMPARED),
                after=excerpt(marked.after, LONGEST_COMPARED),
                found=_found(served, compared),
                similarity=round(compared.similarity * 100),
                cut=max(len(one.text), len(other.text)) > LONGEST_COMPARED,
                longest=LONGEST_COMPARED,
                turned=address("/compare", before=after, after=before),
                backwards=threads_day(one) > threads_day(other),
                body_names=served.bodies,
                topic_names=served.topics,
            )
        )

    return routes


def threads_day(one: Statement) -> date:
    """Return the day by which a statement stands in its thread, as well as it is known."""
    if one.said_on is not None:
        return one.said_on.day
    return one.published_at.date() if one.published_at else date.max


def _before(found: Sequence[Statement]) -> date:
    """Return the day from which an older page goes on: that of the first that did not fit."""
    day = threads_day(found[-1])
    whole = day < threads_day(found[0])
    return day if whole else day - timedelta(days=1)


def _timeline(session: Session, said: Sequence[Statement]) -> tuple[Uttered, ...]:
    reports: dict[str, list[Statement]] = {}
    for one in said:
        reports.setdefault(one.utterance or one.id, []).append(one)
    shifts = threads.shifted(session, [one.id for one in said])
    timeline = []
    for several in reports.values():
        lead = min(several, key=lambda one: (one.tier, -len(one.text), one.id))
        timeline.append(
            Uttered(
                lead=lead,
                pieces=excerpt((Piece(text=lead.text, kind=PieceKind.SAME),), _PASSAGE),
                beside=tuple(one for one in several if one.id != lead.id and one.url == lead.url),
                elsewhere=tuple(one for one in several if one.url != lead.url),
                shifts=tuple(each for one in several for each in shifts.get(one.id, ())),
            )
        )
    return tuple(timeline)


def _found(served: Served, compared: Comparison) -> list[dict[str, object]]:
    """Return what the comparison found, for people: what counts first."""
    rows: list[dict[str, object]] = [
        {
            "kind": finding.kind.value,
            "rule": finding.rule,
            "words": served.rules.get(finding.rule, finding.rule),
            "lost": finding.before.of(compared.before),
            "gained": finding.after.of(compared.after),
            "direction": direction_words(finding.direction),
            "held": "" if finding.held is None else served.rules.get(finding.held, finding.held),
        }
        for finding in compared.findings
    ]
    return sorted(rows, key=lambda row: bool(row["held"]))
