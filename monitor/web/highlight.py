"""Where the words of a search stand in a passage. Pure."""

from collections.abc import Sequence

from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Piece, PieceKind
from monitor.storage.search import Term
from monitor.text.document import Span
from monitor.text.tokens import placed

FOUND = PieceKind.ADDED
"""The kind of a piece that was found: `excerpt` keeps such pieces, and drops what is between."""
_MOST_CHARACTERS = 60_000


def found(text: str, asked: Sequence[Term], *, limit: int | None = None) -> tuple[Piece, ...]:
    """Return a passage in pieces, those that a term found of the kind FOUND.

    They join back to the passage, or with a `limit` to about so many characters of it, the found
    words among them. Beyond 60,000 characters nothing is marked. Linear in the text and the terms.
    """
    pieces: list[Piece] = []
    at = 0
    for span in _spans(text, asked) if asked else ():
        if span.start > at:
            pieces.append(Piece(text=text[at : span.start], kind=PieceKind.SAME))
        pieces.append(Piece(text=span.of(text), kind=FOUND))
        at = span.end
    if at < len(text):
        pieces.append(Piece(text=text[at:], kind=PieceKind.SAME))
    return tuple(pieces) if limit is None else excerpt(pieces, limit)


def _spans(text: str, asked: Sequence[Term]) -> list[Span]:
    cut = list(placed(text[:_MOST_CHARACTERS]))
    spans: list[Span] = []
    for term in asked:
        length = len(term.tokens)
        first = term.tokens[0]
        for at, (token, _) in enumerate(cut[: len(cut) - length + 1]):
            # Almost every place fails at its first token, without a list being made.
            if token != first and not (term.prefix and length == 1 and token.startswith(first)):
                continue
            if _matches([each for each, _ in cut[at : at + length]], term):
                spans.append(Span(start=cut[at][1].start, end=cut[at + length - 1][1].end))
    return _merged(sorted(spans))


def _matches(tokens: Sequence[str], term: Term) -> bool:
    *whole, last = term.tokens
    if list(tokens[:-1]) != whole:
        return False
    return tokens[-1].startswith(last) if term.prefix else tokens[-1] == last


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
