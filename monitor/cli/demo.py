"""`demo`: the real path with nothing outside: a local server and a clock that is moved on."""

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import typer
import uvicorn
from rich.text import Text

from monitor.alerts.route import ChannelRule
from monitor.alerts.webhook import Endpoint
from monitor.alerts.words import day_words
from monitor.cli import output
from monitor.cli.listener import listener
from monitor.cli.shown import reason_words
from monitor.cli.stage import SECRET, Page, Stage, moment_of, own, reported, serving
from monitor.cli.start import Start
from monitor.cli.tables import counted
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
from monitor.statements.statement import Mode
from monitor.storage.engine import Database
from monitor.wording.shift import Level, Shift

DAYS_A_SECOND = 8.0
LONGEST = 55.0
BEGINS = date(2025, 7, 13)
"""The wire opens here: what was said before is not in it, so that nothing goes back to it."""
WIRE = "wire"
_INTRODUCTION = (
    f"Words of 2025 from seeds/, as local feeds would bring them from {day_words(BEGINS)} on: "
    "a wire that quotes spokespersons in English, and the ministry's own site, in Chinese. "
    "Nothing leaves this machine, and a second is eight days. The terminal hears of rare earths, "
    "the webhook of every topic."
)


def demo(context: typer.Context) -> None:
    """Play 2025 through the real daemon: local feeds, a signed webhook, alerts in the terminal."""
    start: Start = context.obj
    # What the log would say stands in the lines below.
    logging.getLogger("monitor").setLevel(logging.WARNING)
    with output.complaining():
        seeds = load_seeds(start.seeds(), start.settings)
        feeds = feeds_of(seeds, start)
        last = max(page.day for pages in feeds.values() for page in pages)
        start.reader()
        began = monotonic()

        def clock() -> datetime:
            return moment_of(BEGINS) + timedelta(days=(monotonic() - began) * DAYS_A_SECOND)

        stage = Stage(feeds=feeds, clock=clock)
        output.show(Text(_INTRODUCTION, style="bold"))
        with TemporaryDirectory(prefix="monitor-demo-") as scratch, serving(stage) as port:
            settings = local(start.settings, stage, port)
            with (
                Database.open(f"sqlite:///{Path(scratch) / 'demo.db'}") as database,
                database.hold(),
            ):
                seen = asyncio.run(_play(settings, database, stage, moment_of(last)))
        _sum_up(stage, seen)


def feeds_of(seeds: tuple[Seed, ...], start: Start) -> dict[str, tuple[Page, ...]]:
    """Return the local feeds: each body's own texts, and a wire with quotations in English."""
    feeds = {
        body.lower(): own(seed for seed in seeds if seed.body == body and _is_own(seed))
        for body in sorted({seed.body for seed in seeds if _is_own(seed)})
    }
    quoted = tuple(
        seed
        for seed in seeds
        if not _is_own(seed) and seed.language == "en" and seed.said_on > BEGINS
    )
    feeds[WIRE] = reported(quoted, names=start.bodies, topics=start.topics)
    return feeds


def _is_own(seed: Seed) -> bool:
    return seed.mode is Mode.FULL_TEXT


async def _play(
    settings: Settings, database: Database, stage: Stage, last: datetime
) -> list[Visit]:
    # Imported here: a web server takes a third of a second, which no other command should pay.
    from monitor.cli.service import served  # noqa: PLC0415  # see above
    from monitor.web.app import create_app  # noqa: PLC0415  # see above

    console = output.out()
    stop = asyncio.Event()
    daemon.stop_on_signals(stop)
    seen: list[Visit] = []

    def on_visit(visit: Visit) -> None:
        seen.append(visit)
        if visit.recorded:
            console.print(Text(f"{stage.clock():%Y-%m-%d}  {_told(visit)}", style="dim"))

    async with Monitor(
        settings, database, clock=stage.clock, console=console, on_visit=on_visit
    ) as monitor:
        socket = listener(settings.monitor.host, settings.monitor.port, or_any=True)
        here = f"http://{settings.monitor.host}:{socket.getsockname()[1]}/"
        app = create_app(served(settings, database, monitor, clock=stage.clock))
        server = daemon.StatusServer(
            uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        )
        console.print(Text(f"The status endpoint, for as long as this runs: {here}\n"))

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
        await daemon.run(monitor, stop=stop, ticks=quick, server=server, sockets=[socket])
        watching.cancel()
    return seen


def _shifts(visit: Visit) -> list[Shift]:
    return [shift for one in visit.recorded for shift in one.shifts]


def _told(visit: Visit) -> str:
    words = f"{visit.source}: {visit.new} new, {counted(visit.statements, 'statement')}"
    if visit.baseline:
        return f"{words}, taken as the baseline"
    shifts = _shifts(visit)
    held = sum(shift.silenced is not None for shift in shifts)
    if not shifts:
        return f"{words}, nothing shifted"
    back = f", {counted(held, 'shift')} held back" if held else ""
    return f"{words}, {counted(visit.alerts, 'alert')}{back}"


def _sum_up(stage: Stage, seen: list[Visit]) -> None:
    sound = sum(verified for _, verified in stage.received)
    if not stage.received or sound < len(stage.received):
        raise MonitorError(
            f"of {len(stage.received)} webhooks {sound} came with a right signature",
            hint="run `monitor demo` again; stopped before its end it leaves alerts unsent",
        )
    held = Counter(
        reason_words(shift.silenced)
        for visit in seen
        for shift in _shifts(visit)
        if shift.silenced is not None
    )
    reasons = "; ".join(
        why if len(held) == 1 else f"{why} ({number})" for why, number in held.most_common()
    )
    lines = [
        f"{sum(visit.statements for visit in seen)} statements, {sound} alerts: each went through "
        "the outbox as a signed webhook that was verified; those on rare earths stand above.",
        f"Held back: {counted(held.total(), 'shift')}: {reasons}." if held else "Held back: none.",
        "Official words are those of seeds/; the sentences around a quotation, the server and the "
        "clock were staged.",
    ]
    output.show(Text("\n".join(lines), style="bold"))


def local(settings: Settings, stage: Stage, port: int) -> Settings:
    """Return the settings with the demo's feeds and receivers in place of the world's."""
    base = f"http://127.0.0.1:{port}"
    hook = WebhookChannel(
        rule=ChannelRule(id="webhook", minimum=Level.DIGEST),
        endpoint=Endpoint(id="webhook", url=f"{base}/hook", secrets=(SECRET,)),
    )
    screen = ConsoleChannel(
        rule=ChannelRule(id="terminal", minimum=Level.DIGEST, topics=("rare-earths",))
    )
    return replace(
        settings,
        sources=tuple(_source(name, f"{base}/{name}.xml") for name in stage.feeds),
        monitor=replace(
            settings.monitor,
            private_hosts=frozenset({f"127.0.0.1:{port}"}),
            host="127.0.0.1",
            base_url=None,
            channels=(hook, screen),
        ),
    )


def _source(name: str, url: str) -> SourceSettings:
    return SourceSettings(
        id=name,
        name=name,
        url=url,
        kind=SourceKind.FEED,
        enabled=True,
        why="",
        grade=Grade.A,
        body=None if name == WIRE else name.upper(),
        speaker=None,
        outlet_country="CN",
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
