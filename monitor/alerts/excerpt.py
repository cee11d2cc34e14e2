"""Long passages cut down to the changed words and what stands around them."""

import re
from collections.abc import Sequence

from monitor.alerts.mark import CHANGED, Piece, PieceKind, joined, merged

_SENTENCE_END = re.compile(r"""[.!?][”’"')\]]*\s+|[。！？；][”’」』）]*|\n+""")
_WORD_END = re.compile(r"\s+|[，、：]")
# A changed stretch is never cut below this, so that both of its ends can be read.
_SHORTEST_CHANGE = 40
_GAP = " … "


def excerpt(pieces: Sequence[Piece], limit: int) -> tuple[Piece, ...]:
    """Return the pieces in about `limit` characters, with `…` where text was left out.

    Unchanged text goes first, at a sentence's end where there is one, else between words. Changed
    words are kept whole while they fit the limit; a longer stretch keeps its head and tail, and
    of very many stretches the first are kept.
    """
    if sum(len(piece.text) for piece in pieces) <= limit:
        return tuple(pieces)
    changed = _bounded_changes(pieces, limit)
    runs: list[list[Piece]] = [[]]
    kept: list[tuple[Piece, ...]] = []
    for index, piece in enumerate(pieces):
        if index in changed:
            kept.append(changed[index])
            runs.append([])
        else:
            runs[-1].append(piece)
    used = sum(len(joined(stretch)) for stretch in kept)
    room = _shares([len(joined(run)) for run in runs], max(0, limit - used))
    result: list[Piece] = []
    for number, (run, allowed) in enumerate(zip(runs, room, strict=True)):
        result += _cut_run(run, allowed, first=number == 0, last=number == len(runs) - 1)
        if number < len(kept):
            result += kept[number]
    return merged(result)


def _bounded_changes(pieces: Sequence[Piece], limit: int) -> dict[int, tuple[Piece, ...]]:
    places = [index for index, piece in enumerate(pieces) if piece.kind in CHANGED]
    wanted = [len(pieces[index].text) for index in places]
    # A third stays for the words around, unless the changes need it.
    fits = sum(wanted) + len(_GAP) * len(wanted) <= limit
    budget = limit if fits else limit - limit // 3
    shares = _shares(wanted, budget)
    bounded: dict[int, tuple[Piece, ...]] = {}
    left = max(limit, _SHORTEST_CHANGE + len(_GAP))
    for index, share in zip(places, shares, strict=True):
        allowed = max(share, _SHORTEST_CHANGE)
        left -= min(allowed, len(pieces[index].text)) + len(_GAP)
        if left < 0:
            break
        bounded[index] = _cut_change(pieces[index], allowed)
    return bounded


def _shares(wanted: Sequence[int], budget: int) -> list[int]:
    """Share out a budget so that small wants are met in full and the large split what is left."""
    shares = [0] * len(wanted)
    left = budget
    for rank, index in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        shares[index] = min(wanted[index], left // (len(wanted) - rank))
        left -= shares[index]
    return shares


def _cut_change(piece: Piece, allowed: int) -> tuple[Piece, ...]:
    if len(piece.text) <= allowed:
        return (piece,)
    half = allowed // 2
    return (
        Piece(text=_head(piece.text, half).rstrip(), kind=piece.kind),
        Piece(text=_GAP, kind=PieceKind.GAP),
        Piece(text=_tail(piece.text, half).lstrip(), kind=piece.kind),
    )


def _cut_run(run: Sequence[Piece], allowed: int, *, first: bool, last: bool) -> list[Piece]:
    text = joined(run)
    if len(text) <= max(allowed, len(_GAP)):
        return list(run)
    if first and last:
        head, tail = len(_head(text, allowed)), 0
    elif first:
        head, tail = 0, len(_tail(text, allowed))
    elif last:
        head, tail = len(_head(text, allowed)), 0
    else:
        head, tail = len(_head(text, allowed // 2)), len(_tail(text, allowed // 2))
    lead = "" if first and not head else " "
    trail = "" if last and not tail else " "
    return [
        *_slice(run, 0, head, strip_end=True),
        Piece(text=f"{lead}…{trail}", kind=PieceKind.GAP),
        *_slice(run, len(text) - tail, len(text), strip_start=True),
    ]


def _slice(
    run: Sequence[Piece],
    start: int,
    end: int,
    *,
    strip_start: bool = False,
    strip_end: bool = False,
) -> list[Piece]:
    text = joined(run)[start:end]
    if strip_start:
        start += len(text) - len(text.lstrip())
    if strip_end:
        end -= len(text) - len(text.rstrip())
    sliced, at = [], 0
    for piece in run:
        part = piece.text[max(0, start - at) : max(0, end - at)]
        if part:
            sliced.append(Piece(text=part, kind=piece.kind))
        at += len(piece.text)
    return sliced


def _head(text: str, allowed: int) -> str:
    """Return the start of `text` that fits, up to the last sentence's or word's end in it."""
    window = text[:allowed]
    for ends in (_SENTENCE_END, _WORD_END):
        places = [match.end() for match in ends.finditer(text[: allowed + 1])]
        fitting = [place for place in places if place <= allowed]
        if fitting:
            return text[: fitting[-1]]
    return window


def _tail(text: str, allowed: int) -> str:
    """Return the end of `text` that fits, from the first sentence's or word's start in it."""
    start = max(0, len(text) - allowed)
    for ends in (_SENTENCE_END, _WORD_END):
        for match in ends.finditer(text, max(0, start - 1)):
            if start <= match.end() < len(text):
                return text[match.end() :]
    return text[start:]
