"""How the process itself stands, as a part of /status and as metrics."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from monitor.run.heartbeat import Pulse
from monitor.run.reload import Configuration
from monitor.run.room import Room

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What the daemon says of itself.

    `behind` counts statements that an earlier version of the method read. `pulse` is None where no
    heartbeat is set, `room` where the database is not on a disk of this machine.
    """

    ready: bool
    configuration: Configuration
    ticked_at: datetime | None = None
    room: Room | None = None
    pulse: Pulse | None = None
    behind: int = 0


def row(now: Operations) -> Row:
    """Return it as a part of /status."""
    return {
        "configuration": {
            **asdict(now.configuration),
            "state": "refused" if now.configuration.refused else "current",
        },
        "disk": asdict(now.room) if now.room else None,
        "heartbeat": asdict(now.pulse) if now.pulse else None,
        "ticked_at": now.ticked_at,
        "behind": now.behind,
    }


class OperationsCollector(Collector):
    """Gives the same as metrics, asked for at each scrape."""

    def __init__(self, ask: Callable[[], Operations]) -> None:
        self._ask = ask

    def describe(self) -> Iterator[Metric]:
        """Return nothing: what there is to tell depends on the settings."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        now = self._ask()
        settings = now.configuration
        yield GaugeMetricFamily("monitor_ready", "1 where the daemon works", value=now.ready)
        yield GaugeMetricFamily(
            "monitor_settings_refused", "1 where a changed setting was refused", settings.refused
        )
        yield GaugeMetricFamily(
            "monitor_settings_loaded_timestamp_seconds",
            "When the settings at work were read, in Unix time",
            settings.loaded_at.timestamp(),
        )
        yield GaugeMetricFamily(
            "monitor_statements_behind",
            "Statements that an earlier version of the method read",
            now.behind,
        )
        if now.ticked_at is not None:
            yield GaugeMetricFamily(
                "monitor_scheduler_ticked_timestamp_seconds",
                "When the scheduler last looked for due sources, in Unix time",
                now.ticked_at.timestamp(),
            )
        if now.room is not None:
            yield GaugeMetricFamily(
                "monitor_disk_free_bytes", "Room on the disk of the database", now.room.free
            )
            yield GaugeMetricFamily(
                "monitor_disk_reserve_bytes",
                "Room that stays free: below it nothing is fetched",
                now.room.reserve,
            )
        if now.pulse is not None and now.pulse.sent_at is not None:
            yield GaugeMetricFamily(
                "monitor_heartbeat_timestamp_seconds",
                "When the last heartbeat was taken, in Unix time",
                now.pulse.sent_at.timestamp(),
            )
