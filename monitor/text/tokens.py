"""Text cut for searching: words of letters and digits, and each Chinese character by itself."""

import re
from collections.abc import Iterator

from monitor.text.normalize import normalize

HAN = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A character that is a token by itself, as a pattern."""
_TOKEN = re.compile(rf"{HAN}|(?:(?!{HAN})[^\W_])+")
_LONGEST = 60
"""Characters of a token: longer ones are no words, and an index has no use for them."""
TOKENS_VERSION = 1
"""Rises whenever the same text is cut differently, so that an index knows that it is old."""


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens of a text in their order: folded, without case, traditional as simplified.

    A Chinese or Japanese character is a token of its own, so that any run of them can be found as
    a phrase, two of them as well as ten.
    """
    for match in _TOKEN.finditer(normalize(text).text.casefold()):
        yield match.group()[:_LONGEST]
