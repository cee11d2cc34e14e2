from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.alert import Subject
from monitor.alerts.route import ChannelRule, Mute, Routed, Rule, Subscriber, everybody, route
from monitor.alerts.schedule import HOURLY, Quiet, Rhythm, Timing
from monitor.alerts.sender import receivers
from monitor.wording.shift import Direction, Kind, Level, Shift

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def heard(shift: Shift, *channels: ChannelRule) -> list[str]:
    return [one.subscriber for one in route(shift, everybody((), channels), now=NOW)]


def desk(*rules: Rule, **given: object) -> Subscriber:
    return Subscriber(id="desk", channels=("mail",), rules=rules, **given)  # type: ignore[arg-type]  # given by name


def test_a_channel_hears_its_level_and_what_lies_above(about: Callable[..., Subject]) -> None:
    shift = about().shift
    channels = (
        ChannelRule(id="phone"),
        ChannelRule(id="desk", minimum=Level.DIGEST),
        ChannelRule(id="log", minimum=Level.INFO),
    )
    assert heard(shift, *channels) == ["phone", "desk", "log"]
    assert heard(replace(shift, level=Level.DIGEST), *channels) == ["desk", "log"]
    assert heard(replace(shift, level=Level.INFO), *channels) == ["log"]


def test_topics_and_bodies_narrow_a_channel(about: Callable[..., Subject]) -> None:
    channels = (
        ChannelRule(id="magnets", topics=("magnets",)),
        ChannelRule(id="earths", topics=("magnets", "rare-earths")),
        ChannelRule(id="us", bodies=("US-BIS",)),
        ChannelRule(id="cn", bodies=("CN-MFA",), topics=("rare-earths",)),
    )
    assert heard(about().shift, *channels) == ["earths", "cn"]


def test_the_console_stands_in_where_no_channel_is_active(about: Callable[..., Subject]) -> None:
    shift = about().shift
    assert heard(shift) == ["console"]
    assert heard(shift, ChannelRule(id="mail", active=False)) == ["console"]
    assert heard(replace(shift, level=Level.INFO)) == []
    assert heard(shift, ChannelRule(id="us", bodies=("US-BIS",))) == []


def test_a_silenced_shift_reaches_nobody(about: Callable[..., Subject]) -> None:
    silenced = replace(about().shift, silenced="requote")
    assert heard(silenced, ChannelRule(id="log", minimum=Level.INFO)) == []
    assert heard(silenced) == []


def test_a_channel_that_a_subscriber_names_hears_only_through_the_subscriber() -> None:
    channels = (ChannelRule(id="mail"), ChannelRule(id="hook"), ChannelRule(id="old", active=False))
    both = Subscriber(id="both", channels=("mail", "old"), rules=(Rule(),))
    resting = Subscriber(id="resting", channels=("old",), rules=(Rule(),))
    found = everybody((both, resting), channels)
    assert [(one.id, one.channels) for one in found] == [("both", ("mail",)), ("hook", ("hook",))]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (Rule(kinds=(Kind.DROPPED,)), True),
        (Rule(kinds=(Kind.NUMBER, Kind.THRESHOLD)), False),
        (Rule(directions=(Direction.NARROWER,)), True),
        (Rule(directions=(Direction.HARDER,)), False),
        (Rule(severity=8.0), True),
        (Rule(severity=8.1), False),
        (Rule(languages=("zh",)), True),
        (Rule(languages=("en",)), False),
    ],
)
def test_a_rule_asks_kind_direction_severity_and_language(
    about: Callable[..., Subject], rule: Rule, *, wanted: bool
) -> None:
    shift = about(kinds=(Kind.DROPPED,), direction=Direction.NARROWER, severity=8.0).shift
    assert bool(route(shift, (desk(rule),), now=NOW, language="zh")) is wanted


def test_the_first_rule_that_is_about_a_shift_decides_how_it_comes(
    about: Callable[..., Subject],
) -> None:
    daily = Timing(rhythm=Rhythm.DAILY, at=time(8, 0))
    reader = desk(Rule(severity=9.0), Rule(level=Level.DIGEST, timing=daily), zone=BERLIN)
    grave = route(about(severity=9.5).shift, (reader,), now=NOW)
    assert grave == (Routed(subscriber="desk", rule=0, digest_at=None),)
    mild = route(about(severity=4.0).shift, (reader,), now=NOW)
    tomorrow = datetime(2025, 8, 20, 6, 0, tzinfo=UTC)
    assert mild == (Routed(subscriber="desk", rule=1, digest_at=tomorrow),)


def test_quiet_hours_hold_back_all_but_what_is_grave(about: Callable[..., Subject]) -> None:
    quiet = Quiet(start=time(11, 0), end=time(7, 0), broken_by=9.0)
    reader = desk(Rule(), zone=BERLIN, quiet=quiet)
    morning = datetime(2025, 8, 20, 5, 0, tzinfo=UTC)
    (held,) = route(about(severity=8.9).shift, (reader,), now=NOW)
    assert (held.digest_at, held.held) == (morning, True)
    (through,) = route(about(severity=9.0).shift, (reader,), now=NOW)
    assert (through.digest_at, through.held) == (None, False)


def test_a_digest_due_in_quiet_hours_waits_for_their_end(about: Callable[..., Subject]) -> None:
    quiet = Quiet(start=time(10, 0), end=time(14, 0))
    reader = desk(Rule(timing=HOURLY), quiet=quiet)
    (held,) = route(about().shift, (reader,), now=NOW)
    assert held.digest_at == datetime(2025, 8, 19, 14, 0, tzinfo=UTC)


def test_a_mute_lets_nobody_hear_until_its_day(about: Callable[..., Subject]) -> None:
    shift = about().shift
    thread = Mute(until=date(2025, 8, 20), body=shift.body, topic=shift.topic)
    assert route(shift, (desk(Rule()),), now=NOW, mutes=(thread,)) == ()
    over = replace(thread, until=date(2025, 8, 19))
    assert len(route(shift, (desk(Rule()),), now=NOW, mutes=(over,))) == 1
    other = replace(thread, body="US-BIS")
    assert len(route(shift, (desk(Rule()),), now=NOW, mutes=(other,))) == 1


def test_a_formulation_is_muted_by_its_words_however_they_are_set(
    about: Callable[..., Subject],
) -> None:
    shift = replace(about().shift, before="Ｗe will continue to\nstrengthen it.", after="We will.")
    mute = Mute(until=date(2025, 9, 1), words="Continue to  strengthen")
    assert route(shift, (desk(Rule()),), now=NOW, mutes=(mute,)) == ()
    assert len(route(shift, (desk(Rule()),), now=NOW, mutes=(replace(mute, words="cease"),))) == 1


def test_a_mute_of_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="names a body, a topic or words"):
        Mute(until=date(2025, 9, 1), words="  ")


def test_each_recipient_of_a_mail_channel_is_a_receiver_of_its_own() -> None:
    found = receivers("mail", ("alice@example.org", "Bob@Example.org", "alice@EXAMPLE.org"))
    assert [receiver.id for receiver in found] == [
        "mail:alice@example.org",
        "mail:Bob@example.org",
    ]
    assert {receiver.channel for receiver in found} == {"mail"}
    assert [receiver.id for receiver in receivers("hook")] == ["hook"]
