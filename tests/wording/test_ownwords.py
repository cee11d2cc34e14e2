"""In a statement that is partly quoted, what stands outside the marks is the reporter's."""

from collections.abc import Callable

import pytest

from monitor.statements.statement import Mode, Statement, Tier
from monitor.text.document import Span
from monitor.wording.ownwords import is_reporters, quoted_words

Say = Callable[..., Statement]


def span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(start=at, end=at + len(words))


@pytest.mark.parametrize(
    ("text", "quoted", "around"),
    [
        ("the measures “are not a ban” and follow talks", "not a ban", "follow talks"),
        ("强调将“积极适用通用许可”，并指近日已通报", "适用通用许可", "近日已通报"),
        ("強調將「積極適用通用許可」，並指近日已通報", "適用通用許可", "近日已通報"),
    ],
)
def test_the_quoted_part_is_the_bodys(say: Say, text: str, quoted: str, around: str) -> None:
    mixed = say(text, "2025-10-12", mode=Mode.MIXED)
    assert not is_reporters(mixed, span(text, quoted))
    assert is_reporters(mixed, span(text, around))


def test_a_whole_quotation_is_the_bodys_and_indirect_speech_is_nobodys(say: Say) -> None:
    text = "the measures are not a ban"
    assert not is_reporters(say(text, "2025-10-12"), span(text, "not a ban"))
    assert is_reporters(say(text, "2025-10-12", tier=Tier.REPORTED), span(text, "not a ban"))


def test_the_quoted_words_within_a_span_are_given(say: Say) -> None:
    text = "its rules “are not a ban” at all"
    mixed = say(text, "2025-10-12", mode=Mode.MIXED)
    assert quoted_words(mixed, span(text, "rules “are not a ban”")) == "are not a ban"
    assert quoted_words(say(text, "2025-10-12"), span(text, "at all")) == "at all"
