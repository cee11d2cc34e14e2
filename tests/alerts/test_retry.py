from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.retry import RetryPolicy, next_attempt

NOW = datetime(2025, 8, 19, tzinfo=UTC)
POLICY = RetryPolicy()


def wait(attempts: int, jitter: float = 1.0, retry_after: timedelta | None = None) -> timedelta:
    at = next_attempt(attempts, NOW, POLICY, jitter, retry_after)
    assert at is not None
    return at - NOW


def test_the_ceiling_doubles_up_to_the_cap() -> None:
    assert [wait(n).total_seconds() for n in (1, 2, 3)] == [30, 60, 120]
    assert wait(POLICY.attempts - 1) == POLICY.cap


def test_jitter_is_full_but_never_hammers() -> None:
    assert wait(5, 0.5) == wait(5) / 2
    assert wait(5, 0.0) == POLICY.floor


def test_after_the_last_attempt_it_is_a_dead_letter() -> None:
    assert next_attempt(POLICY.attempts, NOW, POLICY, 0.5) is None
    assert next_attempt(10**9, NOW, POLICY, 0.5, timedelta(hours=1)) is None


def test_retry_after_is_not_undercut_and_is_bounded() -> None:
    assert wait(1, 0.1, timedelta(minutes=10)) == timedelta(minutes=10)
    assert wait(9, 1.0, timedelta(seconds=1)) > timedelta(seconds=1)
    assert wait(1, 0.1, timedelta(days=900)) == POLICY.longest_retry_after


def test_the_default_policy_outlasts_a_weekend() -> None:
    mean = sum((wait(n, 0.5) for n in range(1, POLICY.attempts)), timedelta())
    assert mean > timedelta(hours=55)


@given(
    attempts=st.integers(1, 10**12),
    jitter=st.floats(0, 1),
    asked=st.none() | st.timedeltas(),
)
def test_any_wait_is_in_the_future_and_bounded(
    attempts: int, jitter: float, asked: timedelta | None
) -> None:
    at = next_attempt(attempts, NOW, RetryPolicy(attempts=10**13), jitter, asked)
    assert at is not None
    assert POLICY.floor <= at - NOW <= POLICY.longest_retry_after


@pytest.mark.parametrize(("attempts", "jitter"), [(0, 0.5), (1, 1.1), (1, -0.1)])
def test_nonsense_is_refused(attempts: int, jitter: float) -> None:
    with pytest.raises(ValueError, match="not a retry"):
        next_attempt(attempts, NOW, POLICY, jitter)


def test_a_policy_without_an_attempt_is_refused() -> None:
    with pytest.raises(ValueError, match="attempt"):
        RetryPolicy(attempts=0)
    with pytest.raises(ValueError, match="floor"):
        RetryPolicy(base=timedelta(0))
