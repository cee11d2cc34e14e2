"""The bytes behind texts: kept once, within bounds, and never handed out changed."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import text

from monitor.sources.exchange import Fetched, Validators
from monitor.storage import evidence
from monitor.storage.engine import Database
from monitor.storage.evidence import Retention
from monitor.storage.problems import DatabaseError

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
BODY = "<p>加强出口管制对话</p>".encode("gb18030")


def fetched(body: bytes = BODY, **given: Any) -> Fetched:
    known: dict[str, Any] = {
        "url": "https://ministry.example/1",
        "final_url": "https://www.ministry.example/1",
        "status": 200,
        "headers": (("content-type", "text/html; charset=gb2312"), ("set-cookie", "id=1")),
        "body": body,
        "sha256": sha256(body).hexdigest(),
        "fetched_at": NOW,
        "validators": Validators(),
    }
    return Fetched(**{**known, **given})


@pytest.fixture
def keep(database: Database) -> Callable[..., None]:
    def store(*answers: Fetched) -> None:
        with database.write() as session:
            for answer in answers:
                evidence.put(session, answer)

    return store


def stored(database: Database, *answers: Fetched) -> dict[str, evidence.Evidence]:
    with database.read() as session:
        return evidence.get_many(session, [one.sha256 for one in answers])


def test_an_answer_comes_back_byte_for_byte(database: Database, keep: Callable[..., None]) -> None:
    answer = fetched()
    keep(answer)
    (one,) = stored(database, answer).values()
    assert one.body == BODY
    assert one.size == len(BODY)
    assert (one.url, one.final_url, one.status) == (answer.url, answer.final_url, 200)
    assert one.fetched_at == NOW
    assert one.headers == (("content-type", "text/html; charset=gb2312"),)


def test_the_same_bytes_are_kept_once_as_they_came_first(
    database: Database, keep: Callable[..., None]
) -> None:
    keep(fetched(), fetched(fetched_at=NOW + timedelta(days=1), url="https://other.example/"))
    (one,) = stored(database, fetched()).values()
    assert (one.fetched_at, one.url) == (NOW, "https://ministry.example/1")


def test_an_empty_body_is_evidence_too(database: Database, keep: Callable[..., None]) -> None:
    keep(fetched(b""))
    assert stored(database, fetched(b""))[sha256(b"").hexdigest()].body == b""


def test_headers_are_bounded() -> None:
    many = tuple((f"x-{number}", "v" * 5_000) for number in range(500))
    kept = evidence.bounded((("Set-Cookie", "secret"), *many))
    assert len(kept) == 60
    assert all(len(value) == 1_000 for _, value in kept)
    assert "secret" not in str(kept)


def test_bytes_that_are_too_old_are_thrown_away_and_the_rest_of_the_record_stays(
    database: Database, keep: Callable[..., None]
) -> None:
    old, new = fetched(b"old"), fetched(b"new", fetched_at=NOW + timedelta(days=9))
    keep(old, new)
    with database.write() as session:
        later = NOW + timedelta(days=10)
        assert evidence.prune(session, Retention(age=timedelta(days=5)), later) == 1
        assert evidence.prune(session, Retention(age=timedelta(days=5)), later) == 0
    found = stored(database, old, new)
    assert found[new.sha256].body == b"new"
    assert found[old.sha256].body is None
    assert found[old.sha256].dropped_at == NOW + timedelta(days=10)
    assert found[old.sha256].size == 3


def test_the_oldest_bytes_make_room_for_the_newest(
    database: Database, keep: Callable[..., None]
) -> None:
    answers = [
        fetched(sha256(bytes([n])).digest() * 20, fetched_at=NOW + timedelta(days=n))
        for n in range(5)
    ]
    keep(*answers)
    with database.write() as session:
        sizes = [row[0] for row in session.execute(text("SELECT packed_size FROM evidence"))]
        assert evidence.prune(session, Retention(size=sum(sizes) - 1), NOW) == 1
        assert evidence.prune(session, Retention(size=sizes[-1]), NOW) == 3
    found = stored(database, *answers)
    assert [found[one.sha256].body is not None for one in answers] == [False] * 4 + [True]


def test_a_retention_of_nothing_keeps_no_bytes(
    database: Database, keep: Callable[..., None]
) -> None:
    keep(fetched())
    with database.write() as session:
        assert evidence.prune(session, Retention(size=0), NOW) == 1
    assert stored(database, fetched())[fetched().sha256].body is None


def test_bytes_that_were_thrown_away_and_come_again_are_kept_again(
    database: Database, keep: Callable[..., None]
) -> None:
    keep(fetched())
    with database.write() as session:
        evidence.prune(session, Retention(size=0), NOW)
    keep(fetched(fetched_at=NOW + timedelta(days=2)))
    (one,) = stored(database, fetched()).values()
    assert (one.body, one.dropped_at) == (BODY, None)
    assert one.fetched_at == NOW + timedelta(days=2)


def test_bytes_that_were_changed_in_the_database_are_refused(
    database: Database, keep: Callable[..., None]
) -> None:
    keep(fetched())
    for forged in (zlib.compress(b"other words"), b"no such stream"):
        with database.write() as session:
            session.execute(text("UPDATE evidence SET packed = :to"), {"to": forged})
        with pytest.raises(DatabaseError, match="not those that were fetched"):
            stored(database, fetched())


def test_a_retention_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Retention(size=-1)
