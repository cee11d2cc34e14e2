import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.parser import text_string_to_metric_families

ROOT = Path(__file__).parents[2]


def scraped(client: Any) -> dict[tuple[str, tuple[str, ...]], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_sources_and_what_is_stored_are_measured(client: Any, now: Any) -> None:
    found = scraped(client)
    assert found["monitor_build_info", ("1.2.3",)] == 1
    assert found["monitor_source_visits_total", ("mfa",)] == 12
    assert found["monitor_source_consecutive_failures", ("wire",)] == 3
    assert found["monitor_source_state", ("wire", "failing")] == 1
    success = found["monitor_source_last_success_timestamp_seconds", ("mfa",)]
    assert success == (now - timedelta(minutes=1)).timestamp()
    assert found["monitor_items", ()] == 1
    assert found["monitor_statements", ()] == 2
    assert found["monitor_shifts", ("alert", "false")] == 1
    assert found["monitor_shifts", ("info", "true")] == 1
    assert not [name for name, labels in found if "old" in labels]


def test_what_waits_to_be_sent_is_measured_by_channel_and_without_addresses(client: Any) -> None:
    found = scraped(client)
    assert found["monitor_deliveries", ("mail", "pending")] == 1
    assert found["monitor_deliveries", ("mail", "sent")] == 1
    assert found["monitor_deliveries", ("hook", "dead")] == 0
    assert found["monitor_oldest_pending_delivery_age_seconds", ()] == 120
    assert "@" not in client.get("/metrics").text


def test_the_process_may_have_metrics_of_its_own(ask: Any) -> None:
    registry = CollectorRegistry()
    Counter("monitor_ticks", "Ticks of the scheduler", registry=registry).inc()
    found = scraped(ask(metrics=registry))
    assert found["monitor_ticks_total", ()] == 1
    assert found["monitor_items", ()] == 1


def test_every_metric_has_help_and_a_name_by_the_conventions(client: Any) -> None:
    for family in text_string_to_metric_families(client.get("/metrics").text):
        assert family.documentation, family.name
        assert family.name.startswith(("monitor_", "process_"))
        if family.type == "counter":
            assert all(s.name.endswith(("_total", "_created")) for s in family.samples)


def test_the_dashboard_asks_for_metrics_that_there_are(client: Any) -> None:
    dashboard = json.loads((ROOT / "docs" / "grafana.json").read_text())
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\b(?:monitor|process)_\w+", target["expr"])
    }
    assert len(asked) > 8
    assert asked <= {name for name, _ in scraped(client)}
