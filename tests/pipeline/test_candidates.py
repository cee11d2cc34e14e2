"""What a feed holds against what was seen: new, changed, back under another name, or gone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.config.sources import SourceSettings
from monitor.pipeline.candidates import Candidate, Plan, candidates
from monitor.sources.item import Item
from monitor.sources.parse import Entry, ParsedFeed
from monitor.storage import entries
from monitor.storage.engine import Database

Make = Callable[..., SourceSettings]
NOW = datetime(2025, 8, 20, tzinfo=UTC)
BASE = "https://news.example/feed"


def entry(name: str, **given: Any) -> Entry:
    known: dict[str, Any] = {
        "guid": f"id-{name}-000",
        "link": f"https://news.example/{name}",
        "title": f"Title of {name}",
        "html": "",
        "text": "",
        "published_raw": None,
        "published_at": None,
        "updated_at": None,
        "authors": (),
        "language": None,
        "digest": f"digest of {name}",
    }
    return Entry(**{**known, **given})


def feed(*found: Entry, unchanged: tuple[str, ...] = ()) -> ParsedFeed:
    return ParsedFeed(
        title="News",
        link=None,
        language=None,
        entries=found,
        ttl=None,
        encoding="utf-8",
        problems=(),
        unchanged=unchanged,
    )


def planned(database: Database, source: SourceSettings, found: ParsedFeed) -> Plan:
    with database.read() as session:
        return candidates(session, source, found, base=BASE)


def noted(database: Database, source: SourceSettings, plan: Plan, *, tried: bool = False) -> None:
    with database.write() as session:
        entries.note(
            session,
            source.id,
            [one.tried(NOW) if tried else one.seen(NOW) for one in plan.candidates],
            NOW,
            aliases={one.item.key: one.item.aliases for one in plan.candidates},
        )


def test_a_new_entry_a_changed_one_and_one_that_is_as_it_was(
    database: Database, source: Make
) -> None:
    wire = source(BASE)
    noted(database, wire, planned(database, wire, feed(entry("a"), entry("b"))))
    plan = planned(database, wire, feed(entry("new"), entry("a", digest="other"), entry("b")))
    assert [(one.item.key[-5:], one.new) for one in plan.candidates] == [
        ("w-000", True),
        ("a-000", False),
    ]
    assert plan.present == ("digest of b",)
    assert plan.vanished == ()


def test_an_entry_with_another_guid_and_the_same_link_stays_the_same_item(
    database: Database, source: Make
) -> None:
    wire = source(BASE)
    first = planned(database, wire, feed(entry("a")))
    noted(database, wire, first)
    (back,) = planned(database, wire, feed(entry("a", guid="0xfe", digest="other"))).candidates
    assert back.item.key == first.candidates[0].item.key
    assert not back.new
    assert "guid:0xfe" in back.item.aliases


def test_one_guid_for_several_entries_loses_none_of_them(database: Database, source: Make) -> None:
    wire = source(BASE)
    same = [entry(name, guid="same") for name in "abc"]
    plan = planned(database, wire, feed(*same))
    assert len({one.item.key for one in plan.candidates}) == 3


def test_the_same_entry_twice_is_one(database: Database, source: Make) -> None:
    plan = planned(database, source(BASE), feed(entry("a"), entry("a")))
    assert len(plan.candidates) == 1


def test_an_entry_from_between_others_vanished_and_one_pushed_out_did_not(
    database: Database, source: Make
) -> None:
    wire = source(BASE)
    noted(database, wire, planned(database, wire, feed(*(entry(name) for name in "abc"))))
    plan = planned(database, wire, feed(entry("new"), entry("a"), entry("c")))
    assert [one.digest for one in plan.vanished] == ["digest of b"]
    plan = planned(database, wire, feed(entry("new"), entry("a"), entry("b")))
    assert plan.vanished == ()


def test_tries_are_counted_in_the_database_and_end_when_the_entry_is_taken(
    database: Database, source: Make
) -> None:
    wire = source(BASE)
    for tries in range(3):
        plan = planned(database, wire, feed(entry("a")))
        (one,) = plan.candidates
        assert (one.tries, one.new) == (tries, True)
        noted(database, wire, plan, tried=True)
    noted(database, wire, planned(database, wire, feed(entry("a"))))
    assert planned(database, wire, feed(entry("a"))).candidates == ()


def test_the_oldest_comes_first_and_those_of_one_time_from_below() -> None:
    def made(name: str, at: datetime | None) -> Candidate:
        item = Item(source="s", key=name, url="", title=name, text="", published_at=at)
        return Candidate(item=item, digest=name)

    found = tuple(
        made(name, at)
        for name, at in (
            ("late", NOW),
            ("twin 2", NOW - timedelta(days=1)),
            ("twin 1", NOW - timedelta(days=1)),
            ("undated", None),
        )
    )
    order = [one.item.key for one in Plan(candidates=found).oldest_first()]
    assert order == ["undated", "twin 1", "twin 2", "late"]
