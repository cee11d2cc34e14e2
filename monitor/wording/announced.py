"""Which measures a clause announces as the body's own: put in force, imposed, listed. Pure."""

import re
from collections.abc import Iterable, Set
from datetime import date, timedelta
from functools import lru_cache

from monitor.statements.statement import Mode, Statement
from monitor.text.document import Span
from monitor.text.normalize import normalize
from monitor.wording.compare import Comparer, Frame
from monitor.wording.copies import containment, jaccard
from monitor.wording.grave import (
    CONTROLS,
    REFUSED,
    UNMISTAKABLE,
    acts_of,
    goods,
    is_grave,
    is_open,
    kin,
)
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.proof import TURNS

_HARDER = frozenset({"TIGHTEN", "STRENGTHEN"})
MEASURES = frozenset({"IMPLEMENT", "ADD_TO_LIST", "DUTY_LEVY", "RESTRICT"}) | _HARDER
"""Acts by which a measure comes into force; what ends, bans or suspends is grave by itself."""

_INSTRUMENTS = frozenset(
    {"CONTROL", "EXPORT_CONTROL", "EXPORT_BAN", "SANCTION", "TARIFF", "QUOTA", "LICENCE"}
    | {"ANTIDUMPING", "ANTISUBSIDY", "CONTROL_LIST"}
)
# To strengthen these is no measure.
_JOINT = frozenset({"DIALOGUE", "COOPERATE", "REVIEW", "FRAMEWORK", "CHANNEL"})
_DECIDED = frozenset({"DECIDE", "IMMEDIATE", "EFFECTIVE"})
# That it is done now, and not told of: 此次, “today”, a day from which it holds.
_NOW = {
    "zh": re.compile(
        r"(?<!的)决定(?!性)|此次|这次|本次|即日起|今(?:日|天)起?|之日起|为此|特此|起(?:正式)?(?:实施|施行|生效|执行)"
    ),
    "en": re.compile(
        r"\b(?:hereby|decided to|today|as of|with effect|effective|takes? effect"
        r"|comes? into (?:force|effect)|(?:starting|beginning) (?:on|from)?)\b"
    ),
}
_PAST = timedelta(days=3)
_DAY = re.compile(r"date:(\d+|\?)-(\d+)-(\d+)")
# Behind these stands whom it meets, or what belongs to it, and not who acts.
_BEHIND = {
    "zh": re.compile(r"(?:对|向|针对|将|把|自|就).*"),
    "en": re.compile(
        r"\b(?:to|against|on|for|from|with|of|in|at|into)\W+(?:the\W+)?[\w.]+"
        r"(?:\W+(?!(?:to|against|on|for|from|with|of|in|at|into|the)\b)[\w.]+)?"
    ),
}
# What a measure is for, before or behind it.
_END = {
    "zh": re.compile(
        r"^(?:为了?|以)[^，,]*[，,]|[，,](?:目的|旨在|以便|以期|从而|确保|為了|为了).*$"
    ),
    "en": re.compile(
        r"^(?:in order )?to [^,]*,|,? (?:in order to|so as to|aimed at|aiming|with the aim"
        r"|to (?:better )?(?:safeguard|protect|maintain|ensure|preserve|fulfil)).*$",
        re.IGNORECASE,
    ),
}
_BY = re.compile(r"\bby (?:the )?([\w.]+(?: [\w.]+)?)")
_STATES = {
    "CN": "CHINA", "US": "US", "EU": "EU", "GB": "UK", "JP": "JAPAN", "KR": "KOREA",
    "IN": "INDIA", "RU": "RUSSIA", "CA": "CANADA", "AU": "AUSTRALIA", "NL": "NETHERLANDS",
    "MX": "MEXICO", "TW": "TAIWAN", "MY": "MALAYSIA", "VN": "VIETNAM", "ID": "INDONESIA",
}  # fmt: skip
_OFFICES = {
    "MOFCOM": "COMMERCE_MINISTRY", "MFA": "FOREIGN_MINISTRY", "GACC": "CUSTOMS",
    "SC": "STATE_COUNCIL", "DOC": "COMMERCE_DEPT", "STATE": "STATE_DEPT", "TREAS": "TREASURY",
    "DOD": "PENTAGON", "METI": "TRADE_MINISTRY", "MOFA": "FOREIGN_MINISTRY", "WH": "PRESIDENT",
}  # fmt: skip
# Whoever is put under a measure, not who takes it; and what names no one.
_ADDRESSEES = frozenset(
    {"COMPANIES", "ENTITIES", "EXPORTERS", "PERSONS", "COUNTRIES", "CIVILIAN", "MILITARY", "ALLIES"}
)
_NESTED = re.compile(r"『[^』]*』|‘[^‘’]*’(?!\w)|“[^“”]*”|「[^「」]*」|\"[^\"]*\"")
_INNER = re.compile(r"『[^』]*』|‘[^‘’]*’(?!\w)")
_ALIKE = 0.5
_RETOLD = 0.6


def measures_of(
    frame: Frame, statement: Statement, day: date, comparer: Comparer
) -> frozenset[str]:
    """Return the acts by which a clause says that a measure of the body comes into force.

    It is the body's own act, done now: decided, with a day from which it holds, or by words that
    say so. Not one that is told of some days after, nor another's, nor one in a quotation within
    the quotation.
    """
    concepts = set(frame.concepts)
    found = MEASURES & concepts
    if not found or _INSTRUMENTS.isdisjoint(concepts) or not TURNS.isdisjoint(concepts):
        return frozenset()
    if found <= _HARDER and not _JOINT.isdisjoint(concepts):
        return frozenset()
    if is_open(frame, statement, comparer.lexicon) or is_nested(
        frame, statement, comparer.lexicon, found
    ):
        return frozenset()
    if not is_own(frame, statement, comparer, found):
        return frozenset()
    days = [told for token in concepts if (told := _told(token, day)) is not None]
    if any(told < day - _PAST for told in days):
        return frozenset()
    words = _folded(frame.span.of(statement.text))
    now = _NOW.get(statement.language)
    marked = now is not None and now.search(words) is not None
    if days or marked or not _DECIDED.isdisjoint(concepts):
        return frozenset(found)
    return found & _HARDER if addressed(frame, statement, comparer) else frozenset()


def own_acts(frame: Frame, statement: Statement, comparer: Comparer) -> frozenset[str]:
    """Return the grave acts of a clause that are the body's own, and not quoted of another."""
    lexicon = comparer.lexicon
    acts = acts_of(frame, statement.text, lexicon, statement.language)
    if not acts or is_nested(frame, statement, lexicon, acts):
        return frozenset()
    return acts if is_own(frame, statement, comparer, acts) else frozenset()


def announces(statement: Statement, frames: Iterable[Frame], comparer: Comparer, day: date) -> bool:
    """Return whether words announce an act of the body: grave, binding, or a measure in force."""
    told = tuple(frames)
    return is_grave(statement, told, comparer.lexicon) or any(
        measures_of(frame, statement, day, comparer) for frame in told
    )


def is_of_force(
    statement: Statement, frames: Iterable[Frame], comparer: Comparer, day: date
) -> bool:
    """Return whether words tell of a ban, a turn, or a measure, and not of licences alone."""
    hard = UNMISTAKABLE | REFUSED | {CONTROLS}
    return any(
        not hard.isdisjoint(own_acts(frame, statement, comparer))
        or measures_of(frame, statement, day, comparer)
        for frame in frames
    )


def is_own(frame: Frame, statement: Statement, comparer: Comparer, acts: Set[str]) -> bool:
    """Return whether nobody but the body itself, or its state, is named as who acts in a clause."""
    language, lexicon = statement.language, comparer.lexicon
    words = _folded(frame.span.of(statement.text))
    first = _forms(lexicon, language, frozenset(acts)).search(words)
    before = words[: first.start()] if first else ""
    subject = _BEHIND["zh" if language == "zh" else "en"].sub(" ", before)
    named = comparer.concepts(subject, language=language) & _actors(lexicon)
    if language != "zh":
        for match in _BY.finditer(words):
            named |= comparer.concepts(match.group(1), language=language) & _actors(lexicon)
    return not named - _own(statement) - _ADDRESSEES


def addressed(frame: Frame, statement: Statement, comparer: Comparer) -> frozenset[str]:
    """Return the states and bodies that a clause names besides the one that speaks."""
    named = _actors(comparer.lexicon).intersection(frame.concepts)
    return named - _own(statement) - _ADDRESSEES


def _own(statement: Statement) -> frozenset[str]:
    country, _, office = (statement.body or "").partition("-")
    return frozenset({_STATES.get(country, ""), _OFFICES.get(office, office), office})


def is_nested(frame: Frame, statement: Statement, lexicon: Lexicon, acts: Set[str]) -> bool:
    """Return whether acts of a clause stand in a quotation within the statement's own alone."""
    text, span = statement.text, frame.span
    inner = [quote for quote in _quoted_within(statement) if quote.overlaps(span)]
    if not inner:
        return False
    rest = list(text)
    for quote in inner:
        rest[quote.start : quote.end] = " " * (quote.end - quote.start)
    forms = _forms(lexicon, statement.language, frozenset(acts))
    told, left = span.of(text), span.of("".join(rest))
    return forms.search(_folded(told)) is not None and forms.search(_folded(left)) is None


def _quoted_within(statement: Statement) -> list[Span]:
    text = statement.text
    if statement.mode not in (Mode.DIRECT, Mode.MIXED):
        return []
    spans = [match.span() for match in _NESTED.finditer(text)]
    if statement.mode is Mode.MIXED:
        spans = [
            (start + 1 + inner.start(), start + 1 + inner.end())
            for start, end in spans
            for inner in _NESTED.finditer(text[start + 1 : end - 1])
        ]
        # The outer quotation may go on behind the statement, and so have no mark at its end.
        spans += [
            match.span()
            for match in _INNER.finditer(text)
            if any(mark in text[: match.start()] for mark in '「“"')
        ]
    return [Span(start=start, end=end) for start, end in spans]


def _folded(words: str) -> str:
    return normalize(words).text.lower()


def is_retold(words: str, earlier: str, language: str, comparer: Comparer) -> bool:
    """Return whether an earlier clause tells of the same measure: its concepts, or its words.

    What a measure is for says nothing of which one it is: bodies give the same ends to all.
    """
    one, other = _without_end(words, language), _without_end(earlier, language)
    theirs = comparer.concepts(other, language=language)
    if MEASURES.isdisjoint(theirs) or _INSTRUMENTS.isdisjoint(theirs):
        return False
    mine = comparer.concepts(one, language=language)
    named, others = (goods(comparer.lexicon) & concepts for concepts in (mine, theirs))
    if named and others and named.isdisjoint(kin(others, comparer.lexicon)):
        return False
    return jaccard(mine, theirs) >= _ALIKE or containment(one, other, language) >= _RETOLD


def is_measure(frame: Frame) -> bool:
    """Return whether a clause speaks of a measure that comes into force, whoever's it is."""
    return not (MEASURES.isdisjoint(frame.concepts) or _INSTRUMENTS.isdisjoint(frame.concepts))


def _without_end(words: str, language: str) -> str:
    return _END["zh" if language == "zh" else "en"].sub(" ", words)


def _told(token: str, day: date) -> date | None:
    """Return the day that a fact tells, one without a year as near as may be to `day`."""
    match = _DAY.fullmatch(token)
    if match is None:
        return None
    year, month, number = match.groups()
    years = [day.year - 1, day.year, day.year + 1] if year == "?" else [int(year)]
    found = []
    for one in years:
        try:
            found.append(date(one, int(month), int(number)))
        except ValueError:
            continue
    return min(found, key=lambda told: abs(told - day), default=None)


@lru_cache(maxsize=4)
def _actors(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(entry.concept for entry in lexicon.entries if entry.role is Role.ACTOR)


@lru_cache(maxsize=256)
def _forms(lexicon: Lexicon, language: str, concepts: frozenset[str]) -> re.Pattern[str]:
    forms = {
        entry.form.lower()
        for entry in lexicon.entries
        if entry.language == language and entry.concept in concepts
    }
    told = "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form)))) or "$^"
    return re.compile(told if language == "zh" else rf"(?<!\w)(?:{told})")
