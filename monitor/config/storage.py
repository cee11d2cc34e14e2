"""monitor.yaml: where everything is kept, how long, and how much of a disk stays free."""

from datetime import timedelta

from monitor.config.models import Model, Word
from monitor.config.units import Duration, Size

DATABASE = "sqlite:///data/monitor.db"
ENTRIES_AGE = timedelta(days=365)
"""A year: an entry that comes back to a feed after so long is asked for once more."""
EVIDENCE_AGE = timedelta(days=1_825)
"""Five years, for which export rules have records kept (15 CFR 762.6)."""
EVIDENCE_BYTES = 2_000_000_000
RESERVE_BYTES = 64_000_000
"""What a visit writes, the log of changes to be folded in, and alerts, many times over."""


class StorageEntry(Model):
    """Where everything is kept; an age that is left out keeps its kind for good."""

    database_url: Word = DATABASE
    evidence_age: Duration = EVIDENCE_AGE
    evidence_bytes: Size = EVIDENCE_BYTES
    reserve_bytes: Size = RESERVE_BYTES
    entries_age: Duration | None = ENTRIES_AGE
    items_age: Duration | None = None
    revisions_age: Duration | None = None
    alerts_age: Duration | None = None
