"""The style sheet, the scripts and the icon: files of this package, each under its own name."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePath

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

_FOLDER = files("monitor.web") / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asset:
    content: bytes
    media_type: str
    etag: str


def router() -> APIRouter:
    """Return the route of every file under static/, read once.

    A browser keeps a file and asks whether it is still the same: an upgrade shows at once, and a
    page costs no second transfer of its style.
    """
    routes = APIRouter(include_in_schema=False)
    known = {path.name: _read(path.name, path.read_bytes()) for path in _FOLDER.iterdir()}

    @routes.get("/static/{name}")
    async def asset(name: str, request: Request) -> Response:
        found = known.get(name)
        if found is None:
            raise HTTPException(404, "no such file")
        headers = {"etag": found.etag, "cache-control": "private, no-cache"}
        if request.headers.get("if-none-match") == found.etag:
            return Response(status_code=304, headers=headers)
        return Response(found.content, media_type=found.media_type, headers=headers)

    return routes


def _read(name: str, content: bytes) -> _Asset:
    return _Asset(
        content=content,
        media_type=_TYPES[PurePath(name).suffix],
        etag=f'"{hashlib.sha256(content).hexdigest()[:16]}"',
    )
