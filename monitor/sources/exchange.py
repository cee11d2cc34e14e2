"""What goes over the wire and comes back, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order received, names in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask "has it changed?" by (RFC 9110, 8.8), word for word."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer with a body: `body` is unpacked, `sha256` is of that body.

    `final_url` is where redirects led, `permanent_url` where 301 and 308 alone led, if anywhere.
    Header names are in lower case. `took` is the time from the first byte sent to the last one
    received, without that spent waiting for a turn.
    """

    url: str
    final_url: str
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    sha256: str
    fetched_at: datetime
    validators: Validators
    permanent_url: str | None = None
    took: timedelta = timedelta()

    def __post_init__(self) -> None:
        if self.fetched_at.utcoffset() is None:
            raise ValueError("fetched_at is naive")

    def header(self, name: str) -> str | None:
        """Return the first value of a header field, whatever its case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed since the validators were given (304)."""

    url: str
    headers: Headers
    fetched_at: datetime
    validators: Validators
    took: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from a POST; `body` is cut at 64 KiB, header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one visit may cost: bytes received and unpacked, their ratio, time, redirects."""

    wire_bytes: int = 20_000_000
    body_bytes: int = 50_000_000
    ratio: int = 200
    deadline: timedelta = timedelta(seconds=60)
    redirects: int = 5

    def __post_init__(self) -> None:
        if min(self.wire_bytes, self.body_bytes, self.ratio) <= 0 or self.redirects < 0:
            raise ValueError("limits are positive")
        if self.deadline <= timedelta():
            raise ValueError("a deadline is in the future")
