"""What `run` serves: the pipeline of the settings as they are, its endpoint, and its upkeep."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import structlog
import uvicorn
from prometheus_client import CollectorRegistry, ProcessCollector
from sqlalchemy.orm import Session
from starlette.types import ASGIApp

from monitor.cli.bundle import bundle
from monitor.cli.listener import listener
from monitor.cli.rounds import FirstRound, alerts_go_to
from monitor.cli.start import Start
from monitor.config.settings import Settings, load
from monitor.pipeline.build import fetcher_of, names_of, rule_words
from monitor.pipeline.deliver import Sent
from monitor.pipeline.looks import Looked
from monitor.pipeline.monitor import Monitor
from monitor.pipeline.threads import Ladders, compared
from monitor.pipeline.upkeep import Upkeep, behind
from monitor.pipeline.visited import Visit
from monitor.run import daemon, logs
from monitor.run.heartbeat import Heartbeat
from monitor.run.reload import fingerprint
from monitor.run.room import Disk
from monitor.run.service import Job, Service, settled
from monitor.storage.answers import latest
from monitor.storage.dossier import dossier
from monitor.storage.engine import Database
from monitor.web import operations
from monitor.web.app import create_app
from monitor.web.operations import Operations, OperationsCollector
from monitor.web.served import Answer, Served, Watched
from monitor.web.status import reasons_not_ready
from monitor.web.switch import Switch
from monitor.wording import caches
from monitor.wording.formulations import formulations

TICKED = timedelta(minutes=2)
"""How long ago the scheduler may have ticked: it does so every second, or a visit is recorded."""
_FIXED = ("host", "port", "database_url")
"""Settings that a process takes up at its start alone."""

log = structlog.stdlib.get_logger("monitor")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """All that is made of one reading of the settings."""

    settings: Settings
    pipeline: Monitor
    served: Served
    app: ASGIApp
    heartbeat: Heartbeat | None


@dataclass(slots=True, kw_only=True)
class _Daemon:
    """The process: what it is started with, and what the settings have made of it since."""

    start: Start
    database: Database
    on_visit: Callable[[Visit], None]
    on_sent: Callable[[Sent], None]
    on_look: Callable[[Looked], None]
    switch: Switch | None = None
    service: Service | None = None
    running: _Running | None = None
    disk: Disk | None = None
    behind: int = 0
    upkeep: Upkeep = field(default_factory=Upkeep)

    def build(self) -> _Running:
        """Read the settings and make all that runs by them; raises ConfigProblems."""
        return self.made(load(self.start.folder, self.start.environ))

    def made(self, settings: Settings) -> _Running:
        """Return what runs by these settings."""
        database = self.database
        pipeline = Monitor(
            settings,
            database,
            on_visit=self.on_visit,
            on_sent=self.on_sent,
            on_look=self.on_look,
        )
        shown = served(
            settings,
            database,
            pipeline,
            ready=self.reasons,
            operations=lambda: operations.row(self.operations(ready=not self.reasons())),
        )
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(
            OperationsCollector(lambda: self.operations(ready=not reasons_not_ready(shown)))
        )
        url = settings.monitor.heartbeat_url
        return _Running(
            settings=settings,
            pipeline=pipeline,
            served=shown,
            app=create_app(
                shown, token=settings.monitor.token, hosts=_names(settings), metrics=registry
            ),
            heartbeat=Heartbeat(url, clock=_now) if url else None,
        )

    def adopt(self, new: _Running) -> tuple[str, ...]:
        """Let the endpoint show what is now at work; return settings that need a restart."""
        assert self.running is not None
        assert self.switch is not None
        before, after = self.running.settings.monitor, new.settings.monitor
        self.running = new
        self.switch.app = new.app
        caches.forget()
        if self.disk is not None:
            self.disk.reserve = after.storage.reserve_bytes
        logs.configure(after.log)
        return tuple(one for one in _FIXED if getattr(before, one) != getattr(after, one))

    def reasons(self) -> list[str]:
        """Return why the daemon does not work, as sentences."""
        service = self.service
        if service is None or service.ticked_at is None or _now() - service.ticked_at > TICKED:
            return ["the scheduler has not looked for due sources lately"]
        return list(service.reasons())

    def operations(self, *, ready: bool) -> Operations:
        """Return what the daemon says of itself."""
        service, running = self.service, self.running
        assert service is not None
        assert running is not None
        return Operations(
            ready=ready,
            configuration=service.configuration,
            ticked_at=service.ticked_at,
            room=service.room,
            pulse=running.heartbeat.pulse if running.heartbeat else None,
            behind=self.behind,
        )

    def jobs(self) -> tuple[Job, ...]:
        """Return the work beside visits and deliveries."""
        found = [Job(name="upkeep", due=lambda: self.upkeep.due(_now()), work=self._kept_up)]
        running = self.running
        if running is not None and running.heartbeat is not None:
            beat = running.heartbeat
            found.append(Job(name="heartbeat", due=beat.due, work=lambda: self._beat(beat)))
        return tuple(found)

    async def _kept_up(self) -> None:
        assert self.running is not None
        gone = await self.upkeep.run(self.database, self.running.settings.monitor.storage, _now())
        if any(gone.values()):
            log.info("pruned", **gone)
        self.behind = await asyncio.to_thread(behind, self.database)

    async def _beat(self, heartbeat: Heartbeat) -> None:
        assert self.running is not None
        if await asyncio.to_thread(reasons_not_ready, self.running.served):
            heartbeat.skip()
            return
        before = heartbeat.pulse.error
        async with fetcher_of(self.running.settings.monitor) as fetcher:
            await heartbeat.beat(fetcher)
        if heartbeat.pulse.error and not before:
            log.warning("heartbeat_failed", error=heartbeat.pulse.error)


async def serve(
    start: Start,
    settings: Settings,
    database: Database,
    *,
    on_visit: Callable[[Visit], None],
    on_sent: Callable[[Sent], None],
    on_look: Callable[[Looked], None],
) -> None:
    """Poll, alert and serve the status endpoint until SIGTERM."""
    stop = asyncio.Event()
    monitor = settings.monitor
    socket = listener(monitor.host, monitor.port)
    enabled = [source.id for source in settings.sources if source.enabled]
    log.info("alerts", go_to=alerts_go_to(monitor.channels), stop_with="Ctrl-C")
    first_round = FirstRound.begun(database, enabled, _now())

    def visited(visit: Visit) -> None:
        on_visit(visit)
        first_round(visit)

    process = _Daemon(
        start=start, database=database, on_visit=visited, on_sent=on_sent, on_look=on_look
    )
    process.running = first = process.made(settings)
    process.switch = Switch(first.app)
    if database.path is not None:
        process.disk = Disk(database.path, reserve=monitor.storage.reserve_bytes)
    process.service = service = Service(
        first,
        folder=str(start.folder),
        clock=_now,
        watch=lambda: fingerprint(start.folder, start.environ),
        build=process.build,
        adopt=process.adopt,
        disk=process.disk,
        keep=None if database.is_sqlite else database.keep,
        jobs=process.jobs,
    )
    daemon.stop_on_signals(stop, reload=service.reload)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(service)
        await first.pipeline.released()
        settled()
        server = daemon.StatusServer(
            uvicorn.Config(process.switch, log_config=None, access_log=False, lifespan="off")
        )
        log.info(
            "listening",
            address=f"http://{monitor.host}:{socket.getsockname()[1]}/",
            sources=len(enabled),
        )
        await daemon.run(service, stop=stop, server=server, sockets=[socket])


def _nothing() -> Mapping[str, object]:
    return {}


def served(
    settings: Settings,
    database: Database,
    monitor: Monitor,
    *,
    clock: Callable[[], datetime] = _now,
    ready: Callable[[], list[str]] | None = None,
    operations: Callable[[], Mapping[str, object]] = _nothing,
) -> Served:
    """Return what the status endpoint serves of a running monitor."""
    reader = monitor.reader

    def ticking() -> list[str]:
        at = monitor.ticked_at
        if at is None or clock() - at > TICKED:
            return ["the scheduler has not looked for due sources lately"]
        return []

    names = names_of(settings)

    def evidence(session: Session, shift: str) -> bytes | None:
        found = dossier(session, shift)
        if found is None:
            return None
        about = found.stored.shift
        return bundle(
            found,
            body=names.bodies.get(about.body or "", about.body or "No body known"),
            topic=names.topics.get(about.topic or "", about.topic or "no topic"),
        )

    def answers(session: Session, source: str) -> tuple[Answer, ...]:
        return tuple(
            Answer(
                url=one.url,
                fetched_at=one.fetched_at,
                status=one.status,
                size=one.size,
                sha256=one.sha256,
            )
            for one in latest(session, source)
        )

    return Served(
        database=database,
        sources=tuple(
            Watched(
                id=source.id,
                name=source.name,
                url=source.url,
                enabled=source.enabled,
                why=source.why,
            )
            for source in settings.sources
        ),
        clock=clock,
        ready=ready or ticking,
        operations=operations,
        formulate=lambda known, now: formulations(known, comparer=reader.comparer, now=now),
        compare=lambda before, after: compared(reader.comparer, before, after),
        ladders=Ladders(reader.comparer),
        not_covered=tuple(
            f"{source.name}: {source.why}" for source in settings.sources if not source.enabled
        ),
        bodies=names.bodies,
        topics=names.topics,
        rules=rule_words(),
        gloss=names.gloss,
        base_url=settings.monitor.base_url,
        ballot=monitor.notifier.ballot,
        evidence=evidence,
        answers=answers,
    )


def _names(settings: Settings) -> tuple[str, ...]:
    """Return the host names that the endpoint answers to, none meaning any.

    On loopback without a token a web page could otherwise read it under a name of its own that it
    lets lead here (DNS rebinding).
    """
    here = settings.monitor.host
    if settings.monitor.token is not None or here not in ("127.0.0.1", "localhost"):
        return ()
    base = urlsplit(settings.monitor.base_url or "").hostname
    return ("127.0.0.1", "localhost", *([base] if base else []))
