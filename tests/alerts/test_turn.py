"""Whose turn comes when: rates, quiet hours, and what breaks them."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from monitor.alerts.alert import Subject
from monitor.alerts.digest import Reason
from monitor.alerts.route import Rule, Subscriber, route
from monitor.alerts.schedule import HOURLY, Quiet, Rate
from monitor.alerts.turn import Later, later
from monitor.wording.shift import Level, Shift

NOW = datetime(2025, 8, 19, 21, 30, tzinfo=UTC)
NIGHT = Quiet(start=time(22, 0), end=time(6, 0), broken_by=9.0)
MORNING = datetime(2025, 8, 20, 6, 0, tzinfo=UTC)
FULL = [NOW - timedelta(minutes=10), NOW - timedelta(minutes=5)]


def turn(shift: Shift, *, now: datetime = NOW, rule: Rule | None = None, **given: Any) -> Any:
    desk = Subscriber(
        id="desk",
        channels=("mail",),
        rules=(rule or Rule(level=Level.INFO),),
        quiet=NIGHT,
        rate=Rate(messages=2, per=timedelta(hours=1)),
    )
    (routed,) = route(shift, (desk,), now=now)
    return later(routed, shift, desk, **{"held": None, "sent": (), "now": now, **given})


def test_what_is_within_the_rate_comes_alone(about: Callable[..., Subject]) -> None:
    assert turn(about().shift, sent=FULL[:1]) is None


def test_what_is_too_much_comes_when_the_rate_opens_but_not_in_the_night(
    about: Callable[..., Subject],
) -> None:
    early = NOW - timedelta(hours=2)
    sent = [early - timedelta(minutes=10), early - timedelta(minutes=5)]
    at = early + timedelta(minutes=50)
    assert turn(about().shift, now=early, sent=sent) == Later(at=at, reason=Reason.RATE)
    assert turn(about().shift, sent=FULL) == Later(at=MORNING, reason=Reason.RATE)


def test_what_comes_after_those_that_were_too_many_waits_with_them(
    about: Callable[..., Subject],
) -> None:
    held = NOW + timedelta(minutes=20)
    assert turn(about().shift, held=held) == Later(at=held, reason=Reason.RATE)
    assert turn(about().shift, held=NOW) is None


def test_what_is_grave_breaks_the_night_whatever_waits_for_the_morning(
    about: Callable[..., Subject],
) -> None:
    night = NOW + timedelta(hours=2)
    grave = about(severity=9.5).shift
    assert turn(grave, now=night, held=MORNING) is None
    full = [night - timedelta(minutes=10), night - timedelta(minutes=5)]
    opens = night + timedelta(minutes=50)
    assert turn(grave, now=night, held=MORNING, sent=full) == Later(at=opens, reason=Reason.RATE)


def test_a_digest_says_whether_the_night_held_it_back(about: Callable[..., Subject]) -> None:
    hourly = Rule(level=Level.INFO, timing=HOURLY)
    afternoon = NOW - timedelta(hours=3)
    on_time = datetime(2025, 8, 19, 19, 0, tzinfo=UTC)
    assert turn(about().shift, now=afternoon, rule=hourly) == Later(
        at=on_time, reason=Reason.SCHEDULED
    )
    assert turn(about().shift, rule=hourly) == Later(at=MORNING, reason=Reason.QUIET_HOURS)
