"""A service between scheduler and pipeline: each reason to wait is a state, and ends by itself."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from monitor.config.problems import ConfigProblems
from monitor.errors import ConfigError, StorageError
from monitor.run.daemon import Tasks
from monitor.run.reload import fingerprint
from monitor.run.room import Disk
from monitor.run.service import PATIENCE, Job, Service
from monitor.storage.hold import TakenError

START = datetime(2025, 8, 19, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    structlog.reset_defaults()


@dataclass
class Pipe:
    """A pipeline that notes what it is asked for."""

    name: str = "first"
    events: list[str] = field(default_factory=list)
    fails: bool = False

    @property
    def pipeline(self) -> "Pipe":
        return self

    async def __aenter__(self) -> "Pipe":
        self.events.append(f"{self.name} begins")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.events.append(f"{self.name} ends")

    async def visit_due(self, tasks: Tasks) -> None:
        if self.fails:
            raise StorageError("gone", hint="look")
        self.events.append(f"{self.name} visits")

    async def deliver_due(self, tasks: Tasks) -> None:
        if self.fails:
            raise StorageError("gone", hint="look")
        self.events.append(f"{self.name} delivers")

    async def settle(self) -> None:
        return


@dataclass
class World:
    """The seams of a service, to be set by a test."""

    now: datetime = START
    settings: Hashable = "as they were"
    free: int = 1_000
    events: list[str] = field(default_factory=list)
    problems: tuple[ConfigError, ...] = ()
    jobs: tuple[Job, ...] = ()
    built: int = 0
    held: StorageError | None = None

    def keep(self) -> None:
        if self.held is not None:
            raise self.held

    def build(self) -> Pipe:
        if self.problems:
            raise ConfigProblems(self.problems)
        self.built += 1
        return Pipe(f"number {self.built}", self.events)

    def service(self, first: Pipe | None = None) -> Service:
        return Service(
            first or Pipe("first", self.events),
            folder="config",
            clock=lambda: self.now,
            watch=lambda: self.settings,
            build=self.build,
            adopt=lambda new: (f"restart for {new.name}",),
            disk=Disk(Path("x/y.db"), reserve=100, free=lambda _: self.free),
            keep=self.keep,
            jobs=lambda: self.jobs,
        )


async def ticks(service: Service, tasks: Tasks, times: int = 1) -> None:
    for _ in range(times):
        await service.visit_due(tasks)
        await service.deliver_due(tasks)


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


def test_a_change_is_read_once_it_stands_still_and_replaces_what_ran() -> None:
    world = World()

    async def test() -> None:
        tasks = Tasks()
        async with world.service() as service:
            await ticks(service, tasks)
            world.settings = "half written"
            await ticks(service, tasks)
            world.settings = "written"
            await ticks(service, tasks)
            assert world.built == 0
            await ticks(service, tasks, 3)
            assert world.built == 1
            assert service.configuration.needs_restart == ("restart for number 1",)
            assert not service.configuration.refused

    run(test)
    told = list(dict.fromkeys(world.events))
    assert told == [
        "first begins",
        "first visits",
        "first delivers",
        "number 1 begins",
        "first ends",
        "number 1 visits",
        "number 1 delivers",
        "number 1 ends",
    ]


def test_a_refused_change_is_read_once_and_said_until_it_is_mended() -> None:
    world = World()

    async def test() -> None:
        tasks = Tasks()
        async with world.service() as service:
            world.settings, world.problems = "broken", (ConfigError("no", path="a.yaml:3 key"),)
            with capture_logs() as told:
                await ticks(service, tasks, 5)
            assert [line["event"] for line in told] == ["settings_refused"]
            assert service.configuration.refused_at == START
            assert service.configuration.problems[0].path == "a.yaml:3 key"
            assert service.reasons() == ()
            world.settings, world.problems = "mended", ()
            await ticks(service, tasks, 3)
            assert not service.configuration.refused

    run(test)
    assert world.events.count("number 1 begins") == 1


def test_a_hangup_reads_the_settings_though_no_file_changed() -> None:
    world = World()

    async def test() -> None:
        async with world.service() as service:
            service.reload()
            await ticks(service, Tasks(), 3)

    run(test)
    assert world.built == 1


def test_a_change_waits_for_what_is_under_way_and_starts_nothing_new_meanwhile() -> None:
    world = World()

    async def test() -> None:
        tasks, over = Tasks(), asyncio.Event()

        async def work() -> None:
            await over.wait()

        async with world.service() as service:
            tasks.start("visit a", work())
            service.reload()
            await ticks(service, tasks, 3)
            assert world.events == ["first begins"]
            over.set()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            await ticks(service, tasks)
            assert "number 1 visits" in world.events

    run(test)


def test_what_does_not_end_is_cut_after_a_while() -> None:
    world = World()

    async def test() -> None:
        tasks = Tasks()
        async with world.service() as service:
            tasks.start("visit a", asyncio.sleep(60))
            service.reload()
            await ticks(service, tasks)
            world.now += PATIENCE + timedelta(seconds=1)
            await ticks(service, tasks)
            assert not len(tasks)
            assert "number 1 visits" in world.events

    run(test)


def test_a_full_disk_rests_visits_not_alerts_and_recovers_with_some_room_to_spare() -> None:
    world = World()

    async def test() -> None:
        tasks = Tasks()
        async with world.service() as service:
            world.free = 99
            with capture_logs() as told:
                await ticks(service, tasks, 3)
            assert [line["event"] for line in told] == ["disk_full"]
            assert "first visits" not in world.events
            assert world.events.count("first delivers") == 3
            assert "nothing is fetched" in service.reasons()[0]
            world.free = 120
            await ticks(service, tasks)
            assert service.reasons()
            world.free = 151
            await ticks(service, tasks)
            assert service.reasons() == ()
            assert "first visits" in world.events

    run(test)


def test_a_database_that_is_gone_is_told_once_and_asked_until_it_answers() -> None:
    world = World()

    async def test() -> None:
        pipe = Pipe("first", world.events, fails=True)
        async with world.service(pipe) as service:
            with capture_logs() as told:
                await ticks(service, Tasks(), 4)
                assert service.reasons() == ("the database does not answer: gone",)
                pipe.fails = False
                await ticks(service, Tasks())
            assert [line["event"] for line in told] == [
                "database_failed",
                "database_answers_again",
            ]
            assert service.reasons() == ()

    run(test)


def test_after_a_failure_in_the_database_deliveries_rest() -> None:
    world = World()

    async def failing() -> None:
        raise StorageError("full", hint="make room")

    async def test() -> None:
        tasks = Tasks()
        async with world.service() as service:
            with capture_logs() as told:
                tasks.start("deliver desk", failing())
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            assert told == [
                {
                    "event": "task_failed",
                    "log_level": "error",
                    "task": "deliver desk",
                    "error": "full",
                    "hint": "make room",
                }
            ]
            await service.deliver_due(tasks)
            assert "first delivers" not in world.events
            world.now += timedelta(seconds=11)
            await service.deliver_due(tasks)
            assert "first delivers" in world.events

    run(test)


def test_a_job_is_started_when_it_is_due_and_never_twice_at_once() -> None:
    world = World()
    began: list[str] = []

    async def work() -> None:
        began.append("job")
        await asyncio.sleep(60)

    world.jobs = (
        Job(name="always", due=lambda: True, work=work),
        Job(name="never", due=lambda: False, work=work),
    )

    async def test() -> None:
        tasks = Tasks()
        async with world.service() as service:
            for _ in range(3):
                await ticks(service, tasks)
                await asyncio.sleep(0)
            await tasks.end()

    run(test)
    assert began == ["job"]


def test_the_fingerprint_follows_settings_files_and_files_of_secrets_alone(tmp_path: Path) -> None:
    folder, secret = tmp_path / "config", tmp_path / "token"
    folder.mkdir()
    environ = {"MONITOR_TOKEN_FILE": str(secret), "OTHER_FILE": str(tmp_path / "other")}
    seen = {fingerprint(folder, environ)}
    for path in (folder / "a.yaml", secret, folder / "b.txt"):
        path.write_text("x")
        seen.add(fingerprint(folder, environ))
    assert len(seen) == 4
    for path in (folder / "a.yaml~", tmp_path / "other", folder / ".swap"):
        path.write_text("x")
        seen.add(fingerprint(folder, environ))
    assert len(seen) == 4
    (folder / "a.yaml").unlink()
    seen.add(fingerprint(folder, environ))
    assert len(seen) == 5


def test_it_wakes_nothing_while_another_daemon_has_the_database_and_goes_on_after_it() -> None:
    async def test() -> None:
        world, tasks = World(), Tasks()
        service = world.service()
        world.held = TakenError("another monitor runs on this database (pid 7)")
        with capture_logs() as logs:
            await ticks(service, tasks, 3)
            assert world.events == []
            assert service.reasons() == ("another monitor runs on this database (pid 7)",)
            world.held = None
            await ticks(service, tasks)
        assert world.events == ["first visits", "first delivers"]
        assert service.reasons() == ()
        assert [one["event"] for one in logs] == ["database_failed", "database_answers_again"]

    run(test)
