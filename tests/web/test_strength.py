"""The line of how strong words are, as geometry."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from monitor.pipeline.threads import Rung
from monitor.statements.statement import Statement
from monitor.web.strength import WIDTH, lines

NAMES = {"escalation": {2: "CONCERNED", 3: "SERIOUSLY_CONCERNED", 5: "OPPOSED", 8: "MEASURES"}}
FIRST = date(2025, 1, 1)
Said = Callable[..., Statement]


def rung(level: int, ladder: str = "escalation") -> Rung:
    return Rung(ladder=ladder, level=level, concept=NAMES["escalation"].get(level, "OTHER"))


def test_a_day_has_its_strongest_words_and_time_runs_to_the_right(said: Said) -> None:
    known = [said(f"s{day}", "x", FIRST + timedelta(days=day)) for day in (0, 10, 20)]
    again = said("again", "x", FIRST + timedelta(days=10))
    levels = {"s0": (rung(2),), "s10": (rung(3),), "again": (rung(8),), "s20": (rung(5),)}
    (line,) = lines([*known, again], levels, NAMES)
    assert line.ladder == "escalation"
    assert [dot.words for dot in line.dots] == ["concerned", "measures", "opposed"]
    assert [dot.statement for dot in line.dots] == ["s0", "again", "s20"]
    first, middle, last = line.dots
    assert first.x < middle.x < last.x <= WIDTH
    assert middle.x - first.x == last.x - middle.x
    assert middle.y < last.y < first.y < line.height
    assert [label.words for label in line.rungs] == [
        "concerned",
        "seriously concerned",
        "opposed",
        "measures",
    ]
    assert line.summary == (
        "From “concerned” on 1 January 2025 to “opposed” on 21 January 2025, "
        "in 3 days with 2 steps."
    )


def test_one_day_makes_no_line_and_one_rung_a_flat_one(said: Said) -> None:
    known = [said(f"s{day}", "x", FIRST + timedelta(days=day)) for day in (0, 1)]
    assert lines(known, {"s0": (rung(5),)}, NAMES) == ()
    (flat,) = lines(known, {"s0": (rung(5),), "s1": (rung(5),)}, NAMES)
    assert len({dot.y for dot in flat.dots}) == 1
    assert flat.height > flat.dots[0].y


def test_names_of_days_stand_apart(said: Said) -> None:
    known = [said(f"s{day}", "x", FIRST + timedelta(days=day)) for day in range(200)]
    (line,) = lines(
        known, {one.id: (rung(2 + number % 2),) for number, one in enumerate(known)}, NAMES
    )
    places = [label.at for label in line.days]
    assert all(later - earlier > 70 for earlier, later in pairwise(places))
    assert line.days[0].words == "2025-01-01"
    assert line.days[-1].words == "2025-07-19"
