"""The exact stretches that differ between two partner clauses. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from monitor.text.document import Span
from monitor.wording.concepts import Unit


class Block(NamedTuple):
    """One changed stretch: units `before` from..to, units `after` from..to (half-open)."""

    before: tuple[int, int]
    after: tuple[int, int]


def blocks(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """Return the changed stretches between two sequences, a deletion and an insertion at one place
    as one stretch. By Indel (longest common subsequence), bit-parallel."""
    found: list[Block] = []
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            continue
        one = (op.src_start, op.src_end)
        two = (op.dest_start, op.dest_end)
        if found and found[-1].before[1] == one[0] and found[-1].after[1] == two[0]:
            last = found.pop()
            found.append(Block((last.before[0], one[1]), (last.after[0], two[1])))
        else:
            found.append(Block(one, two))
    return found


def keys(units: Sequence[Unit]) -> list[str]:
    """Return what units mean, for a comparison that looks through spelling and synonyms."""
    return [unit.key for unit in units]


def surfaces(units: Sequence[Unit]) -> list[str]:
    """Return how units are written, for a comparison of the words themselves."""
    return [unit.surface for unit in units]


class Cover:
    """Spans put together, to be asked whether another touches any of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        joined: list[list[int]] = []
        for span in sorted(spans):
            if span.start == span.end:
                continue
            if joined and span.start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], span.end)
            else:
                joined.append([span.start, span.end])
        self._starts = [start for start, _ in joined]
        self._ends = [end for _, end in joined]

    def touches(self, span: Span) -> bool:
        """Return whether the span shares a character with one of them."""
        at = bisect_left(self._starts, span.end) - 1
        return at >= 0 and span.start < self._ends[at]
