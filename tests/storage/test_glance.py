import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert, DeliveryState
from monitor.alerts.votes import Verdict
from monitor.sources.item import Item
from monitor.statements.statement import Statement, Tier
from monitor.storage import glance, items, listing, outbox, shifts, statements, verdicts
from monitor.storage.engine import Database
from monitor.storage.listing import Filters
from monitor.storage.tables import STATEMENT, STATEMENT_TOPIC
from monitor.storage.totals import totals
from monitor.wording.shift import Level, Shift

TABLE_READ = re.compile(r"SCAN (?!anon_|tally)\w+$")
"""How SQLite tells that it reads a table and no index; `anon_` is a subquery that has a limit."""


def test_rows_are_counted_without_reading_them(
    database: Database,
    item: Callable[..., Item],
    statement: Callable[..., Statement],
    now: datetime,
) -> None:
    with database.write() as session:
        for number in range(3):
            items.put(
                session, item(key=f"k{number}", aliases=()), language="zh", topics=(), now=now
            )
        statements.put(session, [statement("a"), statement("b")], item=None, now=now)
    with database.read() as session:
        assert (totals(session).items, totals(session).statements) == (3, 2)
    with database.write() as session:
        items.put(session, item(key="k1", aliases=()), language="zh", topics=(), now=now)
        session.execute(delete(STATEMENT_TOPIC))
        session.execute(delete(STATEMENT).where(STATEMENT.c.id == "a"))
    with database.read() as session:
        assert (totals(session).items, totals(session).statements) == (3, 1)


def test_what_moved_is_counted_from_a_time_on_without_what_was_held_back(
    database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    with database.write() as session:
        for name, level, silenced, age in (
            ("a", Level.ALERT, None, 0),
            ("b", Level.ALERT, "excerpt", 0),
            ("c", Level.DIGEST, None, 1),
            ("d", Level.ALERT, None, 3),
        ):
            made = replace(shift(), id=name, level=level, silenced=silenced)
            shifts.put(session, made, item=None, now=now - timedelta(days=age))
    with database.read() as session:
        moved = glance.moved(session, now - timedelta(days=2))
    assert moved.shifts == {Level.ALERT: 1, Level.DIGEST: 1, Level.INFO: 0}


def test_items_are_counted_by_the_day_they_were_first_seen(
    database: Database, item: Callable[..., Item], now: datetime
) -> None:
    with database.write() as session:
        for number, (source, days) in enumerate((("a", 0), ("a", 0), ("a", 2), ("b", 1), ("a", 9))):
            made = item(source=source, key=f"k{number}", aliases=())
            items.put(session, made, language="zh", topics=(), now=now - timedelta(days=days))
    with database.read() as session:
        counted = glance.per_day(session, ["a", "b", "c"], now.date() - timedelta(days=7))
    assert counted == {
        "a": {date(2025, 8, 17): 1, date(2025, 8, 19): 2},
        "b": {date(2025, 8, 18): 1},
    }


def test_the_other_reports_of_an_utterance_come_best_form_first(
    database: Database, statement: Callable[..., Statement], now: datetime
) -> None:
    one = statement("a", utterance="u")
    others = [
        statement("b", utterance="u", tier=Tier.REPORTED),
        statement("c", utterance="u", tier=Tier.ISSUER),
        statement("d", utterance="v"),
    ]
    with database.write() as session:
        statements.put(session, [one, *others], item=None, now=now)
    with database.read() as session:
        found = glance.variants(session, one, limit=5)
    assert [each.id for each in found] == ["c", "b"]


def test_alerts_come_with_where_they_stand(
    database: Database, alert: Callable[..., Alert], now: datetime
) -> None:
    with database.write() as session:
        outbox.enqueue(session, alert(), ["hook", "mail:a"], now)
        outbox.sent(session, alert().id, "hook", now)
    with database.read() as session:
        (told,) = glance.alerts(session, limit=5)
        assert glance.alerts_on(session, alert().shift) == (told,)
        assert glance.alerts_on(session, "another") == ()
        waiting = glance.waiting(session)
    assert told.states() == (("pending", 1), ("sent", 1))
    assert waiting[DeliveryState.PENDING] == 1
    assert DeliveryState.SENT not in waiting


def test_a_shift_without_an_alert_takes_a_verdict(
    database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    made = replace(shift(), rules=("term.dropped",))
    with database.write() as session:
        shifts.put(session, made, item=None, now=now)
        assert verdicts.give(session, made.id, Verdict.USEFUL, now)
        assert not verdicts.give(session, "none", Verdict.USEFUL, now)
    with database.read() as session:
        assert verdicts.get(session, made.id) is Verdict.USEFUL
        assert verdicts.by_rule(session)["term.dropped"].useful == 1


def test_nothing_that_a_page_asks_reads_a_table_from_end_to_end(
    sqlite_url: str, now: datetime
) -> None:
    read: list[str] = []

    def explained(session: Session, ask: Callable[[], object]) -> None:
        asked: list[tuple[str, Any]] = []

        def noted(_: Any, __: Any, statement: str, values: Any, ___: Any, ____: Any) -> None:
            asked.append((statement, values))

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", noted)
        ask()
        event.remove(engine, "before_cursor_execute", noted)
        for statement, values in asked:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            read.extend(f"{row[3]}: {statement}" for row in plan if TABLE_READ.match(row[3]))

    with Database.open(sqlite_url) as opened, opened.read() as session:
        explained(session, lambda: glance.moved(session, now))
        explained(session, lambda: glance.waiting(session))
        explained(session, lambda: glance.alerts(session, limit=5))
        explained(session, lambda: glance.alerts_on(session, "s"))
        explained(session, lambda: glance.per_day(session, ["a", "b"], now.date()))
        explained(session, lambda: outbox.oldest_waiting(session))
        explained(session, lambda: totals(session))
        for filters in (
            Filters(),
            Filters(body="b", topic="t"),
            Filters(topic="t"),
            Filters(level="alert"),
            Filters(kind="number", q="words"),
            Filters(source="a", since=now),
        ):
            explained(session, partial(listing.shift_ids, session, filters))
            explained(session, partial(listing.shifts, session, filters))
    assert read == []
