"""The one way out: a guarded GET or POST, bounded in bytes, time and redirects."""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import TracebackType
from typing import Self
from urllib.parse import urljoin
from weakref import WeakValueDictionary

import httpcore

from monitor.errors import FetchError
from monitor.sources import guard
from monitor.sources.answers import refusal
from monitor.sources.exchange import Answer, Fetched, Headers, Limits, NotModified, Validators
from monitor.sources.guard import Blocked, Policy, Resolver, Target
from monitor.sources.transport import Connections
from monitor.sources.unpack import ENCODINGS, TooLarge, Unpacker

__all__ = ["Answer", "Fetched", "Fetcher", "Limits", "NotModified", "Validators"]

FEEDS_AND_PAGES = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.6, */*;q=0.5"
)
"""What is accepted where the caller says nothing: some servers answer 406 without the header."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_ANSWER_BYTES = 65_536


class Fetcher:
    """Fetches through one pool of guarded connections, for the life of the process.

    At most `per_host` requests go to one host and `total` to all; a request that waits for its
    host holds none of the others' places. Use as an async context manager.
    """

    def __init__(
        self,
        *,
        policy: Policy,
        user_agent: str,
        limits: Limits | None = None,
        per_host: int = 2,
        total: int = 32,
        resolver: Resolver = guard.resolve,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._policy = policy
        self._limits = limits or Limits()
        self._agent = user_agent
        self._per_host = per_host
        self._total = asyncio.Semaphore(total)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._clock = clock
        self._connections = Connections(policy=policy, resolver=resolver, most=total, tls=tls)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connections.aclose()

    async def get(
        self,
        url: str,
        *,
        source: str,
        validators: Validators | None = None,
        accept: str | None = None,
    ) -> Fetched | NotModified:
        """Return what a URL holds, or that it did not change.

        Redirects are followed by hand, each address checked as the first was; validators go to
        the site of `url` alone. Raises FetchError for everything else: an address that may not be
        reached, a failing network or certificate, a status that is no answer, a bound overrun.
        """
        visit = _Visit(url=url, source=source, left=self._limits.deadline.total_seconds())
        first = self._target(url, visit)
        headers = {
            "user-agent": self._agent,
            "accept": accept or FEEDS_AND_PAGES,
            "accept-encoding": "gzip, deflate",
        }
        target, permanent, moved_for_good = first, None, True
        for _ in range(self._limits.redirects + 1):
            asked = {**headers, **_conditions(validators, first, target)}
            result = await self._hop(target, asked, visit, validators)
            if isinstance(result, _Redirect):
                target = self._target(result.location, visit)
                moved_for_good = moved_for_good and result.permanent
                permanent = str(target.url) if moved_for_good else permanent
                continue
            took = self._limits.deadline - timedelta(seconds=visit.left)
            if isinstance(result, NotModified):
                return replace(result, took=took)
            return replace(result, permanent_url=permanent, took=took)
        raise visit.failure(
            f"{url} leads on through more than {self._limits.redirects} redirects", transient=False
        )

    async def post(
        self, url: str, *, content: bytes, headers: Mapping[str, str], source: str
    ) -> Answer:
        """Return the answer to a POST, whatever its status; no redirect is followed.

        Raises FetchError where no answer could be had, or the address may not be reached.
        """
        visit = _Visit(url=url, source=source, left=self._limits.deadline.total_seconds())
        target = self._target(url, visit)
        sent = {"user-agent": self._agent, "accept-encoding": "identity"}
        sent |= {
            name.lower(): value for name, value in headers.items() if name.lower() not in _OURS
        }
        async with self._response("POST", target, sent, visit, content) as response:
            body = await _start(response)
        return Answer(status=response.status, headers=dict(_text(response.headers)), body=body)

    async def _hop(
        self,
        target: Target,
        headers: Mapping[str, str],
        visit: "_Visit",
        validators: Validators | None,
    ) -> "Fetched | NotModified | _Redirect":
        async with self._response("GET", target, headers, visit) as response:
            received = _text(response.headers)
            fields = dict(reversed(received))
            now, status, here = self._clock(), response.status, str(target.url)
            if status in _REDIRECTS and fields.get("location"):
                await _start(response)
                return _redirect(here, fields["location"], status, visit)
            if status == 304 and ("if-none-match" in headers or "if-modified-since" in headers):
                await _start(response)
                return NotModified(
                    url=visit.url,
                    headers=received,
                    fetched_at=now,
                    validators=_validators(fields, validators or Validators()),
                )
            if not 200 <= status < 300 or status == 206:
                raise refusal(status, fields, url=here, source=visit.source, now=now)
            body = await self._body(response, fields, visit)
        return Fetched(
            url=visit.url,
            final_url=here,
            status=status,
            headers=received,
            body=body,
            sha256=sha256(body).hexdigest(),
            fetched_at=now,
            validators=_validators(fields, Validators()),
        )

    async def _body(
        self, response: httpcore.Response, fields: Mapping[str, str], visit: "_Visit"
    ) -> bytes:
        limits = self._limits
        encoding = fields.get("content-encoding", "").strip().lower() or "identity"
        if encoding not in ENCODINGS:
            raise visit.failure(
                f"{visit.url} answered in the encoding {encoding[:40]!r}, which was not asked for",
                transient=False,
            )
        too_long = f"{visit.url} sends more than {limits.wire_bytes} bytes"
        length = fields.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:18]) > limits.wire_bytes:
            raise visit.failure(too_long, transient=False)
        unpacker = Unpacker(encoding, most=limits.body_bytes, ratio=limits.ratio)
        received = 0
        try:
            async for chunk in response.aiter_stream():
                received += len(chunk)
                if received > limits.wire_bytes:
                    raise visit.failure(too_long, transient=False)
                unpacker.feed(chunk)
            return unpacker.whole()
        except TooLarge as exc:
            raise visit.failure(f"{visit.url} {exc}", transient=False) from exc
        except zlib.error as exc:
            raise visit.failure(f"{visit.url}: {exc}", transient=True) from exc

    @asynccontextmanager
    async def _response(
        self,
        method: str,
        target: Target,
        headers: Mapping[str, str],
        visit: "_Visit",
        content: bytes = b"",
    ) -> AsyncIterator[httpcore.Response]:
        loop = asyncio.get_running_loop()
        host = self._hosts.get(target.host) or asyncio.Semaphore(self._per_host)
        self._hosts[target.host] = host
        async with host, self._total:
            # The deadline runs while this visit is served, not while it waits for its turn.
            began = loop.time()
            try:
                request = _request(method, target, headers, content)
                async with (
                    asyncio.timeout(visit.left),
                    self._connections.answering(request) as response,
                ):
                    yield response
            except Blocked as exc:
                raise visit.failure(exc.problem, transient=False, hint=exc.hint) from exc
            except TimeoutError as exc:
                deadline = self._limits.deadline.total_seconds()
                raise visit.failure(
                    f"{target.host} did not finish within {deadline:g} s", transient=True
                ) from exc
            except _NETWORK as exc:
                problem = str(exc) or type(exc).__name__
                named = problem if target.host in problem else f"{target.host}: {problem}"
                raise visit.failure(named, transient=True) from exc
            finally:
                visit.left -= loop.time() - began

    def _target(self, url: str, visit: "_Visit") -> Target:
        try:
            return guard.check_url(url, self._policy)
        except Blocked as exc:
            raise visit.failure(exc.problem, transient=False, hint=exc.hint) from exc


def _request(
    method: str, target: Target, headers: Mapping[str, str], content: bytes
) -> httpcore.Request:
    url = httpcore.URL(
        scheme=target.url.raw_scheme,
        host=target.url.raw_host,
        port=target.url.port,
        target=target.url.raw_path,
    )
    fields = [(b"host", target.url.netloc)]
    fields += [(name.encode("ascii", "replace"), _value(value)) for name, value in headers.items()]
    if method == "POST":
        fields.append((b"content-length", str(len(content)).encode()))
    return httpcore.Request(method, url, headers=fields, content=content)


async def _start(response: httpcore.Response) -> bytes:
    """Return a body's first 64 KiB. One that is read to its end leaves the connection for more."""
    pieces: list[bytes] = []
    received = 0
    async for chunk in response.aiter_stream():
        pieces.append(chunk)
        received += len(chunk)
        if received >= _ANSWER_BYTES:
            break
    return b"".join(pieces)[:_ANSWER_BYTES]


# httpcore's errors share no base.
_NETWORK = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    OSError,
)


@dataclass(slots=True, kw_only=True)
class _Visit:
    """One call in progress: how much of its time is left, and whom an error concerns."""

    url: str
    source: str
    left: float

    def failure(self, problem: str, *, transient: bool, hint: str = "") -> FetchError:
        return FetchError(problem, source=self.source, transient=transient, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Redirect:
    location: str
    permanent: bool


def _redirect(here: str, location: str, status: int, visit: _Visit) -> _Redirect:
    try:
        return _Redirect(location=urljoin(here, location), permanent=status in _PERMANENT)
    except ValueError as exc:
        raise visit.failure(
            f"{here} leads to {location[:200]!r}, which is no URL", transient=False
        ) from exc


def _conditions(validators: Validators | None, first: Target, target: Target) -> dict[str, str]:
    """Return the conditional headers for a hop: none for a site that did not give them."""
    upgraded = (
        (first.scheme, first.port) == ("http", 80)
        and (target.scheme, target.port) == ("https", 443)
        and first.host == target.host
    )
    if validators is None or not (first.origin == target.origin or upgraded):
        return {}
    conditions = {}
    if validators.etag:
        conditions["if-none-match"] = validators.etag
    if validators.last_modified:
        conditions["if-modified-since"] = validators.last_modified
    return conditions


def _validators(fields: Mapping[str, str], before: Validators) -> Validators:
    return Validators(
        etag=fields.get("etag") or before.etag,
        last_modified=fields.get("last-modified") or before.last_modified,
    )


def _text(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return tuple(
        (name.decode("ascii", "replace").lower(), value.decode("utf-8", "replace"))
        for name, value in headers
    )


def _value(value: str) -> bytes:
    # A header value goes out as one line, whatever it was made from.
    if not value.isprintable():
        value = "".join(char for char in value if char >= " " and char != "\x7f")
    return value.encode("utf-8", "replace")
