"""Who would have been told of what, before a rule is switched on: nothing is stored or sent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.alerts.digest import Reason
from monitor.alerts.headline import headline
from monitor.alerts.route import route
from monitor.alerts.turn import later
from monitor.pipeline.notify import Notifier
from monitor.pipeline.subjects import Found, subjects
from monitor.storage import shifts
from monitor.storage.told import ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """That a subscriber would have been told of a shift by its rule of this number, from 1.

    `how` is `alone`, or why it would have come with a digest: `scheduled`, `quiet_hours`, `rate`.
    """

    subscriber: str
    shift: str
    subject: str
    rule: int
    how: str
    found_at: datetime
    told_at: datetime


def rehearse(found: Iterable[Found], notifier: Notifier) -> Iterator[Rehearsed]:
    """Yield who would have been told of shifts, in the order in which they were found.

    Mutes, quiet hours, digests and rates count as they would have at the time.
    """
    by_id = {one.id: one for one in notifier.subscribers}
    alone: dict[str, list[datetime]] = defaultdict(list)
    held: dict[str, datetime] = {}
    for one in found:
        now, subject = one.created_at, one.subject
        said = subject.statement or next(iter(subject.against), None)
        routed = route(
            subject.shift,
            notifier.subscribers,
            now=now,
            language=said.language if said else "",
            mutes=notifier.mutes,
        )
        for each in routed:
            subscriber = by_id[each.subscriber]
            recent = [at for at in alone[subscriber.id] if at > now - subscriber.rate.per]
            comes = later(
                each,
                subject.shift,
                subscriber,
                held=held.get(subscriber.id),
                sent=recent,
                now=now,
            )
            if comes is None:
                recent.append(now)
            elif comes.reason is Reason.RATE:
                waiting = held.get(subscriber.id)
                earlier = waiting if waiting is not None and waiting > now else comes.at
                held[subscriber.id] = min(earlier, comes.at)
            alone[subscriber.id] = recent
            yield Rehearsed(
                subscriber=each.subscriber,
                shift=subject.shift.id,
                subject=headline(subject),
                rule=each.rule + 1,
                how=comes.reason.value if comes else ALONE,
                found_at=now,
                told_at=comes.at if comes else now,
            )


def stored(session: Session, since: datetime, notifier: Notifier) -> Iterator[Found]:
    """Yield the stored shifts that were news, found since a time, earliest first."""
    for name in shifts.since(session, since):
        yield from subjects(session, [name], notifier.names)
