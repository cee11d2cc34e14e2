"""The same state for Prometheus, read from the database at each scrape.

Names follow https://prometheus.io/docs/practices/naming/: base units, `_total` for what only
grows, `_timestamp_seconds` for points in time. What is counted in tables is a gauge, because
rows can be deleted.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from monitor.alerts.alert import DeliveryState
from monitor.storage import sources
from monitor.storage.sources import SourceState
from monitor.storage.totals import Totals, totals
from monitor.web.served import Served
from monitor.wording.shift import Level

_TIMES = (
    ("last_visit", "last_visit_at", "When a source was last visited"),
    ("last_success", "last_success_at", "When a source last answered as it should"),
    ("last_new_item", "last_new_item_at", "When a source last had something new"),
    ("next_poll", "next_poll_at", "When a source is due"),
)


class StoredCollector(Collector):
    """Gives the sources', the stored things' and the deliveries' numbers; never cached."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def describe(self) -> Iterator[Metric]:
        """Return nothing: names are known only when the database has been read."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield every family; raises StorageError where the database does not answer."""
        served = self._served
        watched = [source.id for source in served.sources if source.enabled]
        with served.database.read() as session:
            counted = totals(session)
            states = sources.load(session, watched)
        yield InfoMetricFamily("monitor_build", "What runs", value={"version": served.version})
        yield from _of_sources({name: states.get(name) for name in watched})
        yield from _of_stored(counted)
        yield from _of_deliveries(counted, served.clock())


def _of_sources(states: dict[str, SourceState | None]) -> Iterator[Metric]:
    label = ["source"]
    visits = CounterMetricFamily("monitor_source_visits", "Visits of a source", labels=label)
    failures = GaugeMetricFamily(
        "monitor_source_consecutive_failures", "Failed visits since the last good one", labels=label
    )
    health = GaugeMetricFamily(
        "monitor_source_state", "1 for the state a source is in", labels=["source", "state"]
    )
    for name, state in states.items():
        visits.add_metric([name], state.visits if state else 0)
        failures.add_metric([name], state.failures if state else 0)
        health.add_metric([name, state.state if state else "new"], 1)
    yield from (visits, failures, health)
    for short, attribute, words in _TIMES:
        times = GaugeMetricFamily(
            f"monitor_source_{short}_timestamp_seconds", f"{words}, in Unix time", labels=label
        )
        for name, state in states.items():
            at = getattr(state, attribute) if state else None
            if at is not None:
                times.add_metric([name], at.timestamp())
        yield times


def _of_stored(counted: Totals) -> Iterator[Metric]:
    yield GaugeMetricFamily("monitor_items", "Items stored", value=counted.items)
    yield GaugeMetricFamily("monitor_statements", "Statements stored", value=counted.statements)
    shifts = GaugeMetricFamily(
        "monitor_shifts", "Shifts stored, by level", labels=["level", "silenced"]
    )
    for level in Level:
        for silenced in (False, True):
            number = counted.shifts.get((level, silenced), 0)
            shifts.add_metric([level.value, str(silenced).lower()], number)
    yield shifts


def _of_deliveries(counted: Totals, now: datetime) -> Iterator[Metric]:
    deliveries = GaugeMetricFamily(
        "monitor_deliveries", "Deliveries, by state", labels=["channel", "state"]
    )
    by_channel: Counter[tuple[str, DeliveryState]] = Counter()
    for receiver, states in counted.deliveries.items():
        for state, number in states.items():
            # A receiver of mail is named by its address, which is nobody's business in a metric.
            by_channel[receiver.partition(":")[0], state] += number
    for channel in sorted({channel for channel, _ in by_channel}):
        for state in DeliveryState:
            deliveries.add_metric([channel, state.value], by_channel[channel, state])
    yield deliveries
    waiting = counted.waiting_since
    age = max((now - waiting).total_seconds(), 0) if waiting else 0
    yield GaugeMetricFamily(
        "monitor_oldest_pending_delivery_age_seconds",
        "Age of the oldest alert that some receiver still lacks",
        value=age,
    )
