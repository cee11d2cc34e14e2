"""Dates of speech: the grammar, and which of several dates decides."""

from datetime import UTC, date, datetime

import pytest

from monitor.statements.dates import published_day, readings
from monitor.statements.statement import Origin, Precision
from tests.statements.conftest import Reader

TUESDAY = date(2025, 8, 19)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Tuesday", date(2025, 8, 19)),
        ("on Wednesday", date(2025, 8, 13)),
        ("last Tuesday", date(2025, 8, 12)),
        ("on Aug. 7", date(2025, 8, 7)),
        ("on 7 August", date(2025, 8, 7)),
        ("on August 7th, 2024", date(2024, 8, 7)),
        ("on Dec. 24", date(2024, 12, 24)),
        ("on August 20", date(2025, 8, 20)),
        ("on Jan. 20 last year", date(2024, 1, 20)),
        ("2025-06-07", date(2025, 6, 7)),
        ("yesterday", date(2025, 8, 18)),
        ("Today", date(2025, 8, 19)),
        ("Three days ago", date(2025, 8, 16)),
        ("on the 5th", date(2025, 8, 5)),
        ("on the 25th", date(2025, 7, 25)),
        ("last month", date(2025, 7, 1)),
        ("in 2023", date(2023, 1, 1)),
    ],
)
def test_english_dates_are_read_from_the_day_of_publication(words: str, day: date) -> None:
    (found,) = readings(words, "en", TUESDAY)
    assert found.day == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("8月7日", date(2025, 8, 7)),
        ("7日", date(2025, 8, 7)),
        ("25日", date(2025, 7, 25)),
        ("20日", date(2025, 8, 20)),
        ("去年12月7日", date(2024, 12, 7)),
        ("星期二", date(2025, 8, 19)),
        ("周三", date(2025, 8, 13)),
        ("昨天", date(2025, 8, 18)),
        ("今日", date(2025, 8, 19)),
    ],
)
def test_chinese_dates_are_read_from_the_day_of_publication(words: str, day: date) -> None:
    (found,) = readings(words, "zh", TUESDAY)
    assert found.day == day


@pytest.mark.parametrize("words", ["may", "a second", "it may rain", "Sunday school's sun", "3%"])
def test_words_that_only_look_like_dates_are_none(words: str) -> None:
    assert [r for r in readings(words, "en", TUESDAY) if r.kind == "explicit"] == []


def test_without_a_day_of_publication_only_a_full_date_is_read() -> None:
    found = readings("on Tuesday, and on June 7, 2025", "en", None)
    assert [r.day for r in found] == [None, date(2025, 6, 7)]


def test_the_day_of_publication_is_the_outlets() -> None:
    late = datetime(2025, 8, 19, 23, tzinfo=UTC)
    assert published_day(Origin(published_at=late, outlet_country="CN")) == date(2025, 8, 20)
    assert published_day(Origin(published_at=late, outlet_country="US")) == date(2025, 8, 19)
    assert published_day(Origin(published_at=late, zone="Asia/Tokyo")) == date(2025, 8, 20)


def test_a_weekday_is_that_of_the_datelines_zone(statements: Reader) -> None:
    (found,) = statements(
        "BEIJING (AP) — China's commerce ministry said Wednesday that talks went on.",
        country="US",
        published=datetime(2025, 8, 19, 23, tzinfo=UTC),
    )
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 8, 20)
    assert not found.said_on.conflict


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mao Ning said on Tuesday that the ban announced on April 4 would stay.", (2025, 8, 19)),
        ("Asked about the controls imposed on April 4, Mao Ning said on Monday she was not aware.",
         (2025, 8, 18)),
        ("On June 7, Mao Ning said talks went on.", (2025, 6, 7)),
        ("In a statement late on Monday, China's foreign ministry said talks went on.",
         (2025, 8, 18)),
        ("Mao Ning said talks went on.", (2025, 8, 20)),
        ("BEIJING, Aug. 18 (Xinhua) -- Mao Ning said talks went on.", (2025, 8, 18)),
        ("“It is wrong,” Mao Ning said when asked about the ban on Monday.", (2025, 8, 18)),
        ("The Chinese ministry of commerce, which on April 4 imposed curbs, said talks went on.",
         (2025, 8, 20)),
    ],
)  # fmt: skip
def test_the_date_of_the_saying_is_told_from_other_dates(
    statements: Reader, text: str, day: tuple[int, int, int]
) -> None:
    found = statements(text)
    assert found[0].said_on is not None
    assert found[0].said_on.day == date(*day)


def test_a_date_is_handed_down_the_speakers_run_and_no_further(statements: Reader) -> None:
    found = statements(
        "Mao Ning said on Tuesday that talks went on.\n\n"
        "On July 24, Guo Jiakun said licences were issued. “We stand ready,” Guo said.\n\n"
        "“I am not aware of it,” Mao said."
    )
    days = [s.said_on.day if s.said_on else None for s in found]
    assert days == [date(2025, 8, 19), date(2025, 7, 24), date(2025, 7, 24), date(2025, 8, 19)]


def test_an_earlier_sentence_that_sets_the_scene_dates_what_follows(statements: Reader) -> None:
    (found,) = statements(
        "On June 12, Mao Ning answered questions at a press conference. She said talks went on."
    )
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 6, 12)


def test_a_vague_past_leaves_the_date_open(statements: Reader) -> None:
    (found,) = statements("Mao Ning previously said that talks went on.")
    assert found.said_on is None


def test_last_week_is_no_day(statements: Reader) -> None:
    (found,) = statements("Mao Ning said last week that talks went on.")
    assert found.said_on is None


def test_a_weekday_in_the_lead_is_that_of_the_announcement(statements: Reader) -> None:
    (found,) = statements("China on Sunday suspended the ban, its commerce ministry said.")
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 8, 17)


def test_a_month_is_known_as_a_month(statements: Reader) -> None:
    (found,) = statements("Mao Ning said last month that talks went on.")
    assert found.said_on is not None
    assert (found.said_on.day, found.said_on.precision) == (date(2025, 7, 1), Precision.MONTH)


def test_a_day_earlier_counts_from_the_day_told_last(statements: Reader) -> None:
    found = statements(
        "Mao Ning said on Tuesday that talks went on. A day earlier, Lin Jian said they had ended."
    )
    assert found[1].said_on is not None
    assert found[1].said_on.day == date(2025, 8, 18)


def test_a_date_after_publication_is_a_conflict(statements: Reader) -> None:
    (found,) = statements("Mao Ning said on August 30, 2025, that talks went on.")
    assert found.said_on is not None
    assert found.said_on.conflict


def test_nothing_is_dated_where_nothing_tells(statements: Reader) -> None:
    (found,) = statements("Mao Ning said on Tuesday that talks went on.", published=None)
    assert found.said_on is None
