"""Useful or not: the signed links of alerts, which need no token and do nothing by themselves."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from monitor.alerts.votes import Verdict
from monitor.storage import outbox, verdicts
from monitor.web.asked import Word
from monitor.web.bare import POLICY, STYLE
from monitor.web.render import render
from monitor.web.served import Served
from monitor.web.subjects import told

PREFIX = "/feedback/"
_FORGED = "The link is not one of this monitor's, or a mail reader has broken it."

Signature = Annotated[str, Query(max_length=128)]


def router(served: Served) -> APIRouter:
    """Return the routes: a link shows a page with one button, and the button counts.

    Mail scanners follow links, so that a GET changes nothing. The signature stands for the token
    and against forged requests: it holds for one alert and one verdict.
    """
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get(f"{PREFIX}{{alert}}/{{verdict}}")
    def asked(alert: Word, verdict: Verdict, signature: Signature = "") -> HTMLResponse:
        _checked(served, alert, verdict, signature)
        with served.database.read() as session:
            subject, said = _subject(session, served, alert), verdicts.get(session, alert)
        if subject is None:
            raise HTTPException(404, "this alert is no longer stored")
        return _page(subject=subject, alert=alert, verdict=verdict, signature=signature, said=said)

    @routes.post(f"{PREFIX}{{alert}}/{{verdict}}")
    def given(alert: Word, verdict: Verdict, signature: Signature = "") -> Response:
        _checked(served, alert, verdict, signature)
        with served.database.write() as session:
            known = verdicts.give(session, alert, verdict, served.clock())
        if not known:
            raise HTTPException(404, "this alert is no longer stored")
        return RedirectResponse(f"{PREFIX}{alert}/{verdict}?signature={signature}", status_code=303)

    return routes


def _subject(session: Session, served: Served, name: str) -> str | None:
    """Return the subject line of an alert or, as digests link to it, of a shift."""
    alert = outbox.get(session, name)
    if alert is not None:
        return alert.subject
    return next((one.headline for one in told(session, served, [name])), None)


def _checked(served: Served, alert: str, verdict: Verdict, signature: str) -> None:
    if served.ballot is None or not served.ballot.valid(alert, verdict, signature):
        raise HTTPException(403, _FORGED)


def _page(**values: object) -> HTMLResponse:
    page = HTMLResponse(render("feedback.html", style=STYLE, **values))
    page.headers["content-security-policy"] = POLICY
    return page
