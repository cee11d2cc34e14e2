"""Tell when a body speaks of what it has not spoken of before. Pure."""

from datetime import date

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording.compare import Comparer, Comparison, Finding
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Change, Kind, Shift
from monitor.wording.shifts import Weighed, shift_of
from monitor.wording.threads import Thread, certainty, same_frame
from monitor.wording.weigh import is_translated

# A body's own new text is what a reader waits for; a new answer in a quote may be the question's.
_WEIGHTS = {Tier.ISSUER: 3.0, Tier.QUOTE: 2.0}
_SHORTEST = {"zh": 12}
_SHORTEST_WORDS = 8


def fresh_frame(statement: Statement, thread: Thread, *, day: date) -> str | None:
    """Return the key of the first clause whose frame the thread has not had for `forgotten`.

    None where there is no such clause, and for words that are not the body's own: indirect speech
    starts no formulation.
    """
    if statement.tier not in _WEIGHTS:
        return None
    shortest = _SHORTEST.get(statement.language, _SHORTEST_WORDS)
    since = day - thread.scoring.forgotten
    seen = {
        frame.key
        for utterance in thread.utterances
        if since <= utterance.day < day
        for other in utterance.statements
        for frame in thread.frames(other)
    }
    for frame in thread.frames(statement):
        long_enough = frame.key and frame.words >= shortest
        if long_enough and not any(same_frame(frame.key, key) for key in seen):
            return frame.key
    return None


def new_formulation(
    statement: Statement, frame: str, *, comparer: Comparer, scoring: Scoring
) -> Shift:
    """Return the shift that says that a body's words are new altogether, frame and all."""
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
        frame=frame,
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
    )
