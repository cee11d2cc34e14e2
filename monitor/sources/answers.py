"""What an HTTP status means for a source: come back soon, or wait for somebody to look."""

from datetime import datetime, timedelta

from monitor.errors import FetchError
from monitor.sources.dates import parse_when

_AGAIN_LATER = frozenset({408, 421, 425, 429})
_HINTS = {
    401: "the address asks for a login: take a public one",
    403: "the site refuses this client: it may block by country, by network or by user agent",
    404: "nothing is there: look up where the feed or page has moved, and set the new address",
    406: "the server does not accept what is asked for; a page may stand where a feed did",
    410: "the address is gone for good: look up its successor, or remove the source",
    429: "the site asks for fewer visits: give the source a longer cadence",
    451: "the site withholds this for legal reasons",
}
_CHALLENGE = "the site asks for proof of being human; another address or an API may be open"


def refusal(
    status: int, headers: dict[str, str], *, url: str, source: str, now: datetime
) -> FetchError:
    """Return the error that a status other than a good one stands for.

    408, 421, 425, 429 and 5xx are transient, with what Retry-After asks; the rest stays until
    somebody acts. `headers` have lower-case names.
    """
    transient = status in _AGAIN_LATER or status >= 500
    hint = _HINTS.get(status, "")
    if headers.get("cf-mitigated", "").lower() == "challenge":
        hint = _CHALLENGE
        transient = False
    return FetchError(
        f"{url} answered {status}",
        source=source,
        transient=transient,
        status=status,
        retry_after=retry_after(headers.get("retry-after"), now),
        hint=hint,
    )


def retry_after(raw: str | None, now: datetime) -> timedelta | None:
    """Return what Retry-After asks (RFC 9110, 10.2.3: seconds or a date), or None."""
    text = (raw or "").strip()
    if text.isascii() and text.isdigit():
        # Nine digits are thirty years; longer ones would overflow.
        return timedelta(seconds=int(text[:9]))
    at = parse_when(text)
    return max(at - now, timedelta()) if at else None
