"""When a delivery that failed is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Bounds of the retries: the first wait's upper end doubles up to `cap`.

    The defaults outlast a receiver that is down over a weekend. `longest_retry_after` bounds what
    a receiver may ask for.
    """

    base: timedelta = timedelta(seconds=30)
    cap: timedelta = timedelta(hours=6)
    floor: timedelta = timedelta(seconds=1)
    attempts: int = 30
    longest_retry_after: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        if not timedelta(0) < self.floor <= self.base <= self.cap:
            raise ValueError("a retry policy needs 0 < floor <= base <= cap")
        if self.attempts < 1 or self.longest_retry_after < timedelta(0):
            raise ValueError("a retry policy needs an attempt, and no negative wait")


def next_attempt(
    attempts: int,
    now: datetime,
    policy: RetryPolicy,
    jitter: float,
    retry_after: timedelta | None = None,
) -> datetime | None:
    """Return when to try again after `attempts` failures, or None: a dead letter.

    Exponential backoff with full jitter (AWS Architecture Blog, 2015): the wait is `jitter`, a
    number from 0 to 1, of a ceiling that doubles with each attempt. A receiver's `retry_after`
    is never undercut, within the policy's bound.
    """
    if attempts < 1 or not 0 <= jitter <= 1:
        raise ValueError(f"not a retry: {attempts} attempts, jitter {jitter}")
    if attempts >= policy.attempts:
        return None
    # Past 2**20 times the base every ceiling is above the cap, and later the product overflows.
    ceiling = min(policy.cap, policy.base * (1 << min(attempts - 1, 20)))
    wait = max(policy.floor, ceiling * jitter)
    if retry_after is not None:
        wait = max(wait, min(retry_after, policy.longest_retry_after))
    return now + wait
