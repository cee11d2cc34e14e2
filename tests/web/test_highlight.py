"""Words of a search, marked where they stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.mark import joined
from monitor.storage.search import Term, terms
from monitor.text.tokens import tokens
from monitor.web.highlight import FOUND, found


def marked(text: str, q: str) -> list[str]:
    return [piece.text for piece in found(text, terms(q)) if piece.kind is FOUND]


@pytest.mark.parametrize(
    ("text", "q", "expected"),
    [
        ("Export controls on rare earths.", "control", ["controls"]),
        (
            "Export controls on rare earths.",
            '"export controls" earth',
            ["Export controls", "earths"],
        ),
        ("Export of controls", '"export controls"', []),
        ("对稀土实施出口管制，稀土。", "稀土", ["稀土", "稀土"]),
        ("對稀土實施出口管製。", "稀土实施", ["稀土實施"]),
        ("稀\u200b土", "稀土", ["稀\u200b土"]),
        ("ＲＡＲＥ earths", "rare", ["ＲＡＲＥ"]),
        ("abc", "", []),
        ("", "abc", []),
        ("管管管", "管管", ["管管"]),
        ("a rare a", "a", ["a", "a"]),
    ],
)
def test_what_was_asked_for_is_marked_as_it_stands(text: str, q: str, expected: list[str]) -> None:
    assert marked(text, q) == expected


def test_a_long_passage_is_cut_to_what_was_found() -> None:
    text = "Nothing here. " * 200 + "Then 稀土 is said. " + "Nothing there. " * 200
    pieces = found(text, terms("稀土"), limit=300)
    assert [piece.text for piece in pieces if piece.kind is FOUND] == ["稀土"]
    assert len(joined(pieces)) < 400


def test_a_passage_beyond_all_measure_is_shown_without_marks() -> None:
    text = "word " * 20_000 + "rare"
    assert marked(text, "rare") == []


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=30))
def test_pieces_join_back_to_the_passage(text: str, q: str) -> None:
    assert joined(found(text, terms(q))) == text


WORDS = st.lists(st.sampled_from("rare earth 稀 土 a ab 2 - _ , é 管".split()), max_size=8)


@settings(deadline=None)
@given(WORDS, WORDS, st.sampled_from(["", " "]))
def test_a_phrase_is_marked_where_its_tokens_stand_side_by_side_and_nowhere_else(
    words: list[str], asked: list[str], between: str
) -> None:
    text, phrase = between.join(words), list(tokens(" ".join(asked)))
    cut = list(tokens(text))
    there = any(cut[at : at + len(phrase)] == phrase for at in range(len(cut)))
    found_ = found(text, [Term(tokens=tuple(phrase))]) if phrase else ()
    assert any(piece.kind is FOUND for piece in found_) == (bool(phrase) and there)
