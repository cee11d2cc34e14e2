"""Tell when a body's new words are another body's old ones. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.copies import containment, shingles, spoken_day
from monitor.wording.shift import Kind, Shift
from monitor.wording.spoken import same_frame

# A phrase of fewer runs is anybody's: "export controls".
_FEWEST_SHINGLES = 3
_VERBATIM = 0.8
# Formulas of Chinese officials run to a dozen characters.
_LONG = {"zh": 20}
_LONG_IN_WORDS = 8


def adopted(
    shift: Shift, statement: Statement, others: Iterable[Statement], *, comparer: Comparer
) -> Shift:
    """Return the shift as an adoption too, where another body said the added words before.

    `others` are statements of other bodies. Formulations go from body to body word by word: the
    added words stand, in the language of the statement, in a clause of the same frame; so many that
    nobody comes upon them by himself, in any. The id of the earliest such statement is added to
    `against`. A silenced shift comes back as it is.
    """
    day = spoken_day(statement)
    phrases = [
        words
        for words in shift.added
        if len(shingles(words, statement.language)) >= _FEWEST_SHINGLES
    ]
    if day is None or not phrases or shift.silenced is not None:
        return shift
    frames = [
        frame.key
        for frame in comparer.frames(statement.text, language=statement.language)
        if any(words in frame.span.of(statement.text) for words in phrases)
    ]
    origins = [
        (said, other.id)
        for other in others
        if other.body not in (None, statement.body)
        and other.language == statement.language
        and other.tier is not Tier.MANGLED
        and (said := spoken_day(other)) is not None
        and said < day
        and (said_by := [words for words in phrases if _stands_in(words, other)])
        and (_is_long(said_by, statement.language) or _has_frame(other, frames, comparer))
    ]
    if not origins:
        return shift
    return replace(
        shift,
        kinds=tuple(dict.fromkeys((*shift.kinds, Kind.ADOPTION))),
        against=tuple(dict.fromkeys((*shift.against, min(origins)[1]))),
        rules=tuple(dict.fromkeys((*shift.rules, "thread.adoption"))),
    )


def _stands_in(words: str, other: Statement) -> bool:
    return containment(words, other.text, other.language) >= _VERBATIM


def _is_long(phrases: Iterable[str], language: str) -> bool:
    least = _LONG.get(language, _LONG_IN_WORDS)
    return any(len(shingles(words, language)) >= least for words in phrases)


def _has_frame(statement: Statement, keys: list[str], comparer: Comparer) -> bool:
    return any(
        same_frame(frame.key, key)
        for frame in comparer.frames(statement.text, language=statement.language)
        for key in keys
    )
