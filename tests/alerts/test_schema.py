import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jsonschema import Draft202012Validator

from monitor.alerts.alert import Subject
from monitor.alerts.compose import compose
from monitor.alerts.payload import schema

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
PUBLISHED = Path(__file__).parents[2] / "docs" / "webhook.schema.json"
VALID = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
MAKE_AGAIN = "make it again: python -m monitor.alerts.payload > docs/webhook.schema.json"


def test_the_published_schema_is_the_current_one() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema(), MAKE_AGAIN


def test_payloads_are_valid_by_the_published_schema(
    about: Callable[..., Subject], chinese: Subject
) -> None:
    Draft202012Validator.check_schema(schema())
    for subject in (about(), chinese, about(statement=None, against=()), about(body=None)):
        VALID.validate(json.loads(compose(subject, now=NOW).payload))
    broken = json.loads(compose(about(), now=NOW).payload)
    broken["shift"]["kinds"] = ["whatever"]
    assert not VALID.is_valid(broken)


def test_a_receiver_that_checks_by_the_schema_survives_new_keys(
    about: Callable[..., Subject],
) -> None:
    later = json.loads(compose(about(), now=NOW).payload)
    later["shift"]["new_key"] = 1
    assert VALID.is_valid(later)
