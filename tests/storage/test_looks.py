"""Which pages are due for a look, and what was known of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from monitor.sources.fetch import Validators
from monitor.sources.item import Item
from monitor.storage import items, looks
from monitor.storage.engine import Database
from monitor.storage.looks import Look
from monitor.storage.migrations import upgrade


def stored(database: Database, now: datetime, source: str, key: str) -> str:
    item = Item(source=source, key=key, url="https://a.example/", title="t", text="words")
    with database.write() as session:
        return items.put(session, item, language="en", topics=("x",), now=now).id


def test_a_look_comes_back_as_it_was_and_the_later_one_stands(
    database: Database, now: datetime
) -> None:
    item = stored(database, now, "wire", "a")
    full = Look(
        item=item,
        source="wire",
        due_at=now,
        looked_at=now - timedelta(hours=1),
        validators=Validators(etag='"1"', last_modified="yesterday"),
        body_sha256="ab" * 32,
        gone_since=now - timedelta(minutes=1),
        doubted_since=now - timedelta(minutes=2),
        problem="answered 503",
    )
    with database.write() as session:
        looks.save(session, [Look(item=item, source="wire", due_at=None)])
        looks.save(session, [full])
        assert looks.get_many(session, [item, "none"]) == {item: full}


def test_the_longest_overdue_comes_first_and_what_is_never_due_not_at_all(
    database: Database, now: datetime
) -> None:
    ids = [stored(database, now, "wire", f"k{number}") for number in range(4)]
    other = stored(database, now, "desk", "k")
    hour = timedelta(hours=1)
    dues = (now - hour, now - 2 * hour, now + hour, None)
    with database.write() as session:
        rows = [Look(item=id_, source="wire", due_at=at) for id_, at in zip(ids, dues, strict=True)]
        looks.save(session, [*rows, Look(item=other, source="desk", due_at=now + hour)])
        assert looks.due_sources(session, now) == ("wire",)
        assert looks.due_sources(session, now + hour) == ("desk", "wire")
        assert [one.item for one in looks.due(session, "wire", now, limit=5)] == [ids[1], ids[0]]
        assert [one.item for one in looks.due(session, "wire", now, limit=1)] == [ids[1]]


def test_a_database_of_the_version_before_gets_its_items_looked_at(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, "0001")
        connection.execute(
            text(
                "INSERT INTO item (id, source, key, url, title, aliases, authors, language, topics,"
                " first_seen_at, updated_at, revision) VALUES ('i', 'wire', 'k', 'u', 't', '[]',"
                " '[]', 'en', '[]', '2025-08-19 09:30:00', '2025-08-19 09:30:00', 1)"
            )
        )
    engine.dispose()
    with Database.open(url) as database, database.read() as session:
        assert set(looks.get_many(session, ["i"])) == {"i"}
        assert looks.due_sources(session, datetime(2025, 8, 20, tzinfo=UTC)) == ("wire",)
