"""The pipeline through a year: settings that change, a disk that fills, a database that goes away.

It stands between the scheduler and the pipeline. The scheduler wakes it, it wakes the pipeline of
the settings as they are now, unless there is a reason not to; each such reason is a state that the
status endpoint shows and that ends by itself.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self

import structlog

from monitor.errors import MonitorError, StorageError
from monitor.run.daemon import Tasks, Wakeable
from monitor.run.reload import Configuration, Problem, problems_of
from monitor.run.room import Disk, Room
from monitor.storage.hold import TakenError

log = structlog.stdlib.get_logger("monitor.run")

PATIENCE = timedelta(seconds=30)
"""How long a change of settings waits for what is under way, before it is cut and done again."""
REST = timedelta(seconds=10)
"""How long nothing is sent after the database failed: else every second would try it in vain."""


class Pipeline(Wakeable, Protocol):
    """What is exchanged when the settings change."""

    async def __aenter__(self) -> object:
        """Take what it needs."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""


class Running(Protocol):
    """A pipeline with what else was made of the same settings."""

    @property
    def pipeline(self) -> Pipeline:
        """Return the pipeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work beside visits and deliveries: `due` says when, `work` makes it."""

    name: str
    due: Callable[[], bool]
    work: Callable[[], Coroutine[Any, Any, None]]


class Service:
    """Wakes the pipeline of the settings that are at work; used as an async context manager.

    `watch` returns what differs when the settings were changed, `build` reads all of them and
    makes a pipeline (in a thread: it may take a second), and `adopt` hears of one that is now at
    work. A change that `build` refuses leaves the one before at work. `keep` (in a thread) returns
    while this is the only daemon on the database, and raises StorageError where it is not sure.
    """

    def __init__(
        self,
        first: Running,
        *,
        folder: str,
        clock: Callable[[], datetime],
        watch: Callable[[], Hashable],
        build: Callable[[], Running],
        adopt: Callable[[Any], tuple[str, ...]],
        disk: Disk | None = None,
        keep: Callable[[], None] | None = None,
        jobs: Callable[[], tuple[Job, ...]] = tuple,
    ) -> None:
        self._current = first
        self._next: Running | None = None
        self._clock = clock
        self._watch, self._build, self._adopt = watch, build, adopt
        self._disk = disk
        self._keep = keep
        self._jobs = jobs
        self._turn = asyncio.Lock()
        self._asked = False
        self._read = self._seen = watch()
        self._waits_since: datetime | None = None
        self._failures = 0
        self._rests_until: datetime | None = None
        self.ticked_at: datetime | None = None
        self.room: Room | None = None
        self.database_error = ""
        self.configuration = Configuration(folder=folder, loaded_at=clock())

    async def __aenter__(self) -> Self:
        await self._current.pipeline.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._current.pipeline.__aexit__(kind, exc, trace)

    def reload(self) -> None:
        """Read the settings at the next tick, changed or not."""
        self._asked = True

    def reasons(self) -> tuple[str, ...]:
        """Return why nothing is fetched, as sentences; nothing where all is well."""
        full = self.room.short if self.room else ""
        return tuple(filter(None, (full, self.database_error)))

    async def visit_due(self, tasks: Tasks) -> None:
        """Start a visit for every source that is due, if there is nothing against it."""
        async with self._turn:
            self.ticked_at = self._clock()
            if await self._is_changing(tasks):
                return
            self._look_at_disk()
            if not (self.room and self.room.short):
                await self._woken(self._current.pipeline.visit_due, tasks)
            for job in self._jobs():
                if job.name not in tasks and job.due():
                    tasks.start(job.name, job.work())

    async def deliver_due(self, tasks: Tasks) -> None:
        """Start a delivery for every receiver that has one due, if there is nothing against it."""
        async with self._turn:
            if self._next is not None or self._rests(tasks):
                return
            await self._woken(self._current.pipeline.deliver_due, tasks)

    async def settle(self) -> None:
        """Return when the transaction under way has ended."""
        await self._current.pipeline.settle()

    async def _woken(self, wake: Callable[[Tasks], Awaitable[None]], tasks: Tasks) -> None:
        """Wake the pipeline; a database that does not answer is told once and asked again."""
        try:
            if self._keep is not None:
                await asyncio.to_thread(self._keep)
            await wake(tasks)
        except StorageError as exc:
            if not self.database_error:
                log.error("database_failed", error=exc.problem, hint=exc.hint)  # noqa: TRY400 - the problem says it, and a trace a second would bury all else
            said = "" if isinstance(exc, TakenError) else "the database does not answer: "
            self.database_error = f"{said}{exc.problem}"
            return
        if self.database_error:
            log.info("database_answers_again")
            self.database_error = ""

    def _rests(self, tasks: Tasks) -> bool:
        now = self._clock()
        if tasks.storage_failures > self._failures:
            self._failures = tasks.storage_failures
            self._rests_until = now + REST
        return self._rests_until is not None and now < self._rests_until

    def _look_at_disk(self) -> None:
        if self._disk is None:
            return
        before, self.room = self.room, self._disk.look()
        was, now = before.short if before else "", self.room.short if self.room else ""
        if now and not was:
            log.error("disk_full", problem=now, hint="Make room; nothing that was stored is lost.")
        elif was and not now:
            log.info("disk_has_room_again")

    async def _is_changing(self, tasks: Tasks) -> bool:
        """Return whether new settings wait for work to end; take them up when it has."""
        if self._next is None:
            await self._look_at_settings()
        if self._next is None:
            return False
        now = self._clock()
        self._waits_since = self._waits_since or now
        if len(tasks) and now - self._waits_since < PATIENCE:
            return True
        await tasks.end()
        await self._exchange(self._next)
        return False

    async def _look_at_settings(self) -> None:
        found, before = self._watch(), self._seen
        self._seen = found
        asked, self._asked = self._asked, False
        # A file that is still being written looks different at the next tick.
        if not asked and (found == self._read or found != before):
            return
        self._read = found
        try:
            self._next = await asyncio.to_thread(self._build)
        except MonitorError as exc:
            self._refuse(problems_of(exc))
        except Exception as exc:
            # Whatever a file does to us, the settings that are at work stay there.
            self._refuse((Problem(path="", problem=f"the settings cannot be read: {exc!r}"),))

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self.configuration = replace(
            self.configuration, refused_at=self._clock(), problems=problems
        )
        log.error(
            "settings_refused",
            problems=[f"{one.path}: {one.problem}" for one in problems],
            hint="The settings from before stay at work; `monitor check` says the same.",
        )

    async def _exchange(self, new: Running) -> None:
        await new.pipeline.__aenter__()
        old, self._current = self._current, new
        self._next = self._waits_since = None
        needs_restart = self._adopt(new)
        self.configuration = Configuration(
            folder=self.configuration.folder,
            loaded_at=self._clock(),
            needs_restart=needs_restart,
        )
        log.info("settings_taken_up", **({"needs_restart": needs_restart} if needs_restart else {}))
        await old.pipeline.__aexit__(None, None, None)
        del old, new
        # What was made of the old settings is tens of megabytes in cycles, among so much that
        # lasts that they would be looked for once in days.
        gc.unfreeze()
        settled()


def settled() -> None:
    """Let the collector leave alone what there is now: it lasts as long as the settings do.

    A lexicon and its like are a million objects, and to go through them stops every thread for a
    tenth of a second.
    """
    gc.collect()
    gc.freeze()
