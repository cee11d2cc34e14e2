"""Rows as lines that fit the terminal: columns shortened or left out, long words below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.cells import cell_len
from rich.text import Text

from monitor.alerts.clean import visible
from monitor.alerts.columns import fitted, wrapped

Row = Mapping[str, object]
_GAP = 2
_INDENT = 2
_MOST_BELOW = 2


def spelled(value: object) -> str:
    """Return a value on one line, as it may stand in a terminal: no control character drives it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return " ".join(visible(str(value)).split())


def counted(number: int, noun: str) -> str:
    """Return a number of things, as in `1 shift` or `2 shifts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def minute(value: object) -> str:
    """Return a time to the minute in UTC, as in `2025-08-19 09:30`; nothing where there is none."""
    if value is None:
        return ""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `least` is how far it may be shortened (0: not at all).

    With a `rank` it is left out where there is no room, the greatest first.
    """

    key: str
    heading: str
    least: int = 0
    rank: int = 0
    form: Callable[[object], str] = spelled


def table(
    rows: Sequence[Row], columns: Sequence[Column], *, width: int, below: str | None = None
) -> Text:
    """Return rows as text of at most so many columns, headings first.

    A column without a value in any row is left out. `below` is a key whose words stand in full
    width under each row, in two lines at most.
    """
    cells = {each.key: [each.form(row.get(each.key)) for row in rows] for each in columns}
    kept = _kept([each for each in columns if any(cells[each.key])], cells, width)
    widths = _widths(kept, cells, width)
    lines = [_line([each.heading for each in kept], widths, style="bold")]
    for number, row in enumerate(rows):
        lines.append(_line([cells[each.key][number] for each in kept], widths))
        if below is not None and (words := spelled(row.get(below))):
            lines += [Text(" " * _INDENT + line) for line in _below(words, width - _INDENT)]
    return Text("\n").join(lines)


def _below(words: str, columns: int) -> list[str]:
    lines = wrapped(words, max(columns, 20))
    if len(lines) <= _MOST_BELOW:
        return list(lines)
    last = fitted(f"{lines[_MOST_BELOW - 1]} {lines[_MOST_BELOW]}", max(columns, 20))
    return [*lines[: _MOST_BELOW - 1], last if last.endswith("…") else f"{last}…"]


def _natural(column: Column, cells: Mapping[str, Sequence[str]]) -> int:
    return max(cell_len(column.heading), *(cell_len(cell) for cell in cells[column.key]))


def _smallest(column: Column, cells: Mapping[str, Sequence[str]]) -> int:
    natural = _natural(column, cells)
    return min(natural, max(column.least, cell_len(column.heading))) if column.least else natural


def _kept(columns: list[Column], cells: Mapping[str, Sequence[str]], width: int) -> list[Column]:
    kept = list(columns)
    while sum(_smallest(each, cells) + _GAP for each in kept) - _GAP > width:
        weakest = max(kept, key=lambda each: each.rank)
        if not weakest.rank:
            break
        kept.remove(weakest)
    return kept


def _widths(columns: Sequence[Column], cells: Mapping[str, Sequence[str]], width: int) -> list[int]:
    widths = [_smallest(each, cells) for each in columns]
    room = width - sum(widths) - _GAP * (len(widths) - 1)
    for number, each in enumerate(columns):
        more = min(max(room, 0), _natural(each, cells) - widths[number])
        widths[number] += more
        room -= more
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], style: str = "") -> Text:
    shown = [fitted(cell, size) for cell, size in zip(cells, widths, strict=True)]
    padded = (
        cell + " " * (size - cell_len(cell)) for cell, size in zip(shown, widths, strict=True)
    )
    return Text((" " * _GAP).join(padded).rstrip(), style=style)
