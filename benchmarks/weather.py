"""A local world that publishes and fails by a clock that is handed to it, in its own process."""

import asyncio
import json
import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from multiprocessing.connection import Connection

START = datetime(2025, 6, 2, tzinfo=UTC)
RECEIVER = "/receiver"
_HELD = 20
"""Entries in each feed."""
_EVERY = timedelta(hours=3, minutes=21)
"""How often a source publishes: some 50 items in a week."""
_DOWN = (timedelta(days=2), timedelta(days=2, hours=10))
"""When the receiver of alerts is down."""
_BODIES = (
    ("China's Ministry of Commerce", "He Yadong"),
    ("Chinese Foreign Ministry", "Lin Jian"),
    ("Japan's trade ministry", "Yoji Muto"),
    ("The European Commission", "Olof Gill"),
)
_SAYS = (
    "We will approve qualified applications for rare-earth exports without delay",
    "We will not approve applications for rare-earth exports by military users",
    "We will continue to strengthen dialogue on rare-earth export controls",
    "We will strengthen dialogue on rare-earth export controls",
    "Rare-earth supply chains must remain stable and open",
    "Rare-earth supply chains should remain stable and open",
    "All rare-earth exports require a licence from 1 July",
    "Some rare-earth exports require a licence from 1 October",
)


@dataclass(slots=True)
class _World:
    count: int
    now: datetime = START
    calm: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(4711))
    received: set[str] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)
    made: dict[int, tuple[int, bytes, bytes]] = field(default_factory=dict)

    def feed(self, number: int) -> tuple[bytes, bytes]:
        """Return a source's feed now with its ETag."""
        newest = (self.now - START + _EVERY * (number / self.count)) // _EVERY + _HELD
        known = self.made.get(number)
        if known is None or known[0] != newest:
            body = _feed(number, range(newest - _HELD, newest), self.count)
            etag = b'"%s"' % sha256(body).hexdigest()[:16].encode()
            self.made[number] = known = (newest, body, etag)
        return known[1], known[2]

    def fault(self, number: int) -> str:
        """Return how a source fails this time, if it does: some never do, some often."""
        if self.calm or number % 3 or self.chance.random() > (0.5 if number % 15 == 0 else 0.05):
            return ""
        kinds = ("500", "429", "404", "cut", "reset", "garbage", "hang", "empty")
        weights = (8, 4, 2, 4, 4, 4, 1, 2)
        return self.chance.choices(kinds, weights)[0]

    def refuses(self) -> bool:
        """Return whether the receiver of alerts takes nothing now."""
        down = _DOWN[0] <= self.now - START < _DOWN[1]
        return not self.calm and (down or self.chance.random() < 0.1)


def _entry(number: int, at: int, count: int) -> str:
    chance = random.Random(number * 100_003 + at)
    when = START + _EVERY * (at - _HELD) - _EVERY * (number / count)
    body, speaker = _BODIES[number % len(_BODIES)]
    words = chance.choice(_SAYS)
    link = f"https://news.example/{number}/{at}"
    return (
        f"<item><guid>{link}</guid><title>On rare earths, {at}</title><link>{link}</link>"
        f"<pubDate>{format_datetime(when)}</pubDate><description>{body} spokesperson {speaker} "
        f"said on {when:%B} {when.day}: “{words}.” Analysts in {chance.randrange(10**6)} towns had "
        "waited for it.</description></item>"
    )


def _feed(number: int, entries: range, count: int) -> bytes:
    items = "".join(_entry(number, at, count) for at in reversed(entries))
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>Source {number}</title><link>https://news.example/{number}</link>"
        f"<description>news</description>{items}</channel></rss>"
    ).encode()


def _said(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def _answer(
    world: _World, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode("latin-1").split("\r\n")
            fields = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in lines[1:])
            }
            body = await reader.readexactly(int(fields.get("content-length", "0")))
            path = lines[0].split()[1]
            if path == RECEIVER:
                writer.write(_received(world, fields, body))
            elif not await _fed(world, int(path.rsplit("/", 1)[1]), fields, writer):
                return
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _received(world: _World, fields: dict[str, str], body: bytes) -> bytes:
    if world.refuses():
        world.faults["receiver"] += 1
        return _said("503 Service Unavailable")
    json.loads(body)
    world.received.add(fields["webhook-id"])
    # Taken, and the answer is lost now and then: it comes again with the same id.
    return _said("204 No Content") if world.calm or world.chance.random() > 0.02 else b"HTTP/1.1 "


async def _fed(
    world: _World, number: int, fields: dict[str, str], writer: asyncio.StreamWriter
) -> bool:
    """Write what a source answers; return whether the connection goes on."""
    body, etag = world.feed(number)
    kind = world.fault(number)
    world.faults[kind] += bool(kind)
    xml = ("Content-Type: application/rss+xml", f"ETag: {etag.decode()}")
    if kind == "hang":
        await asyncio.sleep(1)
        return False
    if kind == "reset":
        writer.transport.abort()
        return False
    if kind == "cut":
        writer.write(_said("200 OK", body, *xml)[: len(body) // 2])
        await writer.drain()
        return False
    answers = {
        "500": _said("500 Internal Server Error"),
        "429": _said("429 Too Many Requests", b"", "Retry-After: 3600"),
        "404": _said("404 Not Found"),
        "garbage": _said("200 OK", body[: len(body) // 3] + b"\xff<<&", xml[0]),
        "empty": _said("200 OK", b"", xml[0]),
    }
    if kind:
        writer.write(answers[kind])
    elif fields.get("if-none-match") == etag.decode():
        writer.write(_said("304 Not Modified", b"", xml[1]))
    else:
        writer.write(_said("200 OK", body, *xml))
    return True


async def _serve(count: int, control: Connection) -> None:
    world = _World(count)
    server = await asyncio.start_server(
        lambda reader, writer: _answer(world, reader, writer), "127.0.0.1", 0
    )
    control.send(server.sockets[0].getsockname()[1])
    loop = asyncio.get_running_loop()
    async with server:
        while (order := await loop.run_in_executor(None, control.recv)) is not None:
            if isinstance(order, datetime):
                world.now = order
            elif order == "calm":
                world.calm = True
            control.send((len(world.received), dict(world.faults)))


def _run(count: int, control: Connection) -> None:
    asyncio.run(_serve(count, control))


class Weather:
    """The world from outside: it is told the time, and says what it received and did."""

    def __init__(self, port: int, control: Connection) -> None:
        self.port = port
        self._control = control

    def turn(self, now: datetime) -> None:
        """Let it be another time there."""
        self._ask(now)

    def calm(self) -> None:
        """Let nothing fail from now on."""
        self._ask("calm")

    def received(self) -> int:
        """Return how many different alerts came in."""
        return self._ask("")[0]

    def faults(self) -> dict[str, int]:
        """Return how often each kind of failure was played."""
        return {name: number for name, number in self._ask("")[1].items() if name}

    def _ask(self, order: object) -> tuple[int, dict[str, int]]:
        self._control.send(order)
        answer: tuple[int, dict[str, int]] = self._control.recv()
        return answer


@contextmanager
def weather(count: int) -> Iterator[Weather]:
    """Run the world in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(count, theirs))
    process.start()
    try:
        yield Weather(ours.recv(), ours)
        ours.send(None)
    finally:
        process.join(5)
        process.kill()
