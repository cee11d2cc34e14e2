"""What the doctor makes of a disk, a clock, names and an outbox."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.alerts.alert import Alert
from monitor.run import doctor
from monitor.run.doctor import State
from monitor.sources.exchange import Fetched, Validators
from monitor.storage import outbox
from monitor.storage.engine import Database

NOW = datetime(2025, 8, 19, 9, tzinfo=UTC)


def answer(**headers: str) -> Fetched:
    return Fetched(
        url="https://a.example/",
        final_url="https://a.example/",
        status=200,
        headers=tuple(headers.items()),
        body=b"",
        sha256="",
        fetched_at=NOW,
        validators=Validators(),
    )


@pytest.mark.parametrize(
    ("free", "state"),
    [(50, State.BAD), (200, State.DOUBT), (5_000, State.GOOD)],
)
def test_a_disk_is_judged_by_the_reserve_and_by_room_for_a_copy(
    tmp_path: Path, free: int, state: State
) -> None:
    path = tmp_path / "monitor.db"
    path.write_bytes(b"x" * 1_000)
    (found,) = doctor.disk(path, 100, usage=lambda _: (10_000, 0, free))
    assert found.state is state
    assert bool(found.hint) is (state is not State.GOOD)
    assert doctor.disk(None, 100) == []


def test_a_clock_is_compared_with_answers_that_no_cache_gave() -> None:
    date = "Tue, 19 Aug 2025 08:55:00 GMT"
    assert doctor.skew(answer(date=date), NOW) == timedelta(minutes=5)
    assert doctor.skew(answer(date=date, age="300"), NOW) is None
    assert doctor.skew(answer(date="yesterday"), NOW) is None
    assert doctor.skew(answer(), NOW) is None


def test_names_that_resolve_are_told_from_those_that_do_not() -> None:
    def found(*urls: str) -> State:
        (one,) = asyncio.run(doctor.names(urls))
        return one.state

    assert found("http://127.0.0.1/a", "http://127.0.0.1/b") is State.GOOD
    assert found("http://127.0.0.1/", "http://no-such-host.invalid/") is State.DOUBT
    assert found("http://no-such-host.invalid/") is State.BAD
    assert asyncio.run(doctor.names([])) == []


def test_alerts_that_wait_long_or_were_given_up_are_found(
    sqlite_url: str, alert: Callable[..., Alert]
) -> None:
    with Database.open(sqlite_url) as database:
        assert doctor.deliveries(database)[0].state is State.GOOD
        with database.write() as session:
            outbox.enqueue(session, alert("dead"), ["desk"], NOW)
            outbox.claim(session, now=NOW, lease=timedelta(minutes=6), limit=1)
            outbox.enqueue(session, alert("late"), ["desk"], NOW)
            outbox.failed(session, "dead", "desk", "gone", NOW, next_attempt_at=None)
        found = doctor.deliveries(database, now=lambda: NOW + timedelta(hours=2))
        assert [one.state for one in found] == [State.BAD, State.BAD]
        assert all(one.hint for one in found)
        soon = doctor.deliveries(database, now=lambda: NOW + timedelta(minutes=2))
        assert len(soon) == 1


def test_answers_are_told_one_by_one_where_they_are_not_well() -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "state": "ok"},
        {"id": "b", "state": "failing", "detail": "answered 500"},
        {"id": "desk", "state": "failing", "detail": "refused"},
    ]
    found = doctor.answers(rows, frozenset("ab"))
    assert [(one.check, one.state) for one in found] == [
        ("sources", State.GOOD),
        ("source b", State.DOUBT),
        ("channel desk", State.BAD),
    ]
