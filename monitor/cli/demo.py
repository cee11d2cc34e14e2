"""`demo`: the real path with nothing outside: a local server and a clock that is moved on."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from xml.sax.saxutils import escape

import orjson
import typer
from rich.text import Text
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from monitor.alerts.route import ChannelRule
from monitor.alerts.webhook import Endpoint
from monitor.cli import output
from monitor.cli.start import Start
from monitor.config.channels import ConsoleChannel, WebhookChannel
from monitor.config.seeds import Seed, load_seeds
from monitor.config.settings import Settings
from monitor.config.sources import Grade, SourceKind, SourceSettings
from monitor.errors import MonitorError
from monitor.pipeline.monitor import Monitor
from monitor.pipeline.visited import Visit
from monitor.run import daemon
from monitor.sources.cadence import Cadence
from monitor.sources.identity import KeyPolicy
from monitor.storage.engine import Database
from monitor.wording.shift import Level

DAYS_A_SECOND = 8.0
SECRET = "whsec_bW9uaXRvci1kZW1vLW1vbml0b3ItZGVtby0wMDAx"  # noqa: S105 - known to everybody
"""The demo signs for itself alone."""
LONGEST = 55.0


@dataclass
class Stage:
    """The local world: what the feeds show by the demo's clock, and which webhooks came in."""

    seeds: tuple[Seed, ...]
    clock: Callable[[], datetime]
    received: list[tuple[str, bool, dict[str, object]]] = field(default_factory=list)

    def feed(self, body: str) -> bytes:
        """Return a body's RSS feed as it stands at this moment of the demo."""
        now = self.clock()
        items = []
        for number, seed in enumerate(self.seeds):
            at = moment_of(seed.said_on)
            if seed.body != body or at > now:
                continue
            title = seed.title or f"{seed.speaker or body}, {seed.said_on}"
            items.append(
                f"<item><guid isPermaLink='false'>{body}-{number}</guid>"
                f"<title>{escape(title)}</title><link>{escape(seed.url)}#{number}</link>"
                f"<pubDate>{format_datetime(at)}</pubDate>"
                f"<description>{escape(escape(seed.text))}</description></item>"
            )
        return (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>{body}</title><link>http://localhost/</link><description>demo</description>"
            f"{''.join(reversed(items))}</channel></rss>"
        ).encode()

    def take(self, headers: dict[str, str], body: bytes) -> bool:
        """Take a webhook, as a receiver should: verified with the scheme's reference library."""
        try:
            Webhook(SECRET).verify(body, headers)
            sound = True
        except WebhookVerificationError:
            sound = False
        self.received.append((headers.get("webhook-id", ""), sound, orjson.loads(body)))
        return sound


def moment_of(day: date) -> datetime:
    """Return when the demo publishes what was said on a day."""
    return datetime.combine(day, time(8), UTC)


def demo(context: typer.Context) -> None:
    """Play 2025 through the real daemon: local feeds, a signed webhook, alerts in the terminal."""
    start: Start = context.obj
    with output.complaining():
        seeds = load_seeds(start.seeds(), start.settings)
        last = max(seed.said_on for seed in seeds)
        first = max(date(last.year, 6, 13), min(seed.said_on for seed in seeds))
        began = monotonic()

        def clock() -> datetime:
            days = (monotonic() - began) * DAYS_A_SECOND
            return moment_of(first) + timedelta(days=days)

        stage = Stage(seeds=seeds, clock=clock)
        with TemporaryDirectory(prefix="monitor-demo-") as scratch, serving(stage) as port:
            settings = local(start.settings, stage, port)
            with (
                Database.open(f"sqlite:///{Path(scratch) / 'demo.db'}") as database,
                database.hold(),
            ):
                asyncio.run(_play(settings, database, stage, moment_of(last)))
        _sum_up(stage)


async def _play(settings: Settings, database: Database, stage: Stage, last: datetime) -> None:
    console = output.out()
    stop = asyncio.Event()
    daemon.stop_on_signals(stop)
    seen: list[Visit] = []

    def on_visit(visit: Visit) -> None:
        seen.append(visit)
        if not visit.recorded:
            return
        console.print(
            Text(
                f"{stage.clock():%Y-%m-%d}  {visit.source}: {visit.new} new, "
                f"{visit.statements} statements, {visit.shifts} shifts"
                + (", taken as the baseline" if visit.baseline else ""),
                style="dim",
            )
        )

    async with Monitor(
        settings, database, clock=stage.clock, console=console, on_visit=on_visit
    ) as monitor:

        async def watch() -> None:
            deadline = monotonic() + LONGEST
            while monotonic() < deadline:
                await asyncio.sleep(0.2)
                over = stage.clock() > last + timedelta(days=10)
                if over and not await monitor.owes():
                    break
            stop.set()

        watching = asyncio.create_task(watch())
        quick = daemon.Ticks(visits=timedelta(seconds=0.2), deliveries=timedelta(seconds=0.2))
        await daemon.run(monitor, stop=stop, ticks=quick)
        watching.cancel()


def _sum_up(stage: Stage) -> None:
    console = output.out()
    for name, sound, payload in stage.received:
        state = "signature verified" if sound else "SIGNATURE WRONG"
        console.print(f"webhook {name}: {state}: {payload.get('subject')}", soft_wrap=True)
    if not stage.received or not all(sound for _, sound, _ in stage.received):
        raise MonitorError(
            "the demo did not receive its webhooks as it should",
            hint="run `monitor demo` again with MONITOR_LOG=text and look at the log",
        )
    console.print(
        f"{len(stage.received)} alerts came through the outbox as signed webhooks, and were "
        "printed above. Words are those of seeds/; only the server and the clock were staged."
    )


def local(settings: Settings, stage: Stage, port: int) -> Settings:
    """Return the settings with the demo's feeds and receivers in place of the world's."""
    base = f"http://127.0.0.1:{port}"
    sources = tuple(
        SourceSettings(
            id=body.lower(),
            name=body,
            url=f"{base}/{body}.xml",
            kind=SourceKind.FEED,
            enabled=True,
            why="",
            grade=Grade.A,
            body=body,
            speaker=None,
            outlet_country=body.split("-")[0],
            language=None,
            zone="Asia/Shanghai",
            charset=None,
            full_text=False,
            article_selector=None,
            key=KeyPolicy.GUID,
            listing=None,
            cadence=Cadence(
                minimum=timedelta(days=1), maximum=timedelta(days=2), initial=timedelta(days=1)
            ),
            topics=(),
        )
        for body in sorted({seed.body for seed in stage.seeds})
    )
    hook = WebhookChannel(
        rule=ChannelRule(id="webhook", minimum=Level.DIGEST),
        endpoint=Endpoint(id="webhook", url=f"{base}/hook", secrets=(SECRET,)),
    )
    screen = ConsoleChannel(rule=ChannelRule(id="console", minimum=Level.DIGEST))
    return replace(
        settings,
        sources=sources,
        monitor=replace(
            settings.monitor,
            private_hosts=frozenset({f"127.0.0.1:{port}"}),
            channels=(hook, screen),
        ),
    )


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
