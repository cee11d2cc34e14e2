"""The matrix of formulations: words above, then formulations down and days across."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.text import Text

from monitor.alerts.clean import visible
from monitor.alerts.columns import wrapped

Row = Mapping[str, object]
PRESENT, ABSENT = "●", "·"
_CELL = 3
_LABEL = 7
_NUMBER = 4


def matrices(rows: Sequence[Row], *, width: int) -> Iterator[Text]:
    """Yield one matrix for each body, topic and language, in lines of at most so many columns.

    Where the days are too many for one line they go on in a further block.
    """
    for (body, topic, language), members in groupby(sorted(rows, key=_thread), key=_thread):
        yield _matrix(f"{body} · {topic} · {language}", list(members), width)


def _thread(row: Row) -> tuple[str, str, str]:
    return str(row["body"]), str(row["topic"]), str(row["language"])


def _matrix(title: str, rows: Sequence[Row], width: int) -> Text:
    marks = [_marks(row) for row in rows]
    days = sorted({day for row in marks for day in row})
    text = Text(f"{title}  ({PRESENT} said, {ABSENT} not said)\n", style="bold")
    for number, row in enumerate(rows, 1):
        words = f"{visible(str(row['text']))} ({row['status']})"
        first, *rest = wrapped(words, max(width - _NUMBER, 20))
        text.append(f"{number:>{_NUMBER - 1}} {first}\n")
        text.append("".join(f"{'':{_NUMBER}}{line}\n" for line in rest))
    most = max((width - _LABEL) // _CELL, 1)
    for start in range(0, len(days), most):
        block = days[start : start + most]
        text.append("\n")
        for label, part in (("year", slice(2, 4)), ("month", slice(5, 7)), ("day", slice(8, 10))):
            cells = "".join(f"{day[part]:>{_CELL}}" for day in block)
            text.append(f"{label:<{_LABEL}}{cells}\n", style="dim")
        for number, row_marks in enumerate(marks, 1):
            text.append(f"{number:>{_NUMBER - 1}}{'':{_LABEL - _NUMBER + 1}}")
            for day in block:
                said = row_marks.get(day)
                sign = "" if said is None else PRESENT if said else ABSENT
                text.append(f"{sign:>{_CELL}}", style="bold green" if said else "dim")
            text.append("\n")
    return text


def _marks(row: Row) -> Mapping[str, bool]:
    marks = row["matrix"]
    assert isinstance(marks, dict)
    return marks
