"""Whether an alert was useful: links that only this monitor can have made."""

import hashlib
import hmac
from dataclasses import dataclass, field
from enum import StrEnum

_SIGNATURE = 32
"""Hexadecimal digits of a signature: 128 bits, which nobody guesses."""


class Verdict(StrEnum):
    """What a reader says of an alert."""

    USEFUL = "useful"
    NOT_USEFUL = "not-useful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where each verdict on one alert is given."""

    useful: str
    not_useful: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """Makes and checks the links by a key that never leaves the monitor.

    A link says which alert and which verdict, and its signature holds for no other: who holds one
    needs no token, and can do nothing else with it. Raises ValueError for a key of under 16 bytes.
    """

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < 16:
            raise ValueError("a key has at least 16 bytes")

    def links(self, base_url: str, alert: str) -> Links:
        """Return the two links of an alert, on pages that are reached at `base_url`."""
        return Links(
            useful=self._link(base_url, alert, Verdict.USEFUL),
            not_useful=self._link(base_url, alert, Verdict.NOT_USEFUL),
        )

    def valid(self, alert: str, verdict: Verdict, signature: str) -> bool:
        """Return whether the signature is this monitor's, for this alert and verdict."""
        given = signature.encode("utf-8", "replace")
        return hmac.compare_digest(given, self._signature(alert, verdict).encode())

    def _link(self, base_url: str, alert: str, verdict: Verdict) -> str:
        signature = self._signature(alert, verdict)
        return f"{base_url.rstrip('/')}/feedback/{alert}/{verdict}?signature={signature}"

    def _signature(self, alert: str, verdict: Verdict) -> str:
        text = f"feedback\0{alert}\0{verdict}".encode("utf-8", "replace")
        return hmac.new(self.key, text, hashlib.sha256).hexdigest()[:_SIGNATURE]
