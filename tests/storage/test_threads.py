"""Threads: which there are, and what stands in one of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from monitor.statements.statement import SaidOn, Statement
from monitor.storage import shifts, statements, threads
from monitor.storage.engine import Database
from monitor.storage.threads import Thread
from monitor.wording.shift import Shift

FIRST = date(2025, 6, 1)
Make = Callable[..., Statement]


@pytest.fixture
def spoken(database: Database, statement: Make, now: datetime) -> Callable[..., str]:
    def make(name: str, days: int, *, body: str | None = "CN-MFA", topics: str = "a") -> str:
        said = SaidOn(day=FIRST + timedelta(days=days), evidence="page")
        one = statement(name, body=body, topics=tuple(topics.split()), said_on=said)
        with database.write() as session:
            statements.put(session, [one], item=None, now=now)
        return name

    return make


def test_threads_are_bodies_and_topics_the_latest_heard_first(
    database: Database, spoken: Callable[..., str]
) -> None:
    spoken("s1", 0)
    spoken("s2", 9, topics="a b")
    spoken("s3", 4, body="CN-MOFCOM", topics="b")
    spoken("s4", 20, body=None)
    spoken("s5", 5, body="US-BIS", topics="")
    with database.read() as session:
        found = threads.threads(session)
        assert [(one.body, one.topic) for one in found] == [
            ("CN-MFA", "a"),
            ("CN-MFA", "b"),
            ("CN-MOFCOM", "b"),
        ]
        assert (found[0].first_day, found[0].last_day) == (FIRST, FIRST + timedelta(days=9))
        assert [threads.count(session, one) for one in found] == [2, 1, 1]
        assert threads.bodies(session) == ("CN-MFA", "CN-MOFCOM")
        assert [one.body for one in threads.threads(session, topic="b")] == ["CN-MFA", "CN-MOFCOM"]
        assert [one.topic for one in threads.threads(session, body="CN-MOFCOM")] == ["b"]


def test_there_are_no_threads_before_anyone_spoke(database: Database) -> None:
    with database.read() as session:
        assert threads.threads(session) == ()
        assert threads.bodies(session) == ()
        nobody = Thread(body="x", topic="y", first_day=FIRST, last_day=FIRST, statements=0)
        assert threads.count(session, nobody) == 0


def test_a_thread_is_read_from_its_end_in_the_wording_that_stands(
    database: Database, spoken: Callable[..., str], now: datetime
) -> None:
    for days in range(5):
        spoken(f"s{days}", days)
    spoken("other", 2, topics="b")
    with database.write() as session:
        session.execute(
            text("UPDATE statement SET superseded_at = :at WHERE id = 's3'"), {"at": now}
        )
    with database.read() as session:
        whole = threads.thread(session, "CN-MFA", "a")
        assert [one.id for one in whole] == ["s4", "s2", "s1", "s0"]
        assert [one.id for one in threads.thread(session, "CN-MFA", "a", limit=2)] == ["s4", "s2"]
        until = threads.thread(session, "CN-MFA", "a", until=FIRST + timedelta(days=2))
        assert [one.id for one in until] == ["s2", "s1", "s0"]
        assert threads.place(session, "s3") == (None, now)
        assert threads.place(session, "none") == (None, None)


def test_shifts_are_known_by_the_statement_they_were_found_in(
    database: Database, spoken: Callable[..., str], shift: Callable[..., Shift], now: datetime
) -> None:
    spoken("s1", 0)
    loud = replace(shift(), id="sh-1", statement="s1", silenced=None)
    held = replace(shift(), id="sh-2", statement="s1", silenced="aspect")
    with database.write() as session:
        for one in (loud, held):
            shifts.put(session, one, item=None, now=now)
    with database.read() as session:
        assert threads.shifted(session, ["s1", "s2"]) == {"s1": ("sh-1",)}


def test_a_thread_and_what_is_listed_by_topic_are_ranges_of_an_index(sqlite_url: str) -> None:
    asked = (
        "SELECT s.id FROM statement_topic t JOIN statement s ON s.id = t.statement "
        "WHERE t.body = 'b' AND t.topic = 't' ORDER BY t.day DESC, t.statement DESC LIMIT 9",
        "SELECT s.id FROM statement_topic t JOIN statement s ON s.id = t.statement "
        "WHERE t.topic = 't' AND t.day <= '2025-01-01' "
        "ORDER BY t.day DESC, t.statement DESC LIMIT 9",
        "SELECT i.id FROM item_topic t JOIN item i ON i.id = t.item "
        "WHERE t.topic = 't' ORDER BY t.first_seen_at DESC, t.item DESC LIMIT 9",
    )
    with Database.open(sqlite_url) as database, database.read() as session:
        for each in asked:
            plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {each}"))]
            assert all(line.startswith("SEARCH") for line in plan), plan
            assert not [line for line in plan if "TEMP B-TREE" in line], plan
