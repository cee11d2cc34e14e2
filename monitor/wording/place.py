"""Find a new statement's place: which utterance it reports, or whose words it quotes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.statements.statement import Statement, Tier
from monitor.wording import reasons
from monitor.wording.announced import is_of_force
from monitor.wording.compare import Comparer, PairMode
from monitor.wording.copies import (
    containment,
    independent,
    is_dependent,
    overlap,
    same_utterance,
    spoken_day,
)
from monitor.wording.scoring import Scoring
from monitor.wording.threads import Thread, is_dated

_NEAR = timedelta(days=1)
_NO_CONCEPTS: frozenset[str] = frozenset()
# Two texts that have one or two concepts at all agree in them by chance.
_FEWEST_CONCEPTS = 3
_MOST_REPORTS = 8
"""Independent reports in indirect speech, after which one more has nothing to prove."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The utterance of a statement, the reports of it that came before, and why it ends here.

    `reason` is `copy` or `requote` where nothing is to be compared, else empty. `told` are the
    earlier reports that may have shown the same difference.
    """

    utterance: str
    told: tuple[Statement, ...] = ()
    reason: str = ""


def place(
    statement: Statement,
    thread: Thread,
    *,
    siblings: Sequence[Statement],
    comparer: Comparer,
    scoring: Scoring,
) -> Place:
    """Return a statement's place among its body's earlier statements.

    `siblings` are the other statements that its document holds of the same utterance.
    """
    copy = _copied(statement, thread, scoring)
    if copy is not None:
        return _among_reports(statement, copy, thread)
    quoted = _quoted_again(statement, thread.history, comparer, scoring)
    if quoted is not None:
        return Place(utterance=quoted.utterance or quoted.id, reason=reasons.REQUOTE)
    known = next((other.utterance for other in siblings if other.utterance), "")
    met = tuple(_same_occasion(statement, thread, scoring))
    if not known and met:
        known = met[0].utterance or met[0].id
    return Place(utterance=known or statement.utterance or statement.id, told=met)


def is_same_occasion(one: Statement, other: Statement) -> bool:
    """Return whether two statements may have been made at one appearance of the body.

    The same day, or a day apart where a date is only that of the report; and not two speakers.
    """
    first, second = spoken_day(one), spoken_day(other)
    if first is None or second is None:
        return False
    apart = abs(first - second)
    if apart > _NEAR or (apart and is_dated(one) and is_dated(other)):
        return False
    return one.speaker is None or other.speaker is None or one.speaker == other.speaker


def _copied(statement: Statement, thread: Thread, scoring: Scoring) -> Statement | None:
    best: tuple[float, Statement] | None = None
    mine = thread.concepts(statement)
    for other in thread.history:
        if _are_two_texts(statement, other):
            continue
        theirs = thread.concepts(other)
        few = min(len(mine), len(theirs)) < _FEWEST_CONCEPTS
        concepts = (_NO_CONCEPTS, _NO_CONCEPTS) if few else (mine, theirs)
        if same_utterance(
            statement, other, concepts=concepts, copy=scoring.copy, alike=scoring.concepts
        ):
            near = overlap(statement, other) if statement.language == other.language else 0.0
            if best is None or near > best[0]:
                best = near, other
    return best[1] if best else None


def _are_two_texts(one: Statement, other: Statement) -> bool:
    """Return whether two of the issuer's own texts are two by their dates or places."""
    if one.tier is not Tier.ISSUER or other.tier is not Tier.ISSUER:
        return False
    return one.url == other.url or spoken_day(one) != spoken_day(other)


def _among_reports(statement: Statement, copy: Statement, thread: Thread) -> Place:
    """Return whether a further report of a known utterance still has something to prove."""
    key, scoring = copy.utterance or copy.id, thread.scoring
    reports = tuple(other for other in thread.history if (other.utterance or other.id) == key)
    best = min((other.tier for other in reports), default=copy.tier)
    if statement.tier < best:
        return Place(utterance=key, told=reports)
    if statement.tier is best is Tier.REPORTED:
        apart = independent(reports, scoring.copy)
        # Two reports that are not of one act prove nothing of it, so that a third is heard.
        most = _MOST_REPORTS if _is_act(statement, thread) else 1
        if len(apart) <= most and not any(
            is_dependent(statement, other, scoring.copy) for other in apart
        ):
            return Place(utterance=key, told=reports)
    return Place(utterance=key, reason=reasons.COPY)


def _is_act(statement: Statement, thread: Thread) -> bool:
    day = spoken_day(statement)
    return day is not None and is_of_force(
        statement, thread.frames(statement), thread.comparer, day
    )


def _quoted_again(
    statement: Statement, history: Sequence[Statement], comparer: Comparer, scoring: Scoring
) -> Statement | None:
    """Return the earlier statement whose words are quoted once more, else None.

    Words that are dated by themselves to a later day were said again, and are no quotation.
    """
    day = spoken_day(statement)
    for other in reversed(history):
        if other.language != statement.language or statement.tier is Tier.ISSUER:
            continue
        then = spoken_day(other)
        if is_dated(statement) and (day is None or then is None or then < day):
            continue
        share = containment(statement.text, other.text, statement.language)
        if share < scoring.requote:
            continue
        if (
            share == 1.0
            or not comparer.compare(
                other.text,
                statement.text,
                language=statement.language,
                mode=PairMode.STATEMENTS,
                absence=False,
            ).telling
        ):
            return other
    return None


def _same_occasion(statement: Statement, thread: Thread, scoring: Scoring) -> Iterable[Statement]:
    for other in thread.history:
        if (
            other.url != statement.url
            and not (statement.tier is Tier.ISSUER is other.tier)
            and is_same_occasion(statement, other)
            and thread.affinity(statement, other) >= scoring.kindred
        ):
            yield other
