"""A passage as it is compared: its clauses, their frames, and what stands in it. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.text.document import Span
from monitor.text.normalize import Normalized
from monitor.wording.align import features
from monitor.wording.clauses import Clause, Passage
from monitor.wording.comparison import Frame
from monitor.wording.concepts import Sort, Unit


class Reading(NamedTuple):
    """A passage as clauses, the frame of each, and every key that stands in it."""

    passage: Passage
    frames: tuple[Frame, ...]
    keys: frozenset[str]


def keys_of(clauses: Sequence[Clause], numbers: Iterable[int]) -> frozenset[str]:
    """Return every key, part of one and feature in the clauses of these numbers."""
    found: set[str] = set()
    for number in numbers:
        clause = clauses[number]
        found.update(unit.key for unit in clause.every)
        found.update(part for unit in clause.every for part in unit.parts)
        found.update(features(clause))
    return frozenset(found)


def names(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return the names under which units are told: concepts, and words as they stand."""
    return tuple(dict.fromkeys(u.surface if u.role is Sort.WORD else u.key for u in units))


def span(marked: Sequence[Unit], folded: Normalized, units: Sequence[Unit]) -> Span:
    """Return the raw span of marked units; of none, the place where they would stand."""
    if marked:
        return folded.original(min(u.start for u in marked), max(u.end for u in marked))
    at = folded.original(units[-1].end, units[-1].end).start if units else 0
    return Span(start=at, end=at)
