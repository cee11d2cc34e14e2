from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from monitor.sources.fetch import Validators
from monitor.storage import sources
from monitor.storage.engine import Database
from monitor.storage.problems import DatabaseError
from monitor.storage.sources import SourceState

CHINA = timezone(timedelta(hours=8))


def state(now: datetime) -> SourceState:
    return SourceState(
        id="mfa",
        url="https://www.mfa.example/feed",
        validators=Validators(etag='W/"文"', last_modified="Tue, 19 Aug 2025 08:00:00 GMT"),
        body_sha256="cd" * 32,
        next_poll_at=now + timedelta(minutes=5),
        interval=timedelta(days=40, microseconds=7),
        failures=2,
        last_visit_at=now,
        last_success_at=now - timedelta(hours=1),
        last_new_item_at=now - timedelta(days=900),
        last_status=503,
        last_error="the server is busy",
        state="failing",
        baselined_at=now - timedelta(days=1000),
        visits=12,
        entries=50,
        body_size=4_096,
    )


def test_a_state_comes_back_as_it_was(database: Database, now: datetime) -> None:
    full, bare = state(now), SourceState(id="new", url="https://new.example")
    assert all(getattr(full, field.name) for field in fields(full))
    for _ in range(2):
        with database.write() as session:
            sources.save(session, full)
            sources.save(session, bare)
    with database.read() as session:
        assert sources.load(session) == {"mfa": full, "new": bare}
        assert sources.load(session, ["new", "none"]) == {"new": bare}


def test_the_later_state_stands(database: Database, now: datetime) -> None:
    with database.write() as session:
        sources.save(session, state(now))
        sources.save(session, SourceState(id="mfa", url="https://elsewhere.example"))
    with database.read() as session:
        assert sources.load(session)["mfa"] == SourceState(
            id="mfa", url="https://elsewhere.example"
        )


def test_a_time_comes_back_in_utc_whatever_zone_it_went_in(database: Database) -> None:
    at = datetime(2025, 8, 19, 7, 59, 59, 999999, tzinfo=CHINA)
    with database.write() as session:
        sources.save(session, SourceState(id="mfa", url="u", last_visit_at=at))
    with database.read() as session:
        found = sources.load(session)["mfa"].last_visit_at
    assert found == at
    assert found is not None
    assert found.tzinfo is UTC


def test_a_naive_time_is_refused(database: Database) -> None:
    naive = datetime(2025, 8, 19)  # noqa: DTZ001  # what is tested
    with pytest.raises(DatabaseError, match="naive"), database.write() as session:
        sources.save(session, SourceState(id="mfa", url="u", last_visit_at=naive))


def test_text_that_no_database_takes_is_stored_in_its_length(database: Database) -> None:
    with database.write() as session:
        sources.save(session, SourceState(id="mfa", url="u", last_error="a\x00b\ud800文"))
    with database.read() as session:
        assert sources.load(session)["mfa"].last_error == "a\ufffdb\ufffd文"


def test_sources_never_visited_are_due_first_then_the_longest_overdue(
    database: Database, now: datetime
) -> None:
    ids = ("late", "later", "new", "future", "newer")
    with database.write() as session:
        for id_, minutes in (("late", -1), ("later", -60), ("future", 5), ("retired", -90)):
            at = now + timedelta(minutes=minutes)
            sources.save(session, SourceState(id=id_, url="u", next_poll_at=at))
    with database.read() as session:
        assert sources.due(session, now, ids) == ("new", "newer", "later", "late")
        assert sources.next_due(session, ["future"]) == now + timedelta(minutes=5)
        assert sources.next_due(session, ["future", "new"]) == sources.EPOCH
        assert sources.next_due(session, []) is None


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="parked"):
        SourceState(id="mfa", url="u", state="parked")


def test_a_day_with_news_is_kept_once_and_read_in_order(database: Database) -> None:
    days = [date(2025, 8, 19), date(2025, 8, 18), date(2025, 8, 19)]
    with database.write() as session:
        sources.had_news(session, "mfa", days)
        sources.had_news(session, "mfa", days[:1])
        sources.had_news(session, "mfa", [])
        sources.had_news(session, "wire", days[:1])
    with database.read() as session:
        assert sources.news_days(session, "mfa", since=date(2025, 1, 1)) == (days[1], days[0])
        assert sources.news_days(session, "mfa", since=days[0]) == (days[0],)
        assert sources.news_days(session, "none", since=days[0]) == ()
