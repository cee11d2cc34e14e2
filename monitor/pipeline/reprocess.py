"""Everything that is stored read anew by this version, beside what stands there now.

The stored texts go through the pipeline in the order in which they were met, into a database that
is thrown away, and nobody is told. So an upgrade of the method is seen as what it is, a difference
between two readings of the same words, and never as a shift.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.config.sources import SourceSettings
from monitor.pipeline.known import origin_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Histories, Recorder
from monitor.statements.statement import Statement
from monitor.storage import rebuilt, shifts
from monitor.storage.engine import Database
from monitor.storage.rebuilt import Differences, Version
from monitor.storage.shifts import StoredShift

SCRATCH = "sqlite://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Two readings of the same texts: `items` were read anew, `left` could not be.

    An item is left whose source the settings no longer have, or whose first text is not stored.
    """

    items: frozenset[str]
    left: int
    statements: Differences
    shifts: Differences
    told: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprocessed:
    """The other reading, at hand until it is closed: what differs, and both sides of it."""

    live: Database
    scratch: Database
    reading: Reading

    def shift(self, id_: str, *, anew: bool) -> StoredShift | None:
        """Return a shift as it was found anew, or as it stands."""
        with (self.scratch if anew else self.live).read() as session:
            return shifts.get(session, id_)

    def commit(self, now: datetime) -> int:
        """Let the other reading stand, in one transaction; return how many told shifts stayed.

        Only who holds the database may: a running daemon has statements in memory.
        """
        found = self.reading
        with self.live.write() as live, self.scratch.read() as other:
            rebuilt.take_statements(live, other, found.statements, found.items, now)
            return rebuilt.take_shifts(live, other, found.shifts)


@contextmanager
def reprocessed(
    live: Database,
    reader: Reader,
    sources: Mapping[str, SourceSettings],
    *,
    on_version: Callable[[], None] = lambda: None,
) -> Iterator[Reprocessed]:
    """Yield what reading everything anew comes to; nothing in `live` is changed by that alone."""
    with Database.open(SCRATCH) as scratch:
        with live.read() as session:
            items = _read_anew(session, scratch, reader, sources, on_version)
        with live.read() as before, scratch.read() as after:
            changed = rebuilt.shifts(before, after, items)
            reading = Reading(
                items=items,
                left=rebuilt.count_items(before) - len(items),
                statements=rebuilt.statements(before, after, items),
                shifts=changed,
                told=rebuilt.told(before, (*changed.gone, *changed.changed)),
            )
        yield Reprocessed(live=live, scratch=scratch, reading=reading)


def _read_anew(
    live: Session,
    scratch: Database,
    reader: Reader,
    sources: Mapping[str, SourceSettings],
    on_version: Callable[[], None],
) -> frozenset[str]:
    recorder = Recorder(reader, notifier=Notifier(subscribers=()))
    ids = rebuilt.whole_items(live, sources)
    # Statements that are not read anew are history for those that are, from when they were stored.
    others = list(rebuilt.others(live, ids))
    read: dict[str, Statement] = {}
    for version in rebuilt.versions(live, sources):
        early = 0
        while early < len(others) and others[early]["created_at"] <= version.at:
            early += 1
        with scratch.write() as session:
            rebuilt.bring(session, others[:early])
            _record(session, recorder, version, sources[version.item.source], read)
        del others[:early]
        on_version()
    return ids


def _record(
    session: Session,
    recorder: Recorder,
    version: Version,
    source: SourceSettings,
    read: dict[str, Statement],
) -> None:
    item = version.item
    origin = origin_of(source, item.url, item.published_at)
    if version.removed:
        recorder.remove(session, item, origin, version.id, now=version.at)
        return
    recorder.record(
        session,
        item,
        origin,
        topics=recorder.reader.topics_of(item, source.topics),
        now=version.at,
        baseline=version.baseline,
        histories=Histories(session, read),
    )
