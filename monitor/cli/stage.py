"""The demo's local world: feeds by a clock that is moved on, and a receiver of webhooks."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from xml.sax.saxutils import escape

import orjson
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from monitor.alerts.words import day_words
from monitor.config.seeds import Seed
from monitor.statements.statement import Mode

SECRET = "whsec_bW9uaXRvci1kZW1vLW1vbml0b3ItZGVtby0wMDAx"  # noqa: S105 - known to everybody
"""The demo signs for itself alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One entry of a local feed: a body's own text, or a report with official words in it."""

    day: date
    title: str
    url: str
    text: str


@dataclass
class Stage:
    """What the feeds show by the demo's clock, and which webhooks came in."""

    feeds: dict[str, tuple[Page, ...]]
    clock: Callable[[], datetime]
    received: list[tuple[str, bool]] = field(default_factory=list)

    def feed(self, name: str) -> bytes:
        """Return an RSS feed as it stands at this moment of the demo."""
        now = self.clock()
        items = [
            f"<item><guid isPermaLink='false'>{name}-{number}</guid>"
            f"<title>{escape(page.title)}</title><link>{escape(page.url)}#{number}</link>"
            f"<pubDate>{format_datetime(moment_of(page.day))}</pubDate>"
            f"<description>{escape(escape(page.text))}</description></item>"
            for number, page in enumerate(self.feeds.get(name, ()))
            if moment_of(page.day) <= now
        ]
        return (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>{name}</title><link>http://localhost/</link><description>demo</description>"
            f"{''.join(reversed(items))}</channel></rss>"
        ).encode()

    def take(self, headers: dict[str, str], body: bytes) -> bool:
        """Take a webhook, as a receiver should: verified with the scheme's reference library."""
        try:
            Webhook(SECRET).verify(body, headers)
            sound = True
        except WebhookVerificationError:
            sound = False
        self.received.append((str(orjson.loads(body).get("subject")), sound))
        return sound


def moment_of(day: date) -> datetime:
    """Return when the demo publishes what was said on a day."""
    return datetime.combine(day, time(8), UTC)


def own(seeds: Iterable[Seed]) -> tuple[Page, ...]:
    """Return a body's own texts as the entries of its feed, the earliest first."""
    return tuple(
        Page(day=seed.said_on, title=seed.title or seed.body, url=seed.url, text=seed.text)
        for seed in sorted(seeds, key=lambda seed: seed.said_on)
    )


def reported(
    seeds: Iterable[Seed], *, names: dict[str, str], topics: dict[str, str]
) -> tuple[Page, ...]:
    """Return quotations as a news wire would report them, one report for each body and day.

    Only the sentences around the official words are made up.
    """
    pages = []
    ordered = sorted(seeds, key=lambda seed: (seed.said_on, seed.body))
    for (day, body), group in groupby(ordered, key=lambda seed: (seed.said_on, seed.body)):
        said = list(group)
        about = topics.get(said[0].topics[0], said[0].topics[0]) if said[0].topics else "trade"
        name, speaker = names.get(body, body), said[0].speaker
        who = f"{name} spokesperson {speaker}" if speaker else f"A spokesperson for {name}"
        when = day_words(day).rsplit(" ", 1)[0]
        parts = [
            _sentence(seed, who if not number else "The spokesperson", when)
            for number, seed in enumerate(said)
        ]
        head = f"{about} were among the questions put on {when}."
        pages.append(
            Page(
                day=day,
                title=f"{about}: {said[0].title}",
                url=said[0].url,
                text="\n\n".join((f"BEIJING - {head}", *parts)),
            )
        )
    return tuple(pages)


def _sentence(seed: Seed, who: str, when: str) -> str:
    words = seed.text.strip().rstrip(".")
    if seed.mode is Mode.INDIRECT:
        return f"{who} said on {when} that {words}."
    return f"{who} told a press conference on {when}: “{words}.”"


@contextmanager
def serving(stage: Stage) -> Iterator[int]:
    """Serve the stage on loopback, on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = stage.feed(self.path.removeprefix("/").removesuffix(".xml"))
            self._answer(200, body, "application/rss+xml; charset=utf-8")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._answer(204 if stage.take(headers, body) else 401, b"", "text/plain")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            """Stay quiet: the demo prints what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
