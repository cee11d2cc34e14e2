from collections.abc import Callable
from dataclasses import replace

from monitor.alerts.alert import Subject
from monitor.alerts.route import ChannelRule, route
from monitor.alerts.sender import receivers
from monitor.wording.shift import Level


def test_a_channel_hears_its_level_and_what_lies_above(about: Callable[..., Subject]) -> None:
    shift = about().shift
    channels = (
        ChannelRule(id="phone"),
        ChannelRule(id="desk", minimum=Level.DIGEST),
        ChannelRule(id="log", minimum=Level.INFO),
    )
    assert route(shift, channels) == ("phone", "desk", "log")
    assert route(replace(shift, level=Level.DIGEST), channels) == ("desk", "log")
    assert route(replace(shift, level=Level.INFO), channels) == ("log",)


def test_topics_and_bodies_narrow_a_channel(about: Callable[..., Subject]) -> None:
    shift = about().shift
    channels = (
        ChannelRule(id="magnets", topics=("magnets",)),
        ChannelRule(id="earths", topics=("magnets", "rare-earths")),
        ChannelRule(id="us", bodies=("US-BIS",)),
        ChannelRule(id="cn", bodies=("CN-MFA",), topics=("rare-earths",)),
    )
    assert route(shift, channels) == ("earths", "cn")


def test_the_console_stands_in_where_no_channel_is_active(about: Callable[..., Subject]) -> None:
    shift = about().shift
    assert route(shift, ()) == ("console",)
    assert route(shift, (ChannelRule(id="mail", active=False),)) == ("console",)
    assert route(replace(shift, level=Level.INFO), ()) == ()
    assert route(shift, (ChannelRule(id="us", bodies=("US-BIS",)),)) == ()


def test_a_silenced_shift_reaches_nobody(about: Callable[..., Subject]) -> None:
    silenced = replace(about().shift, silenced="requote")
    assert route(silenced, (ChannelRule(id="log", minimum=Level.INFO),)) == ()
    assert route(silenced, ()) == ()


def test_each_recipient_of_a_mail_channel_is_a_receiver_of_its_own() -> None:
    found = receivers("mail", ("alice@example.org", "Bob@Example.org", "alice@EXAMPLE.org"))
    assert [receiver.id for receiver in found] == [
        "mail:alice@example.org",
        "mail:Bob@example.org",
    ]
    assert {receiver.channel for receiver in found} == {"mail"}
    assert [receiver.id for receiver in receivers("hook")] == ["hook"]
