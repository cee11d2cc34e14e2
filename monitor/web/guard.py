"""What stands before every route: who may ask, and what a browser may do with the answer."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.answers import Json, wants_page
from monitor.web.csrf import FIELD, MOST_BYTES, SAFE, Forms, fields, foreign
from monitor.web.login import COOKIE, PATH, Sessions
from monitor.web.render import SHELL, Shell

OPEN: Final = frozenset({"/healthz", PATH})
"""Paths that never ask for the token: whoever supervises the process holds none, and the page
that takes it cannot ask for it."""
SIGNED: Final = "/feedback/"
"""What begins so bears a signature that its route checks: whoever got an alert holds no token."""

_HEADERS: Final = (
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    # Nothing leaves for elsewhere; for this endpoint itself, since without it a form has no Origin.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """Who asks: whether they may, the session of their cookie, and whether a browser sent it.

    `by_hand` says that the token came as Bearer, which no other site can make a browser send.
    """

    admitted: bool
    session: str = ""
    by_hand: bool = False


class Guard:
    """ASGI middleware round the whole application, so that no route can be left out by mistake.

    Without a token everything is served. With one, all but OPEN answers 401 unless it comes as
    `Authorization: Bearer`, as the password of `Basic`, or as the cookie of a session; a browser
    that asks for a page is led to the login. What may change something needs a form's token, and
    must not come from another site.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str | None,
        forms: Forms,
        sessions: Sessions | None = None,
        base_url: str | None = None,
    ) -> None:
        if token is not None and not token.strip():
            raise ValueError("an empty token would be no token: unset it or give it a value")
        self._app = app
        self._token = None if token is None else _digest(token.encode())
        self._forms = forms
        self._sessions = sessions
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, by the application where the guard has nothing against it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS:
                    headers.setdefault(name, value)
            await send(message)

        asker = self._asker(Headers(scope=scope))
        refusal, receive = await self._examined(scope, receive, asker)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        shell = Shell(csrf=self._forms.token(asker.session), signed_in=bool(asker.session))
        before = SHELL.set(shell)
        try:
            await self._app(scope, receive, guarded)
        finally:
            SHELL.reset(before)

    async def _examined(
        self, scope: Scope, receive: Receive, asker: _Asker
    ) -> tuple[Response | None, Receive]:
        path, method, headers = scope["path"], scope["method"], Headers(scope=scope)
        signed = path.startswith(SIGNED)
        if not (asker.admitted or signed or path in OPEN):
            return _refusal(scope, headers), receive
        if method in SAFE:
            return None, receive
        if foreign(headers, self._base_url):
            return _forbidden("the request comes from another site"), receive
        if asker.by_hand or not _taken(scope):
            return None, receive
        body = await _body(receive)
        if body is None:
            return Json({"error": "the form is too large", "hint": ""}, status_code=413), receive
        asked = not (signed or path in OPEN)
        if asked and not self._forms.valid(asker.session, fields(body).get(FIELD, "")):
            return _forbidden("the form is too old, or is not of this monitor"), receive
        return None, _again(body)

    def _asker(self, headers: Headers) -> _Asker:
        session = self._session(headers)
        if self._token is None:
            return _Asker(admitted=True)
        # Digests are of one length, so that the comparison tells nothing about the token's.
        given = _credentials(headers.getlist("authorization"))
        right = [way for way, each in given if hmac.compare_digest(_digest(each), self._token)]
        return _Asker(admitted=bool(right or session), session=session, by_hand="bearer" in right)

    def _session(self, headers: Headers) -> str:
        if self._sessions is None:
            return ""
        for value in headers.getlist("cookie"):
            if name := self._sessions.name(cookie_parser(value).get(COOKIE, "")):
                return name
        return ""


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, None where it is larger than any form of ours."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return body


def _again(body: bytes) -> Receive:
    """Return what gives the application a body that was read before it."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return left.pop() if left else {"type": "http.disconnect"}

    return receive


def _taken(scope: Scope) -> bool:
    """Return whether a route takes the request; else it is refused, and nothing runs."""
    return any(route.matches(scope)[0] is Match.FULL for route in scope["app"].routes)


def _credentials(values: Iterable[str]) -> list[tuple[str, bytes]]:
    found = []
    for value in values:
        scheme, _, rest = value.partition(" ")
        rest = rest.strip()
        if scheme.lower() == "bearer":
            found.append(("bearer", rest.encode("latin-1")))
        elif scheme.lower() == "basic":
            try:
                decoded = base64.b64decode(rest, validate=True)
            except (binascii.Error, ValueError):
                continue
            found.append(("basic", decoded.partition(b":")[2]))
    return found


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


def _forbidden(problem: str) -> Json:
    hint = "Open the page anew and send its form, or send Authorization: Bearer."
    return Json({"error": problem, "hint": hint}, status_code=403)


def _refusal(scope: Scope, headers: Headers) -> Response:
    if scope["method"] in SAFE and wants_page(scope["path"], headers):
        query = scope.get("query_string", b"").decode("latin-1")
        asked = quote(scope["path"], safe="/") + (f"?{query}" if query else "")
        return RedirectResponse(f"{PATH}?next={quote(asked, safe='')}", status_code=303)
    answer = Json(
        {"error": "a token is needed", "hint": "Send Authorization: Bearer and the MONITOR_TOKEN."},
        status_code=401,
    )
    answer.headers.append("www-authenticate", 'Bearer realm="monitor"')
    answer.headers.append("www-authenticate", 'Basic realm="monitor", charset="UTF-8"')
    return answer
