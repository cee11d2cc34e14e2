"""On which days of the week a source has something new, and when its silence is no rest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from monitor.sources.cadence import SHORTEST_SILENCE

_WEEK = 7
_FEWEST_DAYS = 4
"""Days with news before a rhythm is known."""
SILENT_AFTER = 5
"""Days on which something was to be expected, and nothing came, that make a source stale."""
NEVER_RESTS = 0.9
"""The share of every weekday's days that has news, Sundays too, where no holiday explains a gap."""
SILENT_AFTER_UNRESTING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How likely a day of each weekday, Monday first, is to bring something new: from 0 to 1."""

    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.shares) != _WEEK or not all(0 <= share <= 1 for share in self.shares):
            raise ValueError("a rhythm has a share from 0 to 1 for each of seven weekdays")

    @property
    def rests(self) -> bool:
        """Return whether the source has days on which it is silent, holidays then included."""
        return min(self.shares) < NEVER_RESTS

    def expected(self, after: date, until: date) -> float:
        """Return on how many days after one and before another something was to be expected."""
        days = max((until - after).days - 1, 0)
        weeks, rest = divmod(days, _WEEK)
        spare = (self.shares[(after.weekday() + 1 + day) % _WEEK] for day in range(rest))
        return weeks * sum(self.shares) + sum(spare)

    def is_silent(self, *, last: datetime, now: datetime, zone: tzinfo) -> bool:
        """Return whether nothing new since `last` is far more silence than is the source's way.

        Only whole days count, in the source's zone. One that never rests is silent after two of
        them; any other after SILENT_AFTER days on which it was to be heard, and not before the
        longest holiday is over.
        """
        missed = self.expected(last.astimezone(zone).date(), now.astimezone(zone).date())
        if not self.rests:
            return missed >= SILENT_AFTER_UNRESTING * NEVER_RESTS
        return now - last > SHORTEST_SILENCE and missed >= SILENT_AFTER


def rhythm_of(days: Collection[date]) -> Rhythm | None:
    """Return the rhythm of a source from the days on which it had something new.

    None where too few are known, or where they lie within less than two weeks. Each weekday's
    share is of as many such days as lie between the first and the last, both included.
    """
    found = set(days)
    if len(found) < _FEWEST_DAYS:
        return None
    first, last = min(found), max(found)
    length = (last - first).days + 1
    if length < 2 * _WEEK:
        return None
    shares = []
    for weekday in range(_WEEK):
        offset = (weekday - first.weekday()) % _WEEK
        there_were = max(0, (length - offset + _WEEK - 1) // _WEEK)
        heard = sum(day.weekday() == weekday for day in found)
        shares.append(heard / there_were if there_were else 0.0)
    return Rhythm(shares=tuple(shares))
