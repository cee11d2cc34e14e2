"""The whole monitor over one database: what is due is visited, what is owed is delivered."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from rich.console import Console

from monitor.alerts.votes import Ballot
from monitor.config.settings import Settings
from monitor.config.sources import SourceSettings
from monitor.errors import StorageError
from monitor.pipeline.articles import Articles
from monitor.pipeline.build import addresses_of, fetcher_of, notifier_of, reader_of, senders_of
from monitor.pipeline.deadletters import DeadLetters
from monitor.pipeline.deliver import Deliverer, Sent
from monitor.pipeline.digests import make_due
from monitor.pipeline.looks import Looked, Looks
from monitor.pipeline.notices import Notices
from monitor.pipeline.parsing import Parsing
from monitor.pipeline.record import Recorder
from monitor.pipeline.visit import Visitor
from monitor.pipeline.visited import Visit
from monitor.storage import evidence, outbox, told, verdicts
from monitor.storage import sources as states
from monitor.storage.engine import Database
from monitor.storage.evidence import Retention

T = TypeVar("T")

NOTICES_EVERY = timedelta(minutes=1)
"""How often it is asked what is to be told of the sources."""
LOOKS_EVERY = timedelta(seconds=30)
"""How often it is asked which pages are due for a look."""


class Tasks(Protocol):
    """Where work is started under a key, at most once at a time."""

    def __contains__(self, key: str) -> bool:
        """Return whether work under this key is under way."""

    def __len__(self) -> int:
        """Return how much work is under way."""

    def start(self, key: str, work: Coroutine[Any, Any, None]) -> None:
        """Start work under a key."""


def _now() -> datetime:
    return datetime.now(UTC)


class Monitor:
    """Visits and deliveries over one database; used as an async context manager.

    `on_visit` and `on_sent` hear of each visit and each attempt at a delivery, `on_look` of each
    time that pages of a source were looked at again.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        clock: Callable[[], datetime] = _now,
        console: Console | None = None,
        on_visit: Callable[[Visit], None] = lambda _: None,
        on_sent: Callable[[Sent], None] = lambda _: None,
        on_look: Callable[[Looked], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._on_visit = on_visit
        self._on_look = on_look
        # One thread reads, compares and writes: SQLite has one writer, and the interpreter lock
        # lets two threads of this work take longer than one.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recorder")
        self._stack = AsyncExitStack()
        self._fetcher = fetcher_of(settings.monitor)
        self._parsing = Parsing(self._worker)
        self.reader = reader_of(settings)
        with database.write() as session:
            ballot = Ballot(key=verdicts.ballot_key(session))
        self.notifier = notifier_of(settings, ballot=ballot)
        self._enabled = {source.id: source for source in settings.sources if source.enabled}
        self.ticked_at: datetime | None = None
        self._resting: dict[str, datetime] = {}
        self._looked_at: datetime | None = None
        self._retention = Retention(
            age=settings.monitor.evidence_age, size=settings.monitor.evidence_bytes
        )
        self._told_at: datetime | None = None
        recorder = Recorder(self.reader, notifier=self.notifier)
        self._visitor = Visitor(
            database=database,
            recorder=recorder,
            fetcher=self._fetcher,
            parsing=self._parsing,
            worker=self._worker,
            clock=clock,
            slow=settings.monitor.slow,
            retention=self._retention,
        )
        self._looks = Looks(
            database=database,
            recorder=recorder,
            articles=Articles(self._fetcher, self._parsing),
            worker=self._worker,
            clock=clock,
        )
        self._notices = Notices(
            database=database,
            sources=self._enabled,
            channels=settings.channel_rules,
            receivers=self.notifier.receivers,
            base_url=settings.monitor.base_url,
            clock=clock,
        )
        self._deliverer = Deliverer(
            database=database,
            senders=senders_of(
                settings.monitor.channels,
                self._fetcher,
                console=console or Console(),
            ),
            policy=settings.monitor.retry,
            worker=self._worker,
            dead_letters=DeadLetters(
                channels=settings.channel_rules,
                receivers=self.notifier.receivers,
                addresses=addresses_of(settings.monitor.channels),
                base_url=settings.monitor.base_url,
            ),
            clock=clock,
            on_sent=on_sent,
        )

    async def __aenter__(self) -> Self:
        self._stack.callback(self._worker.shutdown)
        await self._stack.enter_async_context(self._parsing)
        await self._stack.enter_async_context(self._fetcher)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def visit_due(self, tasks: Tasks) -> None:
        """Start a visit for every enabled source that is due, as many as may be under way.

        What room they leave is for looks at published pages; what changed in the coverage of the
        sources is told once a minute.
        """
        now = self.ticked_at = self._clock()
        free = self._settings.monitor.concurrency - len(tasks)
        if free > 0:
            due = [
                one
                for one in await self._run(self._due)
                if f"visit {one}" not in tasks and not self._rests(one)
            ]
            for source in due[:free]:
                tasks.start(f"visit {source}", self._visited(source))
        if self._looked_at is None or now - self._looked_at >= LOOKS_EVERY:
            self._looked_at = now
            await self._look_due(tasks)
        if self._told_at is None or now - self._told_at >= NOTICES_EVERY:
            self._told_at = now
            await self._run(self._notices.tell)

    async def deliver_due(self, tasks: Tasks) -> None:
        """Start sending to every receiver that has something due and is not being sent to.

        Digests whose time has come are made first.
        """
        await self._run(self._make_digests)
        for receiver in await self._deliverer.due():
            if f"deliver {receiver}" not in tasks:
                tasks.start(f"deliver {receiver}", self._delivered(receiver))

    async def released(self) -> None:
        """Free what a process that died had claimed; only who holds the database may."""
        await self._run(self._release)

    async def owes(self) -> bool:
        """Return whether any delivery still waits, or a digest whose time has come."""
        return await self._run(self._owes)

    async def settle(self) -> None:
        """Return when the transaction under way has ended."""
        await self._run(lambda: None)

    async def poll(self, sources: Sequence[SourceSettings]) -> AsyncIterator[Visit]:
        """Visit each source now, due or not, and yield what each visit came to, first come first.

        Ends with a look at those of their pages that are due, what there is to tell of the
        sources' coverage, and one attempt at everything that is owed.
        """
        waiting = iter(sources)
        under_way: set[asyncio.Task[Visit]] = set()
        done: set[asyncio.Task[Visit]] = set()
        try:
            while True:
                free = self._settings.monitor.concurrency - len(under_way)
                for source in islice(waiting, free):
                    under_way.add(asyncio.create_task(self._visitor.visit(source)))
                if not under_way:
                    break
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                while done:
                    visit = done.pop().result()
                    self._on_visit(visit)
                    yield visit
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, *done, return_exceptions=True)
        due = await self._looks.due()
        for source in sources:
            if source.id in due:
                self._on_look(await self._looks.look(source))
        await self._run(self._notices.tell)
        await self.deliver_all()

    async def deliver_all(self) -> tuple[Sent, ...]:
        """Try everything that is owed and due once, all receivers at the same time."""
        await self._run(self._make_digests)
        due = await self._deliverer.due()
        answers = await asyncio.gather(*(self._deliverer.deliver(one) for one in due))
        return tuple(sent for batch in answers for sent in batch)

    async def _look_due(self, tasks: Tasks) -> None:
        for source in await self._looks.due():
            if len(tasks) >= self._settings.monitor.concurrency:
                return
            if source in self._enabled and f"look {source}" not in tasks:
                tasks.start(f"look {source}", self._looked(source))

    async def _looked(self, source: str) -> None:
        self._on_look(await self._looks.look(self._enabled[source]))

    async def _visited(self, source: str) -> None:
        try:
            visit = await self._visitor.visit(self._enabled[source])
        except StorageError:
            # What could not be stored leaves the source due: without a rest, its site would be
            # asked at each tick for as long as the disk is full.
            self._resting[source] = self._clock() + self._enabled[source].cadence.minimum
            raise
        self._on_visit(visit)

    def _rests(self, source: str) -> bool:
        until = self._resting.get(source)
        return until is not None and self._clock() < until

    async def _delivered(self, receiver: str) -> None:
        await self._deliverer.deliver(receiver)

    def _release(self) -> None:
        with self._database.write() as session:
            outbox.release_all(session)
            evidence.prune(session, self._retention, self._clock())

    def _make_digests(self) -> None:
        make_due(self._database, self.notifier, self._clock)

    def _owes(self) -> bool:
        with self._database.read() as session:
            digest = told.next_digest(session)
            late = digest is not None and digest <= self._clock()
            return late or outbox.next_due(session) is not None

    def _due(self) -> tuple[str, ...]:
        with self._database.read() as session:
            return states.due(session, self._clock(), list(self._enabled))

    async def _run(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, function)
