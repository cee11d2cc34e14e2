"""What an alert says in words: how a date is known, who spoke, and no more than helps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.alerts.alert import Subject
from monitor.alerts.compose import compose
from monitor.alerts.words import evidence_words
from monitor.statements.statement import Tier
from monitor.text.document import Span
from monitor.wording.shift import Change, Kind

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ('weekday: "on Tuesday"', "told by “on Tuesday”"),
        ('inherited from weekday: "Monday"', "told by “Monday”"),
        ('dateline: "Aug 19"', "the dateline “Aug 19”"),
        ("publication", "the day it was published"),
        ("same day", "told by “the same day”"),
        ("1 days before the last", "1 day before the day told last"),
        ("test", ""),
        ("", ""),
        ("page", "page"),
    ],
)
def test_how_a_date_is_known_is_said_in_plain_words(evidence: str, words: str) -> None:
    assert evidence_words(evidence) == words


def test_the_date_of_an_alert_says_what_told_it(about: Callable[..., Subject]) -> None:
    text = " ".join(compose(about(), now=NOW).text.split())
    assert "Said on 19 August 2025 (told by “on Tuesday”)" in text


def test_a_byline_without_a_speaker_names_the_body(about: Callable[..., Subject]) -> None:
    subject = about()
    assert subject.statement is not None
    said = replace(subject.statement, speaker=None, role=None, tier=Tier.ISSUER)
    text = compose(replace(subject, statement=said), now=NOW).text
    assert f"— {subject.body_name}, 19 August 2025" in text
    assert f"Said by       {subject.body_name}\n" in text
    assert f"— {said.body}," not in text


def test_concepts_are_told_where_two_passages_are_and_at_most_twelve(
    about: Callable[..., Subject],
) -> None:
    many = tuple(f"CONCEPT_{number}" for number in range(20))
    text = " ".join(compose(about(concepts_added=many), now=NOW).text.split())
    assert "Sense gained concept 0," in text
    assert "concept 11 and 8 more" in text
    assert "concept 12" not in text
    after = about().shift.after
    whole = Change(before=Span(start=0, end=0), after=Span(start=0, end=len(after)))
    new = about(
        "",
        after,
        concepts_added=many,
        changes=(whole,),
        kinds=(Kind.NEW_FORMULATION,),
        provisional=True,
    )
    text = compose(new, now=NOW).text
    assert "Sense gained" not in text
    assert "the nearest earlier words were compared" not in " ".join(text.split())


def test_what_held_a_shift_back_is_said_in_plain_words(about: Callable[..., Subject]) -> None:
    held = about(silenced="omitted_once")
    assert "sent nowhere: omitted once." in " ".join(compose(held, now=NOW).text.split())
    rules = {"omitted_once": "left out once"}
    told = compose(held, now=NOW, rules=rules)
    assert "sent nowhere: left out once." in " ".join(told.text.split())


def test_a_subject_has_no_two_spaces_beside_each_other(about: Callable[..., Subject]) -> None:
    subject = about(item_title="商务部　 公告", topic_name=" rare  earths ", removed=(" a  b ",))
    assert "  " not in compose(subject, now=NOW).subject
