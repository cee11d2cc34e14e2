"""Decide what a new statement is to its body's earlier words. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.statements.statement import Statement, Tier
from monitor.wording import reasons
from monitor.wording.announced import announces
from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.copies import is_mangled, jaccard, spoken_day
from monitor.wording.counterparts import Compared, alone, first_telling
from monitor.wording.edits import compare_pair, edited
from monitor.wording.misquotes import misquoted
from monitor.wording.newness import beside, new_formulation, news, turns
from monitor.wording.place import place
from monitor.wording.postures import evades, gave_way
from monitor.wording.proof import SERIES, Case, whole_drops
from monitor.wording.question import Question, shared_topic
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Kind, Level, Shift, Verdict
from monitor.wording.shifts import Weighed, shift_of
from monitor.wording.threads import Match, Thread
from monitor.wording.weigh import weigh

__all__ = ["Scoring", "compare_pair", "decide", "edited"]

_SCORING = Scoring()
_TRIES = 3
# What a body makes signals of is learnt from so many of its latest utterances on the subject.
_HEARD = 12
_FRESH = timedelta(days=3)
_REPORTERS = frozenset({"indirect", "indirect_single_source", "excerpt"})
_TRANSLATABLE = frozenset({Kind.NUMBER, Kind.THRESHOLD, Kind.DATE, Kind.MODALITY, Kind.POLARITY})


def decide(
    statement: Statement,
    history: Sequence[Statement],
    *,
    comparer: Comparer,
    now: datetime,
    scoring: Scoring = _SCORING,
    baseline: bool = False,
    siblings: Sequence[Statement] = (),
) -> Verdict:
    """Return what a statement is to its body's thread: its utterance, and its shift, if any.

    `history` are the body's statements that are known, in any order, topic and language; those of
    other bodies are left aside, and so is the statement itself, so that deciding again gives the
    same. `siblings` are the other statements of the same document; those of the same body and day
    are one utterance with it. With `baseline` it is placed and not compared: what differs among
    the first words of a source is how things stood. Where a rule holds it back, the shift comes
    silenced. At most one shift that counts comes back. Near linear in the history.
    """
    if statement.body is None:
        return _without(statement, statement.utterance or statement.id, reasons.UNATTRIBUTED)
    if statement.tier is not Tier.MANGLED and is_mangled(statement.text):
        statement = replace(statement, tier=Tier.MANGLED)
    known = [other for other in history if _is_other(other, statement)]
    near = [other for other in siblings if _is_other(other, statement)]
    near += [other for other in known if other.url == statement.url]
    same = tuple(other for other in near if _is_one_appearance(other, statement))
    thread = Thread(history=known, comparer=comparer, scoring=scoring)
    placed = place(statement, thread, siblings=same, comparer=comparer, scoring=scoring)
    if placed.reason:
        return _without(statement, placed.utterance, placed.reason)
    if baseline:
        return _without(statement, placed.utterance, reasons.BASELINE)
    question = Question(
        statement=statement,
        day=spoken_day(statement) or now.date(),
        placed=placed,
        siblings=same + placed.told,
        told=placed.told,
        thread=thread,
        comparer=comparer,
        scoring=scoring,
    )
    shift, reason = _answer(question)
    silenced = _doubt(statement, scoring)
    if shift is not None and silenced is None and misquoted(statement, known):
        silenced = "misquoted"
    if shift is not None and silenced is not None and shift.silenced is None:
        shift = replace(shift, silenced=silenced, level=Level.INFO)
    return Verdict(
        statement=replace(statement, utterance=placed.utterance),
        shifts=(shift,) if shift is not None else (),
        reason=reason,
    )


def _answer(question: Question) -> tuple[Shift | None, str]:
    statement, thread, day = question.statement, question.thread, question.day
    later = question.later()
    if later and not all(question.is_late_by_days(other) for other in later):
        return None, reasons.HISTORY
    question = replace(question, told=question.told + later)
    if evades(statement, thread):
        evasion = gave_way(statement, thread, day=day, siblings=question.siblings)
        return evasion, "" if evasion is not None else reasons.RESTATEMENT
    found = question.earlier(statement.language)
    compared = first_telling(
        statement, found, thread, tries=_TRIES, signals=question.signals(found)
    )
    if compared is not None:
        return _against(question, compared)
    across = [
        match
        for language in sorted({other.language for other in thread.history} - {statement.language})
        for match in question.earlier(language)
    ]
    if across:
        latest = max(across, key=lambda match: (match.utterance.day, match.affinity))
        return _across(question, latest)
    grave = announces(statement, thread.frames(statement), question.comparer, day)
    if found and statement.tier is not Tier.ISSUER and not grave:
        return None, ""
    days = thread.days(statement, before=day)
    if days < (1 if grave else question.scoring.standing_days):
        return None, reasons.FIRST
    return _news(question), ""


def _news(question: Question) -> Shift | None:
    """Return the new formulation that a statement is, None where it is none.

    What is on no topic that anybody watches is in no thread and so is nothing new in one.
    """
    statement, thread = question.statement, question.thread
    filed = any(other.topics for other in thread.history)
    if filed and not statement.topics:
        return None
    found = news(statement, thread, day=question.day, told=question.told)
    if found is None:
        return None
    return new_formulation(statement, found, comparer=question.comparer, scoring=question.scoring)


def _against(question: Question, compared: Compared) -> tuple[Shift | None, str]:
    """Return the verdict against the latest other utterance, by the table of docs/method.md."""
    statement, thread, earlier = question.statement, question.thread, compared.earlier
    comparison, latest = compared.comparison, compared.earlier[0]
    case = Case(
        statement=statement,
        against=compared.words,
        earlier=earlier,
        siblings=question.siblings,
        told=question.told,
        comparison=comparison,
    )
    weighed, echo, stands = weigh(case, thread)
    counted = [one for one in weighed if one.held is None]
    if not counted:
        twice = _omitted_twice(question, comparison, weighed, earlier)
        if twice is not None:
            return twice, ""
        turned = _turn(question, comparison, weighed, statement.language)
        if turned is not None:
            return turned, ""
    else:
        weighed += beside(statement, thread, weighed, comparison, day=question.day)
        counted = [one for one in weighed if one.held is None]
    if not weighed:
        return None, reasons.RESTATEMENT
    against = [other.id for other in compared.words.statements]
    rules = ["thread.latest"]
    lead: tuple[Kind, ...] = ()
    if echo is not None:
        against.append(echo.statement.id)
        rules, lead = ["thread.reversion"], (Kind.REVERSION,)
    standing = any("thread.standing" in one.rules for one in counted) or stands
    provisional = bool(counted) and not standing
    if provisional:
        rules.append("thread.provisional")
    silenced = None
    if counted and echo is None and question.is_known_across(latest):
        silenced = "translator"
    shift = shift_of(
        comparison,
        weighed,
        body=statement.body,
        topic=shared_topic(statement, latest.statement),
        statement=statement,
        against=against,
        scoring=question.scoring,
        rules=tuple(rules),
        lead=lead,
        provisional=provisional,
        information=echo is not None,
        silenced=silenced,
    )
    return shift, "" if counted else reasons.RESTATEMENT


def _omitted_twice(
    question: Question,
    comparison: Comparison,
    weighed: Sequence[Weighed],
    earlier: tuple[Match, ...],
) -> Shift | None:
    """Return the drop of a clause that the body's own texts leave out a second time, else None."""
    statement = question.statement
    own = [match for match in earlier if match.statement.tier is Tier.ISSUER]
    if statement.tier is not Tier.ISSUER or len(own) <= 1 or own[0] is not earlier[0]:
        return None
    older = own[1]
    again = question.comparer.compare(
        older.statement.text,
        statement.text,
        language=statement.language,
        mode=PairMode.STATEMENTS,
    )
    # Two texts on one subject among many leave out each other's sentences every time.
    if again.similarity < SERIES:
        return None
    case = Case(
        statement=statement,
        against=alone(older),
        earlier=tuple(earlier[earlier.index(older) :]),
        siblings=(*question.siblings, *earlier[0].utterance.statements),
        told=(),
        comparison=again,
    )
    kept, _, _ = weigh(case, question.thread)
    gone = whole_drops(kept, again)
    if not gone:
        return None
    return shift_of(
        again,
        gone,
        body=statement.body,
        topic=shared_topic(statement, older.statement),
        statement=statement,
        against=(older.statement.id, earlier[0].statement.id),
        scoring=question.scoring,
        rules=("thread.omitted_twice",),
    )


def _across(question: Question, match: Match) -> tuple[Shift | None, str]:
    """Return the verdict against words in another language: concepts and facts alone decide."""
    statement, other = question.statement, match.statement
    thread = question.thread
    alike = jaccard(thread.concepts(statement), thread.concepts(other))
    if alike >= question.scoring.concepts:
        return None, reasons.RESTATEMENT
    comparison = question.comparer.compare(
        other.text,
        statement.text,
        language=statement.language,
        before_language=other.language,
        mode=PairMode.STATEMENTS,
    )
    case = Case(
        statement=statement,
        against=alone(match),
        earlier=(match,),
        siblings=question.siblings,
        told=question.told,
        comparison=comparison,
    )
    weighed, _, _ = weigh(case, thread)
    turned = _turn(question, comparison, (), other.language)
    if turned is not None:
        return turned, ""
    if not weighed:
        return None, reasons.RESTATEMENT
    shift = shift_of(
        comparison,
        [one if _survives_translation(one) else _held_by_translation(one) for one in weighed],
        body=statement.body,
        topic=shared_topic(statement, other),
        statement=statement,
        against=(other.id,),
        scoring=question.scoring,
        rules=("thread.latest",),
        provisional=True,
    )
    return shift, ""


def _turn(
    question: Question, comparison: Comparison, weighed: Sequence[Weighed], language: str
) -> Shift | None:
    """Return the new formulation of an act that ends or resumes, where no finding tells of it."""
    statement, thread = question.statement, question.thread
    # Not what a report may have left out: `news` asks of all that was said, and in whose words.
    heard = {token for one in weighed if one.held not in _REPORTERS for token in one.finding.gained}
    found = turns(statement, thread, comparison, day=question.day, language=language)
    if not found - heard:
        return None
    return _news(question)


def _survives_translation(one: Weighed) -> bool:
    """Return whether a finding has a value on both sides that no rendering makes of the other."""
    return one.finding.kind in _TRANSLATABLE and bool(one.finding.lost and one.finding.gained)


def _held_by_translation(one: Weighed) -> Weighed:
    return replace(one, held=one.held or "translator")


def _doubt(statement: Statement, scoring: Scoring) -> str | None:
    said, published = statement.said_on, statement.published_at
    if said is None:
        return None
    if said.conflict:
        return "date_conflict"
    if published is not None and published.date() - said.day > scoring.stale:
        return "late"
    return None


def _is_other(other: Statement, statement: Statement) -> bool:
    return other.body == statement.body and other.id != statement.id


def _is_one_appearance(other: Statement, statement: Statement) -> bool:
    return spoken_day(other) == spoken_day(statement)


def _without(statement: Statement, utterance: str, reason: str) -> Verdict:
    return Verdict(statement=replace(statement, utterance=utterance), shifts=(), reason=reason)
