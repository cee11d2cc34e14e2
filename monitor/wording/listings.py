"""Tell acts that put names on a list, or take some off, from a change of words. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from monitor.statements.statement import Tier
from monitor.wording.compare import Finding, Frame
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.proof import Case, partners
from monitor.wording.shift import Kind

_LIST = "NAME_LIST"
_STANCES = frozenset({Role.LADDER, Role.MODALITY, Role.CONDITION})
# Why they are named may be new, in an answer.
_SORTS = frozenset({"number", "actor", "scope", "term", "polarity"})
_MOSTLY = 1 / 3
_ACTS = frozenset({"ADD_TO_LIST", "REMOVE"})
# Who is named this time, and how many they are; how they are treated is none of these.
_NAMES = frozenset(
    {
        Kind.NUMBER,
        Kind.ACTOR,
        Kind.ADDED,
        Kind.DROPPED,
        Kind.REPLACED,
        Kind.POLARITY,
        Kind.SCOPE_WIDENED,
        Kind.SCOPE_NARROWED,
    }
)


def is_another_listing(finding: Finding, case: Case, lexicon: Lexicon) -> bool:
    """Return whether a finding tells who was put on a list of names, or taken off, this time.

    Who was listed before stays listed: that there are others now, or as many, is no other wording.
    Of two texts or quotations that are of listings, all findings of names and numbers are such;
    of other words those in clauses that speak of lists on both sides.
    """
    if finding.kind not in _NAMES:
        return False
    tokens, lists = {*finding.lost, *finding.gained}, _lists_of(lexicon)
    if not _stances(lexicon).isdisjoint(tokens) and lists.isdisjoint(tokens):
        return False
    acts = case.statement.tier is Tier.ISSUER is case.part(finding).statement.tier
    if not acts and finding.rule.partition(".")[0] not in _SORTS:
        return False
    comparison, other = case.comparison, case.part(finding).statement
    sides = comparison.frames_before, comparison.frames_after
    if all(lists.isdisjoint(frame.concepts) for frames in sides for frame in frames):
        return False
    if case.statement.tier < Tier.REPORTED > other.tier and all(
        _lists(frames, lexicon) for frames in sides
    ):
        return True
    clauses = [frame for frame in partners(finding, comparison) if frame is not None]
    return (
        len(clauses) > 1
        and any(not lists.isdisjoint(frame.concepts) for frame in clauses)
        and all(not (lists | _ACTS).isdisjoint(frame.concepts) for frame in clauses)
    )


def _lists(frames: Sequence[Frame], lexicon: Lexicon) -> bool:
    """Return whether a text is of a listing: begins with it, does it, or speaks mostly of it."""
    lists = _lists_of(lexicon)
    first = next((frame for frame in frames if frame.key), None)
    if first is not None and not (lists | _ACTS).isdisjoint(first.concepts):
        return True
    of_lists = [frame for frame in frames if not lists.isdisjoint(frame.concepts)]
    if any(not _ACTS.isdisjoint(frame.concepts) for frame in of_lists):
        return True
    return len(of_lists) >= max(1, _MOSTLY * sum(1 for frame in frames if frame.key))


@lru_cache(maxsize=4)
def _stances(lexicon: Lexicon) -> frozenset[str]:
    """Return the rungs of all ladders, the modalities and the conditions: no names."""
    return frozenset(entry.concept for entry in lexicon.entries if entry.role in _STANCES)


@lru_cache(maxsize=4)
def _lists_of(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(term for term, above in lexicon.wider if _LIST in above)
