"""Who hears of a shift, when, and whether as a message of its own."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from monitor.alerts.schedule import INSTANT, Quiet, Rate, Timing, next_digest, quiet_until
from monitor.wording.shift import Direction, Kind, Level, Shift

_RANK = {Level.INFO: 0, Level.DIGEST: 1, Level.ALERT: 2}
_SPACE = re.compile(r"\s+")
_UTC = ZoneInfo("UTC")
_RATE = Rate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which shifts are wanted, and how soon; what is left empty means every one.

    `level` and `severity` are the least that is wanted. `language` is that of the new words, else
    of the old ones.
    """

    level: Level = Level.ALERT
    severity: float = 0.0
    topics: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    directions: tuple[Direction, ...] = ()
    languages: tuple[str, ...] = ()
    timing: Timing = INSTANT

    def wants(self, shift: Shift, language: str) -> bool:
        """Return whether the rule is about the shift."""
        return (
            _RANK[shift.level] >= _RANK[self.level]
            and shift.severity >= self.severity
            and (not self.topics or shift.topic in self.topics)
            and (not self.bodies or shift.body in self.bodies)
            and (not self.kinds or not set(self.kinds).isdisjoint(shift.kinds))
            and (not self.directions or shift.direction in self.directions)
            and (not self.languages or language in self.languages)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who hears of shifts: by which channels, by which rules, and in which hours.

    The first rule that is about a shift decides; a shift that no rule is about is not told. `zone`
    is where the hours of digests and of the night are counted. Raises ValueError without a rule
    or a channel.
    """

    id: str
    channels: tuple[str, ...]
    rules: tuple[Rule, ...]
    zone: ZoneInfo = _UTC
    quiet: Quiet | None = None
    rate: Rate = _RATE

    def __post_init__(self) -> None:
        if not self.channels or not self.rules:
            raise ValueError(f"{self.id} has no channel, or no rule")

    def sleeps_at(self, at: datetime) -> bool:
        """Return whether a time lies in the quiet hours."""
        return self.quiet is not None and quiet_until(self.quiet, self.zone, at) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """What a channel itself wants, for whom no subscriber names it: from a level up, at once.

    Topics and bodies left empty mean every one. `notices` says whether it hears of what was not
    covered: sources that fail, or are back.
    """

    id: str
    minimum: Level = Level.ALERT
    topics: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    active: bool = True
    notices: bool = True

    def subscriber(self) -> Subscriber:
        """Return the channel as a subscriber of the same id."""
        rule = Rule(level=self.minimum, topics=self.topics, bodies=self.bodies)
        return Subscriber(id=self.id, channels=(self.id,), rules=(rule,))


CONSOLE = ChannelRule(id="console", minimum=Level.DIGEST)


def everybody(
    subscribers: Iterable[Subscriber], channels: Iterable[ChannelRule]
) -> tuple[Subscriber, ...]:
    """Return those who hear of shifts: the subscribers, and each channel that none of them names.

    Channels that are not active are left out, and a subscriber who has no other with them. Where
    nothing is left the console stands in, so that no shift goes unseen.
    """
    channels = tuple(channels)
    active = {channel.id for channel in channels if channel.active}
    given = tuple(subscribers)
    named = {channel for subscriber in given for channel in subscriber.channels}
    found = [
        replace(subscriber, channels=reached)
        for subscriber in given
        if (reached := tuple(one for one in subscriber.channels if one in active))
    ]
    found += [
        channel.subscriber() for channel in channels if channel.active and channel.id not in named
    ]
    return tuple(found) or (CONSOLE.subscriber(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """What nobody hears of until a day: a thread, or the words of a formulation.

    `body` and `topic` name the thread, each of them every one where it is None; `words` narrows
    it to shifts that have these words before or after. Nothing is lost: the shift is stored, and
    listed as ever. Raises ValueError where it would mute everything.
    """

    until: date
    body: str | None = None
    topic: str | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        if self.body is None and self.topic is None and not (self.words or "").strip():
            raise ValueError("a mute names a body, a topic or words")

    def covers(self, shift: Shift, today: date) -> bool:
        """Return whether nobody is to hear of the shift today: the day of `until` ends it."""
        return (
            today < self.until
            and self.body in (None, shift.body)
            and self.topic in (None, shift.topic)
            and (self.words is None or _has(shift, _folded(self.words)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """That a subscriber hears of a shift by its rule of this number, counted from 0.

    `digest_at` is when it comes with a digest; None where it comes at once and alone. `held` says
    that it would have come earlier but for the quiet hours.
    """

    subscriber: str
    rule: int
    digest_at: datetime | None
    held: bool = False


def route(
    shift: Shift,
    subscribers: Iterable[Subscriber],
    *,
    now: datetime,
    language: str = "",
    mutes: Iterable[Mute] = (),
) -> tuple[Routed, ...]:
    """Return who hears of the shift and when, in the order of the subscribers.

    A silenced or muted shift reaches nobody. In quiet hours it waits for their end, unless it is
    as severe as breaks them.
    """
    if shift.silenced is not None or any(
        mute.covers(shift, now.astimezone(UTC).date()) for mute in mutes
    ):
        return ()
    found = []
    for subscriber in subscribers:
        for number, rule in enumerate(subscriber.rules):
            if rule.wants(shift, language):
                found.append(_routed(subscriber, number, shift, now))
                break
    return tuple(found)


def route_notice(channels: tuple[ChannelRule, ...]) -> tuple[str, ...]:
    """Return the ids of the channels that hear of what was not covered, in the order given.

    Where no channel is active the console stands in.
    """
    active = tuple(channel for channel in channels if channel.active) or (CONSOLE,)
    return tuple(channel.id for channel in active if channel.notices)


def awake_at(subscriber: Subscriber, shift: Shift, at: datetime) -> datetime | None:
    """Return when the quiet hours are over that a time lies in and the shift does not break."""
    quiet = subscriber.quiet
    if quiet is None or (quiet.broken_by is not None and shift.severity >= quiet.broken_by):
        return None
    return quiet_until(quiet, subscriber.zone, at)


def _routed(subscriber: Subscriber, number: int, shift: Shift, now: datetime) -> Routed:
    at = next_digest(subscriber.rules[number].timing, subscriber.zone, now)
    # A digest that falls into the quiet hours waits for their end as well.
    until = awake_at(subscriber, shift, at or now)
    return Routed(
        subscriber=subscriber.id, rule=number, digest_at=until or at, held=until is not None
    )


def _has(shift: Shift, words: str) -> bool:
    return words in _folded(shift.before) or words in _folded(shift.after)


def _folded(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()
