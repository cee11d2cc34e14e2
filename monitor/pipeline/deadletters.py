"""What follows a dead letter: others hear of it, and a receiver that is gone is left alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert
from monitor.alerts.route import ChannelRule, route_notice
from monitor.alerts.undelivered import compose_undelivered, is_of_dead_letters
from monitor.storage import outbox, stopped
from monitor.storage.stopped import Stopped

_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetters:
    """Acts on dead letters through the open transaction that marks them.

    `receivers` are those of each channel, `addresses` of those receivers that can say for good that
    they want no more: the address where they say it, which may be a secret.
    """

    channels: tuple[ChannelRule, ...] = ()
    receivers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    addresses: Mapping[str, str] = field(default_factory=lambda: _NOWHERE, repr=False)
    base_url: str | None = None

    def died(
        self, session: Session, alert: Alert, receiver: str, problem: str, now: datetime
    ) -> Alert | None:
        """Queue a notice for the other receivers; return it where it is the first of the day.

        A notice of dead letters that dies itself is told to nobody, or two receivers that are both
        gone would tell of each other for ever.
        """
        return None if is_of_dead_letters(alert) else self._tell(session, receiver, problem, now)

    def gone(self, session: Session, receiver: str, problem: str, now: datetime) -> None:
        """Leave a receiver alone from now on, which said that it wants no more."""
        stopped.stop(
            session,
            Stopped(
                receiver=receiver,
                address=self._digest(receiver),
                problem=problem,
                stopped_at=now,
            ),
        )

    def left_alone(self, session: Session, receiver: str, now: datetime) -> bool:
        """Return whether a receiver is to be left alone; what is due for it is dead at once.

        Under another address than the one where it said so it is tried again.
        """
        known = stopped.get(session, receiver)
        if known is None:
            return False
        if known.address != self._digest(receiver):
            stopped.lift(session, receiver)
            return False
        since = f"{known.stopped_at:%Y-%m-%d %H:%M} UTC"
        if outbox.bury(session, receiver, f"not tried: {known.problem}, at {since}", now):
            self._tell(session, receiver, known.problem, now)
        return True

    def _tell(self, session: Session, receiver: str, problem: str, now: datetime) -> Alert | None:
        others = [
            other
            for channel in route_notice(self.channels)
            for other in self.receivers.get(channel, (channel,))
            if other != receiver and stopped.get(session, other) is None
        ]
        letters = outbox.dead_letters(session, receiver)
        if not others or not letters:
            return None
        notice = compose_undelivered(
            receiver,
            letters=letters,
            problem=problem,
            stopped=stopped.get(session, receiver) is not None,
            now=now,
            base_url=self.base_url,
        )
        if outbox.get(session, notice.id) is not None:
            return None
        outbox.enqueue(session, notice, others, now)
        return notice

    def _digest(self, receiver: str) -> str:
        return hashlib.sha256(self.addresses.get(receiver, "").encode()).hexdigest()
