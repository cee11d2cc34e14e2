"""Pairs of texts handed in as objects."""

import pytest

from monitor.errors import MonitorError
from monitor.pipeline.pairs import compare_row
from monitor.pipeline.reader import Reader

BEFORE = "China will approve qualified applications for rare-earth exports."
AFTER = "China will not approve qualified applications for rare-earth exports."


def test_a_pair_gives_one_shift_with_its_id_body_and_topic(reader: Reader) -> None:
    row = {"id": 7, "before": BEFORE, "after": AFTER, "body": "CN-MFA", "topic": "rare-earths"}
    shift = compare_row(reader, row, where="here")
    assert (shift.id, shift.body, shift.topic) == ("7", "CN-MFA", "rare-earths")
    assert "polarity" in shift.kinds


def test_noise_alone_gives_a_shift_without_kinds(reader: Reader) -> None:
    for mode in ("statements", "versions", None):
        row = {"before": BEFORE, "after": BEFORE + " ", "lang": "en", "mode": mode}
        assert compare_row(reader, row, where="here").kinds == ()


def test_a_pair_without_an_id_has_one_that_stays(reader: Reader) -> None:
    row = {"before": BEFORE, "after": AFTER}
    assert compare_row(reader, row, where="a").id == compare_row(reader, row, where="b").id


def test_empty_texts_are_compared_too(reader: Reader) -> None:
    assert compare_row(reader, {"before": "", "after": ""}, where="here").kinds == ()
    assert compare_row(reader, {"before": BEFORE, "after": ""}, where="here").after == ""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x", "not a JSON object"),
        ({"before": "x"}, "before and after must be two strings"),
        ({"before": "x", "after": None}, "before and after must be two strings"),
        ({"before": "x", "after": "y", "lang": 7}, "lang is not a string"),
        ({"before": "x", "after": "y", "mode": "both"}, "'both' is no mode"),
    ],
)
def test_a_line_that_is_no_pair_is_named(reader: Reader, row: object, words: str) -> None:
    with pytest.raises(MonitorError, match=words) as caught:
        compare_row(reader, row, where="pairs.jsonl:3")
    assert str(caught.value).startswith("pairs.jsonl:3: ")
