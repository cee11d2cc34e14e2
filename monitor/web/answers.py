"""How the endpoint answers: JSON, and errors that say what to do."""

from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from monitor.errors import StorageError
from monitor.storage.listing import ListingError
from monitor.web.render import render

_FOR_PROGRAMS = (
    "/api/",
    "/static/",
    "/healthz",
    "/readyz",
    "/status",
    "/metrics",
    "/openapi.json",
    "/shifts.atom",
)


class Json(JSONResponse):
    """A JSON answer; times are ISO 8601 with `Z`, unknown types are an error."""

    def render(self, content: Any) -> bytes:
        """Return the content as UTF-8."""
        return orjson.dumps(content, option=orjson.OPT_UTC_Z)


def add_errors(app: FastAPI) -> None:
    """Let every error leave as `{"error": …, "hint": …}`, with a status that fits.

    Who asks for a page gets the same words as a page.
    """

    async def refused(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        return _answer(request, str(exc.detail), "", exc.status_code, exc.headers)

    async def unfit(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)
        problems = "; ".join(_problem(error) for error in exc.errors())
        return _answer(request, problems, "See /openapi.json.", 422)

    async def misasked(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, ListingError)
        # A cursor names a page: one that is none names a page that is not there.
        return _answer(request, exc.problem, exc.hint, 404)

    async def unanswered(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, StorageError)
        return _answer(request, exc.problem, exc.hint, 503)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(ListingError, misasked)
    app.add_exception_handler(StorageError, unanswered)


def wants_page(path: str, headers: Headers) -> bool:
    """Return whether a person asks: for a page rather than a document, with what shows HTML."""
    return "text/html" in headers.get("accept", "") and not path.startswith(_FOR_PROGRAMS)


def _answer(
    request: Request, problem: str, hint: str, status: int, headers: Any = None
) -> Response:
    if wants_page(request.url.path, request.headers):
        html = render("error.html", problem=problem, hint=hint, status=status)
        return HTMLResponse(html, status_code=status, headers=headers)
    return Json({"error": problem, "hint": hint}, status_code=status, headers=headers)


def _problem(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"][1:]) or "the request"
    if error["type"] == "extra_forbidden":
        return f"{name}: no such parameter"
    return f"{name}: {str(error['msg']).removeprefix('Value error, ')}"
