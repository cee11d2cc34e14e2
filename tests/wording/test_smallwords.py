"""Which small words a body makes signals of is learnt from what it said."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.shift import Kind
from monitor.wording.smallwords import signal_words

Say = Callable[..., Statement]
NOW = datetime(2025, 12, 1, tzinfo=UTC)
DAYS = ("2025-02-04", "2025-04-08", "2025-06-10", "2025-08-12")
STEADY = "The Council expects growth to slow only gradually under the export controls on gallium."
BARE = "The Council expects growth to slow gradually under the export controls on gallium."


@pytest.fixture
def own(say: Say) -> Callable[..., list[Statement]]:
    def make(text: str, days: tuple[str, ...], **fields: object) -> list[Statement]:
        return [say(text, day, body="EU-COM", tier=Tier.ISSUER, **fields) for day in days]

    return make


def test_a_word_that_stood_on_three_days_is_a_signal(
    own: Callable[..., list[Statement]], comparer: Comparer
) -> None:
    learnt = signal_words(own(STEADY, DAYS), lexicon=comparer.lexicon, language="en")
    assert {"only", "gradually"} <= learnt


def test_a_word_that_was_never_used_is_a_signal_when_it_comes(
    own: Callable[..., list[Statement]], comparer: Comparer
) -> None:
    assert "somewhat" in signal_words(own(STEADY, DAYS), lexicon=comparer.lexicon, language="en")


def test_a_word_that_comes_and_goes_tells_nothing(
    own: Callable[..., list[Statement]], comparer: Comparer
) -> None:
    said = [*own(STEADY, DAYS[:2]), *own(BARE, DAYS[2:])]
    assert "only" not in signal_words(said, lexicon=comparer.lexicon, language="en")


def test_two_days_teach_nothing(own: Callable[..., list[Statement]], comparer: Comparer) -> None:
    assert not signal_words(own(STEADY, DAYS[:2]), lexicon=comparer.lexicon, language="en")


def test_reporters_words_teach_nothing(say: Say, comparer: Comparer) -> None:
    told = [say(STEADY, day, body="EU-COM", tier=Tier.REPORTED) for day in DAYS]
    assert not signal_words(told, lexicon=comparer.lexicon, language="en")


def test_chinese_words_are_learnt_without_word_boundaries(say: Say, comparer: Comparer) -> None:
    said = [say("中方坚定维护世界和平", day, tier=Tier.ISSUER) for day in DAYS]
    assert {"和平", "坚定"} <= signal_words(said, lexicon=comparer.lexicon, language="zh")


def test_the_steady_word_that_goes_is_told(
    own: Callable[..., list[Statement]], comparer: Comparer
) -> None:
    *known, new = [*own(STEADY, DAYS), *own(BARE, ("2025-10-14",))]
    (shift,) = decide(new, known, comparer=comparer, now=NOW).shifts
    assert shift.silenced is None
    assert any("only" in removed for removed in shift.removed)
    assert not {Kind.STRENGTH, Kind.SCOPE_WIDENED, Kind.SCOPE_NARROWED}.isdisjoint(shift.kinds)
