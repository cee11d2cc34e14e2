"""The description of the API, and that the answers are as it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from monitor.web import shapes

SHAPES: dict[str, type[BaseModel]] = {
    "/api/items": shapes.Rows[shapes.Item],
    "/api/statements": shapes.Rows[shapes.Statement],
    "/api/shifts": shapes.Rows[shapes.Shift],
    "/api/alerts": shapes.Rows[shapes.Alert],
    "/api/sources": shapes.Rows[shapes.Source],
    "/api/formulations": shapes.Rows[shapes.Formulation],
    "/api/shifts/s-1": shapes.ShiftWithStatements,
    "/status": shapes.Status,
    "/readyz": shapes.Ready,
    "/healthz": shapes.Alive,
}


@pytest.fixture
def schema(client: Any) -> Any:
    return client.get("/openapi.json").json()


@pytest.mark.parametrize("path", SHAPES)
def test_an_answer_has_the_shape_that_is_described(client: Any, path: str) -> None:
    content = client.get(path).content
    assert SHAPES[path].model_validate_json(content).model_dump()


def test_every_listing_has_rows_to_show(client: Any) -> None:
    for path, shape in SHAPES.items():
        if "rows" in shape.model_fields:
            assert client.rows(path)


def test_every_operation_says_what_it_answers_and_what_may_go_wrong(schema: Any) -> None:
    operations = [
        (path, one) for path, methods in schema["paths"].items() for one in methods.values()
    ]
    assert len(operations) > 15
    for path, operation in operations:
        assert operation["summary"], path
        told = operation["responses"]["200"]["content"]
        for media_type, each in told.items():
            assert each["schema"], (path, media_type)
        if path not in {"/healthz"}:
            assert "401" in operation["responses"], path
        if path.startswith("/api/"):
            assert {"304", "404", "422", "503"} <= set(operation["responses"]), path
            assert told["application/json"]["schema"]["$ref"], path


def examples(schema: Any) -> Iterator[tuple[str, Any, Any]]:
    for name, component in schema["components"]["schemas"].items():
        for example in component.get("examples", ()):
            yield name, component, example


def test_every_shape_of_a_row_has_an_example_that_fits_it(schema: Any) -> None:
    found = list(examples(schema))
    assert {"Item", "Statement", "Shift", "Alert", "Source", "Formulation", "Problem"} <= {
        name for name, _, _ in found
    }
    for name, component, example in found:
        whole = {**component, "components": schema["components"]}
        problems = list(Draft202012Validator(whole).iter_errors(example))
        assert not problems, (name, problems)


def test_an_example_of_a_shift_quotes_the_words_that_it_says_were_removed(schema: Any) -> None:
    (example,) = schema["components"]["schemas"]["Shift"]["examples"]
    (change,) = example["changes"]
    start, end = change["before"]
    assert [example["before"][start:end]] == example["removed"]


@pytest.mark.parametrize("path", [*[*SHAPES][:7], "/shifts.atom"])
def test_what_the_asker_holds_is_not_sent_again(client: Any, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "private, no-cache"
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, {"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for held in ("", '"other"', tag.strip('"'), "nonsense,,,"):
        assert client.get(path, {"if-none-match": held}).status_code == 200


def test_a_listing_that_grew_has_another_tag(client: Any) -> None:
    assert (
        client.get("/api/shifts?limit=1").headers["etag"]
        != client.get("/api/shifts?limit=2").headers["etag"]
    )


def test_the_description_asks_for_the_token_where_there_is_one(ask: Any, schema: Any) -> None:
    shut = ask(token="secret").get("/openapi.json", {"authorization": "Bearer secret"}).json()
    assert shut["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert shut["paths"]["/api/items"]["get"]["security"] == [{"token": []}]
    assert "securitySchemes" not in schema["components"]
