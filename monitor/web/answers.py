"""How the endpoint answers: JSON, and errors that say what to do."""

from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from monitor.errors import StorageError
from monitor.storage.listing import ListingError


class Json(JSONResponse):
    """A JSON answer; times are ISO 8601 with `Z`, unknown types are an error."""

    def render(self, content: Any) -> bytes:
        """Return the content as UTF-8."""
        return orjson.dumps(content, option=orjson.OPT_UTC_Z)


def add_errors(app: FastAPI) -> None:
    """Let every error leave as `{"error": …, "hint": …}`, with a status that fits."""

    async def refused(_: Request, exc: Exception) -> Json:
        assert isinstance(exc, HTTPException)
        return Json(
            {"error": exc.detail, "hint": ""}, status_code=exc.status_code, headers=exc.headers
        )

    async def unfit(_: Request, exc: Exception) -> Json:
        assert isinstance(exc, RequestValidationError)
        problems = "; ".join(_problem(error) for error in exc.errors())
        return Json({"error": problems, "hint": "See /openapi.json."}, status_code=422)

    async def misasked(_: Request, exc: Exception) -> Json:
        assert isinstance(exc, ListingError)
        return Json({"error": exc.problem, "hint": exc.hint}, status_code=400)

    async def unanswered(_: Request, exc: Exception) -> Json:
        assert isinstance(exc, StorageError)
        return Json({"error": exc.problem, "hint": exc.hint}, status_code=503)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(ListingError, misasked)
    app.add_exception_handler(StorageError, unanswered)


def _problem(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"][1:]) or "the request"
    if error["type"] == "extra_forbidden":
        return f"{name}: no such parameter"
    return f"{name}: {str(error['msg']).removeprefix('Value error, ')}"
