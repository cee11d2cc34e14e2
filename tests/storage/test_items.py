from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta

from monitor.sources.item import Item
from monitor.storage import items
from monitor.storage.engine import Database
from monitor.storage.items import Put, StoredItem
from monitor.storage.keys import key_id

Make = Callable[..., Item]
TOPICS = ("rare-earths", "export-controls")


def test_an_item_comes_back_as_it_was(database: Database, item: Make, now: datetime) -> None:
    full = item()
    assert all(getattr(full, field.name) for field in fields(full))
    bare = Item(source="mfa", key="bare", url="", title="", text="")
    with database.write() as session:
        put = items.put(session, full, language="zh", topics=TOPICS, now=now)
        other = items.put(session, bare, language="und", topics=(), now=now)
    assert put == Put(id=put.id, new=True, changed=False, revision=1)
    with database.read() as session:
        assert items.get(session, put.id) == StoredItem(
            id=put.id,
            item=full,
            language="zh",
            topics=TOPICS,
            first_seen_at=now,
            updated_at=now,
            revision=1,
            removed_at=None,
        )
        stored = items.get(session, other.id)
        assert stored is not None
        assert stored.item == bare
        assert items.get(session, "none") is None


def test_the_same_visit_twice_changes_nothing(
    database: Database, item: Make, now: datetime
) -> None:
    with database.write() as session:
        first = items.put(session, item(), language="zh", topics=TOPICS, now=now)
        before = items.get(session, first.id)
        later = now + timedelta(days=1)
        again = items.put(session, item(), language="zh", topics=TOPICS, now=later)
        assert again == Put(id=first.id, new=False, changed=False, revision=1)
        assert items.get(session, first.id) == before
        assert len(items.revisions(session, first.id)) == 1


def test_text_changed_and_changed_back_is_three_versions(
    database: Database, item: Make, now: datetime
) -> None:
    puts = []
    with database.write() as session:
        for minute, text in enumerate(("A", "B", "A")):
            at = now + timedelta(minutes=minute)
            puts.append(items.put(session, item(text=text), language="en", topics=TOPICS, now=at))
        id_ = puts[0].id
        versions = items.revisions(session, id_)
        stored = items.get(session, id_)
    assert puts[1] == Put(id=id_, new=False, changed=True, revision=2, previous="A")
    assert puts[2] == Put(
        id=id_, new=False, changed=True, revision=3, previous="B", before_previous="A"
    )
    assert [(one.number, one.text) for one in versions] == [(1, "A"), (2, "B"), (3, "A")]
    assert versions[1].seen_at == now + timedelta(minutes=1)
    assert versions[1].evidence == item().evidence
    assert stored is not None
    assert stored.first_seen_at == now
    assert stored.updated_at == now + timedelta(minutes=2)
    assert stored.item.text == "A"


def test_a_new_headline_is_no_new_version(database: Database, item: Make, now: datetime) -> None:
    with database.write() as session:
        first = items.put(session, item(), language="zh", topics=TOPICS, now=now)
        renamed = item(title="Corrected")
        put = items.put(session, renamed, language="zh", topics=("rare-earths",), now=now)
        stored = items.get(session, first.id)
    assert put == Put(id=first.id, new=False, changed=False, revision=1)
    assert stored is not None
    assert stored.item.title == "Corrected"
    assert stored.topics == ("rare-earths",)


def test_an_item_is_found_by_its_key_and_its_aliases(
    database: Database, item: Make, now: datetime
) -> None:
    with database.write() as session:
        first = items.put(session, item(), language="zh", topics=TOPICS, now=now)
        found = items.by_keys(session, "mfa", ["guid-1", "other", "none"])
        assert {key: one.id for key, one in found.items()} == {
            "guid-1": first.id,
            "other": first.id,
        }
        assert items.by_keys(session, "another source", ["guid-1"]) == {}


def test_an_item_whose_guid_changed_can_be_stored_as_the_one_it_was(
    database: Database, item: Make, now: datetime
) -> None:
    with database.write() as session:
        first = items.put(session, item(text="A"), language="zh", topics=TOPICS, now=now)
        moved = item(key="guid-2", text="B")
        put = items.put(session, moved, language="zh", topics=TOPICS, now=now, stored_as=first.id)
        assert put == Put(id=first.id, new=False, changed=True, revision=2, previous="A")
        found = items.by_keys(session, "mfa", ["guid-1", "guid-2"])
        assert {one.id for one in found.values()} == {first.id}
        assert found["guid-2"].item.key == "guid-1"
        assert "guid-2" in found["guid-2"].item.aliases


def test_a_removed_page_is_news_once_and_can_come_back(
    database: Database, item: Make, now: datetime
) -> None:
    with database.write() as session:
        put = items.put(session, item(), language="zh", topics=TOPICS, now=now)
        assert items.remove(session, put.id, now)
        assert not items.remove(session, put.id, now + timedelta(days=1))
        assert not items.remove(session, "none", now)
        stored = items.get(session, put.id)
        assert stored is not None
        assert stored.removed_at == now
        items.put(session, item(), language="zh", topics=TOPICS, now=now)
        stored = items.get(session, put.id)
        assert stored is not None
        assert stored.removed_at is None


def test_ids_do_not_depend_on_the_process() -> None:
    assert key_id("mfa", "guid-1") == "8a73b84b49092adda0f302943b2e38b2"


def test_a_page_is_back_once_and_only_where_it_was_gone(
    database: Database, item: Make, now: datetime
) -> None:
    with database.write() as session:
        put = items.put(session, item(), language="zh", topics=(), now=now)
        assert not items.restore(session, put.id)
        items.remove(session, put.id, now)
        assert items.restore(session, put.id)
        assert not items.restore(session, put.id)
        assert not items.restore(session, "none")
        (stored,) = items.get_many(session, [put.id, "none"]).values()
        assert stored.removed_at is None
