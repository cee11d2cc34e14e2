"""Any request that the description allows, and many that it does not, on one kind of database."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.storage.engine import Database
from monitor.web import shapes


@pytest.fixture
def database(sqlite_url: str, filled: Callable[[Database], Database]) -> Iterator[Database]:
    with Database.open(sqlite_url) as opened:
        yield filled(opened)


@pytest.fixture
def schema(client: Any) -> Any:
    return client.get("/openapi.json").json()


VALUES = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(str),
    st.sampled_from(
        ["", "true", "alert", "dropped", "CN-MFA", "rare-earths", "稀土", '"', "%", "*"]
    ),
)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_asked_is_answered_as_described(
    client: Any, schema: Any, data: st.DataObject
) -> None:
    """Any operation with any parameters: a status that is described, in the media type said."""
    path, methods = data.draw(st.sampled_from(sorted(schema["paths"].items())))
    operation = methods["get"]
    query: dict[str, str] = {}
    asked = path
    for parameter in operation.get("parameters", ()):
        value = data.draw(VALUES)
        if parameter["in"] == "path":
            asked = asked.replace(f"{{{parameter['name']}}}", quote(value, safe="") or "s-1")
        elif data.draw(st.booleans()):
            query[parameter["name"]] = value
    answer = client.get(f"{asked}?{urlencode(query)}")
    described = operation["responses"]
    assert str(answer.status_code) in described, answer.text
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in described[str(answer.status_code)]["content"]
    if answer.status_code >= 400:
        assert shapes.Problem.model_validate_json(answer.content).error
