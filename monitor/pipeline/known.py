"""What is known of sources as the settings have them, read for one visit."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from monitor.config.sources import SourceSettings
from monitor.pipeline.standing import Moment
from monitor.sources.cadence import typical_gap
from monitor.sources.rhythm import rhythm_of
from monitor.statements.statement import Origin
from monitor.storage import entries
from monitor.storage import sources as states
from monitor.storage.sources import SourceState

_SILENT = timedelta(days=2)
"""A silence that is shorter is nobody's: the rhythm need not be read."""
_YEAR = timedelta(days=365)


def moment_of(
    session: Session,
    source: SourceSettings,
    state: SourceState,
    *,
    now: datetime,
    jitter: float,
    slow: timedelta,
) -> Moment:
    """Return the end of a visit, with the source's rhythm where it has been silent for long."""
    last = state.last_new_item_at
    if last is None or now - last <= _SILENT:
        return Moment(now=now, jitter=jitter, slow=slow)
    return Moment(
        now=now,
        jitter=jitter,
        slow=slow,
        gap=typical_gap(entries.times(session, source.id)),
        rhythm=rhythm_of(states.news_days(session, source.id, since=(last - _YEAR).date())),
    )


def state_of(session: Session, source: SourceSettings) -> SourceState:
    """Return how a source stood after its last visit, under the address that it has now."""
    return states_of(session, [source])[0]


def states_of(session: Session, sources: Sequence[SourceSettings]) -> list[SourceState]:
    """Return the same for many, in their order."""
    found = states.load(session, [source.id for source in sources])
    return [_present(source, found.get(source.id)) for source in sources]


def _present(source: SourceSettings, known: SourceState | None) -> SourceState:
    if known is None:
        return SourceState(id=source.id, url=source.url)
    if known.url != source.url:
        # Validators and digests belong to an address; what was seen belongs to the source.
        return SourceState(
            id=source.id,
            url=source.url,
            baselined_at=known.baselined_at,
            visits=known.visits,
            entries=known.entries,
        )
    return known


def origin_of(source: SourceSettings, url: str, published_at: datetime | None) -> Origin:
    """Return what is known of a document from the source that it came through."""
    return Origin(
        url=url,
        source=source.id,
        published_at=published_at,
        body=source.body,
        speaker=source.speaker,
        outlet_country=source.outlet_country,
        zone=source.zone,
    )
