"""Where the changed words stand in the two passages, for every form that a reader gets."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.text.document import Span
from monitor.wording.shift import Change


class PieceKind(StrEnum):
    """What a piece of a passage is; a gap stands for text that was left out."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    NOISE = "noise"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a passage and what became of it."""

    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The two passages in pieces: removed words stand in `before`, added ones in `after`.

    An empty piece marks the place of what the other passage has: `removed` in `after` where words
    fell out, `added` in `before` where words came in.
    """

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


CHANGED = (PieceKind.REMOVED, PieceKind.ADDED)


def mark(before: str, after: str, changes: Iterable[Change]) -> Marked:
    """Return both passages in pieces that join back to them exactly.

    White space at the edges of a change is left unmarked. Spans that overlap or leave the passage
    are clipped: an alert with a doubtful mark is better than none.
    """
    changes = tuple(changes)
    return Marked(
        before=_pieces(before, ((c.before, c.noise) for c in changes), *CHANGED),
        after=_pieces(after, ((c.after, c.noise) for c in changes), *reversed(CHANGED)),
    )


def joined(pieces: Iterable[Piece]) -> str:
    """Return the text of the pieces, one after the other."""
    return "".join(piece.text for piece in pieces)


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces, neighbours of one kind made one, without unchanged empty ones."""
    done: list[Piece] = []
    for piece in pieces:
        if not piece.text and piece.kind not in CHANGED:
            continue
        if done and done[-1].kind is piece.kind:
            done[-1] = Piece(text=done[-1].text + piece.text, kind=piece.kind)
        else:
            done.append(piece)
    return tuple(done)


def _pieces(
    passage: str, spans: Iterable[tuple[Span, bool]], kind: PieceKind, other: PieceKind
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for span, noise in sorted(spans):
        start, end = max(span.start, at), min(span.end, len(passage))
        changed = passage[start:end]
        words = changed.strip()
        if words:
            lead = len(changed) - len(changed.lstrip())
            pieces.append(Piece(text=passage[at : start + lead], kind=PieceKind.SAME))
            pieces.append(Piece(text=words, kind=PieceKind.NOISE if noise else kind))
            at = start + lead + len(words)
        elif not noise and at <= start <= len(passage):
            pieces.append(Piece(text=passage[at:start], kind=PieceKind.SAME))
            pieces.append(Piece(text="", kind=other))
            at = start
    pieces.append(Piece(text=passage[at:], kind=PieceKind.SAME))
    return merged(pieces)
