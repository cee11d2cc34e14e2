"""The changes between two passages as stretches of their raw text. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.text.document import Span
from monitor.text.normalize import Normalized
from monitor.wording.align import Group, alone
from monitor.wording.clauses import Passage
from monitor.wording.comparison import Finding
from monitor.wording.concepts import Unit
from monitor.wording.diff import Cover, blocks, surfaces
from monitor.wording.shift import Change


def changes(
    one: Passage, two: Passage, groups: Sequence[Group], findings: Sequence[Finding]
) -> tuple[Change, ...]:
    """Return every differing stretch of the words, those that no finding touches as noise.

    `groups` are the clauses that are partners; what is in none is told as a stretch of its own.
    """
    found: list[Change] = []
    for group in groups:
        mine = [u for i in group.before for u in one.clauses[i].every]
        yours = [u for j in group.after for u in two.clauses[j].every]
        for block in blocks(surfaces(mine), surfaces(yours)):
            before = _stretch(mine, block.before, one.folded)
            after = _stretch(yours, block.after, two.folded)
            found.append(Change(before=before, after=after, noise=True))
    nowhere = len(two.folded.raw)
    for number in alone(one.clauses, groups, 0):
        clause = one.clauses[number]
        span = one.folded.original(clause.start, clause.end)
        at = Span(start=nowhere, end=nowhere)
        found.append(Change(before=span, after=at, noise=True))
    nowhere = len(one.folded.raw)
    for number in alone(two.clauses, groups, 1):
        clause = two.clauses[number]
        span = two.folded.original(clause.start, clause.end)
        found.append(Change(before=Span(start=nowhere, end=nowhere), after=span, noise=True))
    lost = Cover(finding.before for finding in findings)
    gained = Cover(finding.after for finding in findings)
    found = [
        replace(change, noise=False)
        if lost.touches(change.before) or gained.touches(change.after)
        else change
        for change in found
    ]
    return tuple(sorted(found, key=lambda change: (change.after, change.before)))


def _stretch(units: Sequence[Unit], block: tuple[int, int], folded: Normalized) -> Span:
    start, end = block
    if start < end:
        return folded.original(units[start].start, units[end - 1].end)
    if start < len(units):
        at = folded.original(units[start].start, units[start].start).start
    else:
        at = folded.original(units[-1].end, units[-1].end).start if units else 0
    return Span(start=at, end=at)
