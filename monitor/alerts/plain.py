"""An alert as plain text, for a mail reader in a terminal."""

from monitor.alerts.clean import visible
from monitor.alerts.columns import wrapped
from monitor.alerts.layout import Part, Row, layout
from monitor.alerts.mark import Piece, PieceKind, joined
from monitor.alerts.payload import DigestPayload, Payload

WIDTH = 76
_LABEL = 14
_PARTS = frozenset(
    (
        *("What", "Before", "After", "In English", "Not known", "Source", "Body", "Against"),
        *("Judged", "Record", "Useful?"),
    )
)


def bracketed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with `[-struck-]` and `{+added+}` written round those that changed.

    These are wdiff's marks. Where the words themselves hold such a mark, every mark gets as many
    dashes or plusses as make it plain.
    """
    text = joined(pieces)
    minus, plus = "-", "+"
    while f"[{minus}" in text or f"{minus}]" in text:
        minus += "-"
    while f"{{{plus}" in text or f"{plus}}}" in text:
        plus += "+"
    marks = {
        PieceKind.REMOVED: (f"[{minus}", f"{minus}]"),
        PieceKind.ADDED: (f"{{{plus}", f"{plus}}}"),
    }
    return tuple(
        Piece(text=piece.text.join(marks.get(piece.kind, ("", ""))), kind=piece.kind)
        for piece in pieces
    )


def plain(payload: Payload) -> str:
    """Return the alert in lines of at most 76 columns; only a link may be longer."""
    lines = [*wrapped(visible(payload.subject), WIDTH)]
    for row in layout(payload):
        if row.label:
            lines += [""] * begins_a_part(row)
        lines += _row(row)
    lines += ["", "[-struck out-] is gone, {+added+} is new.", "-- "]
    lines.append(f"{payload.id} · {visible(payload.shift.id)}")
    return "\n".join(lines) + "\n"


def begins_a_part(row: Row) -> bool:
    """Return whether a blank line stands before the row."""
    return row.label in _PARTS


def _row(row: Row) -> list[str]:
    text = joined(bracketed(row.pieces))
    bullet = "- " if row.listed else ""
    if row.link:
        body: tuple[str, ...] = (text if text == row.link else f"{text}: {row.link}",)
    else:
        body = wrapped(text, WIDTH - _LABEL - len(bullet))
    label = f"{row.label:<{_LABEL}}{bullet}"
    return [
        f"{label if number == 0 else ' ' * len(label)}{line}".rstrip()
        for number, line in enumerate(body)
    ]


def digest_plain(payload: DigestPayload, parts: tuple[Part, ...]) -> str:
    """Return a digest in lines of at most 76 columns; only a link may be longer."""
    lines = [*wrapped(visible(payload.title), WIDTH)]
    for part in parts:
        lines += ["", "", *wrapped(part.title, WIDTH), ""]
        for row in part.rows:
            lines += _row(row)
    lines += ["", "[-struck out-] is gone, {+added+} is new.", "-- ", payload.id]
    return "\n".join(lines) + "\n"
