"""Whether it is the network at our end that is down, and not the sources."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

FEWEST_HOSTS = 3
"""Hosts that cannot be reached before it is more than a coincidence."""
FOR_ONE_THAT_ANSWERS = 4
"""Hosts that cannot be reached for each one that answers: one in the own network always does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How a source was reached last: when it answered, or since when there is no connection.

    `answered_at` is the time of the last answer of any kind, a refusal too. `unreachable_since`
    is None where the last visit had an answer.
    """

    host: str
    answered_at: datetime | None = None
    unreachable_since: datetime | None = None


def outage_since(reached: Collection[Reach]) -> datetime | None:
    """Return since when nearly nothing can be reached any more, or None where that is not so.

    It is so where connections to several hosts fail since a moment after which hardly any other
    host gave an answer. Sources that went one by one over weeks never make an outage: the rest
    has answered since.
    """
    lost = {
        (one.unreachable_since, one.host) for one in reached if one.unreachable_since is not None
    }
    heard = [
        (one.answered_at, one.host)
        for one in reached
        if one.unreachable_since is None and one.answered_at is not None
    ]
    for since, _ in sorted(lost):
        hosts = {host for at, host in lost if at >= since}
        if len(hosts) < FEWEST_HOSTS:
            return None
        answering = {host for at, host in heard if at >= since} - hosts
        if len(hosts) >= FOR_ONE_THAT_ANSWERS * len(answering):
            return since
    return None
