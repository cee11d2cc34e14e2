"""What a command prints: JSON lines for programs, Rich for people, errors with a hint."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.clean import visible
from monitor.errors import ConfigError, MonitorError
from monitor.pipeline.replay import moment

WRONG_USE = 2
FAILED = 1


class WrongUseError(MonitorError):
    """The command line asks for what there is not; ends with exit code 2."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """End quietly: Rich would end with an error."""
        self.quiet = True
        _unread()
        raise SystemExit(0)


def _unread() -> None:
    """Let what is still to be flushed go nowhere, so that nothing fails at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit(row: object) -> None:
    """Print one object as one line of JSON, at once: a reader may be waiting behind a pipe."""
    sys.stdout.buffer.write(orjson.dumps(row, default=str) + b"\n")
    sys.stdout.buffer.flush()


def out() -> Console:
    """Return the console for people, on standard output."""
    return _Console(highlight=False, markup=False, soft_wrap=False)


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
    """Say what is wrong with the command line: within `complaining` this ends with exit code 2."""
    raise WrongUseError(problem, hint=hint)


def option_moment(raw: str | None, option: str) -> datetime | None:
    """Return an option's date or time as aware UTC, None where it is not given."""
    try:
        return moment(raw, where=option) if raw else None
    except MonitorError as exc:
        raise WrongUseError(exc.problem, hint=exc.hint) from exc


@contextmanager
def complaining() -> Iterator[None]:
    """Turn an error of ours into a message and an exit code: 2 for settings, 1 for the rest."""
    try:
        yield
    except MonitorError as exc:
        problems: tuple[ConfigError, ...] = getattr(exc, "problems", ())
        for problem in problems or (exc,):
            complain(problem)
        wrong = bool(problems) or isinstance(exc, ConfigError | WrongUseError)
        raise typer.Exit(WRONG_USE if wrong else FAILED) from exc
    except BrokenPipeError as exc:
        # The reader of a pipe has seen enough (`| head`); nothing is wrong with us.
        _unread()
        raise typer.Exit(0) from exc
