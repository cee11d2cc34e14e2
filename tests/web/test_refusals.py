"""What is refused before or instead of the database, so that one kind of database is enough."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from monitor.errors import StorageError
from monitor.storage.engine import Database


@pytest.fixture
def database(sqlite_url: str, filled: Callable[[Database], Database]) -> Iterator[Database]:
    with Database.open(sqlite_url) as opened:
        yield filled(opened)


@pytest.mark.parametrize("name", ["items", "statements", "shifts", "alerts", "formulations"])
@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "%F0%9F%92%A9", "W10", "bnVsbA"])
def test_a_cursor_that_is_none_names_no_page(client: Any, name: str, cursor: str) -> None:
    answer = client.get(f"/api/{name}?cursor={cursor}")
    assert answer.status_code == 404
    assert "cursor" in answer.json()["error"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=yesterday", "since: neither a date (2025-08-19) nor a time"),
        ("since=2025-13-01", "since: neither"),
        ("since=1724000000", "since: neither"),
        ("since=0001-01-01T00:00:00%2B01:00", "since: neither"),
        ("limit=501", "limit: Input should be less than or equal to 500"),
        ("limit=0", "limit: "),
        ("level=loud", "level: Input should be 'alert', 'digest' or 'info'"),
        ("boddy=CN-MFA", "boddy: no such parameter"),
        ("q=%00", "q: "),
        (f"q={'x' * 301}", "q: "),
    ],
)
def test_what_cannot_be_asked_is_said_plainly(client: Any, query: str, words: str) -> None:
    answer = client.get(f"/api/shifts?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(words)


@pytest.mark.parametrize("path", ["/api/shifts/none", "/shifts/none", "/api/shifts/a%2Fb", "/nope"])
def test_what_is_not_there_is_not_found(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


class Broken(Database):
    """A database whose server is gone."""

    def __init__(self) -> None:
        """Hold nothing."""

    def read(self) -> Any:
        raise StorageError("the server does not answer", hint="Start it.")

    def check(self, *, deep: bool = False) -> None:
        raise StorageError("the server does not answer")


@pytest.mark.parametrize("path", ["/status", "/api/items", "/metrics", "/", "/shifts.atom"])
def test_a_database_that_is_gone_is_said_so(ask: Any, path: str) -> None:
    gone = ask(database=Broken())
    answer = gone.get(path)
    assert answer.status_code == 503
    assert answer.json() == {"error": "the server does not answer", "hint": "Start it."}
    assert gone.get("/healthz").status_code == 200
    ready = gone.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["reasons"] == ["the database does not answer: the server does not answer"]


@pytest.mark.parametrize("path", ["/api/shifts/%00", "/shifts/a%00b"])
def test_a_character_that_no_id_has_is_refused_before_the_database_chokes_on_it(
    client: Any, path: str
) -> None:
    assert client.get(path).status_code == 422
