"""Which reports tell of one utterance, and which words are only quoted again. Pure."""

import re
from collections.abc import Iterable, Set
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from monitor.statements.statement import Precision, Statement
from monitor.text.normalize import normalize

SHINGLE = {"zh": 3}
"""Characters of a Chinese shingle; every other language is cut into words."""

_WORDS_OF_A_SHINGLE = 3
_LONGEST_KEPT = 100_000
_NEAR = timedelta(days=1)
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
# Back-translations of 稀土 and "rare earths" that no official body uses: the mark of a text that
# went through a machine twice.
_MANGLED = re.compile(
    r"稀有(?:的)?(?:土地|泥土|土壤|地球)|罕见(?:的)?(?:土地|泥土|地球)|稀少(?:的)?(?:土地|地球)"
    r"|\brare[- ](?:soils?|lands?|grounds?|clays?)\b|\bscarce[- ](?:soils?|earths?)\b",
    re.IGNORECASE,
)


def shingles(text: str, language: str) -> frozenset[str]:
    """Return the runs of three words (Chinese: of three characters) of the folded text.

    Case, punctuation and space do not count. A text shorter than a run is one run.
    """
    # One long text takes megabytes: thousands of them are not kept.
    return (_shingles if len(text) <= _LONGEST_KEPT else _shingles.__wrapped__)(text, language)


@lru_cache(maxsize=8192)
def _shingles(text: str, language: str) -> frozenset[str]:
    size = SHINGLE.get(language, _WORDS_OF_A_SHINGLE)
    told = parts(text, language)
    if not told:
        return frozenset()
    last = max(1, len(told) - size + 1)
    return frozenset(" ".join(told[at : at + size]) for at in range(last))


@lru_cache(maxsize=8192)
def words(text: str, language: str) -> frozenset[str]:
    """Return the different words of the folded text; in Chinese, its pairs of characters."""
    told = parts(text, language)
    if language != "zh":
        return frozenset(told)
    return frozenset(one + other for one, other in pairwise(told))


def containment(part: str, whole: str, language: str) -> float:
    """Return the share, 0 to 1, of the shingles of `part` that stand in `whole` as well."""
    inner = shingles(part, language)
    if not inner:
        return 0.0
    return len(inner & shingles(whole, language)) / len(inner)


def jaccard(one: Set[str], other: Set[str]) -> float:
    """Return the share, 0 to 1, of all members that two sets have in common."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def same_utterance(
    one: Statement,
    other: Statement,
    *,
    concepts: tuple[Set[str], Set[str]] = (frozenset(), frozenset()),
    copy: float = 0.8,
    alike: float = 0.8,
) -> bool:
    """Return whether two statements are reports of one utterance.

    The same body, said within a day of each other, and either the shorter one's words stand in the
    longer one from a share of `copy`, or their `concepts` agree from a Jaccard of `alike`, which is
    what is left to compare between two languages.
    """
    if one.body is None or one.body != other.body or not said_within_a_day(one, other):
        return False
    if one.language == other.language and overlap(one, other) >= copy:
        return True
    return jaccard(*concepts) >= alike


def overlap(one: Statement, other: Statement) -> float:
    """Return the containment of the shorter of two statements in the longer one."""
    short, long = sorted((one.text, other.text), key=len)
    return containment(short, long, one.language)


def is_dependent(one: Statement, other: Statement, share: float) -> bool:
    """Return whether two reports may rest on one: a document, a source, or words in common."""
    if one.url == other.url or (one.source and one.source == other.source):
        return True
    return one.language == other.language and overlap(one, other) >= share


def independent(reports: Iterable[Statement], share: float) -> list[Statement]:
    """Return the first of each cluster of reports that depend on each other."""
    clusters: list[Statement] = []
    for report in reports:
        if not any(is_dependent(report, known, share) for known in clusters):
            clusters.append(report)
    return clusters


def said_within_a_day(one: Statement, other: Statement) -> bool:
    """Return whether two statements may have been said on one day, whatever the time zone.

    Words without a day count as said up to the day they were published.
    """
    first, second = spoken_day(one), spoken_day(other)
    return first is not None and second is not None and abs(first - second) <= _NEAR


def spoken_day(statement: Statement) -> date | None:
    """Return the day of speech, else the day of publication (UTC), else None."""
    said = statement.said_on
    if said is not None and said.precision is Precision.DAY:
        return said.day
    if statement.published_at is not None:
        return statement.published_at.date()
    return None if said is None else said.day


def parts(text: str, language: str) -> tuple[str, ...]:
    """Return the folded words of a text, in Chinese its characters, in order."""
    pattern = _HAN if language == "zh" else _WORD
    return tuple(pattern.findall(normalize(text).text.casefold()))


def is_mangled(text: str) -> bool:
    """Return whether a text has been through a machine translation and back (tier 4)."""
    return _MANGLED.search(normalize(text).text) is not None
