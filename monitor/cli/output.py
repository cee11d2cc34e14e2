"""What a command prints: JSON lines for programs, Rich for people, errors with a hint."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NoReturn

import orjson
import typer
from rich.console import Console, RenderableType
from rich.text import Text

from monitor.alerts.clean import visible
from monitor.cli.tables import Column, Row, table
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


def show(thing: RenderableType) -> None:
    """Print something for people; where no terminal shows it, without blanks at the lines' ends."""
    console = out()
    if console.is_terminal:
        console.print(thing)
        return
    with console.capture() as captured:
        console.print(thing)
    lines = (line.rstrip() for line in captured.get().splitlines())
    console.print(Text("\n".join(lines)), soft_wrap=True)


def note(words: str) -> None:
    """Say something beside the result, on standard error."""
    err().print(Text(visible(words)), soft_wrap=True)


def listed(
    rows: Sequence[Row], columns: Sequence[Column], *, below: str | None = None, none: str
) -> None:
    """Print rows as a table as wide as the terminal; where there are none, say `none` beside it."""
    if not rows:
        note(none)
        return
    console = out()
    made = table(rows, columns, width=console.width, below=below)
    console.print(made, soft_wrap=True)


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
