"""A week of simulated time through the real daemon: `python -m benchmarks.soak [DAYS] [SOURCES]`.

The clock is the only thing that is not real. Sources on a local server publish by it, and fail in
the ways in which sources do; the receiver of alerts is down for hours and refuses at random. What
is counted at the end is what must not be: an alert that is lost, a lock, memory or file handles
that grow.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from sqlalchemy import text

from benchmarks.ours import settings as plain_settings
from benchmarks.weather import RECEIVER, START, Weather, weather
from monitor.alerts.route import ChannelRule
from monitor.alerts.webhook import Endpoint
from monitor.cli.service import served
from monitor.config.channels import WebhookChannel
from monitor.config.settings import Settings
from monitor.pipeline.monitor import Monitor
from monitor.pipeline.upkeep import Upkeep
from monitor.pipeline.visited import Visit
from monitor.run.daemon import Tasks
from monitor.run.room import Disk
from monitor.run.service import Job, Service
from monitor.sources.cadence import Cadence
from monitor.sources.fetch import Limits
from monitor.storage.engine import Database
from monitor.web.status import status
from monitor.wording import caches
from monitor.wording.shift import Level

STEP = timedelta(minutes=1)
RELOADED = timedelta(days=1)
"""How often the settings are read anew: each time all that was made of them is made again."""
MOST_MB, MOST_HANDLES = 15, 4
"""What the second half may hold beyond the first: caches fill, and children come and go."""
SECRET = "whsec_dGVzdHMtc2lnbi13aXRoLXRoaXMta2V5LWFsb25lLTE="


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the process holds at one moment of the simulated time: MB, and numbers."""

    at: datetime
    resident: float
    handles: int
    database: float


@dataclass(slots=True)
class Soak:
    """The clock, and what was met."""

    weather: Weather
    now: datetime = START
    visits: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def clock(self) -> datetime:
        """Return the simulated time."""
        return self.now

    def on_visit(self, visit: Visit) -> None:
        """Count a visit by what it came to."""
        self.visits[visit.outcome.value] += 1

    def heard(self, _: object, level: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        """Count what the log says at the level of errors, and keep silent."""
        if level in ("error", "critical"):
            words = str(event.get("error") or event.get("exc_info") or "")
            self.errors[f"{event['event']}: {words}"[:200]] += 1
        raise structlog.DropEvent

    def sampled(self, database: Database) -> None:
        """Set down what the process holds."""
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
        assert database.path is not None
        self.samples.append(
            Sample(
                at=self.now,
                resident=int(pages[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6,
                handles=len(list(Path("/proc/self/fd").iterdir())),
                database=database.path.stat().st_size / 1e6,
            )
        )


@dataclass(frozen=True, slots=True)
class _Running:
    pipeline: Monitor


def settings(port: int, count: int) -> Settings:
    """Return sources on the local server, patient ones, and one receiver of everything."""
    plain = plain_settings(port, count)
    cadence = Cadence(
        minimum=timedelta(minutes=30), maximum=timedelta(hours=6), initial=timedelta(minutes=30)
    )
    channel = WebhookChannel(
        rule=ChannelRule(id="desk", minimum=Level.INFO),
        endpoint=Endpoint(id="desk", url=f"http://127.0.0.1:{port}{RECEIVER}", secrets=(SECRET,)),
    )
    return replace(
        plain,
        sources=tuple(replace(one, cadence=cadence) for one in plain.sources),
        monitor=replace(
            plain.monitor,
            channels=(channel,),
            limits=replace(Limits(), deadline=timedelta(seconds=0.5)),
        ),
    )


async def live(soak: Soak, given: Settings, database: Database, *, until: datetime) -> None:
    """Let the daemon run from now until a simulated moment, and deliver what it then owes."""

    def made() -> _Running:
        return _Running(Monitor(given, database, clock=soak.clock, on_visit=soak.on_visit))

    upkeep = Upkeep()

    async def kept_up() -> None:
        await upkeep.run(database, given.monitor.storage, soak.now)

    assert database.path is not None
    first = made()
    shown = [served(given, database, first.pipeline, clock=soak.clock, ready=list)]

    def adopt(new: _Running) -> tuple[str, ...]:
        shown[0] = served(given, database, new.pipeline, clock=soak.clock, ready=list)
        caches.forget()
        return ()

    service = Service(
        first,
        folder="",
        clock=soak.clock,
        watch=lambda: None,
        build=made,
        adopt=adopt,
        disk=Disk(database.path, reserve=1_000_000),
        jobs=lambda: (Job(name="upkeep", due=lambda: upkeep.due(soak.now), work=kept_up),),
    )
    tasks = Tasks()
    next_sample = next_reload = soak.now
    async with service:
        await first.pipeline.released()
        while soak.now < until:
            soak.weather.turn(soak.now)
            await service.visit_due(tasks)
            await service.deliver_due(tasks)
            await _ended(tasks)
            if soak.now >= next_sample:
                next_sample = soak.now + timedelta(hours=6)
                with database.read() as session:
                    status(session, shown[0])
                soak.sampled(database)
            if soak.now >= next_reload:
                next_reload = soak.now + RELOADED
                service.reload()
            soak.now += STEP


async def _ended(tasks: Tasks) -> None:
    while len(tasks):  # noqa: ASYNC110 - the daemon asks for no event, so there is none
        await asyncio.sleep(0.001)


def left(database: Database) -> dict[str, int]:
    """Return what is stored, and what of it no receiver was told of that should have been."""
    questions = {
        "items": "SELECT count(*) FROM item",
        "statements": "SELECT count(*) FROM statement",
        "shifts": "SELECT count(*) FROM shift",
        "alerts": "SELECT count(*) FROM alert",
        "sent": "SELECT count(*) FROM delivery WHERE state = 'sent'",
        "waiting": "SELECT count(*) FROM delivery WHERE state <> 'sent'",
        "unheard": "SELECT count(*) FROM shift WHERE baseline = 0 AND silenced IS NULL "
        "AND id NOT IN (SELECT shift FROM told)",
    }
    with database.read() as session:
        return {name: session.scalar(text(words)) or 0 for name, words in questions.items()}


@contextmanager
def silence(soak: Soak) -> Iterator[None]:
    """Hear the log instead of printing it."""
    structlog.configure(processors=[soak.heard], wrapper_class=structlog.stdlib.BoundLogger)
    try:
        yield
    finally:
        structlog.reset_defaults()


def flat(samples: list[Sample]) -> dict[str, float]:
    """Return how much the last quarter holds beyond the second one: the first one fills caches."""
    quarter = max(1, len(samples) // 4)
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]
    return {
        "resident_mb": median(one.resident for one in late),
        "resident_grown_mb": median(one.resident for one in late)
        - median(one.resident for one in early),
        "handles": median(one.handles for one in late),
        "handles_grown": median(one.handles for one in late) - median(one.handles for one in early),
        "database_mb": samples[-1].database,
    }


def main() -> None:
    """Print what a week came to, as JSON; end with 1 where something was lost, locked or grew."""
    days = float(sys.argv[1]) if len(sys.argv) > 1 else 7.0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    began = time.monotonic()
    with TemporaryDirectory() as folder, weather(count) as sky:
        soak = Soak(sky)
        with Database.open(f"sqlite:///{folder}/soak.db") as database, silence(soak):
            given = settings(sky.port, count)
            half = START + timedelta(days=days / 2)
            # Half-way the process is replaced: what it leaves in the tables has to be enough.
            asyncio.run(live(soak, given, database, until=half))
            asyncio.run(live(soak, given, database, until=START + timedelta(days=days)))
            sky.calm()
            asyncio.run(live(soak, given, database, until=soak.now + timedelta(hours=12)))
            database.check(deep=True)
            stored = left(database)
        received, growth = sky.received(), flat(soak.samples)
        found: dict[str, object] = {
            "days": days,
            "sources": count,
            "seconds": round(time.monotonic() - began),
            "visits": dict(soak.visits),
            **stored,
            "received": received,
            "faults": sky.faults(),
            **{name: round(value, 1) for name, value in growth.items()},
            "errors": dict(soak.errors),
        }
    print(json.dumps(found, indent=1))
    lost = stored["waiting"] or stored["unheard"] or received != stored["alerts"]
    grown = growth["resident_grown_mb"] > MOST_MB or growth["handles_grown"] > MOST_HANDLES
    sys.exit(bool(lost or grown or soak.errors))


if __name__ == "__main__":
    main()
