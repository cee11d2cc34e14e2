"""What an operator meets is documented, and what is documented is there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
import yaml
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.cli.main import app
from monitor.config.environment import VARIABLES
from monitor.run.heartbeat import Pulse
from monitor.run.reload import Configuration
from monitor.run.room import Room
from monitor.storage.engine import Database
from monitor.web.metrics import StoredCollector
from monitor.web.operations import Operations, OperationsCollector
from monitor.web.served import Served, Watched

ROOT = Path(__file__).parents[1]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
PAGES["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATIONS, COMMANDS = PAGES["operations.md"], PAGES["commands.md"]
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
NOW = datetime(2025, 8, 19, tzinfo=UTC)


def commands() -> dict[str, frozenset[str]]:
    """Return the options of each command by its name, those of groups as `alerts list`."""
    found: dict[str, frozenset[str]] = {}

    def walk(command: object, name: str) -> None:
        for inner, below in getattr(command, "commands", {}).items():
            walk(below, f"{name} {inner}".strip())
        options = [option for one in getattr(command, "params", ()) for option in one.opts]
        found[name] = frozenset(option for option in options if option.startswith("-"))

    walk(typer.main.get_command(app), "")
    return found


KNOWN = commands()


def test_every_command_is_documented() -> None:
    rows = re.findall(r"^\| (`.*?`) \|", COMMANDS, re.MULTILINE)
    named = {" ".join(re.findall(r"[a-z]+", part)) for row in rows for part in row.split(", ")}
    listed = {name for name in KNOWN if name not in ("", "alerts")}
    assert [name for name in listed if not any(row.startswith(name) for row in named)] == []


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_command_and_option_that_a_page_names_is_there(page: str) -> None:
    for words in re.findall(r"`(?:\.venv/bin/)?monitor ((?:[a-z][^`\n]*)?)`", PAGES[page]):
        name = re.match(r"[a-z]*(?: (?:list|retry|test)\b)?", words)
        assert name is not None
        assert name[0] in KNOWN, f"{page}: {words}"
        options = set(re.findall(r"--[a-z-]+", words))
        assert options <= KNOWN[name[0]] | {"--help"}, f"{page}: {words}"


def collectors(database: Database) -> Iterator[Collector]:
    yield StoredCollector(Served(database=database, sources=(Watched(id="a", name="A"),)))
    yield OperationsCollector(
        lambda: Operations(
            ready=True,
            configuration=Configuration(folder="config", loaded_at=NOW),
            ticked_at=NOW,
            room=Room(free=1, reserve=1),
            pulse=Pulse(sent_at=NOW),
        )
    )
    yield ProcessCollector(registry=CollectorRegistry())


@pytest.fixture(scope="module")
def metrics() -> frozenset[str]:
    """Return the name of every metric that /metrics can hold."""
    ends = {"counter": "_total", "info": "_info"}
    with Database.open("sqlite://") as database:
        return frozenset(
            family.name + ends.get(family.type, "")
            for collector in collectors(database)
            for family in collector.collect()
        )


def test_every_metric_is_documented_and_no_other(metrics: frozenset[str]) -> None:
    section = OPERATIONS.split("## Metrics")[1].split("\n## ")[0]
    named = set(re.findall(r"`((?:monitor|process)_[a-z_]+)`", section))
    assert named - {"monitor_settings_refused"} <= metrics
    assert metrics - named == set()


def rules() -> list[dict[str, object]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def test_an_alert_rule_asks_for_metrics_that_there_are(metrics: frozenset[str]) -> None:
    for rule in rules():
        asked = set(re.findall(r"\bmonitor_[a-z_]+", str(rule["expr"])))
        assert asked <= metrics, rule["alert"]


def anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_alert_rule_leads_to_a_symptom_in_the_runbook() -> None:
    for rule in rules():
        annotations = rule["annotations"]
        assert isinstance(annotations, dict)
        path, _, anchor = annotations["runbook"].partition("#")
        assert path == "docs/operations.md"
        assert anchor in anchors(OPERATIONS), rule["alert"]
        assert rule["labels"] in ({"severity": "page"}, {"severity": "ticket"})


def test_every_event_of_the_log_is_documented() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "monitor").rglob("*.py"))
    events = set(re.findall(r'log\.(?:info|warning|error)\(\s*"([a-z_]+)"', code))
    assert events - set(re.findall(r"`([a-z_]+)`", OPERATIONS)) == set()


def test_every_variable_of_the_example_is_one_that_is_read() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    others = {"COMPOSE_PROFILES", "POSTGRES_PASSWORD"}
    assert named - others <= {variable.name for variable in VARIABLES}


def test_the_image_says_which_version_it_is() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert f"ARG VERSION={__version__}\n" in dockerfile


def test_every_profile_of_the_compose_file_is_explained() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    compose = yaml.safe_load(text)
    services = compose["services"]
    profiles = {one for service in services.values() for one in service.get("profiles", ())}
    assert profiles == {"postgres", "mail", "metrics"}
    assert all(f"#   {profile}" in text for profile in profiles)
    (alone,) = [name for name, service in services.items() if not service.get("profiles")]
    assert alone == "monitor"
