"""HTML for people: rendered here, without a script, and nothing loaded from outside."""

from datetime import UTC, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alerts.clean import link, one_line, visible
from monitor.alerts.mark import Piece
from monitor.alerts.words import day_words, said_on_words, what_words
from monitor.statements.statement import Statement
from monitor.web.subjects import Told


def when(at: datetime | str | None) -> str:
    """Return a time as `19 August 2025, 09:30 UTC`, or `never`."""
    if at is None:
        return "never"
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    utc = moment.astimezone(UTC)
    return f"{day_words(utc.date())}, {utc:%H:%M} UTC"


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
    when=when, link=link, visible=visible, shown=_shown, who=_who, what=what_words
)


def render(template: str, **values: object) -> str:
    """Return a template filled in; a value it lacks is an error."""
    return ENVIRONMENT.get_template(template).render(**values)


def shift_html(told: Told) -> str:
    """Return a shift as a fragment of HTML: both passages marked, who said them, the source."""
    return render("entry.html", told=told)
