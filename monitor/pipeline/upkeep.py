"""What keeps a database small and honest over years: old rows thrown away, old readings told."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from monitor.config.storage import StorageEntry
from monitor.statements.extract import EXTRACTOR_VERSION
from monitor.storage import retention, statements
from monitor.storage.engine import Database
from monitor.storage.retention import Retention

DAILY = timedelta(days=1)


class Upkeep:
    """Throws away once a day what is older than the settings keep, a batch at a time."""

    def __init__(self) -> None:
        self._ran_at: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Return whether a day has passed; at the start of a process it is due."""
        return self._ran_at is None or now - self._ran_at >= DAILY

    async def run(self, database: Database, storage: StorageEntry, now: datetime) -> dict[str, int]:
        """Return how many rows of each kind went. Ended half-way it goes on at the next start."""
        self._ran_at = now
        gone: Counter[str] = Counter()
        while batch := await asyncio.to_thread(prune_batch, database, storage, now):
            gone.update(batch)
        return dict(gone)


def retention_of(storage: StorageEntry) -> Retention:
    """Return how long the settings keep each kind."""
    return Retention(
        entries=storage.entries_age,
        items=storage.items_age,
        revisions=storage.revisions_age,
        alerts=storage.alerts_age,
    )


def prune_batch(database: Database, storage: StorageEntry, now: datetime) -> dict[str, int]:
    """Throw one batch of each kind away; return how many went, and nothing when it is done."""
    with database.write() as session:
        gone = retention.prune(session, retention_of(storage), now)
    return gone if any(gone.values()) else {}


def prunable(session: Session, storage: StorageEntry, now: datetime) -> dict[str, int]:
    """Return how many rows of each kind would go."""
    return retention.count(session, retention_of(storage), now)


def behind(database: Database) -> int:
    """Return how many statements an earlier version of the method read."""
    with database.read() as session:
        return statements.read_before(session, EXTRACTOR_VERSION)
