import json
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from monitor.alerts.alert import Alert
from monitor.alerts.notice import schema
from monitor.alerts.undelivered import compose_undelivered, is_of_dead_letters
from tests.alerts.made import NOW

VALID = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
HOSTILE = "x\r\nBcc: evil@example.org <script>alert(1)</script> \u202e\x1b[2J" + "long " * 1000


def notice(receiver: str = "hook", **given: Any) -> Alert:
    known = {"letters": 2, "problem": "the receiver answered 500", "stopped": False, "now": NOW}
    return compose_undelivered(receiver, **{**known, **given})


def test_it_says_who_takes_nothing_why_and_how_to_send_it_again() -> None:
    made = notice(base_url="https://monitor.example/")
    assert made.subject == "Delivery: hook takes no messages"
    for words in (
        "the receiver answered 500",
        "2 messages are kept",
        "monitor alerts retry --receiver hook",
        "https://monitor.example/",
    ):
        assert words in made.text
        assert words in made.html
    VALID.validate(json.loads(made.payload))


def test_of_one_that_is_gone_it_says_that_nothing_more_is_tried() -> None:
    made = notice(stopped=True, letters=1)
    assert made.subject == "Delivery: hook wants no more messages"
    assert "1 message is kept" in made.text
    assert "Nothing more is tried there" in made.text


def test_there_is_one_a_day_for_each_receiver() -> None:
    assert notice().id == notice(letters=9, now=NOW + timedelta(hours=1)).id
    assert len({notice().id, notice("mail").id, notice(now=NOW + timedelta(days=1)).id}) == 3


def test_it_is_told_from_every_other_message(alert: Alert) -> None:
    assert is_of_dead_letters(notice())
    assert not is_of_dead_letters(alert)


def test_hostile_words_stay_words() -> None:
    made = notice("mail:" + HOSTILE, problem=HOSTILE)
    assert "\n" not in made.subject
    assert "\r" not in made.subject + made.text
    assert "<script" not in made.html
    assert not {"\x1b", "\u202e"} & set(made.subject + made.text + made.html)
    assert len(made.subject) < 120
    assert all(len(line) <= 76 for line in made.text.splitlines())
    VALID.validate(json.loads(made.payload))


def test_a_notice_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        notice(letters=0)
