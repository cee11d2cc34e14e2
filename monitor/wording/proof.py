"""Tell what a finding proves, and why it may prove nothing by itself. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from monitor.statements.statement import Mode, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.compare import Comparison, Finding, Frame
from monitor.wording.copies import independent, parts, spoken_day
from monitor.wording.counterparts import Counterpart, Part
from monitor.wording.ownwords import is_reporters, quoted_words
from monitor.wording.shift import Kind
from monitor.wording.shifts import Weighed
from monitor.wording.spoken import holds, lacks, same_frame
from monitor.wording.threads import Match, Thread, is_said, things

# Two texts of one series (a committee's statements, a yearly notice) say anew all that still
# holds. Of 103 successors in one committee's series 102 have this similarity, and nine in ten
# share three clauses; answers to different questions rarely do.
SERIES = 0.3
_SERIES_PAIRS = 3
_QUOTED_AGAIN = 0.8
_COMMA = re.compile(r"\s*[,，;；]")
_GOES_ON = re.compile(r"(?:\band|[,;，；]|并且?|并将)\s*$")
_PART, _PART_IN_WORDS = 8, 4
_DAY = re.compile(r"date:(\d+)-(\d+)-(\d+)")
# A date of effect that moves with its act: the acts lie apart, and the dates as far ahead.
_APART = timedelta(days=60)
_AS_FAR = timedelta(days=45)
_YEAR = timedelta(days=365)
_BY_ABSENCE = frozenset({Kind.DROPPED, Kind.SCOPE_NARROWED})
# A clause without its “not” or its “may” says what it says: nothing is inferred from a gap.
_BY_PRESENCE = frozenset({Kind.POLARITY, Kind.MODALITY})
_QUALIFIERS = frozenset({Kind.ADDED, Kind.SCOPE_NARROWED, Kind.SCOPE_WIDENED, Kind.CONDITION})
# What reports in indirect speech prove where they agree: what is said, not how it is worded.
_FROM_REPORTS = frozenset(
    {
        Kind.ADDED,
        Kind.NUMBER,
        Kind.DATE,
        Kind.THRESHOLD,
        Kind.STATUS,
        Kind.POLARITY,
        Kind.MODALITY,
    }
)
_ENOUGH = 2
# What stops, or goes on after all. That something begins is said in many ways, and "continue" says
# that nothing begins or ends.
TURNS = frozenset({"END", "SUSPEND", "RESUME"})
# Reporters write one for the other: halted.
_STOPS = frozenset({"END", "SUSPEND"})
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
    """A statement, the earlier words it is compared with, and all else that was said.

    `earlier` are the kindred utterances from the latest to the oldest, the compared one first.
    `siblings` are the other statements of the same utterance, `told` those of them that other
    documents brought before.
    """

    statement: Statement
    against: Counterpart
    earlier: tuple[Match, ...]
    siblings: tuple[Statement, ...]
    told: tuple[Statement, ...]
    comparison: Comparison

    def part(self, finding: Finding) -> Part:
        """Return the earlier passage that a finding rests on."""
        if finding.before.start < finding.before.end:
            return self.against.part(finding.before)
        _, old = partners(finding, self.comparison)
        return self.against.part(old.span) if old is not None else self.against.parts[0]


def is_told(finding: Finding, case: Case, thread: Thread) -> bool:
    """Return whether another report of the same utterance showed the same difference.

    An earlier one; or, for indirect speech, the quotation in the same document. A single earlier
    report in indirect speech told nothing.
    """
    showing = _showing(finding, case.told, case, thread)
    if any(not is_reporters(other, span) for other, span in showing):
        return True
    if finding.kind in _FROM_REPORTS and _are_enough([other for other, _ in showing], thread):
        return True
    if not is_reporters(case.statement, finding.after):
        return False
    quotes = [other for other in case.siblings if other.tier < Tier.REPORTED]
    return any(
        not is_reporters(other, span) for other, span in _showing(finding, quotes, case, thread)
    )


def is_corroborated(finding: Finding, case: Case, thread: Thread) -> bool:
    """Return whether another report, independent of the statement, has the same difference."""
    showing = _showing(finding, case.told, case, thread)
    return _are_enough([*(other for other, _ in showing), case.statement], thread)


def _are_enough(reports: Sequence[Statement], thread: Thread) -> bool:
    return len(independent(reports, thread.scoring.copy)) >= _ENOUGH


def _showing(
    finding: Finding, reports: Sequence[Statement], case: Case, thread: Thread
) -> list[tuple[Statement, Span]]:
    """Return the reports with a clause like the finding's that has its new words, not the old.

    Each comes with the span of that clause.

    That something is suspended is told in many frames and with many a detail: a clause on the same
    thing that has it as well is enough.
    """
    new, _ = partners(finding, case.comparison)
    of_these = things(thread.comparer.lexicon).intersection(new.concepts if new else ())

    def is_like(frame: Frame) -> bool:
        if is_turn(finding) and not of_these.isdisjoint(frame.concepts):
            return True
        return same_frame(frame.key, finding.frame)

    gained = [token for token in finding.gained if token in TURNS] or finding.gained
    tellings = list(product(*(sorted(told_as(token)) for token in gained)))
    found: dict[str, tuple[Statement, Span]] = {}
    for other in reports:
        if other.language != case.statement.language:
            continue
        for clause in thread.spoken(other).clauses:
            if (
                is_like(clause[0])
                and any(holds(clause, telling) for telling in tellings)
                and lacks(clause, finding.lost)
                and (other.id not in found or not is_reporters(other, clause[0].span))
            ):
                found[other.id] = other, clause[0].span
    return list(found.values())


def held_back(finding: Finding, case: Case, thread: Thread) -> str | None:
    """Return why a finding proves nothing by itself, else None."""
    part = case.part(finding)
    statement, other = case.statement, part.statement
    if statement.tier is Tier.MANGLED:
        return "mangled"
    if is_reporters(statement, finding.after) or _is_quoted_again(finding, case):
        if finding.kind not in _FROM_REPORTS:
            return "indirect"
        if not is_corroborated(finding, case, thread):
            return "indirect_single_source"
    if is_loss(finding):
        if not is_gapless(statement) or _is_of_its_own(finding, case):
            return "excerpt"
        if is_whole_clause(finding, case.comparison, after=False):
            if statement.tier is not Tier.ISSUER:
                return "excerpt"
            if not is_series(statement, other, case.comparison):
                return "omitted_once"
    # A reporter's summary leaves qualifiers out, so that they were not said is not proved.
    summary = other.tier is Tier.REPORTED and finding.kind in _QUALIFIERS
    if summary and not finding.lost and not is_whole_clause(finding, case.comparison, after=True):
        return "excerpt"
    if finding.kind is Kind.DATE and _rolls_forward(finding, statement, part.match):
        return "rolls_forward"
    if _may_be_translators(finding, statement, other):
        return "translator"
    return None


def _is_quoted_again(finding: Finding, case: Case) -> bool:
    """Return whether the body's own words in a finding are its earlier ones, in other company."""
    statement, span = case.statement, finding.after
    if statement.mode is not Mode.MIXED or span.start == span.end:
        return False
    own = quoted_words(statement, span)
    if own == span.of(statement.text):
        return False
    earlier = (other for match in case.earlier for other in match.utterance.statements)
    return is_said(own, earlier, statement.language, _QUOTED_AGAIN)


def _is_of_its_own(finding: Finding, case: Case) -> bool:
    """Return whether a quotation lacks a part of the sentence that stands for itself.

    Who quotes a sentence may leave out what goes up to its comma, or what it goes on to say; and
    with that all that belongs to it. Words within the rest are the quotation's.
    """
    if case.statement.tier is Tier.ISSUER or finding.before.start == finding.before.end:
        return False
    comparison = case.comparison
    clause = next(
        (one for one in comparison.frames_before if _touches(one.span, finding.before)), None
    )
    return clause is not None and any(
        other.kind is Kind.DROPPED
        and _touches(clause.span, other.before)
        and _is_part(other.before, comparison.before, case.statement.language)
        for other in comparison.findings
    )


def _is_part(span: Span, text: str, language: str) -> bool:
    if _COMMA.match(text, span.end):
        return True
    least = _PART if language == "zh" else _PART_IN_WORDS
    return len(parts(span.of(text), language)) >= least and bool(
        _GOES_ON.search(text[: span.start])
    )


def is_whole_clause(finding: Finding, comparison: Comparison, *, after: bool) -> bool:
    """Return whether a finding is a clause without a partner in the other passage."""
    frames = comparison.frames_after if after else comparison.frames_before
    span, other = (finding.after, finding.before) if after else (finding.before, finding.after)
    if span.start == span.end or other.start != other.end:
        return False
    touched = _touched(frames, span)
    return bool(touched) and not any(
        pair[1 if after else 0] in touched for pair in comparison.pairs
    )


def partners(finding: Finding, comparison: Comparison) -> tuple[Frame | None, Frame | None]:
    """Return the new clause that a finding is about and the old one, where they are partners."""
    lost = _touched(comparison.frames_before, finding.before)
    gained = _touched(comparison.frames_after, finding.after)
    for old, new in comparison.pairs:
        if old in lost or new in gained:
            return comparison.frames_after[new], comparison.frames_before[old]
    return (comparison.frames_after[gained[0]] if gained else None), None


def _touched(frames: Sequence[Frame], span: Span) -> range:
    """Return the numbers of the clauses, which stand in order, that have a part of a span."""
    if span.start >= span.end:
        return range(0)
    first = bisect_right(frames, span.start, key=lambda frame: frame.span.end)
    end = bisect_left(frames, span.end, lo=first, key=lambda frame: frame.span.start)
    return range(first, end)


def _touches(clause: Span, span: Span) -> bool:
    return span.start < span.end and clause.overlaps(span)


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
        if one.held == "omitted_once" and is_whole_clause(one.finding, comparison, after=False)
    ]


def _rolls_forward(finding: Finding, statement: Statement, match: Match) -> bool:
    """Return whether a date lies as far from the day of speech as the old one lay from its own.

    The date of effect of a new act, the expiry of a yearly notice. That a time was made longer is
    news where somebody says so: of quoted words a yearly date alone rolls on.
    """
    old, new = _single_date(finding.lost), _single_date(finding.gained)
    then, now = match.utterance.day, spoken_day(statement)
    if old is None or new is None or now is None or now - then <= _APART:
        return False
    if statement.tier is not Tier.ISSUER and abs((new - old) % _YEAR) > _AS_FAR:
        return False
    return abs((new - now) - (old - then)) <= _AS_FAR


def is_turn(finding: Finding) -> bool:
    """Return whether a finding says that something ends, is suspended or is resumed."""
    return not TURNS.isdisjoint(finding.gained)


def told_as(act: str) -> frozenset[str]:
    """Return the concepts that reporters use for an act: an end for a suspension."""
    return _STOPS if act in _STOPS else frozenset({act})


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


def is_fact(finding: Finding) -> bool:
    """Return whether a finding is of a number, a date, a code or a document."""
    return any(":" in token for token in (*finding.lost, *finding.gained))


def is_loss(finding: Finding) -> bool:
    """Return whether a finding rests on what is missing."""
    if finding.kind in _BY_ABSENCE:
        return True
    return bool(finding.lost) and not finding.gained and finding.kind not in _BY_PRESENCE
