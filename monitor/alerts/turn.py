"""When a shift's turn comes for a subscriber: at once, or with a digest, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.digest import Reason
from monitor.alerts.route import Routed, Subscriber, awake_at
from monitor.alerts.schedule import free_at
from monitor.wording.shift import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """When the digest goes out that a shift comes with, and why it does not come alone."""

    at: datetime
    reason: Reason


def later(
    routed: Routed,
    shift: Shift,
    subscriber: Subscriber,
    *,
    held: datetime | None,
    sent: Sequence[datetime],
    now: datetime,
) -> Later | None:
    """Return when the shift comes with a digest, None where it comes now and alone.

    `held` is when the digest is due in which others wait that were too many, None without one:
    what comes after them waits with them. `sent` are the times of what came alone. That digest
    keeps the quiet hours as well; what is grave enough to break them is not held by it.
    """
    if routed.digest_at is not None:
        reason = Reason.QUIET_HOURS if routed.held else Reason.SCHEDULED
        return Later(at=routed.digest_at, reason=reason)
    breaks = subscriber.sleeps_at(now)
    at = held if held is not None and held > now and not breaks else None
    at = at or free_at(subscriber.rate, sent, now)
    if at is None:
        return None
    return Later(at=awake_at(subscriber, shift, at) or at, reason=Reason.RATE)
