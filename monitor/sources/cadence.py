"""When to come back to a source, and whether it has fallen silent."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

_SPREAD = 0.1
"""Share of the wait by which visits are spread, so that sources do not fall into step."""
_MOST_DOUBLINGS = 16
_BLOCKED_DOUBLINGS = 3
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NEVER_KEPT = re.compile(r"(?:^|[,\s])(?:no-store|no-cache)\b", re.IGNORECASE)

SILENT_AFTER_GAPS = 5
SHORTEST_SILENCE = timedelta(days=10)
"""Longer than the longest public holiday: a ministry that rests for eight days is not stale."""
SILENCE_OF_A_STRANGER = timedelta(days=60)


class Outcome(StrEnum):
    """What a visit came to."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The bounds within which a source is visited, and where it begins."""

    minimum: timedelta
    maximum: timedelta
    initial: timedelta

    def __post_init__(self) -> None:
        if not timedelta() < self.minimum <= self.initial <= self.maximum:
            raise ValueError("a cadence has 0 < minimum <= initial <= maximum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the server asks for: Retry-After, Cache-Control's max-age, the feed's own ttl."""

    retry_after: timedelta | None = None
    max_age: timedelta | None = None
    ttl: timedelta | None = None

    @classmethod
    def of(
        cls,
        headers: Iterable[tuple[str, str]],
        *,
        retry_after: timedelta | None = None,
        ttl: timedelta | None = None,
    ) -> "Hints":
        """Return the hints in header fields, whatever their case, beside those given."""
        control = ", ".join(value for name, value in headers if name.lower() == "cache-control")
        match = None if _NEVER_KEPT.search(control) else _MAX_AGE.search(control)
        max_age = timedelta(seconds=int(match[1])) if match else None
        return cls(retry_after=retry_after, max_age=max_age, ttl=ttl)

    @property
    def longest(self) -> timedelta:
        """Return how long the server asks to be left alone, all in all."""
        asked = (self.retry_after, self.max_age, self.ttl)
        return max((one for one in asked if one is not None), default=timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """When to come back; `interval` is the rhythm learnt, `failures` how many came in a row."""

    at: datetime
    interval: timedelta
    failures: int


def next_poll(
    outcome: Outcome,
    *,
    now: datetime,
    cadence: Cadence,
    interval: timedelta | None,
    failures: int,
    new_items: int = 0,
    hints: Hints | None = None,
    jitter: float = 0.5,
) -> Next:
    """Return when to visit next: always between the cadence's minimum and maximum from now.

    New items halve the interval, visits without any double it. A failure leaves the interval
    alone and waits longer each time, a block longer still; no source is ever given up. What the
    server asks for is heeded within the bounds. `jitter`, from 0 to 1, spreads visits.
    """
    if now.utcoffset() is None:
        raise ValueError("now is naive")
    if not 0 <= jitter <= 1:
        raise ValueError(f"jitter is between 0 and 1, not {jitter}")
    rhythm = _within(interval or cadence.initial, cadence)
    failed = outcome in {Outcome.FAILED, Outcome.BLOCKED}
    if failed:
        failures += 1
        steps = failures + (_BLOCKED_DOUBLINGS if outcome is Outcome.BLOCKED else 0)
        wait = max(rhythm, cadence.minimum * 2 ** min(steps, _MOST_DOUBLINGS))
    else:
        failures = 0
        if new_items > 0:
            rhythm = _within(rhythm / 2, cadence)
        elif outcome in {Outcome.UNCHANGED, Outcome.NOT_MODIFIED}:
            rhythm = _within(rhythm * 2, cadence)
        wait = rhythm
    wait = min(wait, cadence.maximum)
    spread = wait * (1 + _SPREAD * (2 * jitter - 1))
    asked = (hints or Hints()).longest
    return Next(at=now + _within(max(spread, asked), cadence), interval=rhythm, failures=failures)


def _within(wait: timedelta, cadence: Cadence) -> timedelta:
    return max(cadence.minimum, min(wait, cadence.maximum))


def typical_gap(times: Sequence[datetime]) -> timedelta | None:
    """Return the median gap between a source's items, or None for fewer than four of them.

    Items that came together (within a minute) count as one.
    """
    ordered = sorted(times)
    gaps = [
        (later - earlier).total_seconds()
        for earlier, later in pairwise(ordered)
        if later - earlier > timedelta(minutes=1)
    ]
    return timedelta(seconds=median(gaps)) if len(gaps) >= 3 else None


def is_stale(*, last_new_at: datetime | None, typical_gap: timedelta | None, now: datetime) -> bool:
    """Return whether a source that answers has had nothing new for far longer than is its way.

    That is SILENT_AFTER_GAPS times its typical gap and at least SHORTEST_SILENCE; without a known
    gap, SILENCE_OF_A_STRANGER. One that never had an item is not judged.
    """
    if last_new_at is None:
        return False
    if typical_gap is None:
        return now - last_new_at > SILENCE_OF_A_STRANGER
    return now - last_new_at > max(SHORTEST_SILENCE, SILENT_AFTER_GAPS * typical_gap)
