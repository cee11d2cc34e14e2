"""What one visit of a source came to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.pipeline.record import Recorded
from monitor.sources.cadence import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit came to, for the log, the table of `monitor poll` and the metrics.

    `entries` were in the answer, `new` of them never seen before. `problems` are what was set
    aside without failing the visit, `error` and `hint` what failed it.
    """

    source: str
    outcome: Outcome
    began_at: datetime
    took: timedelta
    next_poll_at: datetime
    status: int | None = None
    entries: int = 0
    new: int = 0
    baseline: bool = False
    recorded: tuple[Recorded, ...] = ()
    problems: tuple[str, ...] = ()
    error: str | None = None
    hint: str = ""

    @property
    def statements(self) -> int:
        """Return how many statements were stored."""
        return sum(len(one.statements) for one in self.recorded)

    @property
    def shifts(self) -> int:
        """Return how many shifts were stored, silenced ones included."""
        return sum(len(one.shifts) for one in self.recorded)

    @property
    def alerts(self) -> int:
        """Return how many alerts went to the outbox."""
        return sum(len(one.alerts) for one in self.recorded)
