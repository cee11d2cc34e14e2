"""In what order the parts of a page are read."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.columns import Box, reading_order

LINES = 12


def line(left: float, number: int, width: float = 200.0) -> Box:
    top = 700.0 - 14 * number
    return Box(left, top - 10, left + width, top)


def across(*lefts: float, width: float = 200.0) -> list[Box]:
    """Return columns as they are drawn line by line over the page."""
    return [line(left, number, width) for number in range(LINES) for left in lefts]


def inside(part: Box, run: Box) -> bool:
    x, y = (run.left + run.right) / 2, (run.bottom + run.top) / 2
    return part.left <= x <= part.right and part.bottom <= y <= part.top


def order(parts: Sequence[Box], runs: Sequence[Box]) -> list[int]:
    """Return the numbers of the runs in the order in which the parts give them."""
    return [n for part in parts for n, run in enumerate(runs) if inside(part, run)]


def test_columns_drawn_line_by_line_are_read_one_after_the_other() -> None:
    runs = across(50, 300)
    assert order(reading_order(runs), runs) == [*range(0, 24, 2), *range(1, 24, 2)]


def test_three_columns_are_three() -> None:
    runs = across(50, 220, 390, width=150)
    assert order(reading_order(runs), runs) == [
        n for first in range(3) for n in range(first, 36, 3)
    ]


def test_a_heading_and_a_footer_stay_above_and_below() -> None:
    runs = [line(50, -2, 450), *across(50, 300), line(50, LINES + 1, 450)]
    found = order(reading_order(runs), runs)
    assert (found[0], found[-1]) == (0, len(runs) - 1)


def test_columns_that_were_drawn_in_order_are_left_as_they_are() -> None:
    runs = [line(left, number) for left in (50, 300) for number in range(LINES)]
    assert reading_order(runs) == ()


def test_a_table_is_left_as_it_is() -> None:
    numbered = [run for number in range(LINES) for run in (line(50, number, 10), line(300, number))]
    assert reading_order(numbered) == ()
    ragged = [
        run
        for number in range(LINES)
        for run in (line(50, number, 40 + 150 * (number == 3)), line(300, number, 60))
    ]
    assert reading_order(ragged) == ()


def test_a_page_of_one_column_or_of_little_is_left_as_it_is() -> None:
    assert reading_order([]) == ()
    assert reading_order(across(50)) == ()
    assert reading_order(across(50, 300)[:10]) == ()


boxes = st.tuples(
    st.integers(0, 500), st.integers(0, 700), st.integers(1, 300), st.integers(1, 14)
).map(lambda one: Box(one[0], one[1], one[0] + one[2], one[1] + one[3]))


@given(st.lists(boxes, max_size=40), st.booleans())
def test_no_run_is_left_out_or_read_by_two_parts(noise: list[Box], columns: bool) -> None:
    runs = [*noise[:4], *across(50, 300)] if columns else noise
    parts = reading_order(runs)
    if parts:
        found = order(parts, runs)
        assert set(found) == set(range(len(runs)))
