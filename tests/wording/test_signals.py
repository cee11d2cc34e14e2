import pytest

from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.shift import Direction, Kind

EASING = "The Committee is prepared to make further adjustments to the stance of policy."
EASED = "The Committee is prepared to make adjustments to the stance of policy."


def told(
    comparer: Comparer, before: str, after: str, *signals: str, language: str = "en"
) -> Comparison:
    return comparer.compare(
        before,
        after,
        language=language,
        mode=PairMode.STATEMENTS,
        signals=frozenset(signals),
    )


def test_a_signal_that_came_counts_where_an_aspect_alone_is_held_back(comparer: Comparer) -> None:
    assert told(comparer, EASED, EASING).kinds == ()
    found = told(comparer, EASED, EASING, "further")
    assert found.kinds == (Kind.STRENGTH,)
    (signal,) = [finding for finding in found.findings if finding.rule == "words.signal"]
    assert signal.after.of(EASING) == "further"
    assert signal.lost == ()
    assert signal.gained == ("further",)


def test_a_signal_that_went_counts(comparer: Comparer) -> None:
    found = told(comparer, EASING, EASED, "further")
    (signal,) = found.telling
    assert signal.before.of(EASING) == "further"
    assert signal.gained == ()


def test_a_signal_counts_between_tellings_in_other_words(comparer: Comparer) -> None:
    before = "We are willing to seek the prospect of peaceful reunification with sincerity."
    after = "In all sincerity, we stand ready to strive for the prospect of reunification."
    assert told(comparer, before, after).kinds == ()
    assert Kind.STRENGTH in told(comparer, before, after, "peaceful").kinds


def test_a_chinese_signal_needs_no_word_boundary(comparer: Comparer) -> None:
    before = "我们愿以最大诚意争取和平统一前景。"
    after = "我们愿以最大诚意争取统一前景。"
    found = told(comparer, before, after, "和平", language="zh")
    assert found.telling
    assert any("和平" in finding.before.of(before) for finding in found.telling)


def test_a_phrase_is_one_signal(comparer: Comparer) -> None:
    before = "The policy rate will stay at this level for the time being."
    after = "The policy rate will stay at this level."
    found = told(comparer, before, after, "for the time being")
    assert any("for the time being" in finding.before.of(before) for finding in found.telling)


def test_a_signal_of_scope_has_the_direction_of_scope(comparer: Comparer) -> None:
    before = "The licence covers shipments of finished magnets to plants in the region."
    after = "Only shipments of finished magnets to plants in the region have a licence."
    found = [
        finding
        for finding in told(comparer, before, after, "only").findings
        if finding.kind is Kind.SCOPE_NARROWED
    ]
    assert [finding.direction for finding in found] == [Direction.NARROWER]


def test_what_is_told_already_is_not_told_twice(comparer: Comparer) -> None:
    before = "China will take necessary measures."
    after = "China will take all necessary measures."
    found = told(comparer, before, after, "all")
    spans = [finding.after for finding in found.telling]
    assert len(spans) == len(set(spans))


@pytest.mark.parametrize("signals", [(), ("further",), ("only", "any")])
def test_the_same_words_have_no_signal_between_them(
    comparer: Comparer, signals: tuple[str, ...]
) -> None:
    assert told(comparer, EASING, EASING, *signals).findings == ()


def test_a_signal_within_a_longer_word_is_none(comparer: Comparer) -> None:
    found = told(comparer, "Many firms applied.", "Company firms applied.", "any")
    assert all(finding.rule != "words.signal" for finding in found.findings)
