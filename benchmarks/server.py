"""A feed server on loopback with ETags, in a process of its own so that its CPU is not counted."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from multiprocessing.connection import Connection

from benchmarks.corpus import feed

SIZE = 50
"""Entries in each feed."""


class _Feeds:
    def __init__(self, count: int) -> None:
        self.count = count
        self.newest = SIZE
        self._made: dict[int, tuple[bytes, bytes]] = {}

    def move(self, by: int) -> None:
        self.newest += by
        self._made.clear()
        self.warm()

    def warm(self) -> None:
        for number in range(self.count):
            self.get(number)

    def get(self, number: int) -> tuple[bytes, bytes]:
        if number not in self._made:
            body = feed(number, range(self.newest - SIZE, self.newest))
            etag = b'"%s"' % md5(body, usedforsecurity=False).hexdigest().encode()
            self._made[number] = (body, etag)
        return self._made[number]


async def _answer(
    feeds: _Feeds, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.split(b"\r\n")
            number = int(lines[0].split()[1].rsplit(b"/", 1)[1])
            asked = next(
                (
                    line.split(b":", 1)[1].strip()
                    for line in lines[1:]
                    if line.lower().startswith(b"if-none-match:")
                ),
                b"",
            )
            body, etag = feeds.get(number)
            if asked == etag:
                writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag)
            else:
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: %s\r\n"
                    b"Content-Length: %d\r\n\r\n" % (etag, len(body)) + body
                )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _serve(count: int, control: Connection) -> None:
    feeds = _Feeds(count)
    feeds.warm()
    server = await asyncio.start_server(
        lambda reader, writer: _answer(feeds, reader, writer), "127.0.0.1", 0
    )
    control.send(server.sockets[0].getsockname()[1])
    loop = asyncio.get_running_loop()
    async with server:
        while (order := await loop.run_in_executor(None, control.recv)) is not None:
            feeds.move(order)
            control.send("moved")


def _run(count: int, control: Connection) -> None:
    asyncio.run(_serve(count, control))


class FeedServer:
    """Serves `count` feeds at `url(n)`; `move(k)` adds k new entries to each of them."""

    def __init__(self, port: int, control: Connection) -> None:
        self.port = port
        self._control = control

    def url(self, number: int) -> str:
        """Return the address of one feed."""
        return f"http://127.0.0.1:{self.port}/{number}"

    def move(self, by: int) -> None:
        """Add new entries to each feed; as many old ones leave it."""
        self._control.send(by)
        self._control.recv()


@contextmanager
def serving(count: int) -> Iterator[FeedServer]:
    """Run the server in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(count, theirs))
    process.start()
    try:
        yield FeedServer(ours.recv(), ours)
        ours.send(None)
    finally:
        process.join(5)
        process.kill()
