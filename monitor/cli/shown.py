"""Statements, shifts and alerts as lines: JSON by the contract, coloured text for people."""

from collections.abc import Iterator

from rich.text import Text

from monitor.alerts.clean import visible
from monitor.alerts.mark import Piece, PieceKind, mark
from monitor.alerts.words import direction_words, id_words, kind_words, level_words, said_on_words
from monitor.pipeline.record import Recorded
from monitor.sources.item import Item
from monitor.statements.statement import Statement
from monitor.storage.contract import shift_json, statement_json
from monitor.wording.shift import Shift

_STYLES = {
    PieceKind.SAME: "",
    PieceKind.REMOVED: "strike red",
    PieceKind.ADDED: "bold underline green",
    PieceKind.NOISE: "dim",
    PieceKind.GAP: "dim",
}


def statement_row(statement: Statement) -> dict[str, object]:
    """Return a statement in the contract's form."""
    return {"type": "statement", **statement_json(statement)}


def shift_row(shift: Shift) -> dict[str, object]:
    """Return a shift in the contract's form."""
    return {"type": "shift", **shift_json(shift)}


def recorded_rows(recorded: Recorded) -> Iterator[dict[str, object]]:
    """Yield what one document came to: its statements, then shifts, then alerts."""
    yield from map(statement_row, recorded.statements)
    yield from map(shift_row, recorded.shifts)
    for alert in recorded.alerts:
        yield {"type": "alert", "shift": alert.shift, "subject": alert.subject}


def statement_text(statement: Statement) -> Text:
    """Return a statement for people: who, when, how known, and the words."""
    text = Text()
    who = statement.body or "unresolved"
    text.append(who, style="bold cyan" if statement.body else "bold yellow")
    if statement.speaker:
        text.append(f" · {visible(statement.speaker)}")
    text.append(f" · {said_on_words(statement.said_on)}")
    text.append(f" · {statement.mode}, tier {statement.tier.value}", style="dim")
    if statement.topics:
        text.append(f" · {', '.join(statement.topics)}", style="dim")
    text.append(f"\n  {visible(statement.text)}\n")
    return text


def shift_text(shift: Shift) -> Text:
    """Return a shift for people: what moved, both passages with the words marked, the judgement."""
    text = Text()
    if not shift.kinds:
        text.append("no shift", style="bold green")
    else:
        words = ", ".join(kind_words(kind, shift) for kind in shift.kinds)
        text.append(words, style="bold magenta" if shift.silenced is None else "bold dim")
    text.append(
        f" · {level_words(shift.level)}, severity {shift.severity:.1f}, "
        f"confidence {shift.confidence:.2f}, {direction_words(shift.direction)}",
        style="dim",
    )
    if shift.silenced:
        text.append(f" · silenced: {id_words(shift.silenced)}", style="yellow")
    marked = mark(shift.before, shift.after, shift.changes)
    for label, pieces in (("before", marked.before), ("after ", marked.after)):
        text.append(f"\n  {label}  ", style="bold")
        text.append_text(_pieces(pieces))
    if shift.rules:
        text.append(f"\n  rules   {', '.join(shift.rules)}", style="dim")
    text.append("\n")
    return text


def recorded_texts(item: Item, recorded: Recorded) -> Iterator[Text]:
    """Yield a readable timeline: each statement, and under it what shifted."""
    by_statement: dict[str | None, list[Shift]] = {}
    for shift in recorded.shifts:
        by_statement.setdefault(shift.statement, []).append(shift)
    day = item.published_at.date().isoformat() if item.published_at else "undated"
    yield Text.assemble((f"{day}  ", "bold"), visible(item.title or item.url))
    for statement in recorded.statements:
        yield statement_text(statement)
        for shift in by_statement.pop(statement.id, []):
            yield shift_text(shift)
    for rest in by_statement.values():
        for shift in rest:
            yield shift_text(shift)
    for alert in recorded.alerts:
        yield Text.assemble(("alert  ", "bold red"), visible(alert.subject), "\n")


def _pieces(pieces: tuple[Piece, ...]) -> Text:
    text = Text()
    for piece in pieces:
        text.append(visible(piece.text), style=_STYLES[piece.kind])
    return text
