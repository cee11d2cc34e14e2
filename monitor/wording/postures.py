"""Tell when an answer on a topic gives way to a referral, or to none. Pure."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording.compare import Comparison, Finding
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.rules import RULES
from monitor.wording.shift import Change, Kind, Shift
from monitor.wording.shifts import Weighed, shift_of
from monitor.wording.threads import Thread, certainty, share_a_topic, things

_RULE = "posture.given"
_ANSWERS = 2
# A reference to what was said before is an answer, if a short one.
_ANSWERED = frozenset({"STATED_BEFORE"})


def evades(statement: Statement, thread: Thread) -> bool:
    """Return whether words are a referral, or say that one does not know, and nothing else.

    What they are about may be named.
    """
    lexicon = thread.comparer.lexicon
    postures, named = _postures(lexicon), things(lexicon)
    found = False
    for frame in thread.frames(statement):
        core = set(filter(None, frame.key.split("+")))
        found = found or not core.isdisjoint(postures)
        if core - postures - named and core.isdisjoint(postures):
            return False
    return found


def gave_way(
    statement: Statement, thread: Thread, *, day: date, siblings: Sequence[Statement] = ()
) -> Shift | None:
    """Return the shift from answers on a topic to none, where the statement is such a one.

    The body answered on the topic, in its own words, on two days within the scoring's `forgotten`
    or more, and evaded on none of them; the statement, and whatever else of the day is on the
    topic, evades. The latest answer is what it is compared with. None for a reporter's words.
    """
    if statement.tier >= Tier.REPORTED or not statement.topics:
        return None
    if not evades(statement, thread) or any(
        share_a_topic(statement, other) and not evades(other, thread) for other in siblings
    ):
        return None
    since = day - thread.scoring.forgotten
    heard = [
        (utterance.day, other)
        for utterance in thread.utterances
        if since <= utterance.day < day
        for other in utterance.statements
        if other.tier < Tier.REPORTED
        and other.language == statement.language
        and not set(other.topics).isdisjoint(statement.topics)
    ]
    if any(_is_posture(other, thread) for _, other in heard):
        return None
    if len({when for when, _ in heard}) < _ANSWERS:
        return None
    _, latest = max(heard, key=lambda one: (one[0], -one[1].tier, one[1].id))
    return _shift(statement, latest, thread)


def _is_posture(statement: Statement, thread: Thread) -> bool:
    postures = _postures(thread.comparer.lexicon)
    return not postures.isdisjoint(thread.concepts(statement))


@lru_cache(maxsize=4)
def _postures(lexicon: Lexicon) -> frozenset[str]:
    return (
        frozenset(entry.concept for entry in lexicon.entries if entry.role is Role.POSTURE)
        - _ANSWERED
    )


def _shift(statement: Statement, answer: Statement, thread: Thread) -> Shift:
    comparer, scoring = thread.comparer, thread.scoring
    before, after = Span(start=0, end=len(answer.text)), Span(start=0, end=len(statement.text))
    rule = RULES[_RULE]
    confidence = min(scoring.trust(statement.tier), scoring.trust(answer.tier))
    confidence *= min(certainty(statement, scoring), certainty(answer, scoring))
    frames = thread.frames(statement)
    postures = _postures(comparer.lexicon)
    finding = Finding(
        kind=Kind.POSTURE,
        rule=_RULE,
        weight=rule.weight,
        before=before,
        after=after,
        gained=tuple(sorted(postures & thread.concepts(statement))),
        frame=frames[0].key if frames else "",
        confidence=confidence,
    )
    severity = scoring.severity(rule.weight, days=1, body=statement.body, confidence=confidence)
    return shift_of(
        Comparison(
            before=answer.text,
            after=statement.text,
            changes=(Change(before=before, after=after),),
            findings=(finding,),
            similarity=0.0,
            frames_before=thread.frames(answer),
            frames_after=frames,
            pairs=(),
        ),
        (Weighed(finding=finding, severity=severity, confidence=confidence),),
        body=statement.body,
        topic=next((one for one in statement.topics if one in answer.topics), None),
        statement=statement,
        against=(answer.id,),
        scoring=scoring,
        rules=("thread.latest", "thread.provisional"),
        provisional=True,
    )
