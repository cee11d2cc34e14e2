"""What a command prints: JSON lines for programs, Rich for people, errors with a hint."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.clean import visible
from monitor.errors import ConfigError, MonitorError

WRONG_USE = 2
FAILED = 1


def emit(row: object) -> None:
    """Print one object as one line of JSON, at once: a reader may be waiting behind a pipe."""
    sys.stdout.buffer.write(orjson.dumps(row, default=str) + b"\n")
    sys.stdout.buffer.flush()


def out() -> Console:
    """Return the console for people, on standard output."""
    return Console(highlight=False, markup=False, soft_wrap=False)


def err() -> Console:
    """Return the console for progress and errors, on standard error."""
    return Console(stderr=True, highlight=False, markup=False)


def cell(value: object) -> Text:
    """Return a value as it may stand in a terminal: no control character drives it."""
    if value is None:
        return Text("")
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return Text(visible(str(value)).replace("\n", " "))


def table(rows: Iterable[dict[str, object]], columns: dict[str, str]) -> Table:
    """Return rows as a table; `columns` gives each key its heading."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in columns.values():
        made.add_column(heading, overflow="fold")
    for row in rows:
        made.add_row(*(cell(row.get(key)) for key in columns))
    return made


def complain(exc: MonitorError) -> None:
    """Print an error and its hint to standard error."""
    lines = Text()
    lines.append("error: ", style="bold red")
    lines.append(visible(str(exc)))
    if exc.hint:
        lines.append("\nhint:  ", style="bold")
        lines.append(visible(exc.hint))
    err().print(lines, soft_wrap=True)


def wrong_use(problem: str, hint: str = "") -> NoReturn:
    """Say what is wrong with the command line and end with exit code 2."""
    complain(MonitorError(problem, hint=hint))
    raise typer.Exit(WRONG_USE)


@contextmanager
def complaining() -> Iterator[None]:
    """Turn an error of ours into a message and an exit code: 2 for settings, 1 for the rest."""
    try:
        yield
    except MonitorError as exc:
        problems: tuple[ConfigError, ...] = getattr(exc, "problems", ())
        for problem in problems or (exc,):
            complain(problem)
        wrong = bool(problems) or isinstance(exc, ConfigError)
        raise typer.Exit(WRONG_USE if wrong else FAILED) from exc
    except BrokenPipeError as exc:
        # The reader of a pipe has seen enough (`| head`); nothing is wrong with us.
        sys.stderr.close()
        raise typer.Exit(0) from exc
