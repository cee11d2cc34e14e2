"""Quotations in the press that the official text of the day has in other words. Pure.

A quotation is a claim about words. Where the issuer's own text of the same day and language is
known, the claim can be checked: what stands between the quote marks has to stand there too, in one
piece. A text in another language proves nothing, and neither does one that says nothing alike:
the same body may have spoken twice that day.
"""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from monitor.statements.statement import Mode, Statement, Tier
from monitor.wording.copies import parts, said_within_a_day

ALIKE = 65.0
"""From which likeness (0 to 100) a passage is the one that was quoted.

Of 272 sentences held against another text of their body, 95 in 100 find nothing above 55 there;
with a word in six changed, 99 in 100 of them are at 75 or more in their own text.
"""
_SHORTEST = {"zh": 6}
_FEWEST_WORDS = 4
"""Words of a fragment from which it is a quotation, and no term or scare quote."""

_MARKS = re.compile(r"[“”「」『』\"]")
_OPENING = "“「『"
_GAP = re.compile(r"\.{3,}|…+|\[[^\]]{0,80}\]|［[^］]{0,80}］")
"""What tells that words were left out or put in by whoever quotes."""
_FIRST_SIGN = 0x10000
_HYPHENS = re.compile(r"[-\u2010-\u2015]")


def misquoted(statement: Statement, history: Iterable[Statement]) -> tuple[str, ...]:
    """Return the quoted passages that the official text of the day has in other words.

    `history` holds the body's statements; its own texts (tier 1) of the same language, said within
    a day and by nobody else, are what is compared with. A passage of which they hold nothing alike
    is not returned, nor are fragments of a few words, nor what differs by case, punctuation, an
    ellipsis or a word in square brackets. Near linear in the texts.
    """
    if statement.tier is not Tier.QUOTE or statement.mode not in (Mode.DIRECT, Mode.MIXED):
        return ()
    originals = [
        other
        for other in history
        if other.tier is Tier.ISSUER
        and other.body == statement.body
        and other.language == statement.language
        and other.url != statement.url
        and (not other.speaker or not statement.speaker or other.speaker == statement.speaker)
        and said_within_a_day(other, statement)
    ]
    if not originals:
        return ()
    signs: dict[str, str] = {}
    texts = [_signs(other.text, statement.language, signs) for other in originals]
    fewest = _SHORTEST.get(statement.language, _FEWEST_WORDS)
    found = []
    for passage in _quoted(statement):
        pieces = [_signs(one, statement.language, signs) for one in _GAP.split(passage)]
        kept = [one for one in pieces if len(one) >= fewest]
        missing = [one for one in kept if not any(one in text for text in texts)]
        if any(fuzz.partial_ratio(one, text) >= ALIKE for one in missing for text in texts):
            found.append(passage)
    return tuple(found)


def _quoted(statement: Statement) -> Iterator[str]:
    """Yield the passages of a statement that stand between quote marks."""
    inside = statement.mode is Mode.DIRECT
    at = 0
    for mark in _MARKS.finditer(statement.text):
        piece = statement.text[at : mark.start()].strip()
        if inside and piece:
            yield piece
        inside = mark[0] in _OPENING or (mark[0] == '"' and not inside)
        at = mark.end()
    rest = statement.text[at:].strip()
    if inside and rest:
        yield rest


def _signs(text: str, language: str, signs: dict[str, str]) -> str:
    """Return a text with one sign for each of its words, the same for the same word."""
    plain = text if language == "zh" else _HYPHENS.sub(" ", text)
    return "".join(
        signs.setdefault(word, chr(_FIRST_SIGN + len(signs))) for word in parts(plain, language)
    )
