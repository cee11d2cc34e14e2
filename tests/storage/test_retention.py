"""What is old goes in batches; what statements, shifts, readers or live feeds rest on stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from monitor.alerts.alert import Alert
from monitor.alerts.votes import Verdict
from monitor.sources.item import Item
from monitor.statements.statement import Statement
from monitor.storage import entries, items, outbox, retention, statements, verdicts
from monitor.storage.engine import Database
from monitor.storage.entries import SeenEntry
from monitor.storage.retention import Retention
from monitor.storage.tables import ALIAS, ENTRY, ITEM, REVISION, STATEMENT
from tests.storage.conftest import NOW

MONTH = timedelta(days=30)
LATER = NOW + 2 * MONTH


def put(database: Database, item: Item, *, now: datetime = NOW) -> str:
    with database.write() as session:
        return items.put(session, item, language="zh", topics=["t"], now=now).id


def noted(database: Database, key: str, *, item: str | None = None, gone: bool) -> None:
    seen = SeenEntry(
        source="mfa", key=key, digest=key, url="", item=item, first_seen_at=NOW, last_seen_at=NOW
    )
    with database.write() as session:
        entries.note(session, "mfa", [seen], NOW, aliases={key: [f"also {key}"]})
        if gone:
            session.execute(ENTRY.update().where(ENTRY.c.key == key).values(missing_since=NOW))


def pruned(database: Database, kept: Retention, *, now: datetime = LATER) -> dict[str, int]:
    with database.read() as session:
        counted = retention.count(session, kept, now)
    gone = dict.fromkeys(counted, 0)
    while True:
        with database.write() as session:
            batch = retention.prune(session, kept, now)
        if not any(batch.values()):
            assert gone == counted
            return gone
        gone = {name: gone[name] + number for name, number in batch.items()}


def number_of(database: Database, table: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_entries_that_left_their_feed_long_ago_go_with_their_aliases(database: Database) -> None:
    noted(database, "there", gone=False)
    noted(database, "gone", gone=True)
    assert pruned(database, Retention(entries=3 * MONTH)) == {"entries": 0}
    assert pruned(database, Retention(entries=MONTH)) == {"entries": 1}
    with database.read() as session:
        assert set(entries.known(session, "mfa", ["there", "also there"])) == {
            "there",
            "also there",
        }
        assert not entries.known(session, "mfa", ["gone", "also gone"])
    assert number_of(database, ALIAS) == 1


def test_an_item_goes_with_its_texts_unless_something_rests_on_it(
    database: Database, item: Callable[..., Item], statement: Callable[..., Statement]
) -> None:
    put(database, item(key="nothing", aliases=()))
    quoted = put(database, item(key="quoted", aliases=()))
    live = put(database, item(key="live", aliases=()))
    put(database, item(key="young", aliases=()), now=LATER)
    with database.write() as session:
        statements.put(session, [statement()], item=quoted, now=NOW)
    noted(database, "live", item=live, gone=False)
    assert pruned(database, Retention(items=MONTH)) == {"items": 1}
    with database.read() as session:
        found = items.by_keys(session, "mfa", ["nothing", "quoted", "live", "young"])
    assert set(found) == {"quoted", "live", "young"}
    assert number_of(database, REVISION) == 3


def test_the_current_text_and_the_one_before_stay_however_old(
    database: Database, item: Callable[..., Item]
) -> None:
    for day, text in enumerate("abcd"):
        put(database, item(text=text), now=NOW + timedelta(days=day))
    assert pruned(database, Retention(revisions=MONTH)) == {"revisions": 2}
    with database.read() as session:
        (stored,) = items.by_keys(session, "mfa", ["guid-1"]).values()
        assert [one.text for one in items.revisions(session, stored.id)] == ["c", "d"]
    put(database, item(text="c"), now=LATER)
    with database.write() as session:
        put_back = items.put(session, item(text="d"), language="zh", topics=["t"], now=LATER)
    assert (put_back.previous, put_back.before_previous) == ("c", "d")


def test_an_alert_goes_when_it_was_sent_and_nobody_judged_it(
    database: Database, alert: Callable[..., Alert]
) -> None:
    with database.write() as session:
        for name in ("sent", "waiting", "judged"):
            outbox.enqueue(session, alert(name), ["desk"], NOW)
        for name in ("sent", "judged"):
            outbox.sent(session, name, "desk", NOW)
        verdicts.give(session, "judged", Verdict.USEFUL, NOW)
    pruned(database, Retention(alerts=MONTH))
    with database.read() as session:
        left = [outbox.get(session, name) for name in ("sent", "waiting", "judged")]
    assert [one is not None for one in left] == [False, True, True]


def test_nothing_goes_whose_age_is_not_set_and_statements_never_do(
    database: Database, item: Callable[..., Item], statement: Callable[..., Statement]
) -> None:
    noted(database, "gone", gone=True)
    at = put(database, item())
    with database.write() as session:
        statements.put(session, [statement()], item=at, now=NOW)
    assert pruned(database, Retention()) == {}
    short = timedelta(0)
    pruned(database, Retention(entries=short, items=short, revisions=short, alerts=short))
    assert (number_of(database, STATEMENT), number_of(database, ITEM)) == (1, 1)


def test_thousands_go_in_batches(database: Database) -> None:
    seen = [
        SeenEntry(
            source="mfa", key=f"{n}", digest=f"{n}", url="", first_seen_at=NOW, last_seen_at=NOW
        )
        for n in range(1_203)
    ]
    with database.write() as session:
        entries.note(session, "mfa", seen, NOW)
        session.execute(ENTRY.update().values(missing_since=NOW))
    with database.write() as session:
        assert retention.prune(session, Retention(entries=MONTH), LATER) == {"entries": 500}
    assert pruned(database, Retention(entries=MONTH)) == {"entries": 703}
