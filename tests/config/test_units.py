from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.units import duration, size, spell


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45s", 45), ("15m", 900), ("6h", 21_600), ("7d", 604_800), ("1d12h", 129_600), ("0.5s", 0.5)],
)
def test_a_time_has_a_unit(text: str, seconds: float) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["15", 15, "", "m", "1w", "-5m", "5 m", None, True, "99999d"])
def test_a_time_without_a_unit_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"time|ten years"):
        duration(text)


@given(st.integers(min_value=0, max_value=3_000 * 86_400))
def test_a_time_that_is_spelt_reads_as_itself(seconds: int) -> None:
    assert duration(spell(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (4000, 4000),
        ("4000", 4000),
        ("64 kB", 64_000),
        ("10MB", 10_000_000),
        ("1.5 GB", 1_500_000_000),
    ],
)
def test_a_size_may_have_a_unit(text: object, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("text", ["ten", "10 TB", -1, True, "", None])
def test_what_is_no_size_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="size"):
        size(text)
