"""One visit of one source: asked outside any transaction, stored in one."""

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, TypeVar

from sqlalchemy.orm import Session

from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import SourceError, StorageError
from monitor.pipeline import standing
from monitor.pipeline.articles import Articles, Gone
from monitor.pipeline.candidates import Candidate, Plan, candidates, confirmed
from monitor.pipeline.parsing import Parsing
from monitor.pipeline.record import Histories, Recorded, Recorder
from monitor.pipeline.standing import Moment
from monitor.pipeline.together import Together
from monitor.pipeline.visited import Visit
from monitor.sources.cadence import SHORTEST_SILENCE, Outcome, typical_gap
from monitor.sources.fetch import Fetched, Fetcher, NotModified
from monitor.sources.pages import parse_listing
from monitor.sources.parse import ParsedFeed, parse_feed
from monitor.statements.statement import Origin, Statement
from monitor.storage import entries, items
from monitor.storage import sources as states
from monitor.storage.engine import Database
from monitor.storage.sources import SourceState

_Quiet = tuple[SourceSettings, datetime, Fetched | NotModified]

P = ParamSpec("P")
T = TypeVar("T")

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
LARGE = 300_000
"""Bytes of a known feed that are parsed in a child all the same: where nothing in it is as it was
and nothing well-formed, feedparser takes 12 s for a megabyte, and every other source waits."""
PAGE_TYPES = "text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.5"


class Visitor:
    """Visits sources; many visits may be under way, and one worker records them in turn."""

    def __init__(
        self,
        *,
        database: Database,
        recorder: Recorder,
        fetcher: Fetcher,
        parsing: Parsing,
        worker: Executor,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._recorder = recorder
        self._fetcher = fetcher
        self._parsing = parsing
        self._articles = Articles(fetcher, parsing)
        self._worker = worker
        self._read: dict[str, Statement] = {}
        self._states = Together(worker, self._read_states)
        self._quiet = Together(worker, self._keep_quiet)
        self._clock = clock
        self._jitter = jitter

    async def visit(self, source: SourceSettings) -> Visit:
        """Return what a visit of a source came to; its failure is a state of it, not an error.

        Raises StorageError alone: a database that cannot be written concerns every source.
        """
        began = self._clock()
        try:
            return await self._visited(source, began)
        except SourceError as exc:
            error = exc
        except StorageError:
            raise
        except Exception as exc:
            # Whatever an answer does to us concerns this source alone, which slows down as for
            # any other failure; unstored, it would be asked again at the next tick.
            error = SourceError(
                f"the monitor failed on it: {exc!r}",
                source=source.id,
                hint="This is a fault of the monitor: please report it with the address.",
            )
            error.__cause__ = exc
        return await self._work(self._failed, source, began, error)

    async def _visited(self, source: SourceSettings, began: datetime) -> Visit:
        state = await self._states(source)
        answer = await self._fetcher.get(
            source.url,
            source=source.id,
            validators=state.validators,
            accept=FEED_TYPES if source.kind is SourceKind.FEED else PAGE_TYPES,
        )
        if isinstance(answer, NotModified) or answer.sha256 == state.body_sha256:
            return await self._quiet((source, began, answer))
        feed = await self._parsed(source, answer)
        plan = await self._work(self._taken, source, began, answer, feed)
        if isinstance(plan, Visit):
            return plan
        plan = await self._articles.completed(source, plan)
        gone = await self._articles.gone(source, plan.vanished)
        return await self._work(self._stored, source, began, answer, feed, plan, gone)

    async def _work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, partial(function, *args, **kwargs))

    def _read_states(self, sources: Sequence[SourceSettings]) -> list[SourceState]:
        with self._database.read() as session:
            return _states_of(session, sources)

    async def _parsed(self, source: SourceSettings, answer: Fetched) -> ParsedFeed:
        shared = {
            "url": answer.final_url,
            "content_type": answer.header("content-type"),
            "charset": source.charset,
        }
        size = len(answer.body)
        if source.kind is SourceKind.FEED:
            known = await self._work(self._known, source)
            return await self._parsing.run(
                parse_feed,
                source=source.id,
                # Where the blocks are known already, all but the new ones are skipped.
                size=0 if known and size < LARGE else size,
                body=answer.body,
                zone=source.zone,
                known=known,
                **shared,
            )
        if source.listing is not None:
            return await self._parsing.run(
                parse_listing,
                source=source.id,
                size=size,
                body=answer.body,
                zone=source.zone,
                rule=source.listing,
                **shared,
            )
        return await self._articles.page(source, answer)

    def _known(self, source: SourceSettings) -> frozenset[str]:
        with self._database.read() as session:
            return entries.digests(session, source.id)

    def _taken(
        self, source: SourceSettings, began: datetime, answer: Fetched, feed: ParsedFeed
    ) -> Visit | Plan:
        """Return the visit, stored; or its plan, where pages have to be asked for first."""
        with self._database.write() as session:
            plan = candidates(session, source, feed, base=answer.final_url)
            if plan.vanished or (source.full_text and plan.candidates):
                return plan
            return self._store(session, source, began, answer, feed, plan, Gone())

    def _stored(
        self,
        source: SourceSettings,
        began: datetime,
        answer: Fetched,
        feed: ParsedFeed,
        plan: Plan,
        gone: Gone,
    ) -> Visit:
        with self._database.write() as session:
            return self._store(session, source, began, answer, feed, plan, gone)

    def _store(
        self,
        session: Session,
        source: SourceSettings,
        began: datetime,
        answer: Fetched,
        feed: ParsedFeed,
        plan: Plan,
        gone: Gone,
    ) -> Visit:
        now = self._clock()
        recorded: list[Recorded] = []
        plan = confirmed(session, plan)
        state = _state_of(session, source)
        baseline = state.baselined_at is None
        seen = any(one.known is not None for one in (*plan.candidates, *plan.postponed))
        problems = [
            *standing.oddities(source, state, answer, feed, seen=seen or bool(plan.present)),
            *plan.problems,
        ]
        histories = Histories(session, self._read)
        done: list[Candidate] = []
        for candidate in plan.oldest_first():
            try:
                one = self._record(
                    session, source, candidate, histories, now=now, baseline=baseline
                )
            except Exception as exc:
                # Whatever one item does, the others of its source are stored; the item is
                # named in the source's state and comes again when its entry changes.
                problems.append(f"{candidate.item.url or candidate.item.key}: {exc!r}"[:300])
                histories = Histories(session)
                one = None
            if one is not None:
                recorded.append(one)
            done.append(candidate.stored_as(one.item) if one else candidate)
        self._noted(session, source, plan, done, gone, now)
        recorded += self._removed(session, source, gone.items, now)
        new = sum(one.new for one in done)
        after = standing.after_reading(
            source,
            state,
            answer,
            feed,
            self._moment(session, source, state, now),
            new=new,
            complete=plan.complete,
            problems=tuple(problems),
        )
        states.save(session, after)
        return Visit(
            source=source.id,
            outcome=Outcome.CHANGED if done or recorded else Outcome.UNCHANGED,
            began_at=began,
            took=self._clock() - began,
            next_poll_at=after.next_poll_at or now,
            status=answer.status,
            entries=after.entries,
            new=new,
            baseline=baseline,
            recorded=tuple(recorded),
            problems=tuple(problems),
        )

    def _noted(
        self,
        session: Session,
        source: SourceSettings,
        plan: Plan,
        done: list[Candidate],
        gone: Gone,
        now: datetime,
    ) -> None:
        """Remember what the feed held: as taken, as tried in vain, or as it was."""
        taken = [one.seen(now) for one in reversed(done)]
        tried = [one.tried(now) for one in plan.postponed]
        entries.note(
            session,
            source.id,
            [*taken, *tried],
            now,
            aliases={one.item.key: one.item.aliases for one in done},
        )
        entries.touch(session, source.id, plan.present, now)
        known = {one.known.digest for one in plan.waiting if one.known is not None}
        noted = {one.digest for one in (*taken, *tried)}
        here = {*plan.present, *noted, *known, *gone.undecided}
        entries.missing(session, source.id, here, now)

    def _record(
        self,
        session: Session,
        source: SourceSettings,
        candidate: Candidate,
        histories: Histories,
        *,
        now: datetime,
        baseline: bool,
    ) -> Recorded | None:
        topics = self._recorder.reader.topics_of(candidate.item, source.topics)
        if not topics and not candidate.known_item:
            return None
        with session.begin_nested():
            return self._recorder.record(
                session,
                candidate.item,
                origin_of(source, candidate.item.url, candidate.item.published_at),
                topics=topics,
                now=now,
                baseline=baseline,
                histories=histories,
            )

    def _removed(
        self, session: Session, source: SourceSettings, gone: tuple[str, ...], now: datetime
    ) -> list[Recorded]:
        removed = []
        for stored in gone:
            item = items.get(session, stored)
            if item is None:
                continue
            origin = origin_of(source, item.item.url, item.item.published_at)
            one = self._recorder.remove(session, item.item, origin, stored, now=now)
            if one is not None:
                removed.append(one)
        return removed

    def _keep_quiet(self, found: Sequence[_Quiet]) -> list[Visit]:
        """Return the visits of sources that have what they had, stored in one transaction."""
        now = self._clock()
        visits, after = [], []
        with self._database.write() as session:
            known = _states_of(session, [source for source, _, _ in found])
            for (source, began, answer), state in zip(found, known, strict=True):
                moment = self._moment(session, source, state, now)
                following = standing.after_quiet(source, state, answer, moment)
                after.append(following)
                unasked = isinstance(answer, NotModified)
                visits.append(
                    Visit(
                        source=source.id,
                        outcome=Outcome.NOT_MODIFIED if unasked else Outcome.UNCHANGED,
                        began_at=began,
                        took=now - began,
                        next_poll_at=following.next_poll_at or now,
                        status=following.last_status,
                    )
                )
            states.save(session, *after)
        return visits

    def _failed(self, source: SourceSettings, began: datetime, exc: SourceError) -> Visit:
        now = self._clock()
        with self._database.write() as session:
            state = _state_of(session, source)
            moment = Moment(now=now, jitter=self._jitter())
            after = standing.after_failure(source, state, exc, moment)
            states.save(session, after)
        return Visit(
            source=source.id,
            outcome=standing.outcome_of(exc),
            began_at=began,
            took=now - began,
            next_poll_at=after.next_poll_at or now,
            status=after.last_status,
            error=exc.problem,
            hint=exc.hint,
        )

    def _moment(
        self, session: Session, source: SourceSettings, state: SourceState, now: datetime
    ) -> Moment:
        last, gap = state.last_new_item_at, None
        if last is not None and now - last > SHORTEST_SILENCE:
            gap = typical_gap(entries.times(session, source.id))
        return Moment(now=now, jitter=self._jitter(), gap=gap)


def origin_of(source: SourceSettings, url: str, published_at: datetime | None) -> Origin:
    """Return what is known of a document from the source that it came through."""
    return Origin(
        url=url,
        source=source.id,
        published_at=published_at,
        body=source.body,
        speaker=source.speaker,
        outlet_country=source.outlet_country,
        zone=source.zone,
    )


def _state_of(session: Session, source: SourceSettings) -> SourceState:
    return _states_of(session, [source])[0]


def _states_of(session: Session, sources: Sequence[SourceSettings]) -> list[SourceState]:
    found = states.load(session, [source.id for source in sources])
    return [_present(source, found.get(source.id)) for source in sources]


def _present(source: SourceSettings, known: SourceState | None) -> SourceState:
    if known is None:
        return SourceState(id=source.id, url=source.url)
    if known.url != source.url:
        # Validators and digests belong to an address; what was seen belongs to the source.
        return SourceState(
            id=source.id,
            url=source.url,
            baselined_at=known.baselined_at,
            visits=known.visits,
            entries=known.entries,
        )
    return known
