"""A visitor before a real server on loopback, and feeds for it to read."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape

from monitor.config.sources import SourceSettings
from monitor.pipeline.articles import Articles
from monitor.pipeline.looks import Looked, Looks
from monitor.pipeline.parsing import Parsing
from monitor.pipeline.record import Recorder
from monitor.pipeline.visit import Visitor
from monitor.pipeline.visited import Visit
from monitor.storage import listing, sources
from monitor.storage.engine import Database
from monitor.storage.listing import Filters
from monitor.storage.sources import SourceState
from tests.sources.server import Server, a_fetcher, plain, serving

Row = dict[str, object]


def entry(name: str, text: str, *, link: str | None = None, date: str | None = None) -> str:
    """Return an RSS item."""
    return (
        f"<item><guid isPermaLink='false'>{name}</guid><title>On rare earths, {name}</title>"
        f"<link>{link or f'http://127.0.0.1:1/{name}'}</link>"
        f"<pubDate>{date or 'Tue, 19 Aug 2025 10:00:00 GMT'}</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


def feed(*entries: str) -> bytes:
    """Return an RSS feed, the first entry on top."""
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>News</title>"
        f"{''.join(entries)}</channel></rss>"
    ).encode()


def spoken(words: str, *, day: str = "August 19", name: str = "Mao Ning") -> str:
    """Return a report of what the Chinese foreign ministry said."""
    return (
        f"BEIJING - Chinese Foreign Ministry spokesperson {name} told a press conference on "
        f"{day}: “China will {words} qualified applications for rare-earth exports without delay.”"
    )


@dataclass
class Visits:
    """A visitor, the server that it asks, and the database that it fills."""

    server: Server
    start: Callable[[], Visitor]
    database: Database
    looks: Looks

    def __post_init__(self) -> None:
        self.visitor = self.start()

    def restart(self) -> None:
        """Visit with a visitor that remembers nothing, as after a restart."""
        self.visitor = self.start()

    def show(self, path: str, body: bytes, **headers: str) -> None:
        """Let a path answer 200 with a body."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.server.replies[path] = plain(body, headers=fields)

    def refuse(self, path: str, status: int, **headers: str) -> None:
        """Let a path answer with a status."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.server.replies[path] = plain(b"no", status=status, headers=fields)

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(one.target == path for one in self.server.asked)

    async def visit(self, source: SourceSettings) -> Visit:
        return await self.visitor.visit(source)

    async def look(self, source: SourceSettings) -> Looked:
        """Look again at the pages of a source that are due."""
        return await self.looks.look(source)

    def state(self, source: str = "wire") -> SourceState:
        with self.database.read() as session:
            return sources.load(session, [source])[source]

    def rows(self, listed: Callable[..., listing.Page], **filters: object) -> list[Row]:
        with self.database.read() as session:
            return list(listed(session, Filters(**filters), limit=200).rows)  # type: ignore[arg-type]  # given by name


@asynccontextmanager
async def visiting(
    database: Database,
    recorder: Recorder,
    clock: Callable[[], datetime],
    *,
    parsing: type[Parsing] = Parsing,
) -> AsyncIterator[Visits]:
    """Serve and visit until the block ends."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        async with serving() as server, a_fetcher() as fetcher, parsing(worker) as running:

            def start() -> Visitor:
                return Visitor(
                    database=database,
                    recorder=recorder,
                    fetcher=fetcher,
                    parsing=running,
                    worker=worker,
                    clock=clock,
                    jitter=lambda: 0.5,
                )

            looks = Looks(
                database=database,
                recorder=recorder,
                articles=Articles(fetcher, running),
                worker=worker,
                clock=clock,
            )
            yield Visits(server, start, database, looks)
