"""HTML for people: rendered here, and nothing loaded from outside."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor import __version__
from monitor.alerts.clean import link, one_line, shortened, visible
from monitor.alerts.mark import Piece
from monitor.alerts.words import (
    day_words,
    direction_words,
    form_words,
    id_words,
    said_on_words,
    what_words,
)
from monitor.statements.statement import Statement
from monitor.web.subjects import Told


class Section(NamedTuple):
    """An entry of the navigation: its id, its address, its name, the key that leads there."""

    id: str
    path: str
    name: str
    key: str


SECTIONS = (
    Section("overview", "/", "Overview", "o"),
    Section("shifts", "/shifts", "Shifts", "s"),
    Section("threads", "/threads", "Threads", "t"),
    Section("statements", "/statements", "Statements", "w"),
    Section("items", "/items", "Items", "i"),
    Section("sources", "/sources", "Sources", "c"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What the frame of a page takes from its request: the form token, and who is signed in."""

    csrf: str = ""
    signed_in: bool = False


_NO_SHELL = Shell()
SHELL: ContextVar[Shell] = ContextVar("shell", default=_NO_SHELL)
"""Set by the guard for one request, so that no page can forget to hand it on."""


def when(at: datetime | str | None) -> str:
    """Return a time as `19 August 2025, 09:30 UTC`, or `never`."""
    if at is None:
        return "never"
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    utc = moment.astimezone(UTC)
    return f"{day_words(utc.date())}, {utc:%H:%M} UTC"


def lasting(duration: timedelta) -> str:
    """Return a duration in the largest unit that it is one of: `90 minutes`, `2 days`."""
    seconds = round(duration.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * length or seconds == length:
            number = round(seconds / length)
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{seconds} seconds"


def _form(statement: Statement) -> str:
    return form_words(statement.mode, statement.tier, statement.translator)


def _who(statement: Statement | None) -> str:
    if statement is None:
        return ""
    name = one_line(statement.speaker or statement.role or "")
    day = said_on_words(statement.said_on)
    return f"{name}, {day}" if name else day


def _shown(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(text=visible(piece.text), kind=piece.kind) for piece in pieces)


# Autoescape holds for every template, whatever its name ends in (GHSA-pwgc-w4x9-gw67).
ENVIRONMENT = Environment(
    loader=PackageLoader("monitor.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters.update(
    when=when,
    day=lambda at: day_words(at.astimezone(UTC).date()),
    lasting=lasting,
    link=link,
    visible=visible,
    short=shortened,
    shown=_shown,
    who=_who,
    form=_form,
    what=what_words,
    words=id_words,
    direction=direction_words,
)


def render(template: str, **values: object) -> str:
    """Return a template filled in; a value it lacks is an error."""
    frame = {"sections": SECTIONS, "shell": SHELL.get(), "version": __version__}
    return ENVIRONMENT.get_template(template).render({**frame, **values})


def shift_html(told: Told) -> str:
    """Return a shift as a fragment of HTML: both passages marked, who said them, the source."""
    return render("entry.html", told=told)
