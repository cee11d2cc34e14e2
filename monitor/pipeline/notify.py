"""From a shift to the outbox: who hears of it, at once or with a digest, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.compose import compose
from monitor.alerts.digest import Reason, compose_digest
from monitor.alerts.route import CONSOLE, Mute, Routed, Subscriber, route
from monitor.alerts.schedule import INSTANT, Rate, free_at
from monitor.alerts.votes import Ballot
from monitor.pipeline.subjects import Names, subjects
from monitor.storage import outbox, told
from monitor.storage.told import Waiting

_NO_RULES: Mapping[str, str] = MappingProxyType({})
_MOST_IN_A_REPLAY = 1_000_000
_NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def _everything_covered(_: Session) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    at: datetime
    reason: Reason


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
        alert = None
        for one in routed:
            later = self._later(session, one, now)
            if later is not None:
                told.later(
                    session,
                    one.subscriber,
                    shift.id,
                    rule=one.rule,
                    reason=later.reason,
                    digest_at=later.at,
                    now=now,
                )
                continue
            alert = alert or self._composed(subject, now)
            if told.alone(
                session, one.subscriber, shift.id, rule=one.rule, alert=alert.id, now=now
            ):
                outbox.enqueue(session, alert, self._reached(one.subscriber), now)
        return alert

    def due(self, session: Session, now: datetime) -> tuple[Waiting, ...]:
        """Return the digests that are due; those of whom the settings no longer know are left."""
        return told.due(session, now, [one.id for one in self.subscribers])

    def digest(self, session: Session, waiting: Waiting, now: datetime) -> Alert | None:
        """Put a digest into the outbox and set down what it told; a single shift comes as itself.

        None where nothing of what waited is stored any more.
        """
        found = [one.subject for one in subjects(session, waiting.shifts, self.names)]
        alert = None
        if len(found) == 1:
            alert = self._composed(found[0], now)
        elif found:
            alert = compose_digest(
                found,
                subscriber=waiting.subscriber,
                reason=waiting.reason,
                due_at=waiting.due_at,
                now=now,
                base_url=self.base_url,
                rules=self.rules,
                not_covered=self.not_covered(session),
            )
        if alert is not None:
            outbox.enqueue(session, alert, self._reached(waiting.subscriber), now)
        told.told(session, waiting.subscriber, waiting.shifts, alert.id if alert else "")
        return alert

    def _later(self, session: Session, routed: Routed, now: datetime) -> _Later | None:
        if routed.digest_at is not None:
            reason = Reason.QUIET_HOURS if routed.held else Reason.SCHEDULED
            return _Later(at=routed.digest_at, reason=reason)
        subscriber = self._by_id(routed.subscriber)
        held = told.held_until(session, subscriber.id)
        if held is None or held <= now:
            sent = told.sent_alone(session, subscriber.id, now - subscriber.rate.per)
            held = free_at(subscriber.rate, sent, now)
        return None if held is None else _Later(at=held, reason=Reason.RATE)

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
