import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from monitor.alerts import notice, payload
from tests.alerts.examples import PUBLISHED, examples

DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = {"shift": "webhook", "digest": "webhook", "monitor.notice": "notice"}
MAKE_AGAIN = "make them again: python -m tests.alerts.examples"


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_each_type_of_message_has_a_published_example() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.iterdir()}
    assert published == examples(), MAKE_AGAIN
    types = {json.loads(text)["type"] for text in published.values()}
    named = json.dumps([payload.schema(), notice.schema()])
    assert types == set(SCHEMAS)
    assert all(f'"const": "{one}"' in named for one in types)


@pytest.mark.parametrize("name", sorted(examples()))
def test_a_published_example_is_valid_by_its_published_schema(name: str) -> None:
    example = json.loads((PUBLISHED / name).read_text(encoding="utf-8"))
    found = validator(SCHEMAS[example["type"]]).iter_errors(example)
    assert [error.message for error in found] == []
