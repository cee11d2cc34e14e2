"""The columns of a printed page: in what order its parts are read. Pure.

A PDF holds its text in the order in which it was drawn, which for most is the order of reading.
Some are drawn line by line across the columns, and there the place on the page has to tell.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

MOST_RUNS = 5_000
"""Runs of text on a page that are looked at; a page of more is a drawing, and stays as it is."""

_FEWEST_LINES = 8
_NARROWEST_GUTTER = 6.0
_MIDDLE = (0.2, 0.8)
_MOST_ACROSS = 0.2
"""Share of lines that may cross the gutter: headings and footers."""
_FULL = 0.7
"""How much of its column a line of prose fills in the middle; the cells of a table fill less."""
_NARROWEST = 0.4
"""How wide a column is beside another, one of three beside the other two: numbers are narrower."""
_SAME_LINE = 3.0
_DEEPEST = 2
_MARGIN = 2.0


class Box(NamedTuple):
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def reading_order(runs: Sequence[Box]) -> tuple[Box, ...]:
    """Return the parts of a page in reading order, or nothing where it is as it was drawn.

    `runs` are the stretches of text in the order in which they were drawn. Only prose that was
    drawn across two columns or more is put in order: a table is read along its rows.
    """
    if not 2 * _FEWEST_LINES <= len(runs) <= MOST_RUNS:
        return ()
    around = _around(runs)
    page = Box(
        around.left - _MARGIN,
        around.bottom - _MARGIN,
        around.right + _MARGIN,
        around.top + _MARGIN,
    )
    found = tuple(_parts(list(runs), page, _DEEPEST))
    return found if len(found) > 1 else ()


def _parts(runs: list[Box], area: Box, depth: int) -> Iterator[Box]:
    gutter = _gutter(runs, area) if depth else None
    if gutter is None:
        yield area
        return
    across = sorted(
        (one for one in runs if one.left < gutter < one.right), key=lambda one: -one.top
    )
    top = area.top
    for low, high in [*((one.bottom, one.top) for one in across), (area.bottom, area.bottom)]:
        band = [one for one in runs if high <= _middle(one) < top]
        for left, right in ((area.left, gutter), (gutter, area.right)):
            side = [one for one in band if left <= one.left and one.right <= right]
            if side:
                yield from _parts(side, Box(left, high, right, top), depth - 1)
        if low < high:
            yield Box(area.left, low, area.right, min(high, top))
        top = min(top, low)


def _gutter(runs: list[Box], area: Box) -> float | None:
    """Return where the columns part, or None where there are none, or they were drawn in order."""
    rows = len(_lines(runs))
    width = area.right - area.left
    edges = sorted({one.right for one in runs} | {one.left for one in runs})
    best: tuple[float, float] | None = None
    at = [*edges]
    low, high = (area.left + part * width for part in _MIDDLE)
    crossing = _covered(runs, at)
    start: float | None = None
    for (left, right), count in zip(pairwise(at), crossing, strict=False):
        if count > _MOST_ACROSS * rows:
            start = None
            continue
        start = left if start is None else start
        if right - start >= _NARROWEST_GUTTER and low <= (start + right) / 2 <= high:
            best = max(best or (0.0, 0.0), (right - start, (start + right) / 2))
    if best is None:
        return None
    middle = best[1]
    left_runs = [one for one in runs if one.right <= middle]
    right_runs = [one for one in runs if one.left >= middle]
    if not all(map(_is_prose, (left_runs, right_runs))):
        return None
    columns = [_around(side) for side in (left_runs, right_runs)]
    widths = [column.right - column.left for column in columns]
    gap = columns[1].left - columns[0].right
    # Cells stand apart, columns close together.
    if min(widths) < max(_NARROWEST * max(widths), 2 * gap):
        return None
    sides = [one.left >= middle for one in runs if not one.left < middle < one.right]
    turns = sum(one != other for one, other in pairwise(sides))
    fewest = min(len(_lines(left_runs)), len(_lines(right_runs)))
    return middle if turns >= fewest else None


def _covered(runs: list[Box], at: list[float]) -> list[int]:
    """Return how many runs cover each stretch between two neighbouring edges."""
    place = {edge: number for number, edge in enumerate(at)}
    steps = [0] * len(at)
    for one in runs:
        steps[place[one.left]] += 1
        steps[place[one.right]] -= 1
    covered, count = [], 0
    for step in steps[:-1]:
        count += step
        covered.append(count)
    return covered


def _is_prose(runs: list[Box]) -> bool:
    lines = _lines(runs)
    if len(lines) < _FEWEST_LINES:
        return False
    area = _around(runs)
    return median(one.right - one.left for one in lines) >= _FULL * (area.right - area.left)


def _lines(runs: Sequence[Box]) -> list[Box]:
    """Return the lines that runs make up, from the top down."""
    lines: list[list[Box]] = []
    for one in sorted(runs, key=lambda one: -one.bottom):
        if lines and lines[-1][-1].bottom - one.bottom < _SAME_LINE:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [_around(line) for line in lines]


def _around(runs: Sequence[Box]) -> Box:
    return Box(
        min(one.left for one in runs),
        min(one.bottom for one in runs),
        max(one.right for one in runs),
        max(one.top for one in runs),
    )


def _middle(one: Box) -> float:
    return (one.bottom + one.top) / 2
