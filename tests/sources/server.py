"""A real server on loopback that does what a test says, one connection at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor.sources.fetch import Fetcher, Limits
from monitor.sources.guard import Policy, Resolver

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Reply = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def plain(body: bytes = b"", *, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Return a reply of one status, some headers and a body, on a connection that is kept."""

    async def reply(asked: Asked, writer: asyncio.StreamWriter) -> None:
        fields = {"content-length": str(len(body)), **(headers or {})}
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in fields.items())]
        head = "\r\n".join(lines) + "\r\n\r\n"
        writer.write(head.encode() + (b"" if status == 304 else body))
        await writer.drain()

    return reply


@dataclass
class Server:
    """Answers each path by a reply; remembers what was asked and on how many connections."""

    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while asked := await self._read(reader):
                self.asked.append(asked)
                await self.replies.get(asked.target, plain(status=404))(asked, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Asked | None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {
            name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Asked(method=method, target=target, headers=headers, body=body)


@asynccontextmanager
async def serving(**replies: Reply) -> AsyncIterator[Server]:
    """Serve replies by their name as a path: `feed=…` answers /feed."""
    server = Server(replies={f"/{name}": reply for name, reply in replies.items()})
    tasks: set[asyncio.Task[None]] = set()

    def began(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(began, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def loopback(host: str, port: int) -> tuple[str, ...]:
    """Resolve every name to this machine."""
    return ("127.0.0.1",)


def a_fetcher(
    *hosts: str,
    limits: Limits | None = None,
    resolver: Resolver = loopback,
    per_host: int = 2,
    total: int = 32,
) -> Fetcher:
    """Return a fetcher that may reach the named private hosts (127.0.0.1 without any)."""
    return Fetcher(
        policy=Policy(private_hosts=frozenset(hosts or ("127.0.0.1",))),
        user_agent="monitor-tests/1.0",
        limits=limits or Limits(deadline=timedelta(seconds=10)),
        resolver=resolver,
        per_host=per_host,
        total=total,
        clock=lambda: NOW,
    )
