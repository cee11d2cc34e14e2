"""Published pages looked at again: what was changed, taken down or put back without a word."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from sqlalchemy.orm import Session

from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import FetchError, ParseError
from monitor.pipeline.articles import Articles
from monitor.pipeline.candidates import Candidate
from monitor.pipeline.known import origin_of
from monitor.pipeline.record import Histories, Recorded, Recorder
from monitor.pipeline.rereading import caught_up, words
from monitor.sources.article import Article
from monitor.sources.fetch import Fetched, NotModified, Validators
from monitor.sources.item import Item
from monitor.sources.looks import PAUSE, first_look, lost_most, next_look
from monitor.statements.statement import Origin
from monitor.storage import evidence, items, looks
from monitor.storage.engine import Database
from monitor.storage.items import StoredItem
from monitor.storage.looks import Look

MOST = 6
"""Pages of one source looked at in one go; those left over are due at the next tick."""
AT_ONCE = 2
_GONE = frozenset({404, 410})
_LONGEST = 300
_PLACES = 1 << 32

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What looking at pages of one source came to: how many, what was recorded, what was odd."""

    source: str
    began_at: datetime
    took: timedelta
    pages: int = 0
    recorded: tuple[Recorded, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a page answered: `error` where it did not, `article` where its text was read."""

    answer: Fetched | NotModified | None = None
    article: Article | None = None
    error: FetchError | ParseError | None = None


def expect(
    session: Session,
    source: SourceSettings,
    done: Sequence[Candidate],
    recorded: Sequence[Recorded],
    gone: Sequence[str],
    *,
    now: datetime,
    baseline: bool,
) -> None:
    """Set down when the pages of items that a visit stored are looked at again.

    `gone` are items whose page was not there when the visit asked for it: they are looked at once
    more after PAUSE, and only then does that count.
    """
    if source.kind is SourceKind.PAGE and source.listing is None:
        return
    fresh = {one.item for one in recorded if one.new or one.changed}
    stored = {
        item: one for one in done if (item := one.known_item) in fresh and item and one.item.url
    }
    known = looks.get_many(session, [*stored, *gone])
    expected = [
        _expected(source, item, candidate, known.get(item), now=now, baseline=baseline)
        for item, candidate in stored.items()
    ]
    for item in gone:
        look = known.get(item) or Look(item=item, source=source.id, due_at=None)
        expected.append(replace(look, gone_since=look.gone_since or now, due_at=now + PAUSE))
    looks.save(session, expected)


def _expected(
    source: SourceSettings,
    item: str,
    candidate: Candidate,
    known: Look | None,
    *,
    now: datetime,
    baseline: bool,
) -> Look:
    published = min(candidate.item.published_at or now, now)
    place = int(item[:8], 16) / _PLACES
    if known is None:
        due = (
            first_look(published, now=now, stages=source.looks, place=place)
            if baseline
            else next_look(published, now=now, stages=source.looks, jitter=place)
        )
        known = Look(item=item, source=source.id, due_at=due)
    return replace(
        known,
        validators=candidate.page or Validators(),
        body_sha256=None if candidate.page is None else candidate.item.evidence,
        doubted_since=None,
    )


class Looks:
    """Looks at pages again; the network outside any transaction, what it comes to in one."""

    def __init__(
        self,
        *,
        database: Database,
        recorder: Recorder,
        articles: Articles,
        worker: Executor,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._recorder = recorder
        self._articles = articles
        self._worker = worker
        self._clock = clock

    async def due(self) -> tuple[str, ...]:
        """Return the sources that have a page due for a look."""
        return await self._work(self._due)

    async def look(self, source: SourceSettings) -> Looked:
        """Look at the pages of a source that are due, few at a time, and return what came of it.

        A page that fails is looked at again later. Raises StorageError alone.
        """
        began = self._clock()
        taken, known = await self._work(self._taken, source)
        turn = asyncio.Semaphore(AT_ONCE)
        seen = await asyncio.gather(
            *(self._seen(source, look, known.get(look.item), turn) for look in taken)
        )
        recorded, after = await self._work(self._stored, source, taken, seen)
        urls = {id_: stored.item.url for id_, stored in known.items()}
        return Looked(
            source=source.id,
            began_at=began,
            took=self._clock() - began,
            pages=len(taken),
            recorded=recorded,
            problems=tuple(
                f"{urls.get(one.item, one.item)}: {one.problem}" for one in after if one.problem
            ),
        )

    async def _work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, partial(function, *args, **kwargs))

    def _due(self) -> tuple[str, ...]:
        with self._database.read() as session:
            return looks.due_sources(session, self._clock())

    def _taken(self, source: SourceSettings) -> tuple[tuple[Look, ...], Mapping[str, StoredItem]]:
        with self._database.read() as session:
            taken = looks.due(session, source.id, self._clock(), limit=MOST)
            return taken, items.get_many(session, [one.item for one in taken])

    async def _seen(
        self,
        source: SourceSettings,
        look: Look,
        stored: StoredItem | None,
        turn: asyncio.Semaphore,
    ) -> _Seen:
        if stored is None or (not source.looks and look.gone_since is None):
            return _Seen()
        try:
            async with turn:
                answer = await self._articles.asked(source, stored.item.url, look.validators)
        except FetchError as exc:
            return _Seen(error=exc)
        if (
            isinstance(answer, NotModified)
            or not source.full_text
            or answer.sha256 == look.body_sha256
        ):
            return _Seen(answer=answer)
        try:
            return _Seen(answer=answer, article=await self._articles.article(source, answer))
        except ParseError as exc:
            return _Seen(answer=answer, error=exc)

    def _stored(
        self, source: SourceSettings, taken: Sequence[Look], seen: Sequence[_Seen]
    ) -> tuple[tuple[Recorded, ...], tuple[Look, ...]]:
        now = self._clock()
        recorded: list[Recorded] = []
        after: list[Look] = []
        with self._database.write() as session:
            judging = _Judging(session, self._recorder, source, now)
            for look, one in zip(taken, seen, strict=True):
                try:
                    with session.begin_nested():
                        following, found = judging.of(look, one)
                except Exception as exc:
                    # Whatever one page does, the looks at the others count; it is named below.
                    judging.histories = Histories(session)
                    following, found = judging.put_off(look, repr(exc)), []
                after.append(following)
                recorded += found
            looks.save(session, after)
        return tuple(recorded), tuple(after)


class _Judging:
    """One transaction over the pages of one source that were looked at."""

    def __init__(
        self, session: Session, recorder: Recorder, source: SourceSettings, now: datetime
    ) -> None:
        self._session = session
        self._recorder = recorder
        self._source = source
        self._now = now
        self.histories = Histories(session)

    def of(self, look: Look, seen: _Seen) -> tuple[Look, list[Recorded]]:
        """Return the look as it is after this one, and what the page came to."""
        stored = items.get(self._session, look.item)
        if stored is None or (seen.answer is None and seen.error is None):
            return replace(look, due_at=None), []
        if isinstance(seen.error, FetchError):
            if seen.error.status in _GONE:
                return self._gone(look, stored)
            return self.put_off(look, seen.error.problem, stored), []
        found = []
        if stored.removed_at is not None:
            found.append(self._recorder.restore(self._session, *self._told(stored), now=self._now))
        there = replace(look, gone_since=None)
        if seen.error is not None or (seen.article is not None and not seen.article.text):
            problem = seen.error.problem if seen.error else "the page has no text"
            return self._doubted(there, problem, stored), _some(found)
        if seen.article is None:
            following = self._good(there, seen, stored)
        else:
            item = replace(stored.item, text=seen.article.text)
            read = caught_up(
                self._session,
                self._recorder,
                self._source,
                item,
                stored.id,
                now=self._now,
                histories=self.histories,
            )
            stored = (items.get(self._session, look.item) if read else None) or stored
            following, one = self._compared(there, seen, stored, seen.article)
            found += [*read, one]
        return following, _some(found)

    def put_off(self, look: Look, problem: str, stored: StoredItem | None = None) -> Look:
        """Return a look that told nothing, due again when the next one would have been."""
        due = self._now + PAUSE * 6 if stored is None else self._next(look, stored)
        return replace(look, looked_at=self._now, due_at=due, problem=problem[:_LONGEST])

    def _gone(self, look: Look, stored: StoredItem) -> tuple[Look, list[Recorded]]:
        since = look.gone_since or self._now
        if stored.removed_at is None and self._now - since < PAUSE:
            return replace(
                look, gone_since=since, looked_at=self._now, due_at=since + PAUSE, problem=None
            ), []
        found = None
        if stored.removed_at is None:
            found = self._recorder.remove(self._session, *self._told(stored), now=self._now)
        following = replace(look, gone_since=since, looked_at=self._now, problem=None)
        return replace(following, due_at=self._next(following, stored)), _some([found])

    def _doubted(self, look: Look, problem: str, stored: StoredItem) -> Look:
        """Return a look at a page whose text is not believed; soon again where that is new."""
        if look.doubted_since is None:
            due: datetime | None = self._now + PAUSE
        else:
            due = self._next(look, stored)
        return replace(
            look,
            doubted_since=look.doubted_since or self._now,
            looked_at=self._now,
            due_at=due,
            problem=f"suspect: {problem}"[:_LONGEST],
        )

    def _compared(
        self, look: Look, seen: _Seen, stored: StoredItem, article: Article
    ) -> tuple[Look, Recorded | None]:
        if words(article.text) == words(stored.item.text):
            return self._good(look, seen, stored), None
        new_to_us = look.body_sha256 is None
        doubted = look.doubted_since is None or self._now - look.doubted_since < PAUSE
        if not new_to_us and doubted and lost_most(stored.item.text, article.text):
            return self._doubted(look, "the page has lost most of its text", stored), None
        assert isinstance(seen.answer, Fetched)
        item = replace(stored.item, text=article.text, evidence=seen.answer.sha256)
        recorded = self._recorder.record(
            self._session,
            item,
            origin_of(self._source, item.url, item.published_at),
            topics=self._recorder.reader.topics_of(item, self._source.topics),
            now=self._now,
            # Where the feed's own text stood in so far, the page's is the first of its kind.
            baseline=new_to_us,
            histories=self.histories,
        )
        if recorded.new or recorded.changed:
            evidence.put(self._session, seen.answer)
        return self._good(look, seen, stored), recorded

    def _good(self, look: Look, seen: _Seen, stored: StoredItem) -> Look:
        answer = seen.answer
        assert answer is not None
        read = isinstance(answer, Fetched) and self._source.full_text
        return replace(
            look,
            looked_at=self._now,
            due_at=self._next(look, stored),
            validators=answer.validators,
            body_sha256=answer.sha256 if read and isinstance(answer, Fetched) else look.body_sha256,
            doubted_since=None,
            problem=None,
        )

    def _next(self, look: Look, stored: StoredItem) -> datetime | None:
        published = min(stored.item.published_at or stored.first_seen_at, stored.first_seen_at)
        place = int(look.item[:8], 16) / _PLACES
        return next_look(published, now=self._now, stages=self._source.looks, jitter=place)

    def _told(self, stored: StoredItem) -> tuple[Item, Origin, str]:
        origin = origin_of(self._source, stored.item.url, stored.item.published_at)
        return stored.item, origin, stored.id


def _some(found: Sequence[Recorded | None]) -> list[Recorded]:
    return [one for one in found if one is not None]
