"""The status endpoint: health, state, listings, metrics, a feed and pages, all read-only."""

import secrets
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Security
from fastapi.security import HTTPBearer
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from monitor.storage import listing
from monitor.web import api, assets, exports, feedback, login, pages, shapes
from monitor.web.answers import Json, add_errors
from monitor.web.api import page_of
from monitor.web.asked import AskedOfFeed
from monitor.web.csrf import Forms
from monitor.web.etags import unless_known
from monitor.web.feed import atom
from monitor.web.guard import Guard
from monitor.web.login import Sessions
from monitor.web.metrics import StoredCollector
from monitor.web.served import Served
from monitor.web.status import reasons_not_ready, status
from monitor.web.subjects import told


class _App(FastAPI):
    """The application, its description with whole examples."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = shapes.exemplified(super().openapi())
        return self.openapi_schema


_TOKEN = HTTPBearer(auto_error=False, scheme_name="token", description="The MONITOR_TOKEN.")


def create_app(
    served: Served,
    *,
    token: str | None = None,
    metrics: CollectorRegistry | None = None,
    hosts: tuple[str, ...] = (),
) -> FastAPI:
    """Return the ASGI application.

    With a `token` all but /healthz asks for it. `metrics` may hold metrics of the caller's own
    choice in place of the process's, to which the stored ones are added: each registry serves one
    application. `hosts` are the host names that a request may be addressed to, where empty means
    any: without a token, naming them keeps a web page from reading the endpoint under a name of its
    own (DNS rebinding). Raises ValueError for an empty token.
    """
    app = _App(
        title="Wording monitor",
        version=served.version,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        default_response_class=Json,
        # The guard asks for the token; this only says so in the description.
        dependencies=[Security(_TOKEN)] if token else [],
    )
    registry = metrics
    if registry is None:
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
    registry.register(StoredCollector(served))
    add_errors(app)
    _add_health(app, served)
    _add_feeds(app, served, registry)
    app.include_router(api.router(served))
    app.include_router(exports.router(served))
    app.include_router(pages.router(served))
    app.include_router(feedback.router(served))
    app.include_router(assets.router())
    sessions = Sessions.of(served, token) if token else None
    app.include_router(login.router(served, token, sessions))
    if hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(
        Guard,
        token=token,
        forms=Forms(key=sessions.key if sessions else secrets.token_bytes(32)),
        sessions=sessions,
        base_url=served.base_url,
    )
    return app


def _add_health(app: FastAPI, served: Served) -> None:
    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz", summary="Whether the process lives", response_model=shapes.Alive)
    async def healthz() -> Json:
        return Json({"alive": True})

    @app.head("/readyz", include_in_schema=False)
    @app.get(
        "/readyz",
        summary="Whether it works, and why not",
        responses={
            **shapes.described(shapes.Ready, tagged=False, asked=False),
            503: {"model": shapes.Ready, "description": "It does not, and says why."},
        },
    )
    def readyz() -> Json:
        reasons = reasons_not_ready(served)
        return Json({"ready": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)

    @app.get(
        "/status",
        summary="The state of everything",
        responses=shapes.described(shapes.Status, tagged=False, asked=False),
    )
    def whole() -> Json:
        with served.database.read() as session:
            return Json(status(session, served))


def _add_feeds(app: FastAPI, served: Served, registry: CollectorRegistry) -> None:
    @app.get(
        "/metrics",
        summary="The state for Prometheus",
        response_class=Response,
        responses=shapes.document("text/plain"),
    )
    def scraped() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    @app.get(
        "/shifts.atom",
        summary="Shifts as an Atom feed",
        response_class=Response,
        responses=shapes.document("application/atom+xml", asked=True),
    )
    def fed(request: Request, asked: Annotated[AskedOfFeed, Query()]) -> Response:
        with served.database.read() as session:
            page = page_of(listing.shifts, session, asked)
            shifts = told(session, served, (str(row["id"]) for row in page.rows))
        feed = Response(
            atom(shifts, base_url=served.base_url, version=served.version),
            media_type="application/atom+xml; charset=utf-8",
        )
        return unless_known(request, feed)
