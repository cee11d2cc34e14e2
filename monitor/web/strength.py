"""A line of how strong a thread's words are over time, as the geometry of an SVG. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from monitor.alerts.words import day_words, id_words
from monitor.pipeline.threads import Rung
from monitor.statements.statement import Statement
from monitor.wording.copies import spoken_day

WIDTH = 720
_LEFT = 150
_RIGHT = 16
_TOP = 14
_STEP = 22
_FOOT = 30
_TICKS = 6
_TICK_APART = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """The highest rung of one day, and the statement that reached it."""

    x: float
    y: float
    day: date
    words: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A word beside an axis, and where it stands."""

    at: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ladder's line: its points on the SVG's plane, its rungs (y) and days (x), a summary."""

    ladder: str
    height: int
    dots: tuple[Dot, ...]
    rungs: tuple[Label, ...]
    days: tuple[Label, ...]
    path: str
    summary: str
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    width: int = WIDTH


def lines(
    said: Iterable[Statement],
    rungs: Mapping[str, Sequence[Rung]],
    names: Mapping[str, Mapping[int, str]],
) -> tuple[Line, ...]:
    """Return a line for each ladder on which a thread stood on two days or more.

    `rungs` are those that each statement reaches, by its id; `names` are the concepts of the rungs
    by ladder and level. A day has the highest rung of its statements; on a day without any the
    line runs straight on, which is no claim.
    """
    found: dict[str, dict[date, tuple[Rung, str]]] = {}
    for one in said:
        day = spoken_day(one)
        if day is None:
            continue
        for rung in rungs.get(one.id, ()):
            known = found.setdefault(rung.ladder, {}).get(day)
            if known is None or rung.level > known[0].level:
                found[rung.ladder][day] = rung, one.id
    return tuple(
        _line(ladder, days, names.get(ladder, {}))
        for ladder, days in sorted(found.items())
        if len(days) > 1
    )


def _line(ladder: str, days: Mapping[date, tuple[Rung, str]], names: Mapping[int, str]) -> Line:
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    levels = [rung.level for rung, _ in days.values()]
    low, high = min(levels), max(levels)
    if low == high:
        low, high = max(low - 1, min(names, default=low)), high + 1
    across = WIDTH - _LEFT - _RIGHT
    span = (last - first).days

    def x(day: date) -> float:
        return round(_LEFT + across * (day - first).days / span, 1)

    def y(level: int) -> float:
        return _TOP + _STEP * (high - level)

    dots = tuple(
        Dot(
            x=x(day),
            y=y(days[day][0].level),
            day=day,
            words=id_words(days[day][0].concept),
            statement=days[day][1],
        )
        for day in ordered
    )
    return Line(
        ladder=id_words(ladder),
        height=_TOP + _STEP * (high - low) + _FOOT,
        dots=dots,
        rungs=tuple(
            Label(at=y(level), words=id_words(names[level]))
            for level in range(low, high + 1)
            if level in names
        ),
        days=tuple(Label(at=x(day), words=day.isoformat()) for day in _ticks(ordered, x)),
        path=" ".join(f"{dot.x:g},{dot.y:g}" for dot in dots),
        summary=_summary(dots),
    )


def _ticks(days: Sequence[date], x: Callable[[date], float]) -> list[date]:
    """Return days to name under the line, so far apart that their names do not meet."""
    kept = [days[0], days[-1]]
    step = max(len(days) // _TICKS, 1)
    for day in days[step:-1:step]:
        if all(abs(x(day) - x(other)) >= _TICK_APART for other in kept):
            kept.append(day)
    return sorted(kept)


def _summary(dots: Sequence[Dot]) -> str:
    """Return the line in words, for who cannot see it: its first and last step and its turns."""
    first, last = dots[0], dots[-1]
    turns = sum(one.y != other.y for one, other in pairwise(dots))
    return (
        f"From “{first.words}” on {day_words(first.day)} to “{last.words}” on "
        f"{day_words(last.day)}, in {len(dots)} days with {turns} "
        f"{'step' if turns == 1 else 'steps'}."
    )
