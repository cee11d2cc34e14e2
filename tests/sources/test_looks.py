"""When a published page is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.sources.looks import PAUSE, STAGES, Stage, first_look, lost_most, next_look, ordered

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(), HOUR),
        (5 * HOUR, HOUR),
        (6 * HOUR, DAY),
        (6 * DAY, DAY),
        (7 * DAY, 30 * DAY),
        (364 * DAY, 30 * DAY),
        (365 * DAY, None),
    ],
)
def test_a_page_is_looked_at_ever_less_often_and_then_never(
    age: timedelta, wait: timedelta | None
) -> None:
    at = next_look(NOW - age, now=NOW, stages=STAGES)
    assert (at and at - NOW) == wait


def test_an_item_has_some_thirty_looks_in_its_life() -> None:
    now, looks = NOW, 0
    while (following := next_look(NOW, now=now, stages=STAGES)) is not None:
        assert following > now
        now, looks = following, looks + 1
    assert 20 <= looks <= 40
    assert now - NOW >= 335 * DAY


def test_no_stages_mean_no_looks() -> None:
    assert next_look(NOW, now=NOW, stages=()) is None
    assert first_look(NOW, now=NOW, stages=(), place=0.5) is None


def test_looks_and_what_a_first_visit_finds_are_spread() -> None:
    spread = [next_look(NOW, now=NOW, stages=STAGES, jitter=jitter) for jitter in (0, 1)]
    assert spread == [NOW + 0.9 * HOUR, NOW + 1.1 * HOUR]
    old = NOW - 100 * DAY
    first = [first_look(old, now=NOW, stages=STAGES, place=place) for place in (0, 0.5)]
    assert first == [NOW + PAUSE, NOW + PAUSE + 15 * DAY]
    assert first_look(NOW - 400 * DAY, now=NOW, stages=STAGES, place=0.5) is None


def test_stages_go_from_young_to_old_and_from_often_to_rarely() -> None:
    assert ordered(STAGES) == STAGES
    assert ordered([]) == ()
    day = Stage(until=DAY, every=HOUR)
    with pytest.raises(ValueError, match="from young to old"):
        ordered([day, day])
    with pytest.raises(ValueError, match="from often to rarely"):
        ordered([day, Stage(until=7 * DAY, every=HOUR / 2)])
    with pytest.raises(ValueError, match="every <= until"):
        Stage(until=HOUR, every=DAY)
    with pytest.raises(ValueError, match="10m at the soonest"):
        Stage(until=HOUR, every=timedelta(minutes=1))


def test_a_text_that_lost_most_of_itself_is_doubtful_and_a_short_one_may_vary() -> None:
    assert lost_most("a" * 900, "a" * 299)
    assert not lost_most("a" * 900, "a" * 300)
    assert not lost_most("a" * 299, "")
