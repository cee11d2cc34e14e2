"""Pages of shifts: the list with its filters in the address, and one page for each."""

from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from monitor.alerts.compose import alert_id, compose
from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Marked, Piece, mark
from monitor.alerts.payload import Payload, Rule
from monitor.alerts.votes import Verdict
from monitor.statements.statement import Statement
from monitor.storage import glance, listing, verdicts
from monitor.storage.originals import misquotes
from monitor.web.asked import AskedOfFeed, Word
from monitor.web.inline import inline
from monitor.web.queries import choices, narrowed
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.subjects import Told, told
from monitor.wording.shift import Kind, Level, Shift

_A_PAGE = 20
_VARIANTS = 20
_LONGEST_PASSAGE = 20_000
"""Characters of one passage on its page: a whole announcement, and nothing a browser chokes on."""

View = Literal["beside", "inline"]


class AskedOfPage(AskedOfFeed):
    """The parameters of the list: fewer on a page than in a document for programs."""

    limit: Annotated[int, Query(ge=1, le=100)] = _A_PAGE


def router(served: Served) -> APIRouter:
    """Return the routes of the list, of each shift, of what readers say of it, of its evidence."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/shifts")
    def shifts(asked: Annotated[AskedOfPage, Query()]) -> HTMLResponse:
        with served.database.read() as session:
            ids, following = listing.shift_ids(
                session, asked.filters(), cursor=asked.cursor, limit=asked.limit
            )
            found = told(session, served, ids)
            offered = choices(session, served)
        return HTMLResponse(
            render(
                "shifts.html",
                shifts=found,
                asked=asked,
                older=narrowed("/shifts", asked, cursor=following) if following else None,
                newest=narrowed("/shifts", asked, cursor=None) if asked.cursor else None,
                feed=narrowed("/shifts.atom", asked, cursor=None),
                **offered,
                levels=tuple(Level),
                kinds=tuple(Kind),
            )
        )

    @routes.get("/shifts/{shift_id}")
    def shift(shift_id: Word, view: View = "beside") -> HTMLResponse:
        with served.database.read() as session:
            one = _found(session, served, shift_id)
            alerts = glance.alerts_on(session, shift_id)
            said = one.subject.statement
            variants = glance.variants(session, said, limit=_VARIANTS) if said else ()
            otherwise = misquotes(session, [said]).get(said.id, ()) if said else ()
            verdict = verdicts.get(session, alert_id(shift_id)) or verdicts.get(session, shift_id)
        return HTMLResponse(
            render(
                "shift.html",
                told=one,
                view=view,
                alerts=alerts,
                variants=variants,
                otherwise=otherwise,
                verdict=verdict,
                verdicts=tuple(Verdict),
                evidence=served.evidence is not None,
                **_shown(one, served),
            )
        )

    @routes.post("/shifts/{shift_id}/verdicts/{verdict}")
    def judged(shift_id: Word, verdict: Verdict) -> Response:
        with served.database.write() as session:
            known = verdicts.give(session, alert_id(shift_id), verdict, served.clock())
            if not (known or verdicts.give(session, shift_id, verdict, served.clock())):
                raise HTTPException(404, f"no shift {shift_id!r}")
        return RedirectResponse(f"/shifts/{quote(shift_id, safe='')}#verdict", status_code=303)

    if served.evidence is not None:
        _add_evidence(routes, served)
    return routes


def _add_evidence(routes: APIRouter, served: Served) -> None:
    packed = served.evidence
    assert packed is not None

    @routes.get("/shifts/{shift_id}/evidence.zip", response_class=Response)
    def evidence(shift_id: Word) -> Response:
        with served.database.read() as session:
            content = packed(session, shift_id)
        if content is None:
            raise HTTPException(404, f"no evidence for a shift {shift_id!r}")
        name = "".join(
            each for each in shift_id if each.isascii() and (each.isalnum() or each in "-_")
        )
        return Response(
            content,
            media_type="application/zip",
            headers={"content-disposition": f'attachment; filename="evidence-{name}.zip"'},
        )


def _found(session: Session, served: Served, shift_id: str) -> Told:
    found = told(session, served, [shift_id])
    if not found:
        raise HTTPException(404, f"no shift {shift_id!r}")
    return found[0]


def _shown(one: Told, served: Served) -> dict[str, object]:
    shift = one.subject.shift
    alert = compose(one.subject, now=one.created_at, rules=served.rules)
    payload = Payload.model_validate_json(alert.payload)
    whole = mark(shift.before, shift.after, shift.changes)
    rules = payload.shift.rules
    return {
        "payload": payload,
        "rules": rules,
        "marked": Marked(
            before=_bounded(whole.before),
            after=_bounded(whole.after),
        ),
        "inline": _bounded(inline(shift)),
        "why_removed": _why(rules, but=".added"),
        "why_added": _why(rules, but=".dropped"),
        "held": _held(shift, served),
        "statements": _statements(one),
    }


def _bounded(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in excerpt(pieces, _LONGEST_PASSAGE) if piece.text)


def _why(rules: Sequence[Rule], *, but: str) -> str:
    """Return the rules that may stand behind a mark: those of the comparison, not of the other way.

    The comparison says which rules fired in a shift, not which of them at which word.
    """
    words = [rule.words for rule in rules if _compares(rule.id) and not rule.id.endswith(but)]
    return "; ".join(dict.fromkeys(words or [rule.words for rule in rules if _compares(rule.id)]))


def _compares(rule: str) -> bool:
    return not rule.startswith(("thread.", "page."))


def _held(shift: Shift, served: Served) -> str:
    return "" if shift.silenced is None else served.rules.get(shift.silenced, shift.silenced)


def _statements(one: Told) -> tuple[tuple[str, Statement], ...]:
    said = one.subject.statement
    new = (("After", said),) if said else ()
    return (*new, *(("Before", each) for each in one.subject.against))
