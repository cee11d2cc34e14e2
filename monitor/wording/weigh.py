"""Weigh what differs between a statement and its thread: proof, echoes, standing. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.statements.statement import Mode, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.compare import Comparison, Finding, Frame
from monitor.wording.copies import jaccard, spoken_day
from monitor.wording.shift import Kind
from monitor.wording.shifts import Weighed
from monitor.wording.threads import Match, Thread, certainty, holds, is_said, lacks, same_frame

# Two texts of one series (a committee's statements, a yearly notice) say anew all that still
# holds. Of 103 successors in one committee's series 102 have this similarity, and nine in ten
# share three clauses; answers to different questions rarely do.
SERIES = 0.3
_SERIES_PAIRS = 3
_DAY = re.compile(r"date:(\d+)-(\d+)-(\d+)")
# A date of effect that moves with its act: the acts lie apart, and the dates as far ahead.
_APART = timedelta(days=60)
_AS_FAR = timedelta(days=45)
# How like the new clause an earlier one is, by concepts, to count as the same words.
_ECHO = 0.6
_BY_ABSENCE = frozenset({Kind.DROPPED, Kind.SCOPE_NARROWED})
# A clause without its “not” or its “may” says what it says: nothing is inferred from a gap.
_BY_PRESENCE = frozenset({Kind.POLARITY, Kind.MODALITY})
_QUALIFIERS = frozenset({Kind.ADDED, Kind.SCOPE_NARROWED, Kind.SCOPE_WIDENED, Kind.CONDITION})
_FROM_REPORTS = frozenset({Kind.ADDED, Kind.NUMBER, Kind.DATE, Kind.THRESHOLD})
_FACTS = frozenset({Kind.NUMBER, Kind.DATE, Kind.THRESHOLD, Kind.STATUS})
_UNPROVED = frozenset({"excerpt", "indirect_single_source", "translator"})
_SAID_ELSEWHERE = 0.7
_OWN_LANGUAGES = {
    **dict.fromkeys(("US", "GB", "AU", "NZ", "IE", "IN", "WTO", "UN"), frozenset({"en"})),
    "EU": frozenset({"en", "fr", "de"}),
    "CA": frozenset({"en", "fr"}),
    "CN": frozenset({"zh"}),
    "TW": frozenset({"zh"}),
    "HK": frozenset({"zh", "en"}),
    "SG": frozenset({"zh", "en"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A statement, the earlier passage it is compared with, and all else that was said.

    `earlier` are the kindred passages from the latest to the oldest, the compared one first.
    `siblings` are the other statements of the same utterance, `told` those of them that other
    documents brought before. `corroborated` is true where independent reports agree.
    """

    statement: Statement
    against: Match
    earlier: tuple[Match, ...]
    siblings: tuple[Statement, ...]
    told: tuple[Statement, ...]
    corroborated: bool
    comparison: Comparison


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
        if _is_said_elsewhere(finding, case) or _is_told(finding, case, thread):
            continue
        old, new, window, echo = _days(finding, case, thread)
        if echo is not None and _is_whole_clause(finding, case.comparison, after=True):
            continue
        whole = _is_whole_clause(finding, case.comparison, after=False)
        old_stands, new_stands = (_stands(days, window, thread) for days in (old, new))
        held = finding.held or _held(finding, case)
        confidence = _confidence(finding, case, thread)
        kept.append(
            Weighed(
                finding=finding,
                severity=thread.scoring.severity(
                    finding.weight, days=old, body=case.statement.body, confidence=confidence
                ),
                confidence=confidence,
                held=held,
                rules=("thread.standing",) if old_stands else (),
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


def is_gapless(statement: Statement) -> bool:
    """Return whether a statement's words are all the body's own, without a gap."""
    if statement.tier is Tier.ISSUER:
        return True
    return (
        statement.mode is Mode.DIRECT
        and statement.tier is Tier.QUOTE
        and not statement.more
        and "..." not in statement.text
        and "…" not in statement.text
    )


def is_series(statement: Statement, other: Statement, comparison: Comparison) -> bool:
    """Return whether two full texts are of one series, so that what is missing is gone."""
    return (
        statement.tier is Tier.ISSUER is other.tier
        and comparison.similarity >= SERIES
        and len(comparison.pairs) >= _SERIES_PAIRS
    )


def is_translated(statement: Statement) -> bool:
    """Return whether a statement's words may be a translator's, not the body's."""
    country = (statement.body or "").partition("-")[0]
    own = _OWN_LANGUAGES.get(country)
    return (
        statement.translator is not Translator.ISSUER
        and own is not None
        and statement.language not in own
    )


def whole_drops(weighed: Sequence[Weighed], comparison: Comparison) -> list[Weighed]:
    """Return those findings that say that a whole clause is gone, free of what held them."""
    return [
        replace(one, held=None)
        for one in weighed
        if one.held == "omitted_once" and _is_whole_clause(one.finding, comparison, after=False)
    ]


def _held(finding: Finding, case: Case) -> str | None:
    """Return why a finding proves nothing by itself, else None."""
    statement, other = case.statement, case.against.statement
    if statement.tier is Tier.MANGLED:
        return "mangled"
    if statement.tier is Tier.REPORTED and (
        finding.kind not in _FROM_REPORTS or not case.corroborated
    ):
        return "indirect_single_source"
    if _is_loss(finding):
        if not is_gapless(statement):
            return "excerpt"
        if _is_whole_clause(finding, case.comparison, after=False):
            if statement.tier is not Tier.ISSUER:
                return "excerpt"
            if not is_series(statement, other, case.comparison):
                return "omitted_once"
    # A reporter's summary leaves qualifiers out, so that they were not said is not proved.
    summary = other.tier is Tier.REPORTED and finding.kind in _QUALIFIERS
    if summary and not finding.lost and not _is_whole_clause(finding, case.comparison, after=True):
        return "excerpt"
    if finding.kind is Kind.DATE and _rolls_forward(finding, case):
        return "rolls_forward"
    if _may_be_translators(finding, statement, other):
        return "translator"
    return None


def _rolls_forward(finding: Finding, case: Case) -> bool:
    """Return whether a date lies as far from the day of speech as the old one lay from its own.

    The date of effect of a new act, the expiry of a yearly notice.
    """
    old, new = _single_date(finding.lost), _single_date(finding.gained)
    then, now = case.against.utterance.day, spoken_day(case.statement)
    if old is None or new is None or now is None or now - then <= _APART:
        return False
    return abs((new - now) - (old - then)) <= _AS_FAR


def _single_date(tokens: Sequence[str]) -> date | None:
    found = [match for token in tokens if (match := _DAY.fullmatch(token))]
    if len(found) != 1:
        return None
    try:
        return date(*map(int, found[0].groups()))
    except ValueError:
        return None


def _may_be_translators(finding: Finding, statement: Statement, other: Statement) -> bool:
    if not is_translated(statement) and not is_translated(other):
        return False
    return not any(map(_is_concept, (*finding.lost, *finding.gained)))


def _is_concept(token: str) -> bool:
    return token.isupper() or ":" in token


def _is_fact(finding: Finding) -> bool:
    return any(":" in token for token in (*finding.lost, *finding.gained))


def _is_loss(finding: Finding) -> bool:
    if finding.kind in _BY_ABSENCE:
        return True
    return bool(finding.lost) and not finding.gained and finding.kind not in _BY_PRESENCE


def _confidence(finding: Finding, case: Case, thread: Thread) -> float:
    """Return tier × alignment × date, less where a translator or an excerpt stands between."""
    scoring = thread.scoring
    statement, other = case.statement, case.against.statement
    found = min(scoring.trust(statement.tier), scoring.trust(other.tier)) * finding.confidence
    found *= min(certainty(statement, scoring), certainty(other, scoring))
    if (is_translated(statement) or is_translated(other)) and not _is_fact(finding):
        found *= scoring.translated
    if _is_loss(finding) and statement.tier is not Tier.ISSUER:
        found *= scoring.unproved
    return found


def _is_whole_clause(finding: Finding, comparison: Comparison, *, after: bool) -> bool:
    """Return whether a finding is a clause without a partner in the other passage."""
    frames = comparison.frames_after if after else comparison.frames_before
    span, other = (finding.after, finding.before) if after else (finding.before, finding.after)
    if span.start == span.end or other.start != other.end:
        return False
    paired = {pair[1 if after else 0] for pair in comparison.pairs}
    touched = [at for at, frame in enumerate(frames) if frame.span.overlaps(span)]
    return bool(touched) and paired.isdisjoint(touched)


def _is_said_elsewhere(finding: Finding, case: Case) -> bool:
    """Return whether another passage of the same utterance, on either side, has what is missing."""
    language = case.statement.language
    comparison = case.comparison
    others = case.against.utterance.without(case.against.statement)
    gone, came = finding.before.of(comparison.before), finding.after.of(comparison.after)
    if not gone and not came:
        return False
    return (not gone or is_said(gone, case.siblings, language, _SAID_ELSEWHERE)) and (
        not came or is_said(came, others, language, _SAID_ELSEWHERE)
    )


def _is_told(finding: Finding, case: Case, thread: Thread) -> bool:
    """Return whether an earlier report of the same utterance showed the same difference."""
    for other in case.told:
        if other.language != case.statement.language:
            continue
        for clause in _clauses(other, finding.frame, thread):
            if holds(clause, finding.gained) and lacks(clause, finding.lost):
                return True
    return False


def _days(finding: Finding, case: Case, thread: Thread) -> tuple[int, int, int, Match | None]:
    """Return on how many days the old words stood, the new, of how many, and the nearest echo.

    The echo is the nearest passage, older than the compared one and not forgotten, whose clause
    had the new words and is at least as near to the new clause as the compared one is. A number or
    date that comes back is no echo: it is a fact of its time.
    """
    scoring, language = thread.scoring, case.statement.language
    new, old = _partners(finding, case.comparison)
    apart = _likeness(new, old)
    since = case.against.utterance.day - scoring.forgotten
    old_days: set[date] = set()
    new_days: set[date] = set()
    all_days: set[date] = set()
    best = _ECHO
    echo: Match | None = None
    for match in case.earlier:
        clauses = list(thread.clauses(match.utterance, finding.frame, language))
        olds = any(holds(c, finding.lost) and lacks(c, finding.gained) for c in clauses)
        echoing = [c for c in clauses if holds(c, finding.gained) and lacks(c, finding.lost)]
        if not olds and not echoing:
            continue
        day = match.utterance.day
        if len(all_days) < scoring.standing_window or day in all_days:
            all_days.add(day)
            if echoing and not olds:
                new_days.add(day)
        if olds:
            old_days.add(day)
        nearness = max((_likeness(new, frame) for frame, _ in echoing), default=0.0)
        if (
            match is not case.against
            and day >= since
            and finding.kind not in _FACTS
            and nearness >= max(best, apart)
        ):
            best, echo = nearness, match
    in_window = old_days & all_days
    stood = len(old_days) if len(in_window) >= len(new_days) else len(in_window)
    return max(1, stood), len(new_days), len(all_days), echo


def _partners(finding: Finding, comparison: Comparison) -> tuple[Frame | None, Frame | None]:
    """Return the new clause that a finding is about and the old one, where they are partners."""
    for old, new in comparison.pairs:
        before, after = comparison.frames_before[old], comparison.frames_after[new]
        if _touches(before.span, finding.before) or _touches(after.span, finding.after):
            return after, before
    return _first(comparison.frames_after, finding.after), None


def _first(frames: Sequence[Frame], span: Span) -> Frame | None:
    return next((frame for frame in frames if _touches(frame.span, span)), None)


def _touches(clause: Span, span: Span) -> bool:
    return span.start < span.end and clause.overlaps(span)


def _likeness(one: Frame | None, other: Frame | None) -> float:
    if one is None or other is None:
        return 0.0
    return jaccard(set(one.concepts), set(other.concepts))


def _stands(days: int, window: int, thread: Thread) -> bool:
    scoring = thread.scoring
    return days >= scoring.standing_days and days >= scoring.standing_share * window


def _clauses(statement: Statement, key: str, thread: Thread) -> list[tuple[Frame, str]]:
    return [
        (frame, frame.span.of(statement.text).casefold())
        for frame in thread.frames(statement)
        if same_frame(frame.key, key)
    ]
