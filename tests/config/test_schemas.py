"""The JSON Schemas for editors say what the loaders say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from monitor.config.schemas import FILES, schemas
from monitor.config.yamlfile import read_yaml

SHIPPED = Path(__file__).parents[2] / "config"

SEEDS = sorted((SHIPPED.parent / "seeds").glob("*.yaml"))
DESCRIBED = [
    (path, f"{name}.json")
    for name in FILES
    for path in (SEEDS if name == "seed" else sorted(SHIPPED.glob(f"{name}*.yaml")))
]


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=date.isoformat))


def errors(schema: str, value: Any) -> list[str]:
    validator = Draft202012Validator(json.loads(schemas()[schema]))
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("name", [f"{name}.json" for name in FILES])
def test_the_shipped_schema_is_current(name: str) -> None:
    shipped = (SHIPPED / "schema" / name).read_text(encoding="utf-8")
    assert shipped == schemas()[name], "run: python -m monitor.config.schemas"


def test_no_schema_ships_that_describes_nothing() -> None:
    assert {path.name for path in (SHIPPED / "schema").iterdir()} == set(schemas())


@pytest.mark.parametrize(("path", "schema"), DESCRIBED, ids=lambda one: getattr(one, "name", one))
def test_a_shipped_file_agrees_with_its_schema(path: Any, schema: str) -> None:
    assert errors(schema, as_json(read_yaml(path).data)) == []


@pytest.mark.parametrize(
    "path", [*sorted(SHIPPED.glob("*.yaml")), *SEEDS], ids=lambda path: path.name
)
def test_every_settings_file_has_a_schema(path: Any) -> None:
    assert path in {described for described, _ in DESCRIBED}


def test_a_time_and_a_size_may_be_written_with_a_unit() -> None:
    value = {"retry": {"base": "30s"}, "polling": {"limits": {"wire_bytes": "10 MB"}}}
    assert errors("monitor.json", value) == []
    assert errors("monitor.json", {"retry": {"base": 30}})


def test_a_rank_is_written_beside_its_body() -> None:
    assert errors("monitor.json", {"scoring": {"authority": {"CN-EMB": 2}}}) == []


def test_an_unknown_key_is_marked_in_the_editor() -> None:
    assert errors(
        "sources.json",
        {"sources": [{"id": "a", "name": "A", "url": "https://e.org/", "charst": "x"}]},
    )
