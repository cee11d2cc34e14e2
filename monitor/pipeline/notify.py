"""From a shift to the outbox: who hears of it, at once or with a digest, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.compose import compose
from monitor.alerts.digest import MOST_ENTRIES, compose_digest, gravest
from monitor.alerts.route import CONSOLE, Mute, Routed, Subscriber, route
from monitor.alerts.schedule import INSTANT, Rate
from monitor.alerts.turn import Later, later
from monitor.alerts.votes import Ballot
from monitor.pipeline.subjects import Names, subjects
from monitor.storage import outbox, shifts, told
from monitor.storage.told import Telling, Waiting
from monitor.wording.shift import Shift

_NO_RULES: Mapping[str, str] = MappingProxyType({})
_MOST_IN_A_REPLAY = 1_000_000
_NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def _everything_covered(_: Session) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """Tells subscribers of shifts through an open transaction.

    `receivers` are those of each channel, `not_covered` says for digests what was not watched.
    """

    names: Names = field(default_factory=Names)
    rules: Mapping[str, str] = field(default_factory=lambda: _NO_RULES)
    subscribers: tuple[Subscriber, ...] = (CONSOLE.subscriber(),)
    mutes: tuple[Mute, ...] = ()
    receivers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOBODY)
    base_url: str | None = None
    ballot: Ballot | None = None
    not_covered: Callable[[Session], Sequence[str]] = _everything_covered

    def each_alone(self) -> "Notifier":
        """Return one by whom every shift is a message of its own at once, as a replay shows it."""
        everybody = tuple(
            replace(
                one,
                rules=tuple(replace(rule, timing=INSTANT) for rule in one.rules),
                quiet=None,
                rate=Rate(messages=_MOST_IN_A_REPLAY),
            )
            for one in self.subscribers
        )
        return replace(self, subscribers=everybody)

    def notify(
        self, session: Session, subject: Subject, *, language: str, now: datetime
    ) -> Alert | None:
        """Put what the shift makes into the outbox; return its message where anybody gets one now.

        What comes with a digest, for the hour or because too much came at once, is set down to
        wait. Telling the same shift again changes nothing.
        """
        shift = subject.shift
        routed = route(shift, self.subscribers, now=now, language=language, mutes=self.mutes)
        waits = self._later(session, shift, routed, now)
        alert = self._composed(subject, now) if len(waits) < len(routed) else None
        tellings = [
            Telling(subscriber=one.subscriber, rule=one.rule, digest_at=held.at, reason=held.reason)
            if (held := waits.get(one.subscriber)) is not None
            else Telling(
                subscriber=one.subscriber, rule=one.rule, alert=alert.id if alert else None
            )
            for one in routed
        ]
        news = told.tell(session, shift.id, tellings, now)
        if alert is not None:
            at_once = [one.subscriber for one in tellings if one.alert and one.subscriber in news]
            reached = [receiver for name in at_once for receiver in self._reached(name)]
            if reached:
                outbox.enqueue(session, alert, list(dict.fromkeys(reached)), now)
        return alert

    def due(self, session: Session, now: datetime, *, of: str | None = None) -> tuple[Waiting, ...]:
        """Return the digests that are due, all or those of one subscriber.

        Those of whom the settings no longer know are left.
        """
        known = [one.id for one in self.subscribers if of in (None, one.id)]
        return told.due(session, now, known)

    def digest(self, session: Session, waiting: Waiting, now: datetime) -> Alert | None:
        """Put a digest into the outbox and set down what it told; a single shift comes as itself.

        None where nothing of what waited is stored any more, or all of it was muted meanwhile.
        """
        today = now.astimezone(UTC).date()
        wanted = [
            one.shift
            for one in shifts.get_many(session, waiting.shifts)
            if not any(mute.covers(one.shift, today) for mute in self.mutes)
        ]
        shown = [shift.id for shift in gravest(wanted)[:MOST_ENTRIES]]
        found = [one.subject for one in subjects(session, shown, self.names)]
        alert = None
        if len(found) == 1:
            alert = self._composed(found[0], now)
        elif found:
            alert = compose_digest(
                found,
                count=len(wanted),
                subscriber=waiting.subscriber,
                reason=waiting.reason,
                due_at=waiting.due_at,
                now=now,
                base_url=self.base_url,
                rules=self.rules,
                ballot=self.ballot,
                not_covered=self.not_covered(session),
            )
        if alert is not None:
            outbox.enqueue(session, alert, self._reached(waiting.subscriber), now)
        told.told(session, waiting.subscriber, waiting.shifts, alert.id if alert else "")
        return alert

    def _later(
        self, session: Session, shift: Shift, routed: Sequence[Routed], now: datetime
    ) -> dict[str, Later]:
        """Return of those to whom the shift comes with a digest when and why."""
        at_once = [self._by_id(one.subscriber) for one in routed if one.digest_at is None]
        held = told.held_until(session, [one.id for one in at_once])
        # Whom a digest holds back already is not asked how much came: a flood would be slow.
        asked = [one for one in at_once if held.get(one.id, now) <= now or one.sleeps_at(now)]
        sent = told.sent_alone(session, {one.id: now - one.rate.per for one in asked})
        found = {}
        for one in routed:
            comes = later(
                one,
                shift,
                self._by_id(one.subscriber),
                held=held.get(one.subscriber),
                sent=sent.get(one.subscriber, ()),
                now=now,
            )
            if comes is not None:
                found[one.subscriber] = comes
        return found

    def _composed(self, subject: Subject, now: datetime) -> Alert:
        return compose(
            subject, now=now, base_url=self.base_url, rules=self.rules, ballot=self.ballot
        )

    def _by_id(self, name: str) -> Subscriber:
        return next(one for one in self.subscribers if one.id == name)

    def _reached(self, name: str) -> list[str]:
        return [
            receiver
            for channel in self._by_id(name).channels
            for receiver in self.receivers.get(channel, (channel,))
        ]
