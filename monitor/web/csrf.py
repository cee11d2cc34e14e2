"""Against requests that another site makes a browser send: where they come from, and form tokens.

Both are asked for. The headers stop what a current browser sends (Fetch Metadata, the Origin of
RFC 6454), the token what an old one does: no other site can read it off a page.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})
"""Methods that change nothing (RFC 9110, 9.2.1, and the QUERY method)."""
FIELD: Final = "csrf"
"""The hidden field of a form that holds its token."""
MOST_BYTES: Final = 16 * 1024
"""Of a form: all of ours are a few words."""
_MOST_FIELDS = 50
_DIGITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Makes and checks the tokens of forms: each holds for one session, or for none."""

    key: bytes = field(repr=False)

    def token(self, session: str) -> str:
        """Return the token of the forms that a session is shown; `session` may be empty."""
        text = f"form\0{session}".encode()
        return hmac.new(self.key, text, hashlib.sha256).hexdigest()[:_DIGITS]

    def valid(self, session: str, given: str) -> bool:
        """Return whether the token is that of the session."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token(session).encode())


def foreign(headers: Headers, base_url: str | None = None) -> bool:
    """Return whether a browser says that another site made it send the request.

    Sec-Fetch-Site decides where it is sent, else Origin, which must name the host that was asked,
    or that of `base_url` where a proxy asks under another name. Programs send neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return False
    ours = {headers.get("host", "").lower()}
    if base_url is not None:
        ours.add(urlsplit(base_url).netloc.lower())
    return urlsplit(origin).netloc.lower() not in ours - {""}


def fields(body: bytes) -> dict[str, str]:
    """Return the fields of a form sent as application/x-www-form-urlencoded; of equals the last.

    What is not such a form has no fields.
    """
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return dict(pairs)
