"""Digests that are due, made one by one: each in a transaction of its own."""

from collections.abc import Callable
from datetime import datetime

from monitor.alerts.alert import Alert
from monitor.pipeline.notify import Notifier
from monitor.storage.engine import Database


def make_due(
    database: Database, notifier: Notifier, clock: Callable[[], datetime]
) -> tuple[Alert, ...]:
    """Put every digest that is due into the outbox, and return them.

    What a digest is made of is marked in the transaction that queues it: a process that dies
    half-way makes the rest when it comes back, and none twice.
    """
    now = clock()
    with database.read() as session:
        waiting = notifier.due(session, now)
    made = []
    for one in waiting:
        with database.write() as session:
            # Asked again where nobody else can write: two processes make no digest twice.
            for still in notifier.due(session, now, of=one.subscriber):
                alert = notifier.digest(session, still, now)
                made += [alert] if alert else []
    return tuple(made)
