"""The whole monitor: what is due is started once, and a database that fails spares the sites."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console

from monitor.config.settings import Settings
from monitor.config.sources import SourceSettings
from monitor.pipeline.monitor import Monitor
from monitor.pipeline.visited import Visit
from monitor.run.daemon import Tasks
from monitor.storage import sources as states
from monitor.storage.engine import Database
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import entry, feed
from tests.sources.server import plain, serving

Make = Callable[..., SourceSettings]


@pytest.fixture
def impatient(sqlite_url: str) -> Iterator[Database]:
    with Database.open(sqlite_url, busy=timedelta(seconds=0.05)) as database:
        yield database


async def ended(tasks: Tasks) -> None:
    while len(tasks):  # noqa: ASYNC110 - the daemon asks for no event, so there is none
        await asyncio.sleep(0.01)


def within(settings: Settings, *sources: SourceSettings) -> Settings:
    monitor = replace(settings.monitor, private_hosts=frozenset({"127.0.0.1"}))
    return replace(settings, sources=sources, monitor=monitor)


def test_a_due_source_is_visited_once_and_a_disabled_one_never(
    sqlite: Database, settings: Settings, clock: Clock, source: Make
) -> None:
    visits: list[Visit] = []

    async def run() -> None:
        body = plain(feed(entry("a", "Rare earths.")))
        async with serving(a=body, b=body, c=body) as server:
            chosen = within(
                settings,
                source(server.url("/a"), id="a"),
                source(server.url("/b"), id="b"),
                source(server.url("/c"), id="c", enabled=False, why="for this test"),
            )
            async with Monitor(chosen, sqlite, clock=clock, on_visit=visits.append) as monitor:
                tasks = Tasks()
                await monitor.visit_due(tasks)
                await monitor.visit_due(tasks)
                await ended(tasks)
                await monitor.visit_due(tasks)
                assert not len(tasks)
                assert sorted(one.source for one in visits) == ["a", "b"]
                clock.on(hours=1)
                await monitor.visit_due(tasks)
                await ended(tasks)
                assert sorted(one.source for one in visits) == ["a", "a", "b", "b"]
                assert len(server.asked) == 4

    asyncio.run(run())


def test_a_database_that_cannot_be_written_does_not_have_a_site_asked_at_every_tick(
    impatient: Database,
    settings: Settings,
    clock: Clock,
    source: Make,
) -> None:
    async def run() -> None:
        async with serving(a=plain(feed(entry("a", "Rare earths.")))) as server:
            chosen = within(settings, source(server.url("/a"), id="a"))
            async with Monitor(chosen, impatient, clock=clock) as monitor:
                tasks = Tasks()
                other = sqlite3.connect(str(impatient.path), isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                for _ in range(3):
                    await monitor.visit_due(tasks)
                    await ended(tasks)
                other.execute("ROLLBACK")
                other.close()
                assert len(server.asked) == 1
                clock.on(minutes=5)
                await monitor.visit_due(tasks)
                await ended(tasks)
                with impatient.read() as session:
                    assert states.load(session)["a"].state == "ok"

    asyncio.run(run())


def test_a_pass_visits_what_it_is_told_to_and_goes_on_past_what_fails(
    sqlite: Database, settings: Settings, clock: Clock, source: Make
) -> None:
    async def run() -> None:
        async with serving(
            a=plain(feed(entry("a", "Rare earths."))), b=plain(status=500)
        ) as server:
            chosen = [source(server.url(f"/{name}"), id=name) for name in "ab"]
            async with Monitor(
                within(settings, *chosen), sqlite, clock=clock, console=Console(quiet=True)
            ) as monitor:
                found = {one.source: one async for one in monitor.poll(chosen)}
                assert found["a"].new == 1
                assert found["b"].error == f"{server.url('/b')} answered 500"
                assert not await monitor.owes()

    asyncio.run(run())
