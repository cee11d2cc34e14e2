"""When a subscriber hears of a shift: at once, with a digest, or when the night is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How soon a subscriber hears."""

    INSTANT = "instant"
    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A rhythm; of a daily one also the local time, and the weekdays where not every day is meant.

    Weekdays are counted from Monday, which is 0. Raises ValueError for what has no meaning.
    """

    rhythm: Rhythm = Rhythm.INSTANT
    at: time | None = None
    days: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if (self.rhythm is Rhythm.DAILY) != (self.at is not None):
            raise ValueError("a daily digest has a time of day, and nothing else has one")
        if self.days and self.rhythm is not Rhythm.DAILY:
            raise ValueError("only a daily digest can be kept to weekdays")
        if not self.days <= frozenset(range(7)):
            raise ValueError("weekdays are numbers from 0, Monday, to 6")


INSTANT = Timing()
HOURLY = Timing(rhythm=Rhythm.HOURLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Local hours in which nothing comes but what is at least as severe as `broken_by`.

    The hours may run over midnight. Raises ValueError where they are none.
    """

    start: time
    end: time
    broken_by: float | None = None

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours begin and end at two times")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most so many messages of their own in a time; what is more comes as a digest."""

    messages: int = 20
    per: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if self.messages < 1 or self.per <= timedelta():
            raise ValueError("a rate lets at least one message through in a time above nothing")


def next_digest(timing: Timing, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the next digest goes out, in UTC and after `now`; None where each goes alone.

    Hourly ones go at the full hour of the zone. A local time that a clock change leaves out is
    taken as the one before the change would have had it, one that comes twice as the first.
    """
    if timing.rhythm is Rhythm.INSTANT:
        return None
    local = now.astimezone(zone)
    if timing.rhythm is Rhythm.HOURLY:
        behind = timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        return (now - behind + timedelta(hours=1)).astimezone(UTC)
    assert timing.at is not None
    day = local.date()
    while True:
        if not timing.days or day.weekday() in timing.days:
            at = _utc(day, timing.at, zone)
            if at > now:
                return at
        day += _DAY


def quiet_until(quiet: Quiet, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the quiet hours in which `now` lies are over, in UTC; None outside them."""
    today = now.astimezone(zone).date()
    for day in (today - _DAY, today):
        ends = day if quiet.start < quiet.end else day + _DAY
        end = _utc(ends, quiet.end, zone)
        if _utc(day, quiet.start, zone) <= now < end:
            return end
    return None


def free_at(rate: Rate, sent: Sequence[datetime], now: datetime) -> datetime | None:
    """Return when the rate lets the next message through; None where it does so now.

    `sent` are the times of messages that went out, in any order.
    """
    recent = sorted(at for at in sent if at > now - rate.per)
    if len(recent) < rate.messages:
        return None
    return recent[-rate.messages] + rate.per


def _utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
