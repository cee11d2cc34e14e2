"""Tell when a body speaks of what it has not spoken of before. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording.announced import (
    MEASURES,
    measures_of,
    own_acts,
)
from monitor.wording.compare import Comparer, Comparison, Finding, Frame
from monitor.wording.copies import independent
from monitor.wording.grave import (
    CONTROLS,
    REFUSED,
    UNMISTAKABLE,
    denied,
    goods,
    kin,
    licence_postures,
)
from monitor.wording.lexicon import Lexicon
from monitor.wording.memory import OF_GOODS, Memory, within_memory
from monitor.wording.ownwords import is_reporters
from monitor.wording.place import is_same_occasion
from monitor.wording.proof import TURNS, is_translated, told_as
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Change, Kind, Level, Shift
from monitor.wording.shifts import Weighed, shift_of
from monitor.wording.spoken import Frames, same_frame
from monitor.wording.threads import Thread, certainty, things

# A body's own new text is what a reader waits for; a new answer in a quote may be the question's.
_WEIGHTS = {Tier.ISSUER: 3.0, Tier.QUOTE: 1.0, Tier.REPORTED: 1.0}
_SHORTEST = {"zh": 12}
_SHORTEST_WORDS = 8
_ENOUGH = 2
# Where the earlier clause says so, another word for it is no news.
_REFUSALS = TURNS | frozenset({"BEGIN", "PROHIBIT", "DENY", "PREVENT", "NOT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new: the key of its frame, and whether it announces a grave act.

    `forbids` where that act, in the body's own words, is a ban or the refusal of licences.
    """

    frame: str
    grave: bool
    forbids: bool = False


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
    heard = next((one for one in acts.values() if not is_reporters(statement, one.span)), None)
    first = heard or next(iter(acts.values()), None)
    found = News(frame=key or (first.key if first else ""), grave=bool(acts))
    if key is not None and not acts and any(_in_other_words(one, statement) for one in told):
        return None
    told_by = [other for other in told if _telling(other, found.frame, acts, thread)]
    heard_of = [*told_by]
    if acts:
        heard_of += [
            other
            for other in thread.history
            if is_same_occasion(statement, other) and _telling(other, found.frame, acts, thread)
        ]
    if any(
        not is_reporters(other, one.span)
        for other in heard_of
        for one in _telling(other, found.frame, acts, thread)
    ):
        return None
    if len(independent(told_by, thread.scoring.copy)) >= _ENOUGH:
        return None
    if key is not None or heard is not None:
        forbids = any(
            act in OF_GOODS and not is_reporters(statement, one.span) for act, one in acts.items()
        )
        return replace(found, grave=heard is not None, forbids=forbids)
    agreed = len(independent([*told_by, statement], thread.scoring.copy)) >= _ENOUGH
    return found if acts and agreed else None


def _in_other_words(other: Statement, statement: Statement) -> bool:
    """Return whether another report of the day had the same in another language."""
    return other.language != statement.language and other.tier < Tier.REPORTED


def turns(
    statement: Statement, thread: Thread, comparison: Comparison, *, day: date, language: str
) -> frozenset[str]:
    """Return the bans, ends, suspensions and resumptions that no earlier words on the thing have.

    With them that a good is put under control of which nothing was said. Empty where the words set
    beside them, in `language`, refuse or begin as well; what they deny they do not refuse.
    """
    lexicon = thread.comparer.lexicon
    told = UNMISTAKABLE | REFUSED | {CONTROLS}
    for frame in comparison.frames_before:
        undone = denied(frame, comparison.before, lexicon, language)
        refused = _REFUSALS.intersection(frame.concepts) - undone
        if refused - ({"NOT"} if undone else frozenset()):
            told = frozenset()
    return (told | _eased(lexicon) | MEASURES) & _unheard(statement, thread, day).keys()


def _eased(lexicon: Lexicon) -> frozenset[str]:
    """Return the postures on licences that are of a sort of their own, and refuse nothing."""
    return licence_postures(lexicon) - REFUSED - {"APPROVE"}


def beside(
    statement: Statement,
    thread: Thread,
    weighed: Sequence[Weighed],
    comparison: Comparison,
    *,
    day: date,
) -> list[Weighed]:
    """Return, for a shift that counts, the acts unheard of before that no finding of it tells.

    Only those that the body's own words tell, not a reporter's.
    """
    known = {
        token
        for one in weighed
        if one.held or one.least is not Level.INFO or one.severity >= thread.scoring.digest
        for token in (*one.finding.gained, *one.finding.lost)
    }
    acts = turns(statement, thread, comparison, day=day, language=statement.language) - known
    unheard = _unheard(statement, thread, day)
    scoring, found = thread.scoring, list[Weighed]()
    for act in sorted(acts):
        frame = unheard[act]
        if is_reporters(statement, frame.span):
            continue
        confidence = scoring.trust(statement.tier) * certainty(statement, scoring)
        finding = Finding(
            kind=Kind.NEW_FORMULATION,
            rule="thread.new",
            weight=_WEIGHTS[Tier.QUOTE],
            before=Span(start=0, end=0),
            after=frame.span,
            gained=(act,),
            frame=frame.key,
            confidence=confidence,
        )
        severity = scoring.severity(
            finding.weight, days=1, body=statement.body, confidence=confidence
        )
        found.append(
            Weighed(finding=finding, severity=severity, confidence=confidence, least=Level.DIGEST)
        )
    return found


def _unheard(statement: Statement, thread: Thread, day: date) -> dict[str, Frame]:
    """Return the grave acts on a thing that the thread has not had on it, each with its clause.

    Those that a reporter tells in his own words count beside others' reports alone. The clauses on
    the same things are asked for once: a long act has thousands on a few.
    """
    lexicon = thread.comparer.lexicon
    everything = things(lexicon)
    memory = Memory(thread, day)
    found: dict[str, Frame] = {}
    for frame in thread.frames(statement):
        named = everything.intersection(frame.concepts)
        if not named or not frame.key or memory.has_said(frame.span.of(statement.text)):
            continue
        mine = own_acts(frame, statement, thread.comparer)
        if mine:
            known = memory.known_of(named)
            known -= {act for act in mine & known if memory.is_another(act, frame, statement)}
            if CONTROLS in mine:
                free = goods(lexicon).intersection(named)
                if not free or memory.has_heard_of(kin(free, lexicon)):
                    mine -= {CONTROLS}
                else:
                    known -= {CONTROLS}
            found.update((act, frame) for act in sorted(mine - known))
        measures = measures_of(frame, statement, day, thread.comparer)
        if measures and not memory.has_told(frame, statement):
            found.update((act, frame) for act in sorted(measures))
    return found


def _telling(other: Statement, key: str, acts: Mapping[str, Frame], thread: Thread) -> list[Frame]:
    """Return the clauses of another report of the same frame, or with all the acts on a thing."""
    everything = things(thread.comparer.lexicon)
    frames = thread.frames(other)
    if not acts:
        return [frame for frame in frames if same_frame(frame.key, key)]
    found = {
        act: [
            frame
            for frame in frames
            if not told_as(act).isdisjoint(frame.concepts)
            and not (everything.intersection(mine.concepts) | _dates(mine)).isdisjoint(
                frame.concepts
            )
        ]
        for act, mine in acts.items()
    }
    return [frame for some in found.values() for frame in some] if all(found.values()) else []


def _dates(frame: Frame) -> frozenset[str]:
    """Return the days of a clause: an act with its day is told alike in any language."""
    return frozenset(token for token in frame.concepts if token.startswith("date:"))


def _fresh_frame(statement: Statement, thread: Thread, day: date) -> str | None:
    """Return the key of the first clause whose frame the thread has not had for `forgotten`.

    None where there is no such clause, and for words that are not the body's own: indirect speech
    starts no formulation.
    """
    if statement.tier >= Tier.REPORTED:
        return None
    shortest = _SHORTEST.get(statement.language, _SHORTEST_WORDS)
    seen = Frames(
        frame.key for other in within_memory(thread, day) for frame in thread.frames(other)
    )
    for frame in thread.frames(statement):
        long_enough = frame.key and frame.words >= shortest
        if is_reporters(statement, frame.span):
            continue
        if long_enough and not seen.like(frame.key):
            return frame.key
    return None


def _least(found: News) -> Level:
    if found.forbids:
        return Level.ALERT
    return Level.DIGEST if found.grave else Level.INFO


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
        least=_least(found),
    )
