"""One pass of the monitor over many feeds."""

import asyncio
import json
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from benchmarks.measured import Cost, Stopwatch
from monitor.config.settings import Settings, load
from monitor.config.sources import Grade, SourceKind, SourceSettings
from monitor.pipeline.monitor import Monitor
from monitor.sources.cadence import Cadence
from monitor.sources.identity import KeyPolicy
from monitor.storage.engine import Database

CONFIG = Path(__file__).parent.parent / "config"


def settings(port: int, count: int) -> Settings:
    """Return the shipped settings with `count` feeds of the benchmark's server as sources."""
    shipped = load(CONFIG, {})
    sources = tuple(
        SourceSettings(
            id=f"feed-{number}",
            name=f"Feed {number}",
            url=f"http://127.0.0.1:{port}/{number}",
            kind=SourceKind.FEED,
            enabled=True,
            why="",
            grade=Grade.A,
            body=None,
            speaker=None,
            outlet_country="CN",
            language=None,
            zone=None,
            charset=None,
            full_text=False,
            article_selector=None,
            key=KeyPolicy.AUTO,
            listing=None,
            cadence=Cadence(
                minimum=timedelta(seconds=1),
                maximum=timedelta(hours=1),
                initial=timedelta(minutes=5),
            ),
            topics=(),
        )
        for number in range(count)
    )
    hosts = frozenset({f"127.0.0.1:{port}"})
    # All feeds of the benchmark are on one host; the limit for one host is not what is measured.
    return replace(
        shipped,
        sources=sources,
        monitor=replace(shipped.monitor, private_hosts=hosts, per_host=32),
    )


async def one_pass(given: Settings, database: Database) -> tuple[Cost, dict[str, int]]:
    """Return what visiting every source once cost, and what was found."""
    found = {"visits": 0, "new": 0, "items": 0, "statements": 0, "shifts": 0, "failed": 0}
    async with Monitor(given, database) as monitor:
        watch = Stopwatch()
        async for visit in monitor.poll(given.sources):
            found["visits"] += 1
            found["new"] += visit.new
            found["items"] += len(visit.recorded)
            found["statements"] += visit.statements
            found["shifts"] += visit.shifts
            found["failed"] += visit.error is not None
    # Children are counted once they have ended.
    return watch.cost(), found


def main(port: str, count: str, path: str) -> None:
    """Print the cost of one pass as JSON."""
    given = settings(int(port), int(count))
    with Database.open(f"sqlite:///{path}") as database:
        cost, found = asyncio.run(one_pass(given, database))
    print(json.dumps({**asdict(cost), **found}))
