"""Who hears of what, and when: the subscribers and mutes of monitor.yaml."""

import re
from collections.abc import Collection, Iterator
from datetime import date, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from monitor.alerts.route import Mute, Rule, Subscriber
from monitor.alerts.schedule import Quiet, Rate, Rhythm, Timing
from monitor.config.models import Fitted, Id, Model, Word, guess, note_repeated
from monitor.config.problems import Findings
from monitor.config.units import Duration
from monitor.wording.shift import Direction, Kind, Level

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def clock(given: object) -> time:
    """Return the time of day that `08:00` stands for; ValueError for anything else."""
    if isinstance(given, time):
        return given
    match = _CLOCK.fullmatch(given.strip()) if isinstance(given, str) else None
    if match is None:
        raise ValueError(f"{given!r} is no time of day: write it as in 08:00 or 22:30")
    return time(int(match[1]), int(match[2]))


def some(span: timedelta) -> timedelta:
    """Return a span of time that is one; ValueError for none at all."""
    if span <= timedelta():
        raise ValueError("a time above nothing is wanted")
    return span


Clock = Annotated[
    time,
    BeforeValidator(clock, json_schema_input_type=str),
    PlainSerializer(lambda at: at.strftime("%H:%M"), return_type=str),
]


class RuleEntry(Model):
    """Which shifts a subscriber wants, and how soon. What is left out means every one."""

    level: Level = Level.DIGEST
    severity: Annotated[float, Field(ge=0)] = 0.0
    topics: tuple[Word, ...] = ()
    bodies: tuple[Word, ...] = ()
    kinds: tuple[Kind, ...] = ()
    directions: tuple[Direction, ...] = ()
    languages: tuple[Word, ...] = ()
    send: Rhythm = Rhythm.INSTANT
    at: Clock | None = None
    days: tuple[Word, ...] = ()


class QuietEntry(Model):
    """The hours, in the subscriber's zone, in which only what is grave enough comes through."""

    start: Clock = Field(alias="from")
    until: Clock
    broken_by: Annotated[float, Field(ge=0)] | None = None


class RateEntry(Model):
    """How many messages of their own may come in a time; what is more comes as a digest."""

    messages: Annotated[int, Field(ge=1, le=10_000)] = 20
    per: Annotated[Duration, AfterValidator(some)] = timedelta(hours=1)


class SubscriberEntry(Model):
    """Somebody who hears of shifts: the first rule that is about a shift decides."""

    id: Id
    channels: Annotated[tuple[Word, ...], Field(min_length=1)]
    rules: Annotated[tuple[RuleEntry, ...], Field(min_length=1)] = (RuleEntry(),)
    zone: Word = "UTC"
    quiet: QuietEntry | None = None
    rate: RateEntry = RateEntry()
    enabled: bool = True


class MuteEntry(Model):
    """What nobody is told until a day: a body, a topic, both (a thread), or words."""

    until: date
    body: Word | None = None
    topic: Word | None = None
    words: Word | None = None
    why: Word | None = None


class SubscriberReader:
    """Makes subscribers and mutes of what the file says, noting all that is wrong.

    `topics` and `bodies` are the ids that the other files know, None where these were not read.
    """

    def __init__(
        self,
        *,
        fitted: Fitted[Any],
        channels: Collection[str],
        topics: Collection[str] | None,
        bodies: Collection[str] | None,
        findings: Findings,
    ) -> None:
        self._fitted = fitted
        self._channels = channels
        self._known = {"topics": topics, "bodies": bodies}
        self._findings = findings

    def subscribers(self) -> tuple[Subscriber, ...]:
        """Return the enabled subscribers in order."""
        note_repeated(self._fitted, "subscribers", self._findings)
        found = []
        for at, entry in self._fitted.entries("subscribers"):
            where = self._fitted.where(at)
            for channel in entry.channels:
                self._check(channel, self._channels, f"{entry.id} names the channel", where)
            rules = tuple(self._rules(entry, where))
            zone = self._zone(entry, where)
            quiet = self._quiet(entry, where)
            if entry.enabled and len(rules) == len(entry.rules):
                found.append(
                    Subscriber(
                        id=entry.id,
                        channels=tuple(dict.fromkeys(entry.channels)),
                        rules=rules,
                        zone=zone,
                        quiet=quiet,
                        rate=Rate(messages=entry.rate.messages, per=entry.rate.per),
                    )
                )
        return tuple(found)

    def mutes(self) -> tuple[Mute, ...]:
        """Return the mutes in order, those whose day has passed too."""
        found = []
        for at, entry in self._fitted.entries("mutes"):
            where = self._fitted.where(at)
            if entry.body is not None:
                self._check(entry.body, self._known["bodies"], "the mute names the body", where)
            if entry.topic is not None:
                self._check(entry.topic, self._known["topics"], "the mute names the topic", where)
            try:
                found.append(
                    Mute(until=entry.until, body=entry.body, topic=entry.topic, words=entry.words)
                )
            except ValueError as exc:
                self._findings.add(str(exc), path=where)
        return tuple(found)

    def _rules(self, entry: SubscriberEntry, where: str) -> Iterator[Rule]:
        for number, rule in enumerate(entry.rules, 1):
            for key, known in self._known.items():
                for name in getattr(rule, key):
                    self._check(name, known, f"{entry.id} names {key}", where)
            unknown = [day for day in rule.days if day.lower()[:3] not in DAYS]
            if unknown:
                self._findings.add(
                    f"{entry.id}: {unknown[0]!r} is no day of the week",
                    path=where,
                    hint=f"One of {', '.join(DAYS)}.",
                )
                continue
            try:
                timing = Timing(
                    rhythm=rule.send,
                    at=rule.at,
                    days=frozenset(DAYS.index(day.lower()[:3]) for day in rule.days),
                )
            except ValueError as exc:
                self._findings.add(f"{entry.id}, rule {number}: {exc}", path=where)
                continue
            yield Rule(
                level=rule.level,
                severity=rule.severity,
                topics=rule.topics,
                bodies=rule.bodies,
                kinds=rule.kinds,
                directions=rule.directions,
                languages=rule.languages,
                timing=timing,
            )

    def _zone(self, entry: SubscriberEntry, where: str) -> ZoneInfo:
        try:
            return ZoneInfo(entry.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._findings.add(
                f"{entry.id}: there is no time zone {entry.zone!r}",
                path=where,
                hint="A name of the IANA database, as in Europe/Berlin or Asia/Tokyo.",
            )
            return ZoneInfo("UTC")

    def _quiet(self, entry: SubscriberEntry, where: str) -> Quiet | None:
        if entry.quiet is None:
            return None
        quiet = entry.quiet
        try:
            return Quiet(start=quiet.start, end=quiet.until, broken_by=quiet.broken_by)
        except ValueError as exc:
            self._findings.add(f"{entry.id}: {exc}", path=where)
            return None

    def _check(self, name: str, known: Collection[str] | None, what: str, where: str) -> None:
        if known is not None and name not in known:
            self._findings.add(
                f"{what} {name}, which there is not", path=where, hint=guess(name, tuple(known))
            )
