"""Dates as sources write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.dates import day_in_address, parse_when


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tue, 19 Aug 2025 10:30:00 GMT", "2025-08-19 10:30"),
        ("Tue, 19 Aug 2025 10:30:00 +0800", "2025-08-19 02:30"),
        ("Tue, 19 Aug 2025 10:30:00 EDT", "2025-08-19 14:30"),
        ("Tue, 19 Aug 2025 10:30:00 PST", "2025-08-19 18:30"),
        ("19 Aug 25 10:30 UT", "2025-08-19 10:30"),
        ("Tuesday, 19-Aug-25 10:30:00 GMT", "2025-08-19 10:30"),
        ("Tue Aug 19 10:30:00 2025", "2025-08-19 10:30"),
        ("Tue Aug 19 10:30:00 EDT 2025", "2025-08-19 14:30"),
        ("2025-08-19T10:30:00Z", "2025-08-19 10:30"),
        ("2025-08-19T10:30:00.123+08:00", "2025-08-19 02:30"),
        ("20250819T103000Z", "2025-08-19 10:30"),
        ("2025-08-19 10:30:00 GMT+8", "2025-08-19 02:30"),
        ("2025-08-19", "2025-08-19 00:00"),
        ("[2025-08-19]", "2025-08-19 00:00"),
        ("（2025-08-19）", "2025-08-19 00:00"),
        ("20250819", "2025-08-19 00:00"),
        ("2025/8/19", "2025-08-19 00:00"),
        ("2025.08.19", "2025-08-19 00:00"),
        ("2025年8月19日", "2025-08-19 00:00"),
        ("发布时间：2025年08月19日 15:04", "2025-08-19 15:04"),
        ("2025年8月19日 下午3时04分", "2025-08-19 15:04"),
        ("2025년 8월 19일", "2025-08-19 00:00"),
        ("August 19, 2025", "2025-08-19 00:00"),
        ("Aug. 19th, 2025 3:04 p.m. EDT", "2025-08-19 19:04"),
        ("19 August 2025", "2025-08-19 00:00"),
        ("19th of August 2025", "2025-08-19 00:00"),
        ("19/08/2025", "2025-08-19 00:00"),
        ("08/19/2025 12:15 AM", "2025-08-19 00:15"),
        ("05/05/2025", "2025-05-05 00:00"),
        ("1755599400", "2025-08-19 10:30"),
        ("1755599400000", "2025-08-19 10:30"),
        ("2025-08-19T24:00:00Z", "2025-08-20 00:00"),
        ("20250819103015", "2025-08-19 10:30:15"),
        ("202508191030", "2025-08-19 10:30"),
        ("令和7年8月19日", "2025-08-19 00:00"),
        ("令和元年 5月 1日", "2019-05-01 00:00"),
        ("民國114年8月19日 10:30", "2025-08-19 10:30"),
        ("August 19, 2025, 10:30 AM ET", "2025-08-19 14:30"),
        ("January 19, 2025, 10:30 AM ET", "2025-01-19 15:30"),
        ("2025-08-19 10:30 PT", "2025-08-19 17:30"),
        ("2025-08-19 10:30:00 Asia/Shanghai", "2025-08-19 02:30"),
        ("2025-08-19 10:30:00 Mars/Olympus", "2025-08-19 10:30"),
        ("2025年8月19日 10:30（北京时间）", "2025-08-19 02:30"),
        ("August 19, 2025 10:30 (Beijing time)", "2025-08-19 02:30"),
        ("2025-06-30T23:59:60Z", "2025-06-30 23:59:59"),
    ],
)
def test_a_plain_date_is_read(raw: str, expected: str) -> None:
    assert parse_when(raw) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [None, "", "yesterday", "10:30", "04/05/2025", "2025-13-01", "31 Feb 2025", "0000-00-00",
     "August 2025", "Notice No. 18 of 2025", "99999999999999999999", "2025", "1 May be 30"],
)  # fmt: skip
def test_what_names_no_day_for_sure_is_left_alone(raw: str | None) -> None:
    assert parse_when(raw) is None


@pytest.mark.parametrize(
    ("raw", "zone", "expected"),
    [
        ("2025-08-19 10:30", "Asia/Shanghai", "2025-08-19 02:30"),
        ("2025-08-19 10:30", "America/New_York", "2025-08-19 14:30"),
        ("2025-01-19 10:30", "America/New_York", "2025-01-19 15:30"),
        ("19 Aug 2025 10:30 CST", "Asia/Shanghai", "2025-08-19 02:30"),
        ("19 Aug 2025 10:30 CST", "America/Chicago", "2025-08-19 16:30"),
        ("19 Aug 2025 10:30 IST", "Asia/Kolkata", "2025-08-19 05:00"),
        ("19 Aug 2025 10:30 IST", "Europe/Dublin", "2025-08-19 09:30"),
        ("19 Aug 2025 10:30 GMT", "Asia/Shanghai", "2025-08-19 10:30"),
        ("2025-08-19", "Asia/Shanghai", "2025-08-19 00:00"),
        ("2025-08-19", "America/New_York", "2025-08-19 00:00"),
    ],
)
def test_a_source_has_a_zone_of_its_own(raw: str, zone: str, expected: str) -> None:
    wanted = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert parse_when(raw, zone=zone) == wanted


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/passwd"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        parse_when("2025-08-19", zone=zone)


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[0-9]{1,5}[-/. ][A-Za-z0-9:+ -]{1,40}")))
def test_every_string_has_an_answer(raw: str) -> None:
    at = parse_when(raw, zone="Asia/Shanghai")
    assert at is None or at.utcoffset() is not None


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Kolkata", "2025-08-05"),
        ("Europe/London", "2025-08-05"),
        ("Australia/Sydney", "2025-08-05"),
        ("America/New_York", "2025-05-08"),
        ("Asia/Manila", "2025-05-08"),
        ("Asia/Shanghai", None),
        ("America/Toronto", None),
        (None, None),
    ],
)
def test_day_or_month_first_is_as_the_country_of_the_zone_writes(
    zone: str | None, expected: str | None
) -> None:
    found = parse_when("05/08/2025", zone=zone)
    assert (None if found is None else f"{found:%Y-%m-%d}") == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org/202508/t20250819_1.html", "2025-08-19"),
        ("https://e.org/room/2025-08/19/content_118718778.html", "2025-08-19"),
        ("https://e.org/2025/08/19/a-title", "2025-08-19"),
        ("https://e.org/n1/2025/0819/c64-4.html", "2025-08-19"),
        ("https://e.org/recent-actions/20250819", "2025-08-19"),
        ("https://e.org/2025/1399/20250819.html", "2025-08-19"),
        ("https://e.org/202508/content_7080735.htm", None),
        ("https://e.org/20250819427649.shtml", None),
        ("https://e.org/art/2025/art_19082025.html", None),
        ("https://e.org/?day=20250819", None),
    ],
)
def test_the_day_in_an_address_is_read(url: str, expected: str | None) -> None:
    found, words = day_in_address(url)
    assert (None if found is None else f"{found:%Y-%m-%d}") == expected
    assert bool(words) is (found is not None)
