"""One visit of one source: asked outside any transaction, stored in one."""

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from sqlalchemy.orm import Session

from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import ParseError, SourceError, StorageError
from monitor.pipeline import coverage, standing
from monitor.pipeline.articles import Articles, Gone, past_the_wall
from monitor.pipeline.candidates import Candidate, Plan, candidates, confirmed
from monitor.pipeline.known import moment_of, origin_of, state_of, states_of
from monitor.pipeline.looks import expect
from monitor.pipeline.parsing import Parsing
from monitor.pipeline.record import Histories, Recorded, Recorder
from monitor.pipeline.rereading import caught_up
from monitor.pipeline.standing import Moment
from monitor.pipeline.together import Together
from monitor.pipeline.visited import Visit
from monitor.sources.cadence import Outcome
from monitor.sources.fetch import Fetched, Fetcher, NotModified
from monitor.sources.pages import parse_listing
from monitor.sources.parse import ParsedFeed, parse_feed
from monitor.statements.statement import Statement
from monitor.storage import entries, evidence
from monitor.storage import sources as states
from monitor.storage.engine import Database
from monitor.storage.evidence import DEFAULT, Retention
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
        slow: timedelta = standing.SLOW,
        retention: Retention = DEFAULT,
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
        self._slow = slow
        self._retention = retention

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
        address = source.address(began)
        # What one year's list gave to ask by says nothing of the next year's.
        same = source.address(state.last_visit_at or began) == address
        answer = await self._fetcher.get(
            address,
            source=source.id,
            validators=state.validators if same else None,
            accept=FEED_TYPES if source.kind is SourceKind.FEED else PAGE_TYPES,
        )
        if isinstance(answer, NotModified) or answer.sha256 == state.body_sha256:
            return await self._quiet((source, began, answer))
        past_the_wall(answer, source.id, transient=False)
        try:
            feed = await self._parsed(source, answer)
        except ParseError as exc:
            return await self._work(self._failed, source, began, exc, answer)
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
            return states_of(session, sources)

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
            plan = candidates(session, source, feed, base=answer.final_url, evidence=answer.sha256)
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
        plan = confirmed(session, plan, now)
        state = state_of(session, source)
        baseline = state.baselined_at is None
        odd = standing.oddities(source, state, answer, feed, plan)
        problems = [*odd, *plan.problems]
        histories = Histories(session, self._read)
        done: list[Candidate] = []
        witnesses: list[Fetched] = []
        for candidate in plan.oldest_first():
            found: list[Recorded] = []
            try:
                found = self._record(
                    session, source, candidate, histories, now=now, baseline=baseline
                )
            except Exception as exc:
                # Whatever one item does, the others of its source are stored; the item is
                # named in the source's state and comes again when its entry changes.
                problems.append(f"{candidate.item.url or candidate.item.key}: {exc!r}"[:300])
                histories = Histories(session)
            recorded += found
            if any(one.new or one.changed for one in found):
                witnesses.append(candidate.answer or answer)
            done.append(candidate.stored_as(found[-1].item) if found else candidate)
        evidence.keep(session, witnesses, self._retention, now)
        self._noted(session, source, plan, done, gone, now)
        expect(session, source, done, recorded, gone.items, now=now, baseline=baseline)
        new = [one.item.published_at for one in done if one.new]
        after = standing.after_reading(
            source,
            state,
            answer,
            feed,
            plan,
            self._moment(session, source, state, now),
            news=new,
            problems=tuple(problems),
        )
        days = standing.news_days(source, state, after, feed, now)
        states.had_news(session, source.id, days)
        if standing.is_overrun(source, state, plan):
            coverage.missed(session, state, odd[-1], now)
        self._kept(session, [(state, after)], now)
        return Visit(
            source=source.id,
            outcome=Outcome.CHANGED if done or recorded else Outcome.UNCHANGED,
            began_at=began,
            took=self._clock() - began,
            next_poll_at=after.next_poll_at or now,
            status=answer.status,
            entries=after.entries,
            new=len(new),
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
        tried += [one.doubted(now) for one in plan.doubtful]
        entries.note(
            session,
            source.id,
            [*taken, *tried],
            now,
            aliases={one.item.key: (*one.item.aliases, *one.traces) for one in done},
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
    ) -> list[Recorded]:
        item = candidate.item
        topics = self._recorder.reader.topics_of(item, source.topics)
        if not candidate.readable or not (topics or candidate.known_item):
            return []
        origin = origin_of(source, item.url, item.published_at)
        found = []
        with session.begin_nested():
            if candidate.known_item is not None:
                back = self._recorder.restore(session, item, origin, candidate.known_item, now=now)
                found += [back] if back else []
                found += caught_up(
                    session,
                    self._recorder,
                    source,
                    item,
                    candidate.known_item,
                    now=now,
                    histories=histories,
                )
            found.append(
                self._recorder.record(
                    session,
                    item,
                    origin,
                    topics=topics,
                    now=now,
                    baseline=baseline,
                    histories=histories,
                )
            )
        return found

    def _keep_quiet(self, found: Sequence[_Quiet]) -> list[Visit]:
        """Return the visits of sources that have what they had, stored in one transaction."""
        now = self._clock()
        visits, after = [], []
        with self._database.write() as session:
            known = states_of(session, [source for source, _, _ in found])
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
            self._kept(session, list(zip(known, after, strict=True)), now)
        return visits

    def _failed(
        self,
        source: SourceSettings,
        began: datetime,
        exc: SourceError,
        answer: Fetched | None = None,
    ) -> Visit:
        now = self._clock()
        with self._database.write() as session:
            state = state_of(session, source)
            moment = Moment(now=now, jitter=self._jitter())
            after = standing.after_failure(source, state, exc, moment, answer=answer)
            self._kept(session, [(state, after)], now)
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

    def _kept(
        self, session: Session, steps: Sequence[tuple[SourceState, SourceState]], now: datetime
    ) -> None:
        """Store how sources stand now, and what that means for what is covered."""
        states.save(session, *(after for _, after in steps))
        coverage.follow(session, steps, now)

    def _moment(
        self, session: Session, source: SourceSettings, state: SourceState, now: datetime
    ) -> Moment:
        return moment_of(session, source, state, now=now, jitter=self._jitter(), slow=self._slow)
