"""Who is told what and when, over a real database, with time moved on."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from monitor.alerts.digest import Reason
from monitor.alerts.route import Mute, Rule, Subscriber
from monitor.alerts.schedule import HOURLY, Quiet, Rate, Rhythm, Timing
from monitor.alerts.votes import Ballot
from monitor.pipeline.digests import make_due
from monitor.pipeline.notify import Notifier
from monitor.pipeline.subjects import Names
from monitor.sources.item import Item
from monitor.storage import items, outbox, shifts, told
from monitor.storage.engine import Database
from monitor.storage.problems import DatabaseError
from monitor.wording.shift import Direction, Kind, Level, Shift
from tests.pipeline.conftest import Clock

RECEIVERS = {"mail": ("mail:ann@x.example", "mail:bob@x.example")}
DAILY = Timing(rhythm=Rhythm.DAILY, at=time(8, 0))


def shift_of(name: str, **given: Any) -> Shift:
    known: dict[str, Any] = {
        "kinds": (Kind.DROPPED,),
        "body": "CN-MFA",
        "topic": "rare-earths",
        "statement": None,
        "against": (),
        "before": "We will continue to strengthen it.",
        "after": "We will strengthen it.",
        "changes": (),
        "removed": ("continue to",),
        "added": (),
        "severity": 7.0,
        "confidence": 0.9,
        "level": Level.ALERT,
        "direction": Direction.SOFTER,
    }
    return Shift(id=name, **{**known, **given})


def notifier(*rules: Rule, **given: Any) -> Notifier:
    about = {name: given.pop(name) for name in ("quiet", "rate") if name in given}
    desk = Subscriber(id="desk", channels=("mail",), rules=rules or (Rule(),), **about)
    return Notifier(
        names=Names(bodies={"CN-MFA": "China's Foreign Ministry"}),
        subscribers=(desk,),
        receivers=RECEIVERS,
        **given,
    )


@pytest.fixture
def tell(database: Database, clock: Clock) -> Callable[..., Any]:
    """Store a shift and tell of it, as a visit does, in one transaction."""

    def make(to: Notifier, shift: Shift) -> Any:
        item = Item(
            source="mfa", key=shift.id, url=f"https://m.example/{shift.id}", title="t", text="x"
        )
        with database.write() as session:
            put = items.put(session, item, language="en", topics=("rare-earths",), now=clock())
            shifts.put(session, shift, item=put.id, now=clock())
            subject = to.names.subject(
                shift, statement=None, against=(), url=item.url, title="t", source="mfa"
            )
            return to.notify(session, subject, language="en", now=clock())

    return make


def queued(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        rows = outbox.listing(session, limit=10_000)
        return [(outbox.get(session, row.alert).subject, row.channel) for row in reversed(rows)]  # type: ignore[union-attr]  # every delivery has its alert


def test_a_shift_comes_at_once_to_every_receiver(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    alert = tell(notifier(), shift_of("a"))
    assert [receiver for _, receiver in queued(database)] == list(RECEIVERS["mail"])
    assert alert.subject.startswith("China's Foreign Ministry softens: *continue to* dropped")
    assert make_due(database, notifier(), clock) == ()


def test_telling_the_same_shift_again_changes_nothing(
    database: Database, tell: Callable[..., Any]
) -> None:
    tell(notifier(), shift_of("a"))
    tell(notifier(), shift_of("a"))
    assert len(queued(database)) == 2


def test_a_days_shifts_come_as_one_digest_at_the_local_time(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=DAILY))
    for name in "abc":
        assert tell(to, shift_of(name)) is None
    assert make_due(database, to, clock) == ()
    assert queued(database) == []
    clock.now = datetime(2025, 8, 21, 8, 0, tzinfo=UTC)
    (made,) = make_due(database, to, clock)
    assert made.subject.startswith("Digest: 3 shifts · ")
    assert [receiver for _, receiver in queued(database)] == list(RECEIVERS["mail"])
    assert make_due(database, to, clock) == ()
    clock.on(days=2)
    assert make_due(database, to, clock) == ()


def test_a_digest_of_one_shift_is_that_shifts_own_message(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=HOURLY))
    tell(to, shift_of("a"))
    clock.on(hours=1)
    (made,) = make_due(database, to, clock)
    assert json.loads(made.payload)["type"] == "shift"
    assert made.shift == "a"


def test_a_flood_becomes_a_few_messages_and_one_digest(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(rate=Rate(messages=3, per=timedelta(hours=1)))
    for number in range(50):
        tell(to, shift_of(f"s-{number}"))
    assert len(queued(database)) == 3 * 2
    clock.on(minutes=59)
    assert make_due(database, to, clock) == ()
    clock.on(minutes=1)
    (made,) = make_due(database, to, clock)
    assert made.subject.startswith("Many at once: 47 shifts")
    assert json.loads(made.payload)["more"] == 27
    tell(to, shift_of("later"))
    assert len(queued(database)) == (3 + 1 + 1) * 2


def test_quiet_hours_end_in_one_digest_and_what_is_grave_comes_through(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    night = Quiet(start=time(9, 0), end=time(6, 0), broken_by=9.0)
    to = notifier(quiet=night)
    tell(to, shift_of("a"))
    tell(to, shift_of("b"))
    assert queued(database) == []
    tell(to, shift_of("grave", severity=9.0))
    assert len(queued(database)) == 2
    clock.now = datetime(2025, 8, 21, 6, 0, tzinfo=UTC)
    (made,) = make_due(database, to, clock)
    assert made.subject.startswith("In the quiet hours: 2 shifts")


def test_what_is_muted_is_stored_and_told_to_nobody(
    database: Database, tell: Callable[..., Any]
) -> None:
    mute = Mute(until=date(2025, 9, 1), body="CN-MFA", topic="rare-earths")
    to = notifier(mutes=(mute,))
    assert tell(to, shift_of("a")) is None
    assert queued(database) == []
    with database.read() as session:
        assert shifts.get(session, "a") is not None


def test_two_subscribers_of_one_channel_get_one_message_there(
    database: Database, tell: Callable[..., Any]
) -> None:
    one = notifier()
    both = replace(one, subscribers=(*one.subscribers, replace(one.subscribers[0], id="other")))
    tell(both, shift_of("a"))
    assert len(queued(database)) == 2


def test_a_digest_says_what_was_not_covered(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=HOURLY), not_covered=lambda _: ["mofcom: failing since Monday"])
    tell(to, shift_of("a"))
    tell(to, shift_of("b"))
    clock.on(hours=1)
    (made,) = make_due(database, to, clock)
    assert "mofcom: failing since Monday" in made.text


def test_a_process_that_dies_before_its_digest_is_stored_makes_it_again(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=HOURLY))
    tell(to, shift_of("a"))
    tell(to, shift_of("b"))
    clock.on(hours=1)

    class DiedError(Exception):
        pass

    def died() -> None:
        with database.write() as session:
            (waiting,) = to.due(session, clock())
            assert waiting.reason is Reason.SCHEDULED
            to.digest(session, waiting, clock())
            raise DiedError

    with pytest.raises(DiedError):
        died()
    assert queued(database) == []
    (made,) = make_due(database, to, clock)
    assert len(queued(database)) == 2
    with database.read() as session:
        assert told.next_digest(session) is None
    assert made.id


def test_a_subscriber_who_is_gone_is_sent_no_digest(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=HOURLY))
    tell(to, shift_of("a"))
    clock.on(hours=1)
    gone = replace(to, subscribers=(replace(to.subscribers[0], id="somebody else"),))
    assert make_due(database, gone, clock) == ()
    assert len(make_due(database, to, clock)) == 1


def test_what_is_too_much_at_once_does_not_come_in_the_quiet_hours(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    night = Quiet(start=time(10, 0), end=time(6, 0), broken_by=9.0)
    to = notifier(quiet=night, rate=Rate(messages=1, per=timedelta(hours=1)))
    tell(to, shift_of("first"))
    tell(to, shift_of("held"))
    clock.on(hours=1, minutes=5)
    assert make_due(database, to, clock) == ()
    tell(to, shift_of("grave", severity=9.0))
    assert len(queued(database)) == 2 * 2
    clock.now = datetime(2025, 8, 21, 6, 0, tzinfo=UTC)
    (made,) = make_due(database, to, clock)
    assert made.shift == "held"


def test_what_is_muted_while_it_waits_is_left_out_of_the_digest(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=HOURLY))
    tell(to, shift_of("a"))
    tell(to, shift_of("b", body="CN-MOFCOM"))
    clock.on(hours=1)
    muted = replace(to, mutes=(Mute(until=date(2025, 9, 1), body="CN-MOFCOM"),))
    (made,) = make_due(database, muted, clock)
    assert made.shift == "a"
    assert make_due(database, to, clock) == ()


def test_a_digest_of_nothing_but_what_is_muted_is_none(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    to = notifier(Rule(timing=HOURLY))
    tell(to, shift_of("a"))
    clock.on(hours=1)
    muted = replace(to, mutes=(Mute(until=date(2025, 9, 1), body="CN-MFA"),))
    assert make_due(database, muted, clock) == ()
    assert queued(database) == []
    with database.read() as session:
        assert told.next_digest(session) is None


def test_each_shift_of_a_digest_has_its_own_links_to_judge_it(
    database: Database, clock: Clock, tell: Callable[..., Any]
) -> None:
    ballot = Ballot(key=b"k" * 32)
    to = notifier(Rule(timing=HOURLY), ballot=ballot, base_url="https://monitor.example")
    tell(to, shift_of("a"))
    tell(to, shift_of("b"))
    clock.on(hours=1)
    (made,) = make_due(database, to, clock)
    offered = {entry["feedback"]["useful"] for entry in json.loads(made.payload)["entries"]}
    assert offered == {ballot.links("https://monitor.example", name).useful for name in ("a", "b")}
    assert all(link.replace("&", "&amp;") in made.html for link in offered)


def test_a_thousand_shifts_at_once_to_twenty_subscribers_are_a_few_messages_each(
    sqlite: Database, clock: Clock
) -> None:
    subscribers = tuple(
        Subscriber(
            id=f"s-{number}",
            channels=(f"c-{number}",),
            rules=(Rule(timing=HOURLY) if number % 4 == 0 else Rule(),),
            rate=Rate(messages=5, per=timedelta(hours=1)),
        )
        for number in range(20)
    )
    to = Notifier(subscribers=subscribers)
    with sqlite.write() as session:
        for number in range(1000):
            shift = shift_of(f"shift-{number}", severity=number / 100)
            shifts.put(session, shift, item=None, now=clock())
            subject = to.names.subject(shift, statement=None, against=(), url="", title="")
            to.notify(session, subject, language="en", now=clock())
    assert len(queued(sqlite)) == 15 * 5
    clock.on(hours=1)
    digests = make_due(sqlite, to, clock)
    assert len(digests) == 20
    payload = json.loads(digests[0].payload)
    assert [entry["severity"] for entry in payload["entries"][:2]] == [9.99, 9.98]
    assert payload["more"] == 980
    counts = {one.subject.partition(" · ")[0] for one in digests}
    assert counts == {"Digest: 1000 shifts", "Many at once: 995 shifts"}
    assert len(queued(sqlite)) == 15 * 5 + 20
    assert make_due(sqlite, to, clock) == ()


def test_a_full_disk_while_telling_stores_all_of_a_shift_or_nothing_and_loses_none(
    sqlite: Database, clock: Clock
) -> None:
    to = notifier()

    def tell(number: int) -> None:
        shift = shift_of(f"shift-{number}", before="words " * 2000, after="other words " * 1000)
        with sqlite.write() as session:
            shifts.put(session, shift, item=None, now=clock())
            subject = to.names.subject(shift, statement=None, against=(), url="", title="")
            to.notify(session, subject, language="en", now=clock())

    def pages(most: int) -> None:
        with sqlite.write() as session:
            session.execute(text(f"PRAGMA max_page_count = {most}"))

    with sqlite.write() as session:
        used = session.execute(text("PRAGMA page_count")).scalar_one()
    pages(used + 60)
    reached = 0
    with pytest.raises(DatabaseError):
        for reached in range(100):
            tell(reached)
    assert reached
    with sqlite.read() as session:
        assert shifts.get(session, f"shift-{reached}") is None
    assert len(queued(sqlite)) == 2 * reached
    pages(1_000_000)
    for number in range(reached + 1):
        tell(number)
    assert len(queued(sqlite)) == 2 * (reached + 1)


def test_a_locked_database_while_telling_loses_nothing(sqlite_url: str, clock: Clock) -> None:
    to = notifier()
    with Database.open(sqlite_url, busy=timedelta(milliseconds=20)) as database:

        def tell() -> None:
            with database.write() as session:
                shifts.put(session, shift_of("a"), item=None, now=clock())
                subject = to.names.subject(
                    shift_of("a"), statement=None, against=(), url="", title=""
                )
                to.notify(session, subject, language="en", now=clock())

        with closing(sqlite3.connect(database.path or "")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseError, match="locked"):
                tell()
            other.rollback()
        assert queued(database) == []
        tell()
        assert len(queued(database)) == 2
