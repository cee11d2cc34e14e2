"""How a source stands after a visit, from how it stood before. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import FetchError, SourceError
from monitor.sources.cadence import Hints, Next, Outcome, is_stale, next_poll
from monitor.sources.fetch import Fetched, NotModified, Validators
from monitor.sources.parse import ParsedFeed
from monitor.storage.sources import SourceState

_LONGEST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a visit ended, the jitter of the next one, and the source's `gap` between new items.

    The gap is needed where nothing has been new for long, and None where it is not known.
    """

    now: datetime
    jitter: float
    gap: timedelta | None = None


def after_failure(
    source: SourceSettings, state: SourceState, exc: SourceError, at: Moment
) -> SourceState:
    """Return how a source stands that could not be asked or read: failing, or blocked."""
    fetch = exc if isinstance(exc, FetchError) else None
    outcome = outcome_of(exc)
    following = _next(
        source, state, outcome, at, Hints(retry_after=fetch.retry_after if fetch else None)
    )
    return replace(
        state,
        next_poll_at=following.at,
        interval=following.interval,
        failures=state.failures + 1,
        last_visit_at=at.now,
        last_status=fetch.status if fetch else 200,
        last_error=(f"{exc.problem} ({exc.hint})" if exc.hint else exc.problem)[:_LONGEST],
        state="blocked" if outcome is Outcome.BLOCKED else "failing",
        visits=state.visits + 1,
    )


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
    condition, error = _condition(source, state.last_new_item_at, noted, at)
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
    at: Moment,
    *,
    new: int,
    complete: bool,
    problems: tuple[str, ...],
) -> SourceState:
    """Return how a source stands whose answer was read and stored.

    Where it was not `complete`, an article has to be asked for again: the answer must not be
    taken for known until then, and a baseline is not one yet.
    """
    following = _next(
        source, state, Outcome.CHANGED, at, Hints.of(answer.headers, ttl=feed.ttl), new=new
    )
    last_new = _newest(state, feed, at.now) if new else state.last_new_item_at
    condition, error = _condition(source, last_new, "; ".join(problems) or None, at)
    return SourceState(
        id=source.id,
        url=source.url,
        validators=answer.validators if complete else Validators(),
        body_sha256=answer.sha256 if complete else None,
        next_poll_at=following.at,
        interval=following.interval,
        failures=0,
        last_visit_at=at.now,
        last_success_at=at.now,
        last_new_item_at=last_new,
        last_status=answer.status,
        last_error=error and error[:_LONGEST],
        state=condition,
        baselined_at=state.baselined_at or (at.now if complete else None),
        visits=state.visits + 1,
        entries=entries_of(feed),
    )


def entries_of(feed: ParsedFeed) -> int:
    """Return how many entries an answer held, those skipped included."""
    return len(feed.entries) + len(feed.unchanged)


def oddities(
    source: SourceSettings, state: SourceState, answer: Fetched, feed: ParsedFeed, *, seen: bool
) -> tuple[str, ...]:
    """Return, as sentences, what is odd about an answer that could be read.

    `seen` says that it holds an entry which was there before.
    """
    found = list(feed.problems)
    if answer.permanent_url and answer.permanent_url != source.url:
        found.append(f"moved for good to {answer.permanent_url}: set that as its url")
    if not _lists(source):
        return tuple(found)
    if not entries_of(feed):
        found.append(
            f"it answers and holds nothing; it held {state.entries} before"
            if state.entries
            else "it answers and holds nothing"
        )
    elif state.baselined_at is not None and state.entries and not seen:
        found.append(
            f"none of its {entries_of(feed)} entries was there at the visit before: some may have "
            "been missed in between, which a shorter cadence would prevent"
        )
    return tuple(found)


def _newest(state: SourceState, feed: ParsedFeed, now: datetime) -> datetime:
    """Return when the newest item came: at the first visit, as the feed itself dates it."""
    if state.baselined_at is not None:
        return now
    dated = [entry.published_at for entry in feed.entries if entry.published_at is not None]
    return min(now, max(dated, default=now))


def _condition(
    source: SourceSettings, last_new: datetime | None, noted: str | None, at: Moment
) -> tuple[str, str | None]:
    """Return the state of a source that answers, and what is to be said of it."""
    if not _lists(source) or not is_stale(last_new_at=last_new, typical_gap=at.gap, now=at.now):
        return "ok", noted
    usual = f"; it used to have something every {_spelled(at.gap)}" if at.gap else ""
    silent = f"stale: it answers, and has had nothing new since {last_new:%Y-%m-%d}{usual}"
    return "stale", silent if noted is None else f"{silent}; {noted}"


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
