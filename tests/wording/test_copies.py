"""Copies and re-quotes, before any comparison."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.statements.statement import Statement
from monitor.wording.copies import (
    containment,
    is_mangled,
    jaccard,
    said_within_a_day,
    same_utterance,
    shingles,
)

Say = Callable[..., Statement]
JULY = (
    "We stand ready to work with relevant countries and regions to continue enhancing dialogue "
    "and cooperation on export controls and jointly keep global industrial and supply chains "
    "stable, safe and secure"
)


def test_an_excerpt_is_contained_and_the_whole_is_not() -> None:
    excerpt = "continue enhancing dialogue and cooperation on export controls"
    assert containment(excerpt, JULY, "en") == 1.0
    assert containment(JULY, excerpt, "en") < 0.5


def test_punctuation_case_and_space_do_not_count() -> None:
    same = "WE STAND READY, to work with   relevant countries and regions"
    assert containment(same, JULY, "en") == 1.0


def test_chinese_is_cut_into_characters_whatever_the_script() -> None:
    simplified = "我们愿意与有关国家和地区加强对话合作"
    traditional = "我們願意與有關國家和地區加強對話合作"
    assert containment(traditional, simplified, "zh") == 1.0
    assert "我 们 愿" in shingles(simplified, "zh")


def test_a_text_shorter_than_a_shingle_is_one_shingle() -> None:
    assert shingles("No comment.", "en") == {"no comment"}
    assert shingles("?!", "en") == frozenset()
    assert containment("?!", JULY, "en") == 0.0


@settings(max_examples=30)
@given(st.text(max_size=60), st.sampled_from(["en", "zh"]))
def test_a_text_contains_itself_or_has_no_words(text: str, language: str) -> None:
    assert containment(text, text, language) in (0.0, 1.0)


def test_jaccard_of_nothing_is_no_agreement() -> None:
    assert jaccard(set(), set()) == 0.0
    assert jaccard({"a", "b"}, {"b", "c"}) == pytest.approx(1 / 3)


def test_two_reports_of_neighbouring_days_with_the_same_words_are_one_utterance(say: Say) -> None:
    # A reporter in Washington writes on the 23rd what was said in Beijing on the 24th.
    assert same_utterance(say(JULY, "2025-07-24"), say(JULY[:120], "2025-07-23"))


def test_the_same_words_weeks_apart_are_two_utterances(say: Say) -> None:
    assert not same_utterance(say(JULY, "2025-07-24"), say(JULY, "2025-08-19"))


def test_two_bodies_never_share_an_utterance(say: Say) -> None:
    other = say(JULY, "2025-07-24", body="CN-MOFCOM")
    assert not same_utterance(say(JULY, "2025-07-24"), other)
    nobody = say(JULY, "2025-07-24", body=None)
    assert not same_utterance(nobody, nobody)


def test_two_languages_are_one_utterance_by_their_concepts(say: Say) -> None:
    english, chinese = say(JULY, "2025-07-24"), say("我们愿意加强对话", "2025-07-24")
    assert not same_utterance(english, chinese)
    concepts = frozenset({"DIALOGUE", "COOPERATE", "SUPPLY_CHAIN"})
    assert same_utterance(english, chinese, concepts=(concepts, concepts))


def test_words_without_a_day_count_as_said_when_they_were_published(say: Say) -> None:
    dated = say(JULY, "2025-07-24")
    undated = say(JULY, None, published_at=dated.published_at)
    assert said_within_a_day(dated, undated)
    assert not said_within_a_day(dated, say(JULY, None))


@pytest.mark.parametrize(
    ("text", "mangled"),
    [
        ("中国对稀有土地的出口管制", True),
        ("China's export of rare soil", True),
        ("中国对稀土的出口管制", False),
        ("rare earths and rare-earth magnets", False),
    ],
)
def test_a_text_that_went_through_a_machine_twice_is_known_by_its_terms(
    text: str, mangled: bool
) -> None:
    assert is_mangled(text) is mangled
