"""Weigh what differs between a statement and its thread: proof, echoes, standing. Pure."""

import re
from dataclasses import replace
from datetime import date

from monitor.statements.statement import Tier
from monitor.wording.compare import Finding, Frame
from monitor.wording.copies import jaccard, words
from monitor.wording.grave import duties, licence_postures
from monitor.wording.listings import is_another_listing
from monitor.wording.ownwords import is_reporters
from monitor.wording.proof import (
    Case,
    held_back,
    is_fact,
    is_loss,
    is_series,
    is_told,
    is_translated,
    is_turn,
    is_whole_clause,
    partners,
)
from monitor.wording.shift import Kind, Level
from monitor.wording.shifts import Weighed
from monitor.wording.smallwords import STEADY
from monitor.wording.threads import Match, Thread, certainty, is_said

# How like the new clause an earlier one is, by concepts, to count as the same words.
_ECHO = 0.6
_FACTS = frozenset({Kind.NUMBER, Kind.DATE, Kind.THRESHOLD, Kind.STATUS})
_UNPROVED = frozenset({"excerpt", "indirect", "indirect_single_source", "translator"})
_TOLD_WHERE_AGREED = frozenset({Kind.STATUS, Kind.POLARITY, Kind.MODALITY})
_SAID_ELSEWHERE = 0.7
_SIGNAL = "words.signal"
_NEGATION = "polarity.negation"
_QUANTIFIER = "scope.operator"
# Loose partners that have less in common do not say and deny one thing.
_ONE_THING = 0.3
_SAME_CLAUSE = 0.5
_LOOSE = 0.5
# The words that a negation stands before, up to three, or four characters.
_DENIED = (re.compile(r"\W*((?:\w+[ -]?){1,3})"), re.compile(r"\s*([^\W_]{1,4})"))

# The weight of an intensifier: stored, and told with whatever else is.
_ANOTHER_ANSWER = 1.0


def weigh(case: Case, thread: Thread) -> tuple[list[Weighed], Match | None, bool]:
    """Return the findings that stay, the earlier words they go back to, and whether these stand.

    A finding said elsewhere in the same utterance, or known from earlier, is left out. Where every
    finding that counts goes back to earlier words, the second value is the passage of these, and
    the third tells whether it is the standing formulation.
    """
    kept: list[Weighed] = []
    echoes: list[Match | None] = []
    echoing: list[int] = []
    standing = True
    for finding in case.comparison.findings:
        if _is_said_elsewhere(finding, case) or is_told(finding, case, thread):
            continue
        old, new, window, echo = _days(finding, case, thread)
        if finding.rule == _SIGNAL and (old < STEADY or new or not _is_one_clause(finding, case)):
            continue
        if _is_idle(finding, case, thread, said_before=echo is not None):
            continue
        whole = is_whole_clause(finding, case.comparison, after=False)
        old_stands, new_stands = (_stands(days, window, thread) for days in (old, new))
        held = finding.held or held_back(finding, case, thread)
        if held is None and is_another_listing(finding, case, thread.comparer.lexicon):
            held = "another_act"
        confidence = _confidence(finding, case, thread)
        kept.append(
            Weighed(
                finding=finding,
                severity=thread.scoring.severity(
                    _weight(finding, case),
                    days=old,
                    body=case.statement.body,
                    confidence=confidence,
                ),
                confidence=confidence,
                held=held,
                rules=("thread.standing",) if old_stands else (),
                least=Level.INFO if held else _least(finding, case, thread, unheard=not new),
            )
        )
        if held is None or (held in _UNPROVED and (echo is not None or not whole)):
            echoes.append(None if old_stands else echo)
            standing = standing and new_stands
            echoing.append(len(kept) - 1)
    if not echoes or not all(echoes):
        return kept, None, False
    # That the words were said before is told by what is there, so nothing is left to prove.
    for at in echoing:
        kept[at] = replace(kept[at], held=None)
    return kept, echoes[0], standing


def _weight(finding: Finding, case: Case) -> float:
    """Return the rule's weight, or that of an intensifier for a clause of another answer.

    A text of a series says anew all that holds, so that a clause that was not there is news. In an
    answer, or an excerpt of one, it mostly answers another question.
    """
    new = is_whole_clause(finding, case.comparison, after=True)
    other = case.part(finding).statement
    if new and not is_series(case.statement, other, case.comparison):
        return min(finding.weight, _ANOTHER_ANSWER)
    return finding.weight


def _least(finding: Finding, case: Case, thread: Thread, *, unheard: bool) -> Level:
    """Return the level that a finding reaches by what it is, whatever its severity.

    That something ends, halts or goes on again is told, and so is another act, sense or degree of
    commitment on which reports in indirect speech agree, a posture on licences that is `unheard`
    in these words, and a clause of the body's own text that binds and was not there.
    """
    lexicon, gained = thread.comparer.lexicon, finding.gained
    if unheard and not licence_postures(lexicon).isdisjoint(gained):
        return Level.DIGEST
    new = is_whole_clause(finding, case.comparison, after=True)
    if new and case.statement.tier is Tier.ISSUER and not duties(lexicon).isdisjoint(gained):
        return Level.DIGEST
    reported = is_reporters(case.statement, finding.after)
    agreed = reported and finding.kind in _TOLD_WHERE_AGREED
    if is_turn(finding) or agreed:
        return Level.DIGEST
    return Level.INFO


def _confidence(finding: Finding, case: Case, thread: Thread) -> float:
    """Return tier × alignment × date, less where a translator or an excerpt stands between."""
    scoring = thread.scoring
    statement, other = case.statement, case.part(finding).statement
    found = min(scoring.trust(statement.tier), scoring.trust(other.tier)) * finding.confidence
    found *= min(certainty(statement, scoring), certainty(other, scoring))
    if (is_translated(statement) or is_translated(other)) and not is_fact(finding):
        found *= scoring.translated
    if is_loss(finding) and statement.tier is not Tier.ISSUER:
        found *= scoring.unproved
    return found


def _is_said_elsewhere(finding: Finding, case: Case) -> bool:
    """Return whether another passage of the same utterance, on either side, has what is missing."""
    language = case.statement.language
    comparison = case.comparison
    compared = {statement.id for statement in case.against.statements}
    others = [
        other
        for utterance in dict.fromkeys(part.match.utterance for part in case.against.parts)
        for other in utterance.statements
        if other.id not in compared
    ]
    gone, came = finding.before.of(comparison.before), finding.after.of(comparison.after)
    if not gone and not came:
        return False
    return (not gone or is_said(gone, case.siblings, language, _SAID_ELSEWHERE)) and (
        not came or is_said(came, others, language, _SAID_ELSEWHERE)
    )


def _days(finding: Finding, case: Case, thread: Thread) -> tuple[int, int, int, Match | None]:
    """Return on how many days the old words stood, the new, of how many, and the nearest echo.

    The echo is the nearest passage, older than the compared one and not forgotten, whose clause
    had the new words and is at least as near to the new clause as the compared one is. A number or
    date that comes back is no echo, nor is a second suspension: they are facts of their time.
    """
    scoring, language = thread.scoring, case.statement.language
    new, old = partners(finding, case.comparison)
    apart = _likeness(new, old)
    against = case.part(finding).match.utterance
    since = against.day - scoring.forgotten
    old_days: set[date] = set()
    new_days: set[date] = set()
    all_days: set[date] = set()
    best = _ECHO
    echo: Match | None = None
    for match in case.earlier:
        olds, echoing = False, list[Frame]()
        for said in match.utterance.statements:
            if said.language != language:
                continue
            spoken = thread.spoken(said)
            like = spoken.of_frame(finding.frame)
            was = spoken.holding(finding.lost, like)
            olds = olds or bool(spoken.lacking(finding.gained, was))
            now = spoken.lacking(finding.lost, spoken.holding(finding.gained, like))
            echoing += [spoken.clauses[at][0] for at in now]
        if not olds and not echoing:
            continue
        day = match.utterance.day
        if len(all_days) < scoring.standing_window or day in all_days:
            all_days.add(day)
            if echoing and not olds:
                new_days.add(day)
        if olds:
            old_days.add(day)
        nearness = max((_likeness(new, frame) for frame in echoing), default=0.0)
        if (
            match.utterance.id != against.id
            and day >= since
            and not _is_of_its_time(finding)
            and nearness >= max(best, apart)
        ):
            best, echo = nearness, match
    in_window = old_days & all_days
    stood = len(old_days) if len(in_window) >= len(new_days) else len(in_window)
    return max(1, stood), len(new_days), len(all_days), echo


def _is_one_clause(finding: Finding, case: Case) -> bool:
    """Return whether a small word came or went in a clause that otherwise says the same."""
    new, old = partners(finding, case.comparison)
    if new is None or old is None:
        return False
    language = case.statement.language
    said = words(new.span.of(case.comparison.after), language)
    was = words(old.span.of(case.comparison.before), language)
    return 2 * len(said & was) >= _SAME_CLAUSE * (len(said) + len(was))


def _is_idle(finding: Finding, case: Case, thread: Thread, *, said_before: bool) -> bool:
    """Return whether a finding says nothing: said before, a denial of another thing, or “any”."""
    if finding.rule == _NEGATION and _are_apart(finding, case, thread):
        return True
    if finding.rule == _QUANTIFIER and _is_any_of_none(finding, case):
        return True
    return said_before and is_whole_clause(finding, case.comparison, after=True)


def _is_any_of_none(finding: Finding, case: Case) -> bool:
    """Return whether an “any” came or went in what is denied: “not any” is what “not” says."""
    return {*finding.lost, *finding.gained} == {"ANY"} and all(
        clause is not None and "NOT" in clause.concepts
        for clause in partners(finding, case.comparison)
    )


def _are_apart(finding: Finding, case: Case, thread: Thread) -> bool:
    """Return whether a “not” came or went with what it denies, so that nothing is turned round.

    Or whether its clause has a partner that has hardly a concept in common with it.
    """
    comparison, language = case.comparison, case.statement.language
    new, old = partners(finding, comparison)
    if new is None or old is None:
        return False
    if finding.confidence <= _LOOSE and _likeness(new, old) < _ONE_THING:
        return True
    at, text, there, other = (
        (finding.before, comparison.before, new, comparison.after)
        if finding.lost
        else (finding.after, comparison.after, old, comparison.before)
    )
    denied = _DENIED[language == "zh"].match(text, at.end)
    if denied is None or not denied.group(1):
        return False
    words = denied.group(1)
    concepts = thread.comparer.concepts(words, language=language)
    if not concepts:
        return False
    return concepts.isdisjoint(there.concepts) and words not in there.span.of(other)


def _is_of_its_time(finding: Finding) -> bool:
    """Return whether a finding is a fact of its day, which nothing said before makes an echo."""
    if finding.kind is Kind.STATUS and not finding.gained:
        return False
    return finding.kind in _FACTS or is_turn(finding)


def _likeness(one: Frame | None, other: Frame | None) -> float:
    if one is None or other is None:
        return 0.0
    return jaccard(set(one.concepts), set(other.concepts))


def _stands(days: int, window: int, thread: Thread) -> bool:
    scoring = thread.scoring
    return days >= scoring.standing_days and days >= scoring.standing_share * window
