"""Give a stretch of content its form: direct, mixed or indirect, and its exact ends."""

import re
from dataclasses import dataclass

from monitor.statements.speakers import Source
from monitor.statements.statement import Mode


@dataclass(frozen=True, slots=True)
class Found:
    """Content found in a sentence, with the source it hangs on and where its cue stands."""

    start: int
    end: int
    mode: Mode
    source: Source
    behind: bool
    cue: int


def place(
    text: str,
    start: int,
    end: int,
    quotes: list[tuple[int, int]],
    source: Source,
    *,
    behind: bool,
    cue: int,
) -> list[Found]:
    """Return content with its mode; the marks of a quotation that is all of it stay out."""
    mode = Mode.INDIRECT
    if len(quotes) == 1 and quotes[0][0] <= start and quotes[0][1] >= end:
        mode = Mode.DIRECT
        start, end = quotes[0]
        start += text[start] in "“\"‘'"  # a sentence may begin within the quotation
        if text[end - 1] in "”“\"’'":
            end -= 2 if text[end - 2 : end] in ("’’", "''") else 1
    elif any(spoken(text, a, b) or _fragment(text, a, b) for a, b in quotes) or (
        quotes
        and _NAMES_IT.match(text, start, end) is not None
        and text[quotes[0][0] + 1].islower()
    ):
        mode = Mode.MIXED
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if end - start < 2:
        return []
    return [Found(start, end, mode, source, behind, cue)]


_NAMES_IT = re.compile(
    r"(?:call|describ|label|brand|dubb|denounc|condemn|dismiss|slamm|blast|reject)\w*\b"
)
_NO_TERM = frozenset(
    "no not never very so too more fully truly totally deeply completely all".split()
)
_TERM_BEFORE = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|being|as|not|very|called|it|them|an?)\s)$"
)


_TERMED = re.compile(
    r"(?:so-called|called|known as|dubbed|termed|word|phrase|slogan|list|named|\bthe|\bits"
    r"|\btheir)\s*$"
)


def _fragment(text: str, start: int, end: int) -> bool:
    """Tell whether a short quotation within an official's content is quoted from the official."""
    inner = text[start + 1 : end].rstrip('”"’,. ')
    before = text[max(0, start - 12) : start]
    return " " in inner and inner[0].islower() and _TERMED.search(before) is None


def spoken(text: str, start: int, end: int) -> bool:
    """Return whether a quoted fragment is somebody's words, not a term, a name or a scare quote."""
    inner = text[start + 1 : end].rstrip('”"’,. ')
    words = inner.split()
    if not words:
        return False
    titled = sum(word[0].isupper() for word in words if len(word) > 3)
    if titled and titled == sum(len(word) > 3 for word in words):
        return False
    if len(words) >= 3 or (len(words) == 2 and words[0].lower() in _NO_TERM):
        return True
    return inner[0].islower() and _TERM_BEFORE.search(text, max(0, start - 12), start) is not None
