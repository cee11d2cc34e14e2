"""The daemon: a scheduler that wakes the pipeline, a status endpoint, and an orderly end.

Truth lives in the tables (`next_poll_at`, `next_attempt_at`), so that the scheduler only wakes
functions: killing the process at any moment loses no due time.
"""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import structlog
import uvicorn
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.errors import MonitorError, StorageError

log = structlog.stdlib.get_logger("monitor.run")

GRACE = timedelta(seconds=8)
"""How long a stop waits for the transaction under way: a container is killed after 10 seconds."""


class Wakeable(Protocol):
    """What the scheduler wakes; both return at once when nothing is due."""

    async def visit_due(self, tasks: "Tasks") -> None:
        """Start a visit for every source that is due and not being visited."""

    async def deliver_due(self, tasks: "Tasks") -> None:
        """Start a delivery for every receiver that has one due and is not being sent to."""

    async def settle(self) -> None:
        """Return when the transaction under way has ended."""


class Tasks:
    """Work under way, by key: nothing is started twice, and all of it can be ended together."""

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[None]] = {}
        self.storage_failures = 0

    def __contains__(self, key: str) -> bool:
        return key in self._running

    def __len__(self) -> int:
        return len(self._running)

    def start(self, key: str, work: Any) -> None:
        """Run a coroutine under a key; one with a key that runs already is closed unrun."""
        if key in self._running:
            work.close()
            return
        task = asyncio.create_task(work, name=key)
        self._running[key] = task
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task.get_name(), None)
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, StorageError):
            self.storage_failures += 1
        if isinstance(error, MonitorError):
            # What is known to go wrong says so itself; a trace says nothing more.
            log.error("task_failed", task=task.get_name(), error=error.problem, hint=error.hint)
            return
        log.error("task_failed", task=task.get_name(), exc_info=error)

    async def end(self) -> None:
        """Cancel what waits for the network, and return when all of it has ended."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """How often the scheduler looks for due visits and due deliveries."""

    visits: timedelta = timedelta(seconds=1)
    deliveries: timedelta = timedelta(seconds=1)


class StatusServer(uvicorn.Server):
    """uvicorn inside the daemon's loop: the daemon alone listens for signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave SIGTERM and SIGINT to the daemon."""
        yield


async def run(
    pipeline: Wakeable,
    *,
    stop: asyncio.Event,
    server: StatusServer | None = None,
    sockets: list[socket.socket] | None = None,
    ticks: Ticks | None = None,
) -> None:
    """Poll, deliver and serve until `stop` is set, then end within the grace.

    A visit under way loses nothing when it is cut: what it fetched was not yet stored, and its
    source is still due. A delivery under way keeps its lease and is sent again after it, with the
    same id.
    """
    ticks = ticks or Ticks()
    tasks = Tasks()
    async with _scheduler(pipeline, tasks, ticks), _serving(server, sockets, stop):
        log.info("started")
        await stop.wait()
        log.info("stopping", under_way=len(tasks))
    try:
        async with asyncio.timeout(GRACE.total_seconds()):
            await tasks.end()
            await pipeline.settle()
    except TimeoutError:
        log.warning("stopped_late", under_way=len(tasks))
    log.info("stopped")


@contextlib.asynccontextmanager
async def _scheduler(pipeline: Wakeable, tasks: Tasks, ticks: Ticks) -> AsyncIterator[None]:
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        executors={"default": AsyncIOExecutor()},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job, every in (
        (pipeline.visit_due, ticks.visits),
        (pipeline.deliver_due, ticks.deliveries),
    ):
        scheduler.add_job(job, "interval", args=[tasks], seconds=every.total_seconds())
    scheduler.start()
    try:
        await pipeline.visit_due(tasks)
        yield
    finally:
        scheduler.shutdown(wait=False)


@contextlib.asynccontextmanager
async def _serving(
    server: StatusServer | None, sockets: list[socket.socket] | None, stop: asyncio.Event
) -> AsyncIterator[None]:
    if server is None:
        yield
        return
    serving = asyncio.create_task(server.serve(sockets), name="status endpoint")
    # A monitor that cannot be asked must not run.
    serving.add_done_callback(lambda _: stop.set())
    try:
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait_for(serving, timeout=2)


def stop_on_signals(stop: asyncio.Event, *, reload: Callable[[], None] | None = None) -> None:
    """Let SIGTERM and SIGINT set `stop`; a second one ends the process as the system would.

    SIGHUP calls `reload`, where there is one. It also comes when a terminal is closed: then the
    process, which nobody sees any more, stops.
    """
    loop = asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked, number)
    if reload is None:
        return
    in_terminal = sys.stderr.isatty()

    def hung_up() -> None:
        if in_terminal and not sys.stderr.isatty():
            stop.set()
        else:
            reload()

    loop.add_signal_handler(signal.SIGHUP, hung_up)
