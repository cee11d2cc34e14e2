"""How a source stands after a visit, from how it stood before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import FetchError, SourceError
from monitor.pipeline.candidates import Plan
from monitor.sources.cadence import (
    SILENCE_OF_A_STRANGER,
    Hints,
    Next,
    Outcome,
    is_stale,
    next_poll,
)
from monitor.sources.fetch import Fetched, NotModified, Validators
from monitor.sources.looks import PAUSE
from monitor.sources.parse import ParsedFeed
from monitor.sources.rhythm import Rhythm
from monitor.storage.sources import SourceState

SLOW = timedelta(seconds=20)
"""How long an answer may take before its source is slow, where the settings say nothing."""
_LONGEST = 1_000
_SHRUNK = 3
"""How many times smaller than the last one that could be read an answer is that looks cut off."""
_LOST = "selector lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a visit ended, the jitter of the next one, and how the source brings new items.

    `gap` and `rhythm` are needed where nothing has been new for long, and None where they are not
    known. `slow` is how long an answer may take.
    """

    now: datetime
    jitter: float
    gap: timedelta | None = None
    rhythm: Rhythm | None = None
    slow: timedelta = SLOW


def after_failure(
    source: SourceSettings,
    state: SourceState,
    exc: SourceError,
    at: Moment,
    *,
    answer: Fetched | None = None,
) -> SourceState:
    """Return how a source stands that could not be asked, or whose `answer` could not be read.

    Blocked where coming back as usual is of no use; selector lost; suspect where the answer is
    much smaller than the last one that could be read, which is met a second time before it is
    called by another name; failing for all else. `last_status` is None where nothing answered.
    """
    fetch = exc if isinstance(exc, FetchError) else None
    outcome = outcome_of(exc)
    following = _next(
        source, state, outcome, at, Hints(retry_after=fetch.retry_after if fetch else None)
    )
    condition = _failed(state, exc, outcome, answer)
    return replace(
        state,
        next_poll_at=_soon(source, condition, following.at, at),
        interval=following.interval,
        failures=state.failures + 1,
        last_visit_at=at.now,
        last_status=fetch.status if fetch else 200,
        last_error=(f"{exc.problem} ({exc.hint})" if exc.hint else exc.problem)[:_LONGEST],
        state=condition,
        visits=state.visits + 1,
    )


def _failed(state: SourceState, exc: SourceError, outcome: Outcome, answer: Fetched | None) -> str:
    if outcome is Outcome.BLOCKED:
        return "blocked"
    shrunk = (
        answer is not None
        and state.body_size is not None
        and len(answer.body) * _SHRUNK < state.body_size
    )
    if shrunk and state.state not in ("suspect", _LOST, "failing"):
        return "suspect"
    # A child process hands on the words of an error alone.
    return _LOST if exc.problem.startswith(_LOST) else "failing"


def outcome_of(exc: SourceError) -> Outcome:
    """Return what a failed visit came to: BLOCKED where coming back as usual is of no use."""
    lasting = isinstance(exc, FetchError) and not exc.transient
    return Outcome.BLOCKED if lasting else Outcome.FAILED


def after_quiet(
    source: SourceSettings, state: SourceState, answer: Fetched | NotModified, at: Moment
) -> SourceState:
    """Return how a source stands that has what it had: what was odd about that still holds."""
    outcome = Outcome.NOT_MODIFIED if isinstance(answer, NotModified) else Outcome.UNCHANGED
    following = _next(source, state, outcome, at, Hints.of(answer.headers))
    noted = state.last_error if state.state == "ok" else None
    condition, error = _condition(source, state.last_new_item_at, noted, at, answer)
    return replace(
        state,
        validators=answer.validators,
        next_poll_at=following.at,
        interval=following.interval,
        failures=0,
        last_visit_at=at.now,
        last_success_at=at.now,
        last_status=304 if isinstance(answer, NotModified) else answer.status,
        last_error=error,
        state=condition,
        visits=state.visits + 1,
    )


def after_reading(
    source: SourceSettings,
    state: SourceState,
    answer: Fetched,
    feed: ParsedFeed,
    plan: Plan,
    at: Moment,
    *,
    news: Sequence[datetime | None],
    problems: tuple[str, ...],
) -> SourceState:
    """Return how a source stands whose answer was read and stored.

    `news` are the dates of the entries that were never seen before. Where the plan is not
    complete, or the answer suspect, it must not be taken for known, and a baseline is not one yet.
    """
    following = _next(
        source,
        state,
        Outcome.CHANGED,
        at,
        Hints.of(answer.headers, ttl=feed.ttl),
        new=len(news),
    )
    last_new = _newest(state, feed, news, at.now) if news else state.last_new_item_at
    noted = "; ".join(problems) or None
    emptied = _is_emptied(source, state, feed)
    if emptied or plan.doubtful:
        condition, error = "suspect", noted
    else:
        condition, error = _condition(source, last_new, noted, at, answer)
    complete = plan.complete and not emptied
    return SourceState(
        id=source.id,
        url=source.url,
        validators=answer.validators if complete else Validators(),
        body_sha256=answer.sha256 if complete else None,
        next_poll_at=_soon(source, condition, following.at, at),
        interval=following.interval,
        failures=0,
        last_visit_at=at.now,
        last_success_at=state.last_success_at if emptied else at.now,
        last_new_item_at=last_new,
        last_status=answer.status,
        last_error=error and error[:_LONGEST],
        state=condition,
        baselined_at=state.baselined_at or (at.now if complete else None),
        visits=state.visits + 1,
        entries=state.entries if emptied else entries_of(feed),
        body_size=state.body_size if emptied or plan.doubtful else len(answer.body),
    )


def _soon(source: SourceSettings, condition: str, following: datetime, at: Moment) -> datetime:
    """Return the time of the next visit, which comes soon where a suspicion waits for it."""
    if condition != "suspect":
        return following
    return min(following, at.now + max(PAUSE, source.cadence.minimum))


def _is_emptied(source: SourceSettings, state: SourceState, feed: ParsedFeed) -> bool:
    """Return whether a list holds nothing that held something when it was read last."""
    return _lists(source) and state.entries > 0 and not entries_of(feed)


def entries_of(feed: ParsedFeed) -> int:
    """Return how many entries an answer held, those skipped included."""
    return len(feed.entries) + len(feed.unchanged)


def oddities(
    source: SourceSettings, state: SourceState, answer: Fetched, feed: ParsedFeed, plan: Plan
) -> tuple[str, ...]:
    """Return, as sentences, what is odd about an answer that could be read."""
    found = list(feed.problems)
    if answer.permanent_url and answer.permanent_url != source.url:
        found.append(f"moved for good to {answer.permanent_url}: set that as its url")
    if _lists(source) and not entries_of(feed):
        found.append(
            f"it answers and holds nothing; it held {state.entries} before"
            if state.entries
            else "it answers and holds nothing"
        )
    elif is_overrun(source, state, plan):
        found.append(
            "what was newest in it at the visit before is gone, and all above is new: some entries "
            "may have been missed in between, which a shorter cadence would prevent"
        )
    return tuple(found)


def is_overrun(source: SourceSettings, state: SourceState, plan: Plan) -> bool:
    """Return whether entries may have come and gone between two visits of a source."""
    return _lists(source) and state.baselined_at is not None and plan.overrun


def news_days(
    source: SourceSettings,
    before: SourceState,
    after: SourceState,
    feed: ParsedFeed,
    now: datetime,
) -> tuple[date, ...]:
    """Return the days, in the source's zone, on which it is now known to have had something new.

    At the first visit they are read from the dates in the feed, so that its rhythm is known soon.
    """
    zone = zone_of(source)
    if before.baselined_at is None:
        dated = (entry.published_at for entry in feed.entries)
        return tuple(at.astimezone(zone).date() for at in dated if at is not None and at <= now)
    return (now.astimezone(zone).date(),) if after.last_new_item_at == now else ()


def zone_of(source: SourceSettings) -> ZoneInfo:
    """Return the zone whose days are the source's days."""
    return ZoneInfo(source.zone or "UTC")


def _newest(
    state: SourceState, feed: ParsedFeed, news: Sequence[datetime | None], now: datetime
) -> datetime:
    """Return when the newest item came: at the first visit, as the feed itself dates it.

    Later, items that were never seen are no news where they are all of long ago, and none is newer
    than what was known: some feeds turn over an old stock for years.
    """
    last = state.last_new_item_at or datetime.min.replace(tzinfo=UTC)
    if state.baselined_at is None:
        dated = [entry.published_at for entry in feed.entries if entry.published_at is not None]
        return max(last, min(now, max(dated, default=now)))
    dated = [at for at in news if at is not None]
    if len(dated) == len(news) and now - max(dated) > SILENCE_OF_A_STRANGER:
        return last if max(dated) <= last else now
    return now


def _condition(
    source: SourceSettings,
    last_new: datetime | None,
    noted: str | None,
    at: Moment,
    answer: Fetched | NotModified,
) -> tuple[str, str | None]:
    """Return the state of a source that answers, and what is to be said of it."""
    if last_new is not None and _lists(source) and _is_stale(source, last_new, at):
        silent = f"stale: it answers, and has had nothing new since {last_new:%Y-%m-%d}{_usual(at)}"
        return "stale", silent if noted is None else f"{silent}; {noted}"
    if answer.took > at.slow:
        slow = f"slow: it took {answer.took.total_seconds():.0f} s to answer"
        return "slow", slow if noted is None else f"{slow}; {noted}"
    return "ok", noted


def _is_stale(source: SourceSettings, last_new: datetime, at: Moment) -> bool:
    if at.rhythm is not None:
        return at.rhythm.is_silent(last=last_new, now=at.now, zone=zone_of(source))
    return is_stale(last_new_at=last_new, typical_gap=at.gap, now=at.now)


def _usual(at: Moment) -> str:
    if at.rhythm is not None:
        return f"; it used to have something on {sum(at.rhythm.shares):.1f} days a week"
    return f"; it used to have something every {_spelled(at.gap)}" if at.gap else ""


def _lists(source: SourceSettings) -> bool:
    """Return whether a source lists what is new; a single watched page does not."""
    return source.kind is SourceKind.FEED or source.listing is not None


def _spelled(gap: timedelta) -> str:
    hours = gap.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{max(hours, 1):.0f} h"


def _next(
    source: SourceSettings,
    state: SourceState,
    outcome: Outcome,
    at: Moment,
    hints: Hints,
    *,
    new: int = 0,
) -> Next:
    return next_poll(
        outcome,
        now=at.now,
        cadence=source.cadence,
        interval=state.interval,
        failures=state.failures,
        new_items=new,
        hints=hints,
        jitter=at.jitter,
    )
