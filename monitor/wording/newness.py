"""Tell when a body speaks of what it has not spoken of before. Pure."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording.compare import Comparer, Comparison, Finding, Frame
from monitor.wording.copies import independent
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.proof import TURNS, is_translated, told_as
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Change, Kind, Level, Shift
from monitor.wording.shifts import Weighed, shift_of
from monitor.wording.threads import Thread, certainty, same_frame, things

# A body's own new text is what a reader waits for; a new answer in a quote may be the question's.
_WEIGHTS = {Tier.ISSUER: 3.0, Tier.QUOTE: 1.0, Tier.REPORTED: 1.0}
_SHORTEST = {"zh": 12}
_SHORTEST_WORDS = 8
_ENOUGH = 2
# Besides what ends or resumes: a ban, which is a modality as well.
_UNMISTAKABLE = TURNS | {"PROHIBIT"}
# Where the earlier clause says so, another word for it is no news.
_REFUSALS = TURNS | frozenset({"BEGIN", "PROHIBIT", "DENY", "PREVENT", "NOT"})
_GRAVE_RUNG = 8
_BINDING = 3


class Acts(NamedTuple):
    """The concepts of a lexicon that are grave acts, and those that bind."""

    grave: frozenset[str]
    binding: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new: the key of its frame, and whether it announces a grave act."""

    frame: str
    grave: bool


def is_grave(statement: Statement, comparer: Comparer) -> bool:
    """Return whether words announce an act: a posture on licences, a ban, a measure, a turn.

    Such words on a watched thing are worth telling although the thread is too short to know that
    they are new.
    """
    concepts = comparer.concepts(statement.text, language=statement.language)
    acts = _acts(comparer.lexicon)
    return not concepts.isdisjoint(things(comparer.lexicon)) and not concepts.isdisjoint(
        acts.grave | acts.binding
    )


@lru_cache(maxsize=4)
def _acts(lexicon: Lexicon) -> Acts:
    return Acts(
        grave=_UNMISTAKABLE
        | {"BEGIN"}
        | {
            entry.concept
            for entry in lexicon.entries
            if entry.role is Role.LADDER
            and (
                entry.ladder == "licence"
                or (entry.ladder == "escalation" and entry.level >= _GRAVE_RUNG)
            )
        },
        binding=frozenset(
            e.concept for e in lexicon.entries if e.role is Role.MODALITY and e.level >= _BINDING
        ),
    )


def news(
    statement: Statement, thread: Thread, *, day: date, told: Sequence[Statement] = ()
) -> News | None:
    """Return what a statement says that its body has not said for `forgotten`, else None.

    A frame that is new; or a grave act on a thing that no clause had of that thing. `told` are the
    other reports of the day: what a quotation or two of them have told is no news, and indirect
    speech tells of grave acts alone, where two independent reports agree.
    """
    acts = _unheard(statement, thread, day)
    key = _fresh_frame(statement, thread, day)
    if key is None and not acts:
        return None
    found = News(frame=key or next(iter(acts.values())).key, grave=bool(acts))
    same = [other for other in told if _has(other, found.frame, acts, thread)]
    if any(other.tier < Tier.REPORTED for other in same):
        return None
    apart = independent(same, thread.scoring.copy)
    if len(apart) >= _ENOUGH:
        return None
    if statement.tier is not Tier.REPORTED:
        return found
    agreed = len(independent([*same, statement], thread.scoring.copy)) >= _ENOUGH
    return found if acts and agreed else None


def turns(
    statement: Statement, thread: Thread, comparison: Comparison, *, day: date
) -> frozenset[str]:
    """Return the bans, ends, suspensions and resumptions that no earlier words on the thing have.

    Empty where the words set beside them refuse or begin as well.
    """
    before = {concept for frame in comparison.frames_before for concept in frame.concepts}
    if not before.isdisjoint(_REFUSALS):
        return frozenset()
    return _UNMISTAKABLE & _unheard(statement, thread, day).keys()


def _unheard(statement: Statement, thread: Thread, day: date) -> dict[str, Frame]:
    """Return the grave acts on a thing that the thread has not had on it, each with its clause."""
    grave = _acts(thread.comparer.lexicon).grave
    found: dict[str, Frame] = {}
    for frame in thread.frames(statement):
        named = things(thread.comparer.lexicon).intersection(frame.concepts)
        mine = grave.intersection(frame.concepts)
        if named and mine and frame.key:
            known = _known_of(named, thread, day)
            found.update((act, frame) for act in sorted(mine - known))
    return found


def _known_of(named: Set[str], thread: Thread, day: date) -> frozenset[str]:
    """Return all concepts of the clauses on some things, or on nothing that they name."""
    everything = things(thread.comparer.lexicon)
    return frozenset(
        concept
        for other in _within_memory(thread, day)
        for frame in thread.frames(other)
        if not named.isdisjoint(frame.concepts) or everything.isdisjoint(frame.concepts)
        for concept in frame.concepts
    )


def _within_memory(thread: Thread, day: date) -> Iterator[Statement]:
    since = day - thread.scoring.forgotten
    for utterance in thread.utterances:
        if since <= utterance.day < day:
            yield from utterance.statements


def _has(other: Statement, key: str, acts: Mapping[str, Frame], thread: Thread) -> bool:
    """Return whether another report has a clause of the same frame, or the same acts on a thing."""
    everything = things(thread.comparer.lexicon)
    frames = thread.frames(other)
    if not acts:
        return any(same_frame(frame.key, key) for frame in frames)
    return all(
        any(
            not told_as(act).isdisjoint(frame.concepts)
            and not everything.intersection(mine.concepts).isdisjoint(frame.concepts)
            for frame in frames
        )
        for act, mine in acts.items()
    )


def _fresh_frame(statement: Statement, thread: Thread, day: date) -> str | None:
    """Return the key of the first clause whose frame the thread has not had for `forgotten`.

    None where there is no such clause, and for words that are not the body's own: indirect speech
    starts no formulation.
    """
    if statement.tier >= Tier.REPORTED:
        return None
    shortest = _SHORTEST.get(statement.language, _SHORTEST_WORDS)
    seen = {frame.key for other in _within_memory(thread, day) for frame in thread.frames(other)}
    for frame in thread.frames(statement):
        long_enough = frame.key and frame.words >= shortest
        if long_enough and not any(same_frame(frame.key, key) for key in seen):
            return frame.key
    return None


def new_formulation(
    statement: Statement, found: News, *, comparer: Comparer, scoring: Scoring
) -> Shift:
    """Return the shift that says that a body's words are new altogether, frame or act."""
    text = statement.text
    nowhere, whole = Span(start=0, end=0), Span(start=0, end=len(text))
    confidence = scoring.trust(statement.tier) * certainty(statement, scoring)
    if is_translated(statement):
        confidence *= scoring.translated
    frames = comparer.frames(text, language=statement.language)
    finding = Finding(
        kind=Kind.NEW_FORMULATION,
        rule="thread.new",
        weight=_WEIGHTS[statement.tier],
        before=nowhere,
        after=whole,
        gained=tuple(dict.fromkeys(concept for one in frames for concept in one.concepts)),
        frame=found.frame,
    )
    severity = scoring.severity(finding.weight, days=1, body=statement.body, confidence=confidence)
    return shift_of(
        Comparison(
            before="",
            after=text,
            changes=(Change(before=nowhere, after=whole),),
            findings=(finding,),
            similarity=0.0,
            frames_before=(),
            frames_after=frames,
            pairs=(),
        ),
        (Weighed(finding=finding, severity=severity, confidence=confidence),),
        body=statement.body,
        topic=next(iter(statement.topics), None),
        statement=statement,
        against=(),
        scoring=scoring,
        provisional=True,
        least=Level.DIGEST if found.grave else Level.INFO,
    )
