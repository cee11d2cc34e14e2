from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.statements.statement import Mode, Tier
from monitor.storage import shifts, sources, statements, stopped
from monitor.storage.engine import Database
from monitor.storage.stopped import Stopped
from monitor.wording.shift import Kind, Shift
from tests.web.conftest import AUGUST, NOW, said


def test_each_listing_gives_what_is_stored(client: Any) -> None:
    (item,) = client.rows("/api/items")
    assert item["title"] == "例行记者会"
    assert {row["id"] for row in client.rows("/api/statements")} == {"st-1", "st-2"}
    assert [row["id"] for row in client.rows("/api/shifts")] == ["s-1", "s-2"]
    (alert,) = client.rows("/api/alerts")
    assert alert["shift"] == "s-1"
    assert {each["receiver"] for each in alert["deliveries"]} >= {"hook"}
    assert [row["id"] for row in client.rows("/api/sources")] == ["mfa", "wire", "old"]
    assert {row["id"] for row in client.rows("/api/formulations")} == {"f-st-1", "f-st-2"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("body=CN-MFA", ["s-1", "s-2"]),
        ("body=CN-MOFCOM", []),
        ("topic=rare-earths", ["s-1", "s-2"]),
        ("level=alert", ["s-1"]),
        ("silenced=false", ["s-1"]),
        ("since=2025-08-19", ["s-1"]),
        ("since=2025-08-19T09:30:00Z", ["s-1"]),
        ("since=2025-08-19T11:30:00%2B02:00", ["s-1"]),
        ("since=2025-08-19T11:30:00+02:00", ["s-1"]),
        ("since=2025-08-19T09:31", []),
        ("q=出口管制", ["s-1", "s-2"]),
        ("q=禁运", []),
        ("q=%25", []),
        ("body=&q=", ["s-1", "s-2"]),
        ("kind=dropped", ["s-1", "s-2"]),
        ("kind=modality", []),
    ],
)
def test_filters_narrow_a_listing(client: Any, query: str, found: list[str]) -> None:
    # What is found through the full text comes the last stored first, else the last found.
    assert sorted(row["id"] for row in client.rows(f"/api/shifts?{query}")) == found


def test_sources_are_those_of_the_settings_and_can_be_narrowed(client: Any) -> None:
    assert [row["id"] for row in client.rows("/api/sources?state=disabled")] == ["old"]
    assert [row["id"] for row in client.rows("/api/sources?q=PRESSERS")] == ["mfa"]
    assert [row["id"] for row in client.rows("/api/sources?source=wire")] == ["wire"]


@pytest.mark.parametrize("name", ["shifts", "statements", "formulations"])
def test_a_cursor_goes_through_all_pages(client: Any, name: str) -> None:
    first = client.get(f"/api/{name}?limit=1").json()
    second = client.get(f"/api/{name}?limit=1&cursor={first['next_cursor']}").json()
    ids = [row["id"] for row in (*first["rows"], *second["rows"])]
    assert len(set(ids)) == 2
    assert second["next_cursor"] is None


def test_a_shift_comes_with_the_statements_behind_it(client: Any) -> None:
    shift = client.get("/api/shifts/s-1").json()
    assert shift["removed"] == ["出口管制"]
    assert [each["id"] for each in shift["statements"]] == ["st-2", "st-1"]
    assert shift["statements"][0]["speaker"] == "毛宁"
    assert shift["created_at"] == "2025-08-19T09:30:00Z"


def test_a_quotation_that_the_official_text_has_otherwise_is_marked(
    client: Any, database: Database
) -> None:
    changed = "我们不愿意与有关国家和地区加强对话合作，共同维护全球产供链的稳定"
    quote = said("st-9", changed, date(2025, 8, 19), tier=Tier.QUOTE, mode=Mode.DIRECT)
    altered = replace(quote, url="https://wire.example/9")
    shift = Shift(
        id="s-9", kinds=(Kind.POLARITY,), body="CN-MFA", topic="rare-earths", statement="st-9",
        against=("st-2",), before=AUGUST, after=changed, changes=(), removed=(), added=("不",),
        silenced="misquoted",
    )  # fmt: skip
    with database.write() as session:
        statements.put(session, [altered], item=None, now=NOW)
        shifts.put(session, shift, item=None, now=NOW)
    rows = {row["id"]: row for row in client.get("/api/statements").json()["rows"]}
    assert rows["st-9"]["not_in_original"] == [changed]
    assert rows["st-2"]["not_in_original"] == []
    behind = client.get("/api/shifts/s-9").json()["statements"]
    assert [one["not_in_original"] for one in behind] == [[changed], []]
    assert "Not so in the official text of that day" in client.get("/shifts/s-9").text
    assert "Not so in the official text" not in client.get("/shifts/s-1").text


def test_status_says_how_every_source_is(client: Any) -> None:
    status = client.get("/status").json()
    assert status["version"] == "1.2.3"
    assert status["not_covered"] == ["Sites that need a login."]
    assert status["ready"] is True
    assert status["counts"] == {
        "items": 1,
        "statements": 2,
        "shifts": {"alert": 1, "digest": 0, "info": 0, "silenced": 1},
    }
    mfa, wire, old = status["sources"]
    assert mfa["state"] == "ok"
    assert mfa["next_poll_at"] == "2025-08-19T09:35:00Z"
    assert mfa["last_new_item_at"] == "2025-08-19T06:30:00Z"
    assert (wire["state"], wire["failures"], wire["last_error"]) == (
        "failing",
        3,
        "503 <b>busy</b>",
    )
    assert wire["notes"] == ["TLS certificates are not verified"]
    assert (old["state"], old["why"], old["last_visit_at"]) == (
        "disabled",
        "answers 200 with items of 2017",
        None,
    )


def test_what_is_odd_about_a_source_that_answers_is_a_warning_and_no_error(
    client: Any, database: Database
) -> None:
    odd = "it answers and holds nothing; it held 40 before"
    with database.write() as session:
        (state,) = sources.load(session, ["mfa"]).values()
        sources.save(session, replace(state, last_error=odd))
    mfa, wire, _ = client.get("/status").json()["sources"]
    assert (mfa["state"], mfa["last_error"], mfa["warnings"]) == ("ok", None, [odd])
    assert (wire["last_error"], wire["warnings"]) == ("503 <b>busy</b>", [])
    assert odd in client.get("/sources").text


def test_status_says_what_waits_to_be_sent(client: Any) -> None:
    outbox = client.get("/status").json()["outbox"]
    assert (outbox["pending"], outbox["sent"], outbox["dead"]) == (2, 1, 0)
    assert outbox["waiting_since"] == "2025-08-19T09:28:00Z"
    assert outbox["receivers"]["mail:bob@example.org"]["sent"] == 1
    assert outbox["stopped"] == []


def test_status_names_a_receiver_that_wants_no_more(client: Any, database: Database) -> None:
    gone = Stopped(receiver="desk", address="5" * 64, problem="410: Gone", stopped_at=NOW)
    with database.write() as session:
        stopped.stop(session, gone)
    assert client.get("/status").json()["outbox"]["stopped"] == [
        {"receiver": "desk", "problem": "410: Gone", "stopped_at": "2025-08-19T09:30:00Z"}
    ]


def test_alive_is_not_ready(ask: Any) -> None:
    idle = ask(ready=lambda: ["the scheduler last ticked 90 s ago"])
    assert idle.get("/healthz").status_code == 200
    assert idle.get("/healthz", method="HEAD").status_code == 200
    answer = idle.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": ["the scheduler last ticked 90 s ago"]}
    assert ask().get("/readyz").json() == {"ready": True, "reasons": []}


def test_formulations_can_be_narrowed_and_are_optional(ask: Any, client: Any) -> None:
    assert [row["id"] for row in client.rows("/api/formulations?since=2025-08-01")] == ["f-st-2"]
    assert client.rows("/api/formulations?body=US-DOC") == []
    assert len(client.rows("/api/formulations?q=出口管制")) == 1
    assert ask(formulate=None).get("/api/formulations").status_code == 404
