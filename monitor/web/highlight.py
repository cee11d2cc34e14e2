"""Where the words of a search stand in a passage. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Piece, PieceKind
from monitor.storage.search import Term
from monitor.text.document import Span
from monitor.text.normalize import Normalized, normalize
from monitor.text.tokens import HAN

FOUND = PieceKind.ADDED
"""The kind of a piece that was found: `excerpt` keeps such pieces, and drops what is between."""
_MOST_CHARACTERS = 60_000
_HAN = re.compile(HAN)
_START = rf"(?:(?<![^\W_])|(?<={HAN}))"
_END = rf"(?:(?![^\W_])|(?={HAN}))"
_REST = rf"(?:(?!{HAN})[^\W_])*"


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
    text = text[:_MOST_CHARACTERS]
    folded: Normalized | None = None
    spans: list[Span] = []
    for term in asked:
        pattern = _pattern(term)
        found_ = [Span(start=one.start(), end=one.end()) for one in pattern.finditer(text)]
        if not found_:
            # Folding costs a hundred times the search, and most texts have the words as they are.
            folded = folded or normalize(text)
            found_ = [folded.original(*one.span()) for one in pattern.finditer(folded.text)]
        spans += found_
    return _merged(sorted(spans))


@lru_cache(maxsize=256)
def _pattern(term: Term) -> re.Pattern[str]:
    """Return what finds a term in folded text where the index finds it: cut as tokens are cut."""
    parts = [_START if not _HAN.match(term.tokens[0]) else ""]
    for before, token in zip(("", *term.tokens), term.tokens, strict=False):
        if before:
            # Two words with nothing between would be one; a Chinese character is one by itself.
            apart = not _HAN.match(before) and not _HAN.match(token)
            parts.append(r"[\W_]+" if apart else r"[\W_]*")
        parts.append(re.escape(token))
    if not _HAN.match(term.tokens[-1]):
        parts.append(_REST if term.prefix else _END)
    return re.compile("".join(parts), re.IGNORECASE)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
