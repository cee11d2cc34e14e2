from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.schedule import Rhythm
from monitor.config.problems import ConfigProblems
from monitor.config.settings import Settings, load
from monitor.config.subscribers import clock
from monitor.wording.shift import Direction, Kind, Level

CHANNELS = """
channels:
  - {id: desk, kind: webhook, url: "https://hook.example/"}
  - {id: mail, kind: email, host: m.example, sender: a@m.example, recipients: [b@m.example]}
"""


@pytest.fixture
def loaded(folder: Path) -> Callable[..., Settings]:
    def make(text: str, channels: str = CHANNELS, **environ: str) -> Settings:
        (folder / "monitor.yaml").write_text(channels + text, encoding="utf-8")
        return load(folder, environ)

    return make


def problems(loaded: Callable[[str], Settings], text: str) -> list[str]:
    with pytest.raises(ConfigProblems) as caught:
        loaded(text)
    return [str(problem) for problem in caught.value.problems]


def test_without_subscribers_each_channel_hears_for_itself(loaded: Any) -> None:
    found = loaded("").monitor.subscribers
    assert [(one.id, one.channels) for one in found] == [("desk", ("desk",)), ("mail", ("mail",))]
    assert {one.rules[0].level for one in found} == {Level.DIGEST}


def test_a_subscriber_has_rules_hours_and_a_rate(loaded: Any) -> None:
    text = """
subscribers:
  - id: compliance
    channels: [mail]
    zone: Europe/Berlin
    quiet: {from: 22:30, until: 07:00, broken_by: 9}
    rate: {messages: 5, per: 30m}
    rules:
      - {level: alert, topics: [rare-earths], kinds: [threshold, number], directions: [harder]}
      - {send: daily, at: 08:00, days: [mon, Friday], languages: [zh], severity: 3}
"""
    settings = loaded(text)
    (compliance, desk) = settings.monitor.subscribers
    assert (compliance.id, desk.id) == ("compliance", "desk")
    assert compliance.zone.key == "Europe/Berlin"
    assert compliance.quiet is not None
    assert (compliance.quiet.start, compliance.quiet.end) == (time(22, 30), time(7, 0))
    assert compliance.quiet.broken_by == 9
    assert (compliance.rate.messages, compliance.rate.per) == (5, timedelta(minutes=30))
    first, second = compliance.rules
    assert (first.level, first.topics) == (Level.ALERT, ("rare-earths",))
    assert (first.kinds, first.directions) == (
        (Kind.THRESHOLD, Kind.NUMBER),
        (Direction.HARDER,),
    )
    assert (second.timing.rhythm, second.timing.at) == (Rhythm.DAILY, time(8, 0))
    assert second.timing.days == {0, 4}
    assert (second.languages, second.severity) == (("zh",), 3)


def test_a_resting_subscriber_hears_nothing_and_its_channel_hears_for_itself(loaded: Any) -> None:
    found = loaded("subscribers: [{id: a, channels: [mail], enabled: false}]").monitor
    assert [one.id for one in found.subscribers] == ["desk", "mail"]


def test_every_problem_is_told_with_its_line(loaded: Any) -> None:
    text = """
subscribers:
  - {id: a, channels: [male], zone: Europe/Berlim}
  - {id: b, channels: [mail], rules: [{send: daily}, {days: [mon], at: 09:00, send: hourly}]}
  - {id: c, channels: [mail], rules: [{topics: [rare-earth], bodies: [CN-MOFCON]}]}
  - {id: d, channels: [mail], rules: [{send: daily, at: "8 am"}]}
  - {id: e, channels: [mail], rules: [{send: daily, at: 08:00, days: [someday]}]}
mutes:
  - {until: 2026-01-01}
  - {until: 2026-01-01, body: CN-MFAA}
"""
    found = "\n".join(problems(loaded, text))
    for wanted in (
        "a names the channel male, which there is not",
        "a: there is no time zone 'Europe/Berlim'",
        "b, rule 1: a daily digest has a time of day",
        "b, rule 2:",
        "c names topics rare-earth",
        "c names bodies CN-MOFCON",
        "'8 am' is no time of day",
        "e: 'someday' is no day of the week",
        "a mute names a body, a topic or words",
        "the mute names the body CN-MFAA",
    ):
        assert wanted in found, found
    assert "monitor.yaml:" in found


def test_mutes_are_read(loaded: Any) -> None:
    text = """
mutes:
  - {until: 2026-12-31, body: CN-MFA, topic: rare-earths, why: known}
  - {until: 2026-12-31, words: 合规贸易}
"""
    first, second = loaded(text).monitor.mutes
    assert (first.until, first.body, first.topic) == (date(2026, 12, 31), "CN-MFA", "rare-earths")
    assert second.words == "合规贸易"


@pytest.mark.parametrize(("raw", "read"), [("8:05", time(8, 5)), ("23:59", time(23, 59))])
def test_a_time_of_day_is_read_as_written(raw: str, read: time) -> None:
    assert clock(raw) == read


@pytest.mark.parametrize("raw", ["24:00", "8", "8:5", "", None, 1350, "08:00:00"])
def test_what_is_no_time_of_day_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        clock(raw)


def test_a_chat_channel_names_the_variable_that_holds_its_addresses(loaded: Any) -> None:
    text = "channels: [{id: room, kind: chat, url_env: ROOM_URL}]"
    good = "json://hook.example/a ntfy://ntfy.example/watch"
    (channel,) = loaded("", text, ROOM_URL=good).monitor.channels
    assert channel.addresses == tuple(good.split())
    assert "ntfy.example" not in repr(channel)
    with pytest.raises(ConfigProblems) as caught:
        loaded("", text, ROOM_URL="nosuch://secret@host")
    (problem,) = caught.value.problems
    assert "no address that Apprise knows" in str(problem)
    assert "secret" not in str(problem)
    with pytest.raises(ConfigProblems, match="needs ROOM_URL"):
        loaded("", text)


@pytest.mark.parametrize(
    ("channels", "text", "words"),
    [
        (CHANNELS, "subscribers: [{id: a, channels: [desk], rate: {per: 0s}}]", "per"),
        (CHANNELS.replace('hook.example/"', 'hook.example/", patience: 5m'), "", "patience"),
        (CHANNELS.replace('hook.example/"', 'hook.example/", patience: 0s'), "", "patience"),
    ],
)
def test_a_time_that_cannot_work_is_told(
    loaded: Callable[..., Settings], channels: str, text: str, words: str
) -> None:
    with pytest.raises(ConfigProblems, match=words):
        loaded(text, channels)
