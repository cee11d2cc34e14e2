"""HTTP over connections that lead only where the guard allows."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpcore

from monitor.sources.guard import Blocked, Policy, Resolver, addresses

IDLE_CONNECTION = 30.0
"""Seconds that a connection is kept for the next request to the same host."""
_READ_AHEAD = 262_144
_MOST_ADDRESSES = 6
_PATIENCE = 8.0
"""Seconds for one address: an IPv6 route that leads nowhere must leave time for IPv4."""


class _Reader(asyncio.StreamReader):
    """A reader that knows whether a connection said anything while it was idle."""

    unread = 0
    ended = False

    def feed_data(self, data: Any) -> None:
        self.unread += len(data)
        super().feed_data(data)

    def feed_eof(self) -> None:
        self.ended = True
        super().feed_eof()

    async def read(self, n: int = -1) -> bytes:
        data = await super().read(n)
        self.unread -= len(data)
        return data


class _Stream(httpcore.AsyncNetworkStream):
    """One connection. It knows no time limits: the fetcher's deadline covers the whole visit."""

    def __init__(self, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's signature
        try:
            return await self._reader.read(max_bytes)
        except OSError as exc:
            raise httpcore.ReadError(str(exc)) from exc

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's signature
        if not buffer:
            return
        try:
            self._writer.write(buffer)
            await self._writer.drain()
        except OSError as exc:
            raise httpcore.WriteError(str(exc)) from exc

    async def aclose(self) -> None:
        # Not waited for: a peer that does not answer a TLS goodbye must not hold up the next visit.
        self._writer.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except ssl.SSLCertVerificationError as exc:
            await self.aclose()
            raise Blocked(
                f"the certificate of {server_hostname} is not valid: {exc.verify_message}",
                hint="the site's certificate may have run out, or the system's clock is wrong",
            ) from exc
        except (OSError, ssl.SSLError, TimeoutError) as exc:
            await self.aclose()
            raise httpcore.ConnectError(f"TLS with {server_hostname}: {exc}") from exc
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._writer.get_extra_info("ssl_object")
        if info == "is_readable":
            # Asked before an idle connection is used again. One that has ended, or that spoke
            # out of turn (a 408 before it closes), would answer the next request with the last.
            return self._reader.ended or self._reader.unread > 0 or self._writer.is_closing()
        return None


async def _connected(address: str, port: int) -> _Stream:
    loop = asyncio.get_running_loop()
    reader = _Reader(limit=_READ_AHEAD, loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_connection(
        lambda: protocol, address, port, flags=socket.AI_NUMERICHOST
    )
    return _Stream(reader, asyncio.StreamWriter(transport, protocol, reader, loop))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name, checks every address, and connects to an address that was checked."""

    def __init__(self, policy: Policy, resolver: Resolver) -> None:
        self._policy = policy
        self._resolver = resolver

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a connection to a checked address; raises Blocked and httpcore's errors."""
        try:
            async with asyncio.timeout(timeout):
                return await self._connect(host, port)
        except TimeoutError as exc:
            raise httpcore.ConnectTimeout(f"no connection to {host}:{port} in time") from exc

    async def _connect(self, host: str, port: int) -> _Stream:
        try:
            found = await addresses(host, port, self._policy, self._resolver)
        except OSError as exc:
            raise httpcore.ConnectError(f"{host} does not resolve: {exc}") from exc
        problem: OSError | None = None
        for address in found[:_MOST_ADDRESSES]:
            try:
                async with asyncio.timeout(_PATIENCE):
                    return await _connected(address, port)
            except OSError as exc:
                problem = exc
        raise httpcore.ConnectError(f"{host}:{port}: {problem}") from problem


class Connections:
    """Guarded connections by origin, each used again while it is idle, at most `most` kept.

    httpx's client and transport are left out: their layers cost more CPU than the rest of a poll
    that is answered "not modified". So is httpcore's own pool, which looks at every connection for
    every request. The environment's proxies are not looked at.
    """

    def __init__(
        self, *, policy: Policy, resolver: Resolver, most: int, tls: ssl.SSLContext | None = None
    ) -> None:
        self._backend = GuardedBackend(policy, resolver)
        self._tls = tls or ssl.create_default_context()
        self._most = most
        # In the order in which they fell idle, the longest idle first.
        self._idle: list[tuple[httpcore.Origin, httpcore.AsyncHTTPConnection]] = []

    @asynccontextmanager
    async def answering(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Yield the response to a request, its body still to be read.

        A GET that meets a kept connection which the server closed meanwhile is sent once more
        (RFC 9110, 9.2.2). Raises httpcore's errors and Blocked.
        """
        connection = self._taken(request.url.origin)
        if connection is not None:
            try:
                response = await self._sent(connection, request)
            except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError):
                if request.method != b"GET":
                    raise
                connection = None
        if connection is None:
            connection = self._made(request.url.origin)
            response = await self._sent(connection, request)
        try:
            yield response
        finally:
            await response.aclose()
            await self._given_back(request.url.origin, connection)

    async def aclose(self) -> None:
        """Close every connection that is kept."""
        idle, self._idle = self._idle, []
        for _, connection in idle:
            await connection.aclose()

    async def _sent(
        self, connection: httpcore.AsyncHTTPConnection, request: httpcore.Request
    ) -> httpcore.Response:
        try:
            return await connection.handle_async_request(request)
        except BaseException:
            await connection.aclose()
            raise

    def _made(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        return httpcore.AsyncHTTPConnection(
            origin=origin,
            ssl_context=self._tls,
            keepalive_expiry=IDLE_CONNECTION,
            network_backend=self._backend,
        )

    def _taken(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        """Return the connection to an origin that fell idle last and still stands, or None."""
        for at in reversed(range(len(self._idle))):
            kept, connection = self._idle[at]
            if kept == origin and not connection.has_expired():
                del self._idle[at]
                return connection
        return None

    async def _given_back(
        self, origin: httpcore.Origin, connection: httpcore.AsyncHTTPConnection
    ) -> None:
        if connection.is_idle():
            self._idle.append((origin, connection))
        else:
            await connection.aclose()
        while self._idle and (len(self._idle) > self._most or self._idle[0][1].has_expired()):
            await self._idle.pop(0)[1].aclose()
