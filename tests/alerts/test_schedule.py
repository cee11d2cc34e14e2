from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.schedule import (
    HOURLY,
    INSTANT,
    Quiet,
    Rate,
    Rhythm,
    Timing,
    free_at,
    next_digest,
    quiet_until,
)

BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(hour: int, minute: int = 0, *days: int) -> Timing:
    return Timing(rhythm=Rhythm.DAILY, at=time(hour, minute), days=frozenset(days))


def test_what_is_instant_has_no_digest() -> None:
    assert next_digest(INSTANT, TOKYO, at("2025-08-19T09:30")) is None


def test_an_hourly_digest_goes_at_the_full_hour_of_the_zone() -> None:
    assert next_digest(HOURLY, TOKYO, at("2025-08-19T09:30")) == at("2025-08-19T10:00")
    assert next_digest(HOURLY, KATHMANDU, at("2025-08-19T09:30")) == at("2025-08-19T10:15")
    assert next_digest(HOURLY, TOKYO, at("2025-08-19T09:00")) == at("2025-08-19T10:00")


def test_a_daily_digest_goes_at_its_local_time_the_day_after_where_it_has_passed() -> None:
    assert next_digest(daily(8), TOKYO, at("2025-08-18T22:59")) == at("2025-08-18T23:00")
    assert next_digest(daily(8), TOKYO, at("2025-08-18T23:00")) == at("2025-08-19T23:00")


def test_weekdays_keep_a_daily_digest_from_the_weekend() -> None:
    friday = at("2025-08-22T09:00")
    assert next_digest(daily(8, 0, 0, 1, 2, 3, 4), BERLIN, friday) == at("2025-08-25T06:00")


def test_a_local_time_that_a_clock_change_leaves_out_or_doubles_comes_once_a_day() -> None:
    spring = at("2025-03-29T12:00")
    assert next_digest(daily(2, 30), BERLIN, spring) == at("2025-03-30T01:30")
    assert next_digest(daily(2, 30), BERLIN, at("2025-03-30T01:30")) == at("2025-03-31T00:30")
    autumn = at("2025-10-25T12:00")
    assert next_digest(daily(2, 30), BERLIN, autumn) == at("2025-10-26T00:30")
    assert next_digest(daily(2, 30), BERLIN, at("2025-10-26T00:30")) == at("2025-10-27T01:30")


def test_quiet_hours_may_run_over_midnight() -> None:
    quiet = Quiet(start=time(22, 0), end=time(7, 0))
    assert quiet_until(quiet, BERLIN, at("2025-08-19T20:00")) == at("2025-08-20T05:00")
    assert quiet_until(quiet, BERLIN, at("2025-08-20T04:59")) == at("2025-08-20T05:00")
    assert quiet_until(quiet, BERLIN, at("2025-08-20T05:00")) is None
    assert quiet_until(quiet, BERLIN, at("2025-08-19T19:59")) is None


def test_quiet_hours_of_one_day() -> None:
    lunch = Quiet(start=time(12, 0), end=time(13, 0))
    assert quiet_until(lunch, TOKYO, at("2025-08-19T03:30")) == at("2025-08-19T04:00")
    assert quiet_until(lunch, TOKYO, at("2025-08-19T04:00")) is None


def test_a_rate_opens_again_when_its_oldest_message_is_old_enough() -> None:
    rate = Rate(messages=2, per=timedelta(hours=1))
    now = at("2025-08-19T10:00")
    assert free_at(rate, [], now) is None
    assert free_at(rate, [at("2025-08-19T09:30")], now) is None
    two = [at("2025-08-19T09:50"), at("2025-08-19T09:30")]
    assert free_at(rate, two, now) == at("2025-08-19T10:30")
    assert free_at(rate, [at("2025-08-19T09:00"), at("2025-08-19T09:30")], now) is None


@given(
    now=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    zone=st.sampled_from([BERLIN, TOKYO, KATHMANDU, ZoneInfo("America/New_York")]),
)
@settings(max_examples=100, deadline=None)
def test_a_daily_digest_is_always_ahead_and_within_a_day_and_an_hour(
    now: datetime, hour: int, minute: int, zone: ZoneInfo
) -> None:
    now = now.replace(tzinfo=UTC)
    due = next_digest(daily(hour, minute), zone, now)
    assert due is not None
    assert timedelta() < due - now <= timedelta(hours=25)


@pytest.mark.parametrize(
    "given_",
    [
        {"rhythm": Rhythm.DAILY},
        {"rhythm": Rhythm.HOURLY, "at": time(8, 0)},
        {"rhythm": Rhythm.HOURLY, "days": frozenset({1})},
        {"rhythm": Rhythm.DAILY, "at": time(8, 0), "days": frozenset({7})},
    ],
)
def test_a_timing_without_meaning_is_refused(given_: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"daily|weekdays"):
        Timing(**given_)  # type: ignore[arg-type]  # given by name
