"""When to come back, and when silence is a sign."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.cadence import Cadence, Hints, Next, Outcome, is_stale, next_poll, typical_gap

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CADENCE = Cadence(minimum=5 * MINUTE, maximum=6 * HOUR, initial=15 * MINUTE)


def after(
    outcome: Outcome,
    *,
    interval: timedelta | None = None,
    failures: int = 0,
    new_items: int = 0,
    hints: Hints | None = None,
    jitter: float = 0.5,
) -> Next:
    return next_poll(
        outcome, now=NOW, cadence=CADENCE, interval=interval, failures=failures,
        new_items=new_items, hints=hints, jitter=jitter,
    )  # fmt: skip


def test_a_source_that_brings_news_is_visited_sooner_down_to_the_minimum() -> None:
    assert after(Outcome.CHANGED, interval=HOUR, new_items=3).interval == HOUR / 2
    assert after(Outcome.CHANGED, interval=6 * MINUTE, new_items=1).interval == CADENCE.minimum


@pytest.mark.parametrize("outcome", [Outcome.UNCHANGED, Outcome.NOT_MODIFIED])
def test_a_quiet_source_is_visited_later_up_to_the_maximum(outcome: Outcome) -> None:
    assert after(outcome).interval == 2 * CADENCE.initial
    assert after(outcome, interval=5 * HOUR).interval == CADENCE.maximum


def test_a_change_without_new_items_changes_no_rhythm() -> None:
    assert after(Outcome.CHANGED, interval=HOUR).interval == HOUR


def test_failures_wait_longer_each_time_and_never_give_up() -> None:
    waits = [after(Outcome.FAILED, failures=count).at - NOW for count in range(30)]
    assert waits == sorted(waits)
    assert waits[0] < waits[3] < waits[-1] == CADENCE.maximum
    assert after(Outcome.FAILED, failures=10**6).failures == 10**6 + 1


def test_a_failure_leaves_the_rhythm_alone_and_success_forgets_it() -> None:
    failed = after(Outcome.FAILED, interval=HOUR, failures=2)
    assert (failed.interval, failed.failures) == (HOUR, 3)
    assert after(Outcome.NOT_MODIFIED, failures=7).failures == 0


def test_a_block_waits_longer_than_a_failure() -> None:
    assert after(Outcome.BLOCKED).at > after(Outcome.FAILED).at


def test_what_the_server_asks_is_heeded_within_the_bounds() -> None:
    retry = Hints(retry_after=2 * HOUR)
    assert after(Outcome.FAILED, hints=retry, jitter=0.0).at == NOW + 2 * HOUR
    assert after(Outcome.FAILED, hints=Hints(retry_after=9 * DAY)).at == NOW + CADENCE.maximum
    assert after(Outcome.CHANGED, new_items=1, hints=Hints(ttl=HOUR)).at == NOW + HOUR
    assert after(Outcome.NOT_MODIFIED, hints=Hints(max_age=MINUTE)).at < NOW + HOUR


@pytest.mark.parametrize(
    ("value", "expected"),
    [("max-age=600", 10 * MINUTE), ('public, Max-Age="60"', MINUTE), ("no-cache, max-age=6", None),
     ("s-maxage=600", None), ("max-age=x", None), ("", None)],
)  # fmt: skip
def test_max_age_is_read_from_the_headers(value: str, expected: timedelta | None) -> None:
    assert Hints.of((("Cache-Control", value),)).max_age == expected


def test_jitter_spreads_visits() -> None:
    early, late = (after(Outcome.UNCHANGED, jitter=jitter).at for jitter in (0.0, 1.0))
    assert early < NOW + 2 * CADENCE.initial < late


@given(
    st.sampled_from(Outcome),
    st.integers(0, 60),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.floats(0, 1),
)
def test_the_next_visit_is_always_within_the_bounds(
    outcome: Outcome, failures: int, interval: int, asked: int, jitter: float
) -> None:
    coming = after(
        outcome,
        interval=timedelta(seconds=interval),
        failures=failures,
        hints=Hints(retry_after=timedelta(seconds=asked)),
        jitter=jitter,
    )
    assert CADENCE.minimum <= coming.at - NOW <= CADENCE.maximum
    assert CADENCE.minimum <= coming.interval <= CADENCE.maximum


def test_a_cadence_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="minimum"):
        Cadence(minimum=HOUR, maximum=MINUTE, initial=HOUR)
    with pytest.raises(ValueError, match="naive"):
        next_poll(
            Outcome.CHANGED,
            now=NOW.replace(tzinfo=None),
            cadence=CADENCE,
            interval=None,
            failures=0,
        )
    with pytest.raises(ValueError, match="jitter"):
        after(Outcome.CHANGED, jitter=1.5)


def test_a_typical_gap_is_the_median_of_those_between_batches() -> None:
    times = [NOW - 7 * DAY * week for week in range(6)]
    batch = [at + timedelta(seconds=second) for at in times for second in range(3)]
    assert typical_gap(batch) == 7 * DAY - timedelta(seconds=2)
    assert typical_gap(times[:3]) is None


def test_a_source_that_answers_with_old_items_for_years_is_stale() -> None:
    last = datetime(2017, 12, 12, tzinfo=UTC)
    assert is_stale(last_new_at=last, typical_gap=HOUR, now=NOW)
    assert is_stale(last_new_at=last, typical_gap=None, now=NOW)


def test_a_holiday_and_a_slow_rhythm_are_not_silence() -> None:
    assert not is_stale(last_new_at=NOW - 8 * DAY, typical_gap=HOUR, now=NOW)
    assert not is_stale(last_new_at=NOW - 25 * DAY, typical_gap=7 * DAY, now=NOW)
    assert is_stale(last_new_at=NOW - 40 * DAY, typical_gap=7 * DAY, now=NOW)
    assert not is_stale(last_new_at=None, typical_gap=HOUR, now=NOW)
