"""Decide on all statements of one document together: one speech gives one shift. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording import reasons
from monitor.wording.adoption import adopted
from monitor.wording.compare import Comparer
from monitor.wording.copies import containment, shingles, spoken_day
from monitor.wording.decide import decide
from monitor.wording.newness import News, new_formulation
from monitor.wording.proof import SERIES
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Level, Verdict
from monitor.wording.shifts import gather
from monitor.wording.threads import same_subject

_SCORING = Scoring()
_LOOK_BACK = 12
_BETWEEN = "\n\n"
_SAME_ACT = 0.9
_BOILERPLATE = 0.7
_FEWEST_PROVISIONS = 2
_SHORTEST = 8
_PROVISION = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、](?!\d)|(?:Article|Section|Sec\.|§)\s*\d+|\([a-z0-9]{1,3}\)\s)"
)


def decide_document(
    statements: Sequence[Statement],
    history: Sequence[Statement],
    *,
    comparer: Comparer,
    now: datetime,
    scoring: Scoring = _SCORING,
    baseline: bool = False,
    others: Sequence[Statement] = (),
) -> tuple[Verdict, ...]:
    """Return a verdict for each statement of one document, in their order.

    As `decide`, but a body's own text of many passages is compared as a whole with its forerunner
    where it has one (a committee's statement, a yearly notice). An act in numbered provisions
    without a forerunner stands beside the earlier ones, which stay in force: what is new in it is
    one new formulation, and what its passages lack against other acts is silenced. The shifts of
    one utterance on one topic come gathered as one, with the verdict on the severest passage.
    Where `others`, statements of other bodies, hold the added words, it is an adoption as well.
    """
    verdicts: dict[str, Verdict] = {}
    for group in _appearances(statements):
        forerunners = [] if baseline else _forerunners(group, history)
        if forerunners:
            whole = decide(
                _joined(group),
                forerunners,
                comparer=comparer,
                now=now,
                scoring=scoring,
            )
            for at, statement in enumerate(group):
                verdicts[statement.id] = Verdict(
                    statement=replace(statement, utterance=whole.statement.utterance),
                    shifts=() if at else whole.shifts,
                    reason=reasons.GATHERED if at and whole.shifts else whole.reason,
                )
            continue
        decided: list[Statement] = []
        for at, statement in enumerate(group):
            verdict = decide(
                statement,
                (*history, *decided),
                comparer=comparer,
                now=now,
                scoring=scoring,
                baseline=baseline,
                siblings=(*decided, *group[at + 1 :]),
            )
            decided.append(verdict.statement)
            verdicts[statement.id] = verdict
        if is_act(group) and not baseline:
            _stand_alone(group, verdicts, history, comparer=comparer, scoring=scoring)
    gathered = _gathered([verdicts[statement.id] for statement in statements])
    if not others:
        return gathered
    return tuple(
        replace(
            verdict,
            shifts=tuple(
                adopted(shift, verdict.statement, others, comparer=comparer)
                for shift in verdict.shifts
            ),
        )
        for verdict in gathered
    )


def _appearances(statements: Sequence[Statement]) -> list[list[Statement]]:
    groups: dict[tuple[str | None, date | None, str], list[Statement]] = {}
    for statement in statements:
        key = statement.body, spoken_day(statement), statement.language
        groups.setdefault(key, []).append(statement)
    return list(groups.values())


def _forerunners(group: Sequence[Statement], history: Sequence[Statement]) -> list[Statement]:
    """Return the body's earlier texts of the same series, each as one passage, oldest first."""
    if any(statement.tier is not Tier.ISSUER for statement in group):
        return []
    if len(group) == 1 and not is_act(group):
        return []
    body, day, language = group[0].body, spoken_day(group[0]), group[0].language
    texts: dict[str, list[Statement]] = {}
    for other in history:
        if (
            other.body == body
            and other.tier is Tier.ISSUER
            and other.language == language
            and other.url != group[0].url
        ):
            texts.setdefault(other.url, []).append(other)
    dated = [
        (said, _joined(sorted(passages, key=lambda passage: passage.span)))
        for passages in texts.values()
        if (said := spoken_day(passages[0])) is not None and (day is None or said < day)
    ]
    dated.sort(key=lambda pair: (pair[0], pair[1].id))
    new = _joined(group)
    least = _SAME_ACT if is_act(group) else SERIES
    found = [other for _, other in dated if containment(new.text, other.text, language) >= least]
    near = same_subject(new, found)
    return [other for other, is_near in zip(found, near, strict=True) if is_near][-_LOOK_BACK:]


def is_act(passages: Sequence[Statement]) -> bool:
    """Return whether passages are the provisions of an act: the issuer's own, and numbered."""
    marked = [
        line for passage in passages for line in passage.text.splitlines() if _PROVISION.match(line)
    ]
    return len(marked) >= _FEWEST_PROVISIONS and all(
        passage.tier is Tier.ISSUER for passage in passages
    )


def _stand_alone(
    group: Sequence[Statement],
    verdicts: dict[str, Verdict],
    history: Sequence[Statement],
    *,
    comparer: Comparer,
    scoring: Scoring,
) -> None:
    """Put the one new formulation of an act in the place of its passages' shifts."""
    first = group[0]
    day = spoken_day(first)
    own = [
        other
        for other in history
        if other.body == first.body and other.language == first.language and other.url != first.url
    ]
    for statement in group:
        verdict = verdicts[statement.id]
        held = tuple(
            shift if shift.silenced else replace(shift, silenced="another_act", level=Level.INFO)
            for shift in verdict.shifts
        )
        verdicts[statement.id] = replace(verdict, shifts=held)
    days = {spoken_day(other) for other in own}
    if day is None or len(days) < scoring.standing_days or max(filter(None, days)) > day:
        return
    known = frozenset[str]().union(
        *(shingles(other.text, other.language) for other in own if other.tier is not Tier.MANGLED)
    )
    fresh = [
        statement
        for statement in group
        if verdicts[statement.id].reason not in (reasons.COPY, reasons.REQUOTE)
        and _is_fresh(statement, known)
    ]
    if not fresh:
        return
    act = replace(_joined(fresh), id=fresh[0].id)
    whole = News(frame=act.text, grave=False)
    shift = new_formulation(act, whole, comparer=comparer, scoring=scoring)
    verdict = verdicts[fresh[0].id]
    verdicts[fresh[0].id] = replace(verdict, shifts=(shift, *verdict.shifts), reason="")


def _is_fresh(statement: Statement, known: frozenset[str]) -> bool:
    own = shingles(statement.text, statement.language)
    return len(own) >= _SHORTEST and len(own & known) < _BOILERPLATE * len(own)


def _joined(passages: Sequence[Statement]) -> Statement:
    """Return the passages of one text as one statement, parted by blank lines."""
    if len(passages) == 1:
        return passages[0]
    text = _BETWEEN.join(passage.text for passage in passages)
    topics = dict.fromkeys(topic for passage in passages for topic in passage.topics)
    return replace(
        passages[0], text=text, span=Span(start=0, end=len(text)), more=(), topics=tuple(topics)
    )


def _gathered(verdicts: list[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts with what counts of one utterance and topic told as one shift."""
    groups: dict[tuple[str, str | None, bool], list[int]] = {}
    for at, verdict in enumerate(verdicts):
        for shift in verdict.shifts:
            if shift.silenced is None:
                information = shift.level is Level.INFO
                key = verdict.statement.utterance, shift.topic, information
                groups.setdefault(key, []).append(at)
    for members in groups.values():
        if len(members) == 1:
            continue
        shift = gather(
            [shift for at in members for shift in verdicts[at].shifts], rule="thread.gathered"
        )
        for at in members:
            leads = verdicts[at].statement.id == shift.statement
            verdicts[at] = replace(
                verdicts[at],
                shifts=(shift,) if leads else (),
                reason=verdicts[at].reason if leads else reasons.GATHERED,
            )
    return tuple(verdicts)
