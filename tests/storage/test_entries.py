from datetime import datetime, timedelta

from monitor.storage import entries
from monitor.storage.engine import Database
from monitor.storage.entries import SeenEntry

DAY = timedelta(days=1)


def seen(key: str, at: datetime, **given: str) -> SeenEntry:
    return SeenEntry(
        source="mfa",
        key=key,
        digest=given.get("digest", f"digest of {key}"),
        url=f"https://www.mfa.example/{key}",
        item=given.get("item"),
        first_seen_at=at,
        last_seen_at=at,
    )


def feed(keys: str) -> set[str]:
    return {f"digest of {key}" for key in keys}


def test_an_entry_comes_back_as_it_was(database: Database, now: datetime) -> None:
    entry = seen("a", now, item="item-1")
    for _ in range(2):
        with database.write() as session:
            entries.note(session, "mfa", [entry], now)
    with database.read() as session:
        assert entries.known(session, "mfa", ["a", "b"]) == {"a": entry}
        assert entries.known(session, "other", ["a"]) == {}
        assert entries.digests(session, "mfa") == {"digest of a"}
        assert entries.digests(session, "other") == frozenset()


def test_a_changed_entry_keeps_when_it_was_first_seen_and_its_item(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        entries.note(session, "mfa", [seen("a", now, item="item-1")], now)
        later = now + DAY
        entries.note(session, "mfa", [seen("a", later, digest="changed")], later)
    with database.read() as session:
        (entry,) = entries.known(session, "mfa", ["a"]).values()
    assert entry.first_seen_at == now
    assert entry.last_seen_at == now + DAY
    assert entry.item == "item-1"
    assert entry.digest == "changed"


def test_an_entry_is_known_by_its_aliases(database: Database, now: datetime) -> None:
    aliases = {"a": ["link-a", "shared"], "b": ["a", "shared"]}
    with database.write() as session:
        entries.note(session, "mfa", [seen("a", now), seen("b", now)], now, aliases=aliases)
    with database.read() as session:
        found = entries.known(session, "mfa", ["link-a", "shared", "a", "unknown"])
    assert {key: entry.key for key, entry in found.items()} == {
        "link-a": "a",
        "shared": "a",
        "a": "a",
    }


def test_a_key_of_any_length_is_taken(database: Database, now: datetime) -> None:
    key = "https://redirect.example/?to=" + "文" * 5_000
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now)], now)
    with database.read() as session:
        assert entries.known(session, "mfa", [key])[key].key == key


def test_a_feed_with_the_same_key_twice_is_taken(database: Database, now: datetime) -> None:
    with database.write() as session:
        entries.note(
            session, "mfa", [seen("a", now), seen("a", now, digest="second"), seen("b", now)], now
        )
    with database.read() as session:
        assert entries.digests(session, "mfa") == {"digest of a", "digest of b"}


def test_entries_skipped_unparsed_are_touched_once_a_day(database: Database, now: datetime) -> None:
    with database.write() as session:
        entries.note(session, "mfa", [seen("a", now), seen("b", now)], now)
        entries.touch(session, "mfa", feed("a"), now + DAY / 2)
        assert entries.known(session, "mfa", ["a"])["a"].last_seen_at == now
        entries.touch(session, "mfa", feed("a"), now + DAY)
        assert entries.known(session, "mfa", ["a"])["a"].last_seen_at == now + DAY
        assert entries.known(session, "mfa", ["b"])["b"].last_seen_at == now


def test_an_entry_gone_from_between_others_has_vanished_once(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now) for key in "cba"], now)
        assert entries.vanished(session, "mfa", feed("cba")) == ()
        (gone,) = entries.vanished(session, "mfa", feed("ca"))
        assert gone.key == "b"
        assert entries.missing(session, "mfa", feed("ca"), now) == 1
        assert entries.vanished(session, "mfa", feed("ca")) == ()
        assert entries.known(session, "mfa", ["b"])["b"].missing_since == now


def test_entries_pushed_out_by_newer_ones_have_not_vanished(
    database: Database, now: datetime
) -> None:
    later = now + DAY
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now) for key in "cba"], now)
        entries.note(session, "mfa", [seen(key, later) for key in "ed"], later)
        assert entries.vanished(session, "mfa", feed("edc")) == ()
        assert entries.missing(session, "mfa", feed("edc"), later) == 2
        assert entries.digests(session, "mfa") == (feed("edc"))


def test_the_newest_entry_can_vanish(database: Database, now: datetime) -> None:
    later = now + DAY
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now) for key in "ba"], now)
        entries.note(session, "mfa", [seen("c", later)], later)
        assert [gone.key for gone in entries.vanished(session, "mfa", feed("ba"))] == ["c"]


def test_an_empty_feed_lets_nothing_vanish(database: Database, now: datetime) -> None:
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now) for key in "ba"], now)
        for nothing in (set(), {"an error page"}):
            assert entries.vanished(session, "mfa", nothing) == ()
            assert entries.missing(session, "mfa", nothing, now) == 0
        assert entries.digests(session, "mfa") == (feed("ba"))


def test_an_entry_that_is_back_is_not_missing(database: Database, now: datetime) -> None:
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now) for key in "cba"], now)
        entries.missing(session, "mfa", feed("ca"), now)
        assert entries.digests(session, "mfa") == (feed("ca"))
        entries.note(session, "mfa", [seen("b", now)], now)
        assert entries.digests(session, "mfa") == (feed("cba"))


def test_a_thousand_entries_are_found_and_vanish(database: Database, now: datetime) -> None:
    keys = [f"entry-{number}" for number in range(1200)]
    with database.write() as session:
        entries.note(session, "mfa", [seen(key, now) for key in keys], now)
        assert len(entries.known(session, "mfa", keys)) == 1200
        gone = entries.vanished(session, "mfa", {f"digest of {keys[-1]}"})
        assert entries.missing(session, "mfa", {f"digest of {keys[-1]}"}, now) == 1199
    assert len(gone) == 1199


def test_the_newest_are_those_that_came_last_of_what_the_feed_held(
    database: Database, now: datetime
) -> None:
    hour = timedelta(hours=1)
    with database.write() as session:
        assert entries.newest(session, "wire", limit=3) == ()
        entries.note(session, "wire", [seen("c", now), seen("b", now)], now)
        later = [seen("e", now + hour), seen("d", now + hour)]
        entries.note(session, "wire", later, now + hour)
        newest = entries.newest(session, "wire", limit=3)
        assert newest == tuple(one.digest for one in (*later, seen("c", now)))
