"""Which words of a statement are the body's own, and which the reporter's around them. Pure."""

from functools import lru_cache

from monitor.statements.quotes import find_quotes
from monitor.statements.statement import Mode, Statement, Tier
from monitor.text.document import Span
from monitor.text.normalize import normalize

_MOSTLY = 0.5


def is_reporters(statement: Statement, span: Span) -> bool:
    """Return whether the words of a span of a statement's text are a reporter's.

    All of indirect speech, and of speech that is partly quoted what stands outside the quotation
    marks: the larger part of the span counts. An empty span has no words of anybody's.
    """
    if statement.tier is Tier.REPORTED:
        return True
    if statement.mode is not Mode.MIXED or span.start == span.end:
        return False
    quoted = _quoted(statement.text)
    if not quoted:
        return False
    within = sum(
        max(0, min(span.end, quote.end) - max(span.start, quote.start)) for quote in quoted
    )
    return within < _MOSTLY * (span.end - span.start)


def quoted_words(statement: Statement, span: Span) -> str:
    """Return what is quoted within a span of a statement that is partly quoted, else its words."""
    if statement.mode is not Mode.MIXED or not _quoted(statement.text):
        return span.of(statement.text)
    return " ".join(
        statement.text[max(span.start, quote.start) : min(span.end, quote.end)]
        for quote in _quoted(statement.text)
        if quote.overlaps(span)
    )


@lru_cache(maxsize=1024)
def _quoted(text: str) -> tuple[Span, ...]:
    """Return the spans of a text that stand within quotation marks."""
    folded = normalize(text)
    found, at = [], 0
    for paragraph in folded.text.split("\n"):
        found += find_quotes(folded.text, at, at + len(paragraph), next_opens=False)
        at += len(paragraph) + 1
    return tuple(folded.original(quote.inner_start, quote.inner_end) for quote in found)
