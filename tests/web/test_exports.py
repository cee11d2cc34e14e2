"""What a list shows, as a spreadsheet and as lines for a program."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from monitor.statements.statement import Statement
from monitor.storage import statements
from monitor.storage.engine import Database
from monitor.web.exports import cell


def table(client: Any, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def lines(client: Any, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jsonl; charset=utf-8"
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("name", ["items", "statements", "shifts"])
@pytest.mark.parametrize("query", ["", "?limit=1", "?q=出口管制", "?topic=none", "?body=CN-MFA"])
def test_an_export_holds_exactly_what_the_listing_shows(client: Any, name: str, query: str) -> None:
    shown = client.rows(f"/api/{name}{query}")
    assert lines(client, f"/{name}.jsonl{query}") == shown
    if shown:
        rows = table(client, f"/{name}.csv{query}")
        assert [row["id"] for row in rows] == [row["id"] for row in shown]
        assert list(rows[0]) == list(shown[0])


@pytest.mark.parametrize("name", ["items", "statements", "shifts"])
def test_a_spreadsheet_without_rows_names_the_same_columns(client: Any, name: str) -> None:
    full, empty = client.get(f"/{name}.csv"), client.get(f"/{name}.csv?q=nobodysaidthis")
    assert not client.rows(f"/api/{name}?q=nobodysaidthis")
    assert (
        empty.content.decode("utf-8-sig") == full.content.decode("utf-8-sig").split("\n")[0] + "\n"
    )


def test_an_export_goes_on_from_a_cursor_over_many_pages(
    client: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    with database.write() as session:
        more = [said(f"x-{number}", "稀土", date(2025, 1, 1)) for number in range(600)]
        statements.put(session, more, item=None, now=now)
    assert len(lines(client, "/statements.jsonl?limit=10000")) == 602
    assert len(table(client, "/statements.csv?limit=10000&q=稀土")) == 600
    first = client.get("/api/statements?limit=500").json()
    assert len(lines(client, f"/statements.jsonl?limit=10000&cursor={first['next_cursor']}")) == 102


def test_a_file_is_offered_for_saving(client: Any) -> None:
    saved = client.get("/statements.csv").headers["content-disposition"]
    assert saved == 'attachment; filename="statements.csv"'


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_what_cannot_be_asked_is_an_error_and_no_file(client: Any, suffix: str) -> None:
    assert client.get(f"/statements.{suffix}?cursor=nonsense").status_code == 404
    assert client.get(f"/statements.{suffix}?limit=10001").status_code == 422
    assert client.get(f"/statements.{suffix}?nonsense=1").status_code == 422


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("plain", "plain"),
        ("稀土", "稀土"),
        (-2, -2),
        (0.5, 0.5),
        (True, True),
        (None, ""),
        (["a", "b"], "a; b"),
        (["=a"], "'=a"),
        ([[0, 4]], "[[0,4]]"),
        ([], ""),
    ],
)
def test_no_cell_is_a_formula(value: object, shown: object) -> None:
    assert cell(value) == shown


def test_what_a_source_says_cannot_run_in_a_spreadsheet(
    client: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    evil = '=HYPERLINK("https://evil.example","x")'
    with database.write() as session:
        one = said("evil", evil, date(2025, 9, 1), speaker="@evil", url="+evil")
        statements.put(session, [one], item=None, now=now)
    (row, *_) = table(client, "/statements.csv")
    assert (row["text"], row["speaker"], row["url"]) == (f"'{evil}", "'@evil", "'+evil")
