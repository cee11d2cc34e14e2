"""An alert as a JSON webhook, signed by the Standard Webhooks scheme."""

import asyncio
import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urlsplit

from standardwebhooks import Webhook

from monitor.alerts.alert import Alert
from monitor.errors import DeliveryError, FetchError

_PREFIX = "whsec_"
_FEWEST_KEY_BYTES = 24
# A secret that is rotated on one side first (401, 403) must not cost a message.
_AGAIN_LATER = frozenset({401, 403, 408, 425, 429})
_OWN_HEADERS = frozenset(
    {"webhook-id", "webhook-timestamp", "webhook-signature", "content-type", "content-length"}
)


class Answer(Protocol):
    """What came back from a POST."""

    @property
    def status(self) -> int:
        """Return the HTTP status code."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the header fields."""

    @property
    def body(self) -> bytes:
        """Return the content, bounded."""


class Poster(Protocol):
    """The guarded way out: follows no redirect, refuses private addresses unless allowed."""

    async def post(
        self, url: str, *, content: bytes, headers: Mapping[str, str], source: str
    ) -> Answer:
        """Return the answer; raise FetchError where none could be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a webhook goes: the channel's id, the address, and what it is signed with.

    `secrets` are `whsec_…` (base64); during a rotation both the new and the old stand here, and
    each signs. `headers` are sent as they are, for a gateway that wants a token. `patience` is
    how long one attempt may take.
    """

    id: str
    url: str
    secrets: tuple[str, ...] = field(default=(), repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    patience: timedelta = timedelta(seconds=30)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"the address of {self.id} is not http or https")
        for number, secret in enumerate(self.secrets, 1):
            if not _key(secret):
                raise ValueError(f"secret {number} of {self.id} is not whsec_ and base64")
        for name, _ in self.headers:
            if name.lower() in _OWN_HEADERS:
                raise ValueError(f"{self.id} may not set the header {name}")


def warnings(endpoint: Endpoint) -> tuple[str, ...]:
    """Return, as sentences, what makes an endpoint less safe than it could be."""
    found = []
    if not endpoint.secrets:
        found.append(
            f"{endpoint.id}: no secret is set, so its messages go out unsigned "
            "and the receiver cannot tell them from forged ones."
        )
    found += [
        f"{endpoint.id}: secret {number} has fewer than {_FEWEST_KEY_BYTES} bytes."
        for number, secret in enumerate(endpoint.secrets, 1)
        if len(_key(secret)) < _FEWEST_KEY_BYTES
    ]
    if urlsplit(endpoint.url).scheme == "http":
        found.append(f"{endpoint.id}: the address is http, so anyone on the way can read it.")
    return tuple(found)


def signed_headers(alert: Alert, secrets: tuple[str, ...], at: datetime) -> dict[str, str]:
    """Return the Standard Webhooks headers for one attempt at the time `at`.

    The id stays over retries, the timestamp is the attempt's. Each secret gives a signature,
    parted by spaces; without a secret there is no signature header.
    """
    headers = {
        "content-type": "application/json",
        "webhook-id": alert.id,
        "webhook-timestamp": str(int(at.timestamp())),
    }
    if secrets:
        headers["webhook-signature"] = " ".join(
            Webhook(secret).sign(alert.id, at.astimezone(UTC), alert.payload) for secret in secrets
        )
    return headers


class WebhookSender:
    """Sends alerts to one endpoint: 2xx is taken, and every other answer is a DeliveryError."""

    def __init__(
        self,
        endpoint: Endpoint,
        poster: Poster,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._endpoint = endpoint
        self._poster = poster
        self._clock = clock

    @property
    def receiver(self) -> str:
        """Return the channel's id."""
        return self._endpoint.id

    async def send(self, alert: Alert) -> None:
        """Return once the endpoint has answered 2xx; else raise DeliveryError.

        410 says that the endpoint is gone. 401, 403, 408, 425, 429, 5xx and a failing network
        are transient, with what Retry-After asks; any other answer, a redirect too, is permanent.
        """
        endpoint, now = self._endpoint, self._clock()
        headers = {**dict(endpoint.headers), **signed_headers(alert, endpoint.secrets, now)}
        try:
            async with asyncio.timeout(endpoint.patience.total_seconds()):
                answer = await self._poster.post(
                    endpoint.url,
                    content=alert.payload.encode(),
                    headers=headers,
                    source=endpoint.id,
                )
        except TimeoutError as exc:
            raise DeliveryError(
                f"no answer within {endpoint.patience.total_seconds():g} s",
                channel=endpoint.id,
                transient=True,
            ) from exc
        except FetchError as exc:
            raise DeliveryError(
                exc.problem,
                channel=endpoint.id,
                transient=exc.transient,
                retry_after=exc.retry_after,
                hint=exc.hint,
            ) from exc
        failure = _failure(endpoint.id, answer, now)
        if failure:
            raise failure


def _failure(channel: str, answer: Answer, now: datetime) -> DeliveryError | None:
    status = answer.status
    if 200 <= status < 300:
        return None
    transient = status in _AGAIN_LATER or status >= 500
    hint = ""
    if 300 <= status < 400:
        hint = "Redirects are not followed: set the final address in the channel."
    elif status in {401, 403}:
        hint = "The receiver refused: compare the secret and the headers on both sides."
    elif status == 404:
        hint = "Check the address of the channel."
    elif status == 410:
        hint = "The receiver wants no more messages: remove or replace the channel."
    return DeliveryError(
        f"the receiver answered {status}",
        channel=channel,
        transient=transient,
        retry_after=_retry_after(answer.headers, now) if transient else None,
        gone=status == 410,
        hint=hint,
    )


def _retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return what Retry-After asks (RFC 9110, 10.2.3: seconds or a date), or None."""
    raw = next((v for name, v in headers.items() if name.lower() == "retry-after"), "").strip()
    if raw.isascii() and raw.isdigit():
        # Ten digits are three hundred years; longer ones would overflow.
        return timedelta(seconds=int(raw[:10]))
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, TypeError):
        return None
    at = at.replace(tzinfo=at.tzinfo or UTC)
    return max(at - now, timedelta(0))


def _key(secret: str) -> bytes:
    """Return the key in a `whsec_` secret, or no bytes where it holds none."""
    if not secret.startswith(_PREFIX):
        return b""
    raw = secret.removeprefix(_PREFIX)
    try:
        return base64.b64decode(raw + "=" * (-len(raw) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
