"""Two passages as one: the new text, with what was struck standing where it fell out."""

from monitor.alerts.mark import Piece, PieceKind, merged
from monitor.wording.shift import Shift


def inline(shift: Shift) -> tuple[Piece, ...]:
    """Return the later passage in pieces, each struck stretch of the earlier one in its place.

    Where there is no later passage, the earlier one is struck as a whole. What differs without
    meaning anything stands as the later passage has it.
    """
    if not shift.after:
        return (Piece(text=shift.before, kind=PieceKind.REMOVED),)
    pieces: list[Piece] = []
    at = 0
    for change in sorted(shift.changes, key=lambda one: (one.after.start, one.after.end)):
        start, end = max(change.after.start, at), min(change.after.end, len(shift.after))
        pieces.append(Piece(text=shift.after[at:start], kind=PieceKind.SAME))
        struck = change.before.of(shift.before)
        new = shift.after[start:end] if start < end else ""
        if change.noise:
            pieces.append(Piece(text=new, kind=PieceKind.NOISE))
        else:
            pieces.append(Piece(text=struck, kind=PieceKind.REMOVED))
            pieces.append(Piece(text=new, kind=PieceKind.ADDED))
        at = max(at, end)
    pieces.append(Piece(text=shift.after[at:], kind=PieceKind.SAME))
    return tuple(piece for piece in merged(pieces) if piece.text)
