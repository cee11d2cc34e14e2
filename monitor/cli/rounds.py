"""What is told of a whole round of visits: at the start, and when the first round is over."""

from collections.abc import Collection
from datetime import datetime

import structlog

from monitor.cli.tables import counted, minute
from monitor.config.channels import Channel, ConsoleChannel, EmailChannel
from monitor.pipeline.visited import Visit
from monitor.storage import sources as states
from monitor.storage.engine import Database

log = structlog.stdlib.get_logger("monitor")


def alerts_go_to(channels: tuple[Channel, ...]) -> str:
    """Return in words where alerts go, as in `this terminal, webhook desk`."""
    found = []
    for channel in channels:
        if not channel.rule.active:
            continue
        if isinstance(channel, ConsoleChannel):
            found.append("this terminal")
        elif isinstance(channel, EmailChannel):
            people = counted(len(channel.recipients), "recipient")
            found.append(f"{_called('mail', channel)} ({people})")
        else:
            found.append(_called("webhook", channel))
    return ", ".join(found)


def _called(kind: str, channel: Channel) -> str:
    return kind if channel.rule.id == kind else f"{kind} {channel.rule.id}"


class FirstRound:
    """Counts the first visit of each source that was due at the start, and sums the round up.

    Where more than half of them failed it says so in one line: then it is the network, as a rule.
    """

    def __init__(self, due: Collection[str]) -> None:
        self._waiting = set(due)
        self._asked = len(self._waiting)
        self._failed = 0

    @classmethod
    def begun(cls, database: Database, enabled: Collection[str], now: datetime) -> "FirstRound":
        """Return the round that begins now; on a later start one line says how things stand."""
        with database.read() as session:
            known = states.load(session, enabled)
            due = states.due(session, now, enabled)
            following = states.next_due(session, enabled)
        if known:
            failing = sum(state.failures > 0 for state in known.values())
            log.info(
                "resumed",
                sources=len(enabled),
                failing=failing,
                due_now=len(due),
                next_visit="now" if due else f"{minute(following)} UTC",
            )
        return cls(due)

    def __call__(self, visit: Visit) -> None:
        """Count a visit."""
        if visit.source not in self._waiting:
            return
        self._waiting.discard(visit.source)
        self._failed += visit.error is not None
        if not self._waiting and self._failed * 2 > self._asked:
            log.warning(f"{self._failed} of {self._asked} sources failed: is there a network?")
