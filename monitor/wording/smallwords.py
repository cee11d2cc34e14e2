"""Which small words a body uses as signals, learnt from what it said before. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.statements.statement import Statement, Tier
from monitor.text.normalize import normalize
from monitor.wording.copies import spoken_day
from monitor.wording.lexicon import Lexicon

STEADY = 3
"""Distinct days from which a body's use of a word, or its doing without it, is steady."""


def signal_words(
    statements: Sequence[Statement], *, lexicon: Lexicon, language: str
) -> frozenset[str]:
    """Return the small words that tell something where this body puts one or leaves one out.

    `statements` are its earlier words on one subject, in any order and language; those of a
    reporter or a machine do not count, since small words are what these change. Of the lexicon's
    `signals`, folded and in lower case, those come back that the body's texts had on `STEADY`
    distinct days, and those that they never had in as many days: between the two a word comes and
    goes, and tells nothing. Whether the word was steady in the one clause that is compared is for
    the caller to ask. Empty where the body was heard on fewer days.
    """
    said: dict[str, set[object]] = {}
    days: set[object] = set()
    for statement in statements:
        day = spoken_day(statement)
        if statement.language == language and statement.tier < Tier.REPORTED and day is not None:
            days.add(day)
            for word in _present(lexicon, statement.text, language):
                said.setdefault(word, set()).add(day)
    if len(days) < STEADY:
        return frozenset()
    return frozenset(
        word
        for word in _signals(lexicon, language)
        if len(said.get(word, ())) >= STEADY or word not in said
    )


@lru_cache(maxsize=8)
def _signals(lexicon: Lexicon, language: str) -> frozenset[str]:
    return frozenset(word for its, word in lexicon.signals if its == language)


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon, language: str) -> re.Pattern[str] | None:
    words = sorted(_signals(lexicon, language), key=len, reverse=True)
    if not words:
        return None
    either = "|".join(map(re.escape, words))
    return re.compile(either if language == "zh" else rf"(?<!\w)(?:{either})(?!\w)")


@lru_cache(maxsize=2048)
def _present(lexicon: Lexicon, text: str, language: str) -> frozenset[str]:
    """Return the small words of a text, those within longer ones left out."""
    pattern = _pattern(lexicon, language)
    return frozenset(pattern.findall(normalize(text).text.lower())) if pattern else frozenset()
