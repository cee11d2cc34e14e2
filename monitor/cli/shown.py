"""Statements, shifts and alerts as lines: JSON by the contract, coloured text for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.alerts.clean import visible
from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Piece, PieceKind, mark
from monitor.alerts.plain import bracketed
from monitor.alerts.words import direction_words, id_words, kind_words, level_words, said_on_words
from monitor.cli.tables import minute, spelled
from monitor.pipeline.build import rule_words
from monitor.pipeline.record import Recorded
from monitor.sources.item import Item
from monitor.statements.statement import Statement
from monitor.storage.contract import shift_json, statement_json
from monitor.text.document import Span
from monitor.wording.shift import Change, Direction, Kind, Level, Shift

_STYLES = {
    PieceKind.SAME: "",
    PieceKind.REMOVED: "strike red",
    PieceKind.ADDED: "bold underline green",
    PieceKind.NOISE: "dim",
    PieceKind.GAP: "dim",
}
_LONGEST = 900
_RULES: Mapping[str, str] = rule_words()


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


def statement_text(statement: Statement) -> RenderableType:
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
    return Group(text, Padding(Text(visible(statement.text)), (0, 0, 1, 2)))


def shift_text(shift: Shift, *, whole: bool = False) -> RenderableType:
    """Return a shift for people: what moved, both passages with the words marked, the judgement.

    Long passages are cut down to the changed words and what stands around them, unless `whole`.
    """
    return Group(*_judgement(shift), Padding(_passages(shift, whole=whole), (0, 0, 1, 2)))


def stored_shift_text(
    row: Mapping[str, Any], *, bodies: Mapping[str, str], topics: Mapping[str, str]
) -> RenderableType:
    """Return a shift of a listing as a block: id and when, whose words, what moved, where."""
    body, topic = row["body"], row["topic"]
    whose = [f"{bodies.get(body, body)} ({body})" if body in bodies else body or "body unknown"]
    whose += [str(topics.get(topic, topic))] if topic else []
    shift = shift_of(row)
    said = ", ".join(filter(None, (spelled(row["speaker"]), spelled(row["said_on"]))))
    grid = _passages(shift, said=said)
    if row["url"]:
        grid.add_row(_label("source"), Text(spelled(row["url"]), overflow="fold"))
    return Group(
        Text.assemble((spelled(row["id"]), "bold"), f"  found {minute(row['created_at'])} UTC"),
        Text(spelled(" · ".join(whose))),
        *_judgement(shift),
        Padding(grid, (0, 0, 1, 2)),
    )


def shift_of(row: Mapping[str, Any]) -> Shift:
    """Return the shift that a row of the contract tells of."""
    return Shift(
        id=row["id"],
        kinds=tuple(map(Kind, row["kinds"])),
        body=row["body"],
        topic=row["topic"],
        statement=row["statement"],
        against=tuple(row["against"]),
        before=row["before"],
        after=row["after"],
        changes=tuple(
            Change(
                before=Span(start=each["before"][0], end=each["before"][1]),
                after=Span(start=each["after"][0], end=each["after"][1]),
                noise=each["noise"],
            )
            for each in row["changes"]
        ),
        removed=tuple(row["removed"]),
        added=tuple(row["added"]),
        severity=row["severity"],
        confidence=row["confidence"],
        level=Level(row["level"]),
        direction=Direction(row["direction"]),
        silenced=row["silenced"],
        rules=tuple(row["rules"]),
    )


def reason_words(rule: str) -> str:
    """Return a rule, or why a shift was held back, in plain words."""
    return _RULES.get(rule) or id_words(rule)


def _judgement(shift: Shift) -> Iterator[Text]:
    text = Text()
    if shift.kinds:
        words = ", ".join(kind_words(kind, shift) for kind in shift.kinds)
        text.append(words, style="bold magenta" if shift.silenced is None else "bold dim")
    elif shift.before.strip() == shift.after.strip():
        text.append("no shift: the texts are the same", style="bold green")
        yield text
        return
    else:
        text.append("no shift: what differs carries no meaning", style="bold green")
    text.append(
        f" · {level_words(shift.level)}, severity {shift.severity:.1f}, "
        f"confidence {shift.confidence:.0%}, {direction_words(shift.direction)}",
        style="dim",
    )
    yield text
    if shift.silenced:
        yield Text(f"held back: {visible(reason_words(shift.silenced))}", style="yellow")


def _passages(shift: Shift, *, said: str = "", whole: bool = False) -> Table:
    """Return both passages with the changed words marked, and the rules in plain words."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    if not shift.kinds and shift.before.strip() == shift.after.strip():
        return grid
    marked = mark(shift.before, shift.after, shift.changes)
    for label, pieces in (("before", marked.before), ("after", marked.after)):
        words = (
            _pieces(pieces if whole else excerpt(pieces, _LONGEST))
            if pieces
            else Text("(nothing)", style="dim")
        )
        if label == "after" and said:
            words.append(f"\n— {said}", style="dim")
        grid.add_row(_label(label), words)
    if shift.rules:
        rules = "; ".join(map(reason_words, shift.rules))
        grid.add_row(_label("rules"), Text(visible(rules), style="dim"))
    return grid


def _label(words: str) -> Text:
    return Text(words, style="bold")


def recorded_texts(item: Item, recorded: Recorded) -> Iterator[RenderableType]:
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
    """Return a passage with the changed words in colour and in brackets."""
    safe = tuple(Piece(text=visible(each.text), kind=each.kind) for each in pieces if each.text)
    text = Text()
    for piece in bracketed(safe):
        text.append(piece.text, style=_STYLES[piece.kind])
    text.rstrip()
    return text
