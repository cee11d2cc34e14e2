"""What stands before every route: the token, and headers that leave a browser nothing to run."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.answers import Json

OPEN: Final = frozenset({"/healthz"})
"""Paths that never ask for the token: whoever supervises the process holds none."""
SIGNED: Final = "/feedback/"
"""What begins so bears a signature that its route checks: whoever got an alert holds no token."""

_HEADERS: Final = (
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
)


class Guard:
    """ASGI middleware round the whole application, so that no route can be left out by mistake.

    Without a token everything is served. With one, all but OPEN answers 401 unless it comes as
    `Authorization: Bearer`, or as the password of `Basic`, which is what a browser can send.
    """

    def __init__(self, app: ASGIApp, *, token: str | None) -> None:
        if token is not None and not token.strip():
            raise ValueError("an empty token would be no token: unset it or give it a value")
        self._app = app
        self._token = None if token is None else _digest(token.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, by the application where the token is right."""
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

        path = scope["path"]
        if path in OPEN or path.startswith(SIGNED) or self._admits(Headers(scope=scope)):
            await self._app(scope, receive, guarded)
        else:
            await _refusal()(scope, receive, guarded)

    def _admits(self, headers: Headers) -> bool:
        if self._token is None:
            return True
        # Digests are of one length, so that the comparison tells nothing about the token's.
        given = _credentials(headers.getlist("authorization"))
        return any(hmac.compare_digest(_digest(each), self._token) for each in given)


def _credentials(values: Iterable[str]) -> list[bytes]:
    found = []
    for value in values:
        scheme, _, rest = value.partition(" ")
        rest = rest.strip()
        if scheme.lower() == "bearer":
            found.append(rest.encode("latin-1"))
        elif scheme.lower() == "basic":
            try:
                decoded = base64.b64decode(rest, validate=True)
            except (binascii.Error, ValueError):
                continue
            found.append(decoded.partition(b":")[2])
    return found


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


def _refusal() -> Json:
    answer = Json(
        {"error": "a token is needed", "hint": "Send Authorization: Bearer and the MONITOR_TOKEN."},
        status_code=401,
    )
    answer.headers.append("www-authenticate", 'Bearer realm="monitor"')
    answer.headers.append("www-authenticate", 'Basic realm="monitor", charset="UTF-8"')
    return answer
