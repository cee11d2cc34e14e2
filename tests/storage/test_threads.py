"""Threads: which there are, and what stands in one of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from monitor.statements.statement import SaidOn, Statement
from monitor.storage import listing, migrations, shifts, statements, threads
from monitor.storage.engine import Database
from monitor.storage.listing import Filters
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


BEFORE = (
    "INSERT INTO item (id, source, key, url, title, aliases, authors, language, topics, "
    "first_seen_at, updated_at, revision) VALUES ('i', 's', 'k', 'u', 't', '[]', '[]', 'en', "
    "'[\"a\"]', '2025-06-02 10:00:00', '2025-06-02 10:00:00', 1)",
    "INSERT INTO revision (item, number, title, text, evidence, language, seen_at) "
    "VALUES ('i', 1, 't', 'rare earths', '', 'en', '2025-06-02 10:00:00')",
    "INSERT INTO item_topic (topic, item) VALUES ('a', 'i')",
    "INSERT INTO statement (id, item, source, url, body, day, mode, tier, translator, language, "
    'topics, text, start, "end", more, utterance, extractor, created_at, baseline, seed) '
    "VALUES ('st', 'i', 's', 'u', 'CN-MFA', '2025-06-01', 'direct', 2, 'issuer', 'en', "
    "'[\"a\"]', 'rare', 0, 4, '[]', 'ut', 1, '2025-06-02 10:00:00', false, false)",
    "INSERT INTO statement_topic (topic, statement) VALUES ('a', 'st')",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database as a version without full text and threads left it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/old.db"
    else:
        address: Callable[[str], str] = request.getfixturevalue("postgresql")
        with psycopg.connect(address("postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS old")
            connection.execute("CREATE DATABASE old")
        url = address("old")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as opened:
        config.attributes["connection"] = opened
        command.upgrade(config, "0002")
        for each in BEFORE:
            opened.execute(text(each))
    engine.dispose()
    return url


def test_what_was_stored_before_there_were_threads_stands_in_them(old_url: str) -> None:
    with Database.open(old_url) as database, database.read() as session:
        (thread,) = threads.threads(session)
        assert (thread.body, thread.topic, thread.last_day) == ("CN-MFA", "a", FIRST)
        assert [one.id for one in threads.thread(session, "CN-MFA", "a")] == ["st"]
        for rows in (listing.items, listing.statements):
            assert len(rows(session, Filters(topic="a")).rows) == 1
            assert len(rows(session, Filters(topic="a", q="rare")).rows) == 1
        database.check(deep=True)
