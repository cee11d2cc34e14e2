"""Decide on all statements of one document together: one speech gives one shift. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from math import log

from monitor.statements.statement import Statement, Tier
from monitor.wording import reasons
from monitor.wording.acts import Texts, by_provision, is_act, joined, rules_of, texts
from monitor.wording.adoption import adopted
from monitor.wording.compare import Comparer
from monitor.wording.copies import containment, shingles, spoken_day
from monitor.wording.decide import decide
from monitor.wording.newness import News, new_formulation
from monitor.wording.proof import SERIES
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Kind, Level, Verdict
from monitor.wording.shifts import gather
from monitor.wording.threads import same_subject

_SCORING = Scoring()
_LOOK_BACK = 12
_SAME_ACT = 0.9
# By words weighed by rarity, of ten announcements of one ministry unlike ones share up to .61, and
# one with three paragraphs altered .94 and more with what it was.
_SAME_MATTER = 0.75
_FEWEST_ACTS = 2
"""Earlier acts from which on it shows which words are many acts' own."""
_BOILERPLATE = 0.7
_SHORTEST = 8


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
    known = texts(history)
    verdicts: dict[str, Verdict] = {}
    for group in _appearances(statements):
        forerunners = [] if baseline else _forerunners(group, known)
        if forerunners or is_act(group):
            whole = decide(
                joined(group),
                forerunners or known.statements,
                comparer=comparer,
                now=now,
                scoring=scoring,
                baseline=baseline,
            )
            if not forerunners and not baseline:
                whole = _beside(whole, group, known.statements, comparer=comparer, scoring=scoring)
            shifts = [by_provision(shift, known, group) for shift in whole.shifts]
            verdicts |= _shared_out(replace(whole, shifts=tuple(shifts)), group)
            continue
        decided: list[Statement] = []
        for at, statement in enumerate(group):
            verdict = decide(
                statement,
                (*known.statements, *decided),
                comparer=comparer,
                now=now,
                scoring=scoring,
                baseline=baseline,
                siblings=(*decided, *group[at + 1 :]),
            )
            decided.append(verdict.statement)
            excerpt = statement.tier is not Tier.ISSUER
            shifts = [by_provision(shift, known, excerpt=excerpt) for shift in verdict.shifts]
            verdicts[statement.id] = replace(verdict, shifts=tuple(shifts))
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


def _forerunners(group: Sequence[Statement], known: Texts) -> list[Statement]:
    """Return the body's earlier texts of the same series, each as one passage, oldest first."""
    if any(statement.tier is not Tier.ISSUER for statement in group):
        return []
    if len(group) == 1 and not is_act(group):
        return []
    body, day, language = group[0].body, spoken_day(group[0]), group[0].language
    by_url: dict[str, list[Statement]] = {}
    for other in known.statements:
        if (
            other.body == body
            and other.tier is Tier.ISSUER
            and other.language == language
            and other.url != group[0].url
        ):
            by_url.setdefault(other.url, []).append(other)
    dated = [
        (said, joined(sorted(passages, key=lambda passage: passage.span)))
        for passages in by_url.values()
        if (said := spoken_day(passages[0])) is not None and (day is None or said < day)
    ]
    dated.sort(key=lambda pair: (pair[0], pair[1].id))
    new = joined(group)
    if is_act(group):
        rules = [rules_of(known.provisions(other.id) or (other,)) for _, other in dated]
        follows = _follows(rules_of(group), rules, language)
        found = [other for (_, other), one in zip(dated, follows, strict=True) if one]
    else:
        found = [
            other for _, other in dated if containment(new.text, other.text, language) >= SERIES
        ]
    near = same_subject(new, found)
    return [other for other, is_near in zip(found, near, strict=True) if is_near][-_LOOK_BACK:]


def _follows(rules: str, earlier: Sequence[str], language: str) -> list[bool]:
    """Return for each earlier act whether one takes its place, by the words that they share.

    It may have lost provisions or gained some: most of either must stand in the other one. What
    many of the body's acts say, on procedure and penalties, weighs little.
    """
    own, others = shingles(rules, language), [shingles(one, language) for one in earlier]
    seen = Counter(run for other in others for run in other)
    rarity = {run: log((len(others) + 1) / (seen[run] + 0.5)) for run in {*own, *seen}}

    def share(part: frozenset[str], whole: frozenset[str]) -> float:
        total = sum(rarity[run] for run in part)
        return sum(rarity[run] for run in part & whole) / total if total else 0.0

    return [
        max(_common(own, other), _common(other, own)) >= _SAME_ACT
        or (
            len(others) >= _FEWEST_ACTS
            and max(share(own, other), share(other, own)) >= _SAME_MATTER
        )
        for other in others
    ]


def _common(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _shared_out(whole: Verdict, group: Sequence[Statement]) -> dict[str, Verdict]:
    """Return the verdict on a text for each of its passages: a shift is that of its own passage."""
    ids = [statement.id for statement in group]
    told = {shift.statement for shift in whole.shifts if shift.silenced is None}
    verdicts = {}
    for statement in group:
        shifts = tuple(
            shift
            for shift in whole.shifts
            if statement.id == (shift.statement if shift.statement in ids else ids[0])
        )
        others = bool(told) and statement.id not in told
        verdicts[statement.id] = Verdict(
            statement=replace(statement, utterance=whole.statement.utterance),
            shifts=shifts,
            reason=reasons.GATHERED if others else whole.reason,
        )
    return verdicts


def _beside(
    verdict: Verdict,
    group: Sequence[Statement],
    history: Sequence[Statement],
    *,
    comparer: Comparer,
    scoring: Scoring,
) -> Verdict:
    """Return the verdict on an act that stands beside the earlier ones, which stay in force.

    What it lacks against another act is silenced; those of its provisions that say what none has
    said before are one new formulation.
    """
    first, day = group[0], spoken_day(group[0])
    own = [
        other
        for other in history
        if other.body == first.body and other.language == first.language and other.url != first.url
    ]
    held = tuple(
        shift if shift.silenced else replace(shift, silenced="another_act", level=Level.INFO)
        for shift in verdict.shifts
    )
    verdict = replace(verdict, shifts=held)
    days = {spoken_day(other) for other in own}
    if day is None or len(days) < scoring.standing_days or max(filter(None, days)) > day:
        return verdict
    if verdict.reason in (reasons.COPY, reasons.REQUOTE):
        return verdict
    known = frozenset[str]().union(
        *(shingles(other.text, other.language) for other in own if other.tier is not Tier.MANGLED)
    )
    fresh = [statement for statement in group if _is_fresh(statement, known)]
    filed = any(other.topics for other in own)
    if not fresh or (filed and not any(statement.topics for statement in fresh)):
        return verdict
    act = replace(joined(fresh), id=fresh[0].id)
    whole = News(frame=act.text, grave=False)
    shift = new_formulation(act, whole, comparer=comparer, scoring=scoring)
    others = tuple(one for one in held if Kind.NEW_FORMULATION not in one.kinds)
    return replace(verdict, shifts=(shift, *others), reason="")


def _is_fresh(statement: Statement, known: frozenset[str]) -> bool:
    own = shingles(statement.text, statement.language)
    return len(own) >= _SHORTEST and len(own & known) < _BOILERPLATE * len(own)


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
