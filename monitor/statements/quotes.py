"""Find quotations in a folded text, paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DOUBLE = re.compile(r"[“”\"]|’’|''")
_SINGLE = re.compile(
    r"‘[^‘’\n“”\"]{2,}?’(?!\w)|(?<![\w,.])'(?=[A-Z\w])(?:[^'\n“”\"]|(?<=\w)'(?=\w)){5,}?[,.!?]'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `start` to `end` with its marks, and what stands inside them.

    `goes_on` is true where the closing mark is missing because the next paragraph opens with one.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    goes_on: bool = False


def find_quotes(text: str, start: int, end: int, *, next_opens: bool) -> list[Quote]:
    """Return the quotations of the paragraph `start` to `end`, outermost ones only, in order.

    A quotation left open runs to the paragraph's end; it goes on where `next_opens` says that the
    next paragraph begins with a mark. Single marks count where there are no double ones.
    """
    quotes: list[Quote] = []
    opened: int | None = None
    straight = within = False
    depth = 0
    for mark, at in _marks(text, start, end):
        if opened is None:
            if mark == "”" or (mark == '"' and _closes(text, at, start, end)):
                continue
            opened, depth, straight, within = at, 1, mark == '"', False
        elif mark == '"':
            if straight or (not within and depth == 1 and _ends(text, at, end)):
                quotes.append(Quote(opened, at + 1, opened + 1, at))
                opened = None
            else:
                within = not within
        elif mark == "”" and straight and not within and _ends(text, at, end):
            # Opened with a straight mark, closed with a curly one: typed by two hands.
            quotes.append(Quote(opened, at + 1, opened + 1, at))
            opened = None
        elif mark == "“":
            if depth == 1 and not straight and text[at - 1] in ",.!?":
                # Typed with an opening mark at both ends.
                quotes.append(Quote(opened, at + 1, opened + 1, at))
                opened = None
            within = straight
            depth += not straight
        elif not straight:
            depth -= 1
            if depth == 0:
                quotes.append(Quote(opened, at + 1, opened + 1, at))
                opened = None
    if opened is not None:
        quotes.append(_left_open(text, opened, end, depth, next_opens=next_opens))
    return quotes or _singly(text, start, end)


def _marks(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the double marks and where they stand; two single ones typed for one close."""
    for match in _DOUBLE.finditer(text, start, end):
        mark = match.group()
        yield (mark, match.start()) if len(mark) == 1 else ("”", match.end() - 1)


def _singly(text: str, start: int, end: int) -> list[Quote]:
    """Return the quotations in single marks."""
    return [
        Quote(match.start(), match.end(), match.start() + 1, match.end() - 1)
        for match in _SINGLE.finditer(text, start, end)
    ]


def _left_open(text: str, opened: int, end: int, depth: int, *, next_opens: bool) -> Quote:
    """Return the quotation that nothing closed before the paragraph's end."""
    if depth == 1 or next_opens:
        return Quote(opened, end, opened + 1, end, goes_on=next_opens)
    # A mark was lost within: take the first closing one, so that one slip costs one quote.
    close = text.find("”", opened, end)
    at = close if close > 0 else end - 1
    return Quote(opened, at + 1, opened + 1, at)


def _ends(text: str, at: int, end: int) -> bool:
    """Tell whether a mark of the other kind closes: punctuation is before it, or none of a word."""
    after = text[at + 1] if at + 1 < end else " "
    return not text[at - 1].isspace() and (after.isspace() or after in ",.;:!?)—–")


def _closes(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a straight mark can only be a stray closing one: it leans on what is before."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    return not before.isspace() and after.isspace() and before.isalnum()
