"""A source's rhythm by weekday, and which silence is none of its own."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.sources.rhythm import Rhythm, rhythm_of

MONDAY = date(2025, 6, 2)
WEEKDAYS = [MONDAY + timedelta(days=day) for day in range(70) if day % 7 < 5]
DAILY = [MONDAY + timedelta(days=day) for day in range(70)]
THURSDAYS = [MONDAY + timedelta(days=3 + 7 * week) for week in range(10)]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def silent(days: list[date], after: timedelta) -> bool:
    rhythm = rhythm_of(days)
    assert rhythm is not None
    last = noon(max(days))
    return rhythm.is_silent(last=last, now=last + after, zone=UTC)


def test_each_weekday_has_the_share_of_its_days_that_brought_something() -> None:
    rhythm = rhythm_of(WEEKDAYS)
    assert rhythm is not None
    assert list(rhythm.shares) == [1, 1, 1, 1, 1, 0, 0]
    assert rhythm.rests
    half = rhythm_of([day for day in WEEKDAYS if day.weekday() != 0 or day.day % 2])
    assert half is not None
    assert 0 < half.shares[0] < 1
    assert list(half.shares[1:]) == [1, 1, 1, 1, 0, 0]


def test_a_rhythm_is_not_known_from_few_days_or_less_than_two_weeks() -> None:
    assert rhythm_of([]) is None
    assert rhythm_of(WEEKDAYS[:3]) is None
    assert rhythm_of(DAILY[:13]) is None
    assert rhythm_of(DAILY[:14]) is not None


def test_what_was_to_be_expected_is_counted_over_whole_days_between() -> None:
    rhythm = rhythm_of(WEEKDAYS)
    assert rhythm is not None
    friday = MONDAY + timedelta(days=4)
    assert rhythm.expected(friday, friday) == 0
    assert rhythm.expected(friday, friday + timedelta(days=1)) == 0
    assert rhythm.expected(friday, friday + timedelta(days=3)) == 0
    assert rhythm.expected(friday, friday + timedelta(days=4)) == 1
    assert rhythm.expected(friday, friday + timedelta(days=8)) == 5
    assert rhythm.expected(friday, friday + timedelta(days=15)) == 10


def test_a_weekend_and_the_longest_holiday_are_no_silence_of_a_source_that_rests() -> None:
    assert not silent(WEEKDAYS, timedelta(days=4))
    assert not silent(WEEKDAYS, timedelta(days=10))
    assert silent(WEEKDAYS, timedelta(days=11))


def test_a_source_that_never_rests_is_silent_after_two_days() -> None:
    assert not silent(DAILY, timedelta(days=2))
    assert silent(DAILY, timedelta(days=3))


def test_a_weekly_source_is_silent_after_five_of_its_own_days() -> None:
    assert not silent(THURSDAYS, timedelta(days=34))
    assert silent(THURSDAYS, timedelta(days=36))


def test_several_items_on_one_day_a_month_do_not_make_a_daily_source() -> None:
    monthly = [date(2025, month, 10) for month in range(1, 11)]
    assert not silent(monthly, timedelta(days=60))
    assert silent(monthly, timedelta(days=200))


def test_days_are_those_of_the_sources_own_zone() -> None:
    rhythm = rhythm_of(DAILY)
    assert rhythm is not None
    last = datetime(2025, 8, 10, 15, 30, tzinfo=UTC)
    now = datetime(2025, 8, 13, 15, 0, tzinfo=UTC)
    assert rhythm.is_silent(last=last, now=now, zone=UTC)
    now = datetime(2025, 8, 12, 16, 30, tzinfo=UTC)
    assert not rhythm.is_silent(last=last, now=now, zone=UTC)
    assert rhythm.is_silent(last=last, now=now, zone=ZoneInfo("Asia/Shanghai"))


def test_a_rhythm_has_seven_shares() -> None:
    with pytest.raises(ValueError, match="seven weekdays"):
        Rhythm(shares=(1.0,) * 6)
    with pytest.raises(ValueError, match="from 0 to 1"):
        Rhythm(shares=(2.0,) * 7)
