"""The way in for a browser: a page that asks for the token, and a signed cookie in its place."""

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from monitor.web.bare import POLICY, STYLE
from monitor.web.csrf import fields
from monitor.web.render import render
from monitor.web.served import Served

PATH: Final = "/login"
COOKIE: Final = "monitor_session"
LASTS: Final = timedelta(days=30)
"""How long a browser stays signed in: as long as an analyst is away at most."""
_TRIES = 10
_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Makes and checks cookies by a key that never leaves the monitor; none is stored.

    A cookie holds when it ends, a random name and a signature over both. The key is made from the
    token too, so that a new token ends every session.
    """

    key: bytes = field(repr=False)
    clock: Callable[[], datetime]

    @classmethod
    def of(cls, served: Served, token: str) -> "Sessions":
        """Return those of an endpoint with a token; without a stored key they end with it."""
        root = served.ballot.key if served.ballot else secrets.token_bytes(32)
        key = hmac.new(root, b"session\0" + token.encode(), hashlib.sha256).digest()
        return cls(key=key, clock=served.clock)

    def begun(self) -> str:
        """Return the cookie of a session that begins now."""
        ends = int((self.clock() + LASTS).timestamp())
        head = f"{ends}.{secrets.token_urlsafe(18)}"
        return f"{head}.{self._signature(head)}"

    def name(self, cookie: str) -> str | None:
        """Return the name of the session that a cookie is of, None where it is ours no longer."""
        head, _, signature = cookie.rpartition(".")
        ends, _, name = head.partition(".")
        given = signature.encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._signature(head).encode()):
            return None
        return name if datetime.fromtimestamp(int(ends), UTC) > self.clock() else None

    def _signature(self, head: str) -> str:
        return hmac.new(self.key, head.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


class _Tries:
    """How often a wrong token came lately, from whomever: behind a proxy all come from one."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._wrong: deque[datetime] = deque(maxlen=_TRIES)

    def too_many(self) -> bool:
        return len(self._wrong) == _TRIES and self._clock() - self._wrong[0] < _WITHIN

    def wrong(self) -> None:
        self._wrong.append(self._clock())


def router(served: Served, token: str | None, sessions: Sessions | None) -> APIRouter:
    """Return the routes to sign in and out; without a token they lead to the overview."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    tries = _Tries(served.clock)

    @routes.get(PATH)
    def asked(request: Request) -> Response:
        after = _local(request.query_params.get("next", "/"))
        if token is None or _signed_in(request, sessions):
            return RedirectResponse(after, status_code=303)
        return _form(after)

    @routes.post(PATH)
    async def given(request: Request) -> Response:
        sent = fields(await request.body())
        after = _local(sent.get("next", "/"))
        if token is None or sessions is None:
            return RedirectResponse(after, status_code=303)
        if tries.too_many():
            return _form(after, problem="Too many wrong tokens: try again in a minute.", status=429)
        wrong = not hmac.compare_digest(_digest(sent.get("token", "").strip()), _digest(token))
        if wrong:
            tries.wrong()
            return _form(after, problem="That is not the token.", status=401)
        answer = RedirectResponse(after, status_code=303)
        answer.set_cookie(
            COOKIE,
            sessions.begun(),
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="lax",  # strict would ask again after each link in a mail; forms have tokens
            secure=_secure(request, served.base_url),
        )
        return answer

    @routes.post("/logout")
    def left() -> Response:
        answer = RedirectResponse(PATH if token else "/", status_code=303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return answer

    return routes


def _signed_in(request: Request, sessions: Sessions | None) -> bool:
    cookie = request.cookies.get(COOKIE)
    return sessions is not None and cookie is not None and sessions.name(cookie) is not None


def _form(after: str, *, problem: str = "", status: int = 200) -> HTMLResponse:
    html = render("login.html", style=STYLE, after=after, problem=problem)
    page = HTMLResponse(html, status_code=status)
    page.headers["content-security-policy"] = POLICY
    return page


def _local(path: str) -> str:
    """Return an address of this endpoint, never of another: `/` where the one given is none."""
    plain = path.isprintable() and "\\" not in path and path.startswith("/")
    return path if plain and not path.startswith("//") else "/"


def _secure(request: Request, base_url: str | None) -> bool:
    if request.url.scheme == "https":
        return True
    base = urlsplit(base_url or "")
    return base.scheme == "https" and base.netloc.lower() == request.headers.get("host", "").lower()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
