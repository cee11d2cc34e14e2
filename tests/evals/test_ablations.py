"""What is taken away is the mechanism that is named, and nothing in the product is switched."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evals import ablations, statements
from monitor.config.lexicon import load_lexicon
from monitor.statements.statement import (
    Mode,
    Origin,
    SaidOn,
    Statement,
    Tier,
    Translator,
)
from monitor.text.document import Span
from monitor.text.read import read
from monitor.text.topics import TopicIndex
from monitor.wording.compare import Comparer
from monitor.wording.lexicon import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(statements.ROOT / "config")


def said(day: int, *, name: str, utterance: str = "") -> Statement:
    text = "China is willing to enhance dialogue"
    return Statement(
        id=name,
        url=f"urn:{name}",
        body="CN-MFA",
        speaker=None,
        role=None,
        said_on=SaidOn(day=date(2025, 6, day), evidence="explicit"),
        published_at=datetime(2025, 6, day, 12, tzinfo=UTC),
        mode=Mode.INDIRECT,
        tier=Tier.REPORTED,
        translator=Translator.UNKNOWN,
        language="en",
        topics=("rare-earths",),
        text=text,
        span=Span(start=0, end=len(text)),
        utterance=utterance,
    )


def test_without_classes_two_words_of_one_concept_differ(lexicon: Lexicon) -> None:
    before = "中方愿同各方加强对话。"
    after = "中方愿意同各方加强对话。"
    split = Comparer(ablations.without_classes(lexicon))
    whole = Comparer(lexicon)
    assert whole.concepts(before, language="zh") == whole.concepts(after, language="zh")
    assert split.concepts(before, language="zh") != split.concepts(after, language="zh")


def test_without_classes_no_form_is_lost(lexicon: Lexicon) -> None:
    split = ablations.without_classes(lexicon)
    assert [entry.form for entry in split.entries] == [entry.form for entry in lexicon.entries]
    assert len({entry.concept for entry in split.entries}) > len(
        {entry.concept for entry in lexicon.entries}
    )


def test_without_tiers_every_report_is_the_issuer_s_text() -> None:
    assert ablations.as_first_hand(said(1, name="a")).tier is Tier.ISSUER


def test_the_history_is_cut_to_the_latest_other_utterance() -> None:
    known = [said(1, name="a"), said(5, name="b", utterance="u"), said(5, name="c", utterance="u")]
    now = said(9, name="d")
    same_day = said(9, name="e")
    kept = ablations.latest_other(now, [*known, same_day])
    assert [other.id for other in kept] == ["b", "c", "e"]


def test_reports_of_one_day_are_pulled_apart() -> None:
    other = replace(said(9, name="a"), utterance="u")
    (moved,) = ablations.pulled_apart(said(9, name="b"), [other])
    assert moved.utterance == ""
    assert moved.said_on is not None
    assert moved.said_on.day == date(2025, 6, 6)


def test_a_day_that_was_handed_down_becomes_the_day_of_publication() -> None:
    text = (
        "On June 12, Chinese Foreign Ministry spokesperson Lin Jian said that talks go on. "
        "Lin said that the policy is unchanged."
    )
    origin = Origin(published_at=datetime(2025, 6, 14, 12, tzinfo=UTC))
    document = read(text, topics=TopicIndex(()), language="en")
    whole = statements.extractor()
    days = [
        [one.said_on.day.day for one in reader.extract(document, origin) if one.said_on]
        for reader in (whole, ablations.Uninherited(whole))
    ]
    assert days == [[12, 12], [12, 14]]


def test_a_row_shows_its_change_against_the_full_method() -> None:
    rows = [
        ablations.Row(name="full method", days={"en": 0.9, "zh": 0.8}),
        ablations.Row(name="without", days={"en": 0.7, "zh": 0.8}),
    ]
    assert "0.700 (-0.200)" in ablations.report(rows)
