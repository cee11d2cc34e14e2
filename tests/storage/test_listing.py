from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest

from monitor.alerts.alert import Alert
from monitor.sources.item import Item
from monitor.statements.statement import SaidOn, Statement
from monitor.storage import items, listing, outbox, shifts, sources, statements
from monitor.storage.engine import Database
from monitor.storage.keys import key_id
from monitor.storage.listing import Filters, ListingError, Page
from monitor.storage.sources import SourceState
from monitor.wording.shift import Kind, Level, Shift

Listing = Callable[..., Page]
HOUR = timedelta(hours=1)


@pytest.fixture
def filled(
    database: Database,
    item: Callable[..., Item],
    statement: Callable[..., Statement],
    shift: Callable[..., Shift],
    alert: Callable[..., Alert],
    now: datetime,
) -> Database:
    """A ministry's item with two statements and an alerted shift; a wire's with a silenced one."""
    with database.write() as session:
        mfa = items.put(session, item(), language="zh", topics=("rare-earths",), now=now).id
        wire = items.put(
            session,
            item(source="wire", key="w", url="https://wire.example/w", title="50% off", text="a_b"),
            language="en",
            topics=("export-controls",),
            now=now + HOUR,
        ).id
        statements.put(
            session,
            [
                statement("st-1", topics=("rare-earths",)),
                statement(
                    "st-2",
                    body="CN-MOFCOM",
                    speaker="He Yongqian",
                    topics=("tungsten",),
                    said_on=SaidOn(day=date(2025, 6, 7)),
                ),
            ],
            item=mfa,
            now=now,
        )
        shifts.put(session, shift(silenced=None), item=mfa, now=now)
        quiet = shift(
            "shift-2", kinds=(Kind.ADDED,), body="US-BIS", topic="export-controls",
            statement=None, level=Level.INFO, before="", after="Licence 100%",
        )  # fmt: skip
        shifts.put(session, quiet, item=wire, now=now + HOUR)
        outbox.enqueue(session, alert(), ["hook", "mail"], now)
        outbox.enqueue(
            session, alert("al-2", shift="", subject="a source is failing"), ["mail"], now
        )
        outbox.sent(session, "al-1", "hook", now)
        sources.save(session, SourceState(id="mfa", url="u", state="ok", last_visit_at=now))
        sources.save(session, SourceState(id="wire", url="u"))
    return database


def ids(database: Database, listed: Listing, **given: Any) -> list[object]:
    with database.read() as session:
        found = listed(session, Filters(**given))
    assert found.next_cursor is None
    orjson.dumps(found.rows)
    return [row["id"] for row in found.rows]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["w", "guid-1"]),
        ({"topic": "rare-earths"}, ["guid-1"]),
        ({"body": "CN-MOFCOM"}, ["guid-1"]),
        ({"source": "wire"}, ["w"]),
        ({"since": date(2025, 8, 20)}, []),
        ({"since": datetime(2025, 8, 19, 10, tzinfo=UTC)}, ["w"]),
        ({"q": "产供链"}, ["guid-1"]),
        ({"q": "FOREIGN conference"}, ["guid-1"]),
        ({"q": "foreign nothing"}, []),
        ({"q": "50%"}, ["w"]),
        ({"q": "0%f"}, []),
        ({"q": "_"}, []),
    ],
)
def test_items_are_filtered(filled: Database, filters: dict[str, Any], found: list[str]) -> None:
    by_key = {key_id("mfa", "guid-1"): "guid-1", key_id("wire", "w"): "w"}
    assert [by_key[str(id_)] for id_ in ids(filled, listing.items, **filters)] == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["st-1", "st-2"]),
        ({"topic": "tungsten"}, ["st-2"]),
        ({"body": "CN-MFA"}, ["st-1"]),
        ({"source": "mfa"}, ["st-1", "st-2"]),
        ({"source": "wire"}, []),
        ({"since": date(2025, 6, 8)}, ["st-1"]),
        ({"since": date(2025, 6, 7)}, ["st-1", "st-2"]),
        ({"q": "yongqian"}, ["st-2"]),
        ({"q": "对话"}, ["st-2", "st-1"]),
    ],
)
def test_statements_are_filtered(
    filled: Database, filters: dict[str, Any], found: list[str]
) -> None:
    assert ids(filled, listing.statements, **filters) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["shift-2", "shift-1"]),
        ({"topic": "rare-earths"}, ["shift-1"]),
        ({"body": "US-BIS"}, ["shift-2"]),
        ({"source": "wire"}, ["shift-2"]),
        ({"level": "alert"}, ["shift-1"]),
        ({"kind": "added"}, ["shift-2"]),
        ({"kind": "scope_narrowed"}, ["shift-1"]),
        ({"include_silenced": False}, ["shift-1"]),
        ({"since": datetime(2025, 8, 19, 10, tzinfo=UTC)}, ["shift-2"]),
        ({"q": "100%"}, ["shift-2"]),
        ({"q": "出口管制"}, ["shift-1"]),
    ],
)
def test_shifts_are_filtered(filled: Database, filters: dict[str, Any], found: list[str]) -> None:
    assert ids(filled, listing.shifts, **filters) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["al-2", "al-1"]),
        ({"topic": "rare-earths"}, ["al-1"]),
        ({"body": "CN-MFA"}, ["al-1"]),
        ({"level": "digest"}, []),
        ({"source": "mfa"}, ["al-1"]),
        ({"state": "sent"}, ["al-1"]),
        ({"state": "sent", "receiver": "mail"}, []),
        ({"receiver": "hook"}, ["al-1"]),
        ({"q": "failing"}, ["al-2"]),
    ],
)
def test_alerts_are_filtered(filled: Database, filters: dict[str, Any], found: list[str]) -> None:
    assert ids(filled, listing.alerts, **filters) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [({}, ["mfa", "wire"]), ({"state": "ok"}, ["mfa"]), ({"source": "wire"}, ["wire"])],
)
def test_sources_are_filtered(filled: Database, filters: dict[str, Any], found: list[str]) -> None:
    assert ids(filled, listing.sources, **filters) == found


def test_a_shift_says_who_said_it_when_and_where(filled: Database) -> None:
    with filled.read() as session:
        quiet, loud = listing.shifts(session).rows
    assert loud["kinds"] == ["dropped", "scope_narrowed"]
    assert loud["url"] == "https://www.mfa.example/1"
    assert (loud["speaker"], loud["said_on"], loud["source"]) == ("Mao Ning", "2025-08-19", "mfa")
    assert loud["created_at"] == "2025-08-19T09:30:15.123456Z"
    assert loud["changes"][0] == {"before": [2, 6], "after": [2, 2], "noise": False}  # type: ignore[index]  # JSON
    assert (quiet["url"], quiet["source"]) == ("https://wire.example/w", "wire")
    assert (quiet["speaker"], quiet["language"]) == (None, "en")


def test_an_alert_says_where_it_stands_with_each_receiver(filled: Database) -> None:
    with filled.read() as session:
        failing, loud = listing.alerts(session).rows
    assert failing["shift"] is None
    assert (loud["body"], loud["topic"], loud["level"]) == ("CN-MFA", "rare-earths", "alert")
    assert [(one["receiver"], one["state"]) for one in loud["deliveries"]] == [  # type: ignore[attr-defined]  # JSON
        ("hook", "sent"),
        ("mail", "pending"),
    ]


def test_totals_count_everything(filled: Database) -> None:
    with filled.read() as session:
        assert listing.totals(session) == {
            "items": 2,
            "statements": 2,
            "shifts": 2,
            "shifts_by_level": {"alert": 1, "info": 1},
            "deliveries": {"pending": 2, "leased": 0, "sent": 1, "failed": 0, "dead": 0},
        }


def walk(database: Database, listed: Listing, between: Callable[[], None]) -> list[object]:
    found: list[object] = []
    cursor = None
    while True:
        with database.read() as session:
            page = listed(session, cursor=cursor, limit=2)
        found += [row["id"] for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return found
        between()


def test_pages_skip_and_repeat_nothing_while_rows_come_in(
    database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    def put(name: str, at: datetime) -> None:
        with database.write() as session:
            shifts.put(session, shift(name), item=None, now=at)

    names = [f"shift-{number}" for number in range(7)]
    for place, name in enumerate(names):
        put(name, now + (place // 3) * HOUR)
    coming = iter(range(100))
    found = walk(
        database, listing.shifts, lambda: put(f"new-{next(coming)}", now + timedelta(days=1))
    )
    expected = [f"shift-{number}" for number in (6, 5, 4, 3, 2, 1, 0)]
    assert found == expected


def test_statements_and_sources_page_by_their_own_order(
    database: Database, statement: Callable[..., Statement], now: datetime
) -> None:
    rows = [
        statement(f"st-{number}", said_on=SaidOn(day=date(2025, 8, 1 + number // 2)))
        for number in range(5)
    ]
    with database.write() as session:
        statements.put(session, rows, item=None, now=now)
        for name in "abc":
            sources.save(session, SourceState(id=name, url="u"))
    assert walk(database, listing.statements, lambda: None) == [
        "st-4", "st-3", "st-2", "st-1", "st-0",
    ]  # fmt: skip
    assert walk(database, listing.sources, lambda: None) == ["c", "b", "a"]


@pytest.mark.parametrize("cursor", ["", "x", "文", "bm90IGpzb24", "WzEsMl0", "WyIyMDI1IiwieCJd"])
def test_a_cursor_that_is_none_is_the_askers_mistake(database: Database, cursor: str) -> None:
    with database.read() as session, pytest.raises(ListingError, match="not a cursor") as caught:
        listing.shifts(session, cursor=cursor)
    assert caught.value.hint


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_a_page_has_a_bounded_size(database: Database, limit: int) -> None:
    with database.read() as session, pytest.raises(ListingError, match="1 to 500"):
        listing.shifts(session, limit=limit)


def test_a_naive_since_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Filters(since=datetime(2025, 8, 19))  # noqa: DTZ001  # what is tested
