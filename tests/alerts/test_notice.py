"""What a notice says of sources that are not heard, and that it says it once."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from monitor.alerts.console import ConsoleSender
from monitor.alerts.notice import MOST_SOURCES, Event, Report, compose_notice, schema
from monitor.alerts.payload import LARGEST
from monitor.alerts.route import ChannelRule, route_notice

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
PUBLISHED = Path(__file__).parents[2] / "docs" / "notice.schema.json"
REPORT = Report(
    key="7 worse blocked",
    event=Event.WORSE,
    source="wire",
    name="A wire",
    url="https://wire.example/feed",
    state="blocked",
    since=NOW - timedelta(hours=5),
    until=None,
    problem="https://wire.example/feed answered 403",
)
BACK = replace(REPORT, key="7 recovered", event=Event.RECOVERED, until=NOW, problem="")
MISSED = replace(REPORT, key="8 missed", event=Event.MISSED, state="missed", until=NOW)
DOWN = replace(REPORT, key="9 worse", source=None, name="The network", url="", affected=60)


def test_the_published_schema_is_the_current_one_and_notices_are_valid_by_it() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema(), (
        "make it again: python -m monitor.alerts.notice > docs/notice.schema.json"
    )
    valid = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    for reports in ([REPORT], [BACK], [MISSED], [DOWN], [REPORT, BACK, MISSED, DOWN]):
        payload = json.loads(compose_notice(reports, now=NOW).payload)
        valid.validate(payload)
        assert payload["type"] == "monitor.notice"


def test_the_subject_says_of_one_source_what_befell_it() -> None:
    def subject(report: Report) -> str:
        return compose_notice([report], now=NOW).subject

    assert subject(REPORT) == "Coverage: A wire is blocked"
    assert subject(BACK) == "Coverage: A wire is heard again, after 5 h (blocked)"
    assert subject(MISSED) == "Coverage: A wire: items may have been missed"
    assert "60 sources cannot be reached" in subject(DOWN)
    assert "network is back" in subject(replace(BACK, source=None))


def test_many_sources_are_one_message_with_each_of_them_in_it() -> None:
    other = replace(REPORT, key="10", source="desk", name="A desk")
    alert = compose_notice([REPORT, other, BACK], now=NOW, base_url="https://monitor.example")
    assert alert.subject == "Coverage: 3 sources changed: 2 not heard, 1 heard again"
    for shown in (alert.text, alert.html):
        assert "A wire" in shown
        assert "A desk" in shown
        assert "Not covered since 19 August 2025, 04:30 UTC." in shown
        assert "https://monitor.example/" in shown
    assert "answered 403" in alert.text
    assert max(map(len, alert.text.splitlines())) <= 76


def test_the_id_follows_from_what_is_told_and_a_source_has_one_conversation() -> None:
    first, again = (compose_notice([REPORT], now=at) for at in (NOW, NOW + timedelta(hours=1)))
    assert first.id == again.id
    back = compose_notice([BACK], now=NOW)
    assert back.id != first.id
    assert back.thread == first.thread
    assert compose_notice([DOWN], now=NOW).thread != first.thread
    assert first.shift == ""


def test_hostile_names_are_spelled_out_and_escaped() -> None:
    bad = replace(REPORT, name="<b>wire</b>\u202e\r\nBcc: x", problem="<script>\x1b[31m")
    alert = compose_notice([bad], now=NOW)
    assert "\n" not in alert.subject
    assert "<b>wire" not in alert.html
    assert "<script>" not in alert.html
    assert "\x1b" not in alert.text + alert.html
    assert "\u202e" not in alert.text + alert.html + alert.subject


def test_a_notice_of_hundreds_of_sources_stays_small_and_counts_the_rest() -> None:
    many = [
        replace(REPORT, key=str(number), name="稀" * 400, problem="土" * 4_000, url="u" * 9_000)
        for number in range(MOST_SOURCES + 70)
    ]
    alert = compose_notice(many, now=NOW)
    assert len(alert.payload.encode()) <= LARGEST
    assert json.loads(alert.payload)["more"] == 70
    assert "and 70 more" in alert.text
    with pytest.raises(ValueError, match="reports something"):
        compose_notice([], now=NOW)


def test_every_active_channel_hears_of_notices_unless_it_says_no() -> None:
    rules = (
        ChannelRule(id="mail", topics=("rare-earths",)),
        ChannelRule(id="phone", notices=False),
        ChannelRule(id="resting", active=False),
    )
    assert route_notice(rules) == ("mail",)
    assert route_notice(()) == ("console",)
    assert route_notice((ChannelRule(id="phone", notices=False),)) == ()


@pytest.mark.parametrize("terminal", [True, False])
def test_a_notice_is_printed_in_full(terminal: bool) -> None:
    out = StringIO()
    sender = ConsoleSender(Console(file=out, force_terminal=terminal, width=100))
    asyncio.run(sender.send(compose_notice([REPORT], now=NOW)))
    assert "A wire: blocked" in out.getvalue()
    assert "answered 403" in out.getvalue()
