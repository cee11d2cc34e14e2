import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.alerts.alert import Alert, Delivery, DeliveryState
from monitor.errors import MonitorError
from monitor.storage import outbox, shifts
from monitor.storage.engine import Database
from monitor.storage.outbox import Claimed
from monitor.wording.shift import Shift

Make = Callable[..., Alert]
LEASE = timedelta(minutes=5)
SECOND = timedelta(seconds=1)


def claim(database: Database, now: datetime, *, limit: int = 10, **given: object) -> list[Claimed]:
    with database.write() as session:
        return list(outbox.claim(session, now=now, lease=LEASE, limit=limit, **given))  # type: ignore[arg-type]  # by name


def fill(database: Database, alert: Make, now: datetime, *names: str) -> None:
    with database.write() as session:
        for name in names:
            outbox.enqueue(session, alert(name), ["hook", "mail"], now)


def names(claimed: list[Claimed]) -> list[tuple[str, str]]:
    return [(one.alert.id, one.delivery.channel) for one in claimed]


def test_an_alert_is_claimed_as_it_was_queued(
    database: Database, alert: Make, now: datetime
) -> None:
    with database.write() as session:
        assert outbox.enqueue(session, alert(), ["hook"], now) == 1
        assert outbox.get(session, "al-1") == alert()
        assert outbox.get(session, "none") is None
    (claimed,) = claim(database, now)
    assert claimed == Claimed(
        alert=alert(),
        delivery=Delivery(
            alert="al-1",
            channel="hook",
            state=DeliveryState.LEASED,
            attempts=1,
            next_attempt_at=now,
        ),
        lease_until=now + LEASE,
    )


def test_an_alert_queued_again_is_not_sent_again(
    database: Database, alert: Make, now: datetime
) -> None:
    with database.write() as session:
        assert outbox.enqueue(session, alert(), ["hook"], now) == 1
        assert outbox.enqueue(session, alert(), ["hook", "mail"], now) == 1
        assert outbox.enqueue(session, alert(), [], now) == 0
    assert names(claim(database, now)) == [("al-1", "hook"), ("al-1", "mail")]


def test_a_shift_and_its_alert_are_stored_together_or_not_at_all(
    database: Database, alert: Make, shift: Callable[..., Shift], now: datetime
) -> None:
    with pytest.raises(MonitorError), database.write() as session:
        shifts.put(session, shift(), item=None, now=now)
        outbox.enqueue(session, alert(), ["hook"], now)
        raise MonitorError("the visit failed after all")
    with database.read() as session:
        assert shifts.get(session, "shift-1") is None
        assert outbox.counts(session)[DeliveryState.PENDING] == 0


def test_deliveries_are_claimed_oldest_first_and_once(
    database: Database, alert: Make, now: datetime
) -> None:
    fill(database, alert, now, "z", "a", "m")
    assert names(claim(database, now, limit=2, receivers=["hook"])) == [
        ("z", "hook"),
        ("a", "hook"),
    ]
    assert names(claim(database, now, receivers=["hook"])) == [("m", "hook")]
    assert names(claim(database, now, receivers=[])) == []
    assert names(claim(database, now)) == [("z", "mail"), ("a", "mail"), ("m", "mail")]
    assert claim(database, now) == []


def test_a_lease_that_ran_out_is_claimed_again_and_counts_as_an_attempt(
    database: Database, alert: Make, now: datetime
) -> None:
    fill(database, alert, now, "a")
    claim(database, now, receivers=["hook"])
    assert claim(database, now + LEASE - SECOND, receivers=["hook"]) == []
    (again,) = claim(database, now + LEASE, receivers=["hook"])
    assert again.delivery.attempts == 2


def test_a_delivery_that_failed_waits_and_holds_no_other_up(
    database: Database, alert: Make, now: datetime
) -> None:
    fill(database, alert, now, "a", "b")
    claim(database, now, receivers=["hook"])
    later = now + timedelta(hours=1)
    with database.write() as session:
        assert outbox.failed(session, "a", "hook", "503", now, next_attempt_at=later)
        assert outbox.release(session, "b", "hook")
    (b,) = claim(database, now, receivers=["hook"])
    assert names([b]) == [("b", "hook")]
    assert b.delivery.attempts == 1
    with database.write() as session:
        outbox.sent(session, "b", "hook", now)
    (a,) = claim(database, later, receivers=["hook"])
    assert a.delivery.attempts == 2
    assert a.delivery.last_error == "503"


def test_a_daemon_that_starts_anew_waits_for_no_lease(
    database: Database, alert: Make, now: datetime
) -> None:
    fill(database, alert, now, "a")
    claim(database, now)
    with database.write() as session:
        outbox.sent(session, "a", "mail", now)
        assert outbox.release_all(session) == 1
    (again,) = claim(database, now)
    assert again.delivery.channel == "hook"
    assert again.delivery.attempts == 2


def test_a_dead_letter_is_not_tried_until_it_is_asked_for(
    database: Database, alert: Make, now: datetime
) -> None:
    fill(database, alert, now, "a")
    claim(database, now)
    with database.write() as session:
        outbox.failed(session, "a", "hook", "410", now, next_attempt_at=None)
        outbox.sent(session, "a", "mail", now)
    assert claim(database, now + timedelta(days=900)) == []
    with database.write() as session:
        assert outbox.retry(session, receiver="mail", now=now) == 0
        assert outbox.retry(session, alert="b", now=now) == 0
        assert outbox.retry(session, alert="a", receiver="hook", now=now) == 1
        assert outbox.retry(session, now=now) == 0
    (again,) = claim(database, now)
    assert again.delivery.attempts == 1


def test_what_was_sent_stays_sent(database: Database, alert: Make, now: datetime) -> None:
    fill(database, alert, now, "a")
    claim(database, now)
    with database.write() as session:
        assert outbox.sent(session, "a", "hook", now + SECOND)
        assert not outbox.sent(session, "a", "hook", now + LEASE)
        assert not outbox.failed(session, "a", "hook", "late", now, next_attempt_at=now)
        assert not outbox.release(session, "a", "hook")
        assert not outbox.sent(session, "none", "hook", now)
        (delivery, _) = outbox.deliveries(session, ["a"])["a"]
    assert delivery.state is DeliveryState.SENT
    assert delivery.sent_at == now + SECOND
    assert delivery.last_error is None


def test_the_outbox_says_how_it_stands(database: Database, alert: Make, now: datetime) -> None:
    with database.read() as session:
        assert outbox.next_due(session) is None
        assert outbox.oldest_waiting(session) is None
        assert outbox.due_receivers(session, now) == ()
    fill(database, alert, now, "a", "b")
    claim(database, now, receivers=["hook"], limit=1)
    with database.write() as session:
        later = now + timedelta(hours=1)
        assert outbox.due_receivers(session, now) == ("hook", "mail")
        outbox.failed(session, "a", "hook", "503", now, next_attempt_at=later)
        counts = outbox.counts(session)
        assert counts == {
            DeliveryState.PENDING: 3,
            DeliveryState.LEASED: 0,
            DeliveryState.SENT: 0,
            DeliveryState.FAILED: 1,
            DeliveryState.DEAD: 0,
        }
        none = dict.fromkeys(DeliveryState, 0)
        assert outbox.counts_by_receiver(session) == {
            "hook": {**none, DeliveryState.PENDING: 1, DeliveryState.FAILED: 1},
            "mail": {**none, DeliveryState.PENDING: 2},
        }
        assert outbox.next_due(session) == now
        assert outbox.oldest_waiting(session) == alert().created_at
        (failed,) = outbox.listing(session, state=DeliveryState.FAILED)
        assert (failed.alert, failed.channel, failed.last_error) == ("a", "hook", "503")
        assert len(outbox.listing(session, receiver="mail", limit=1)) == 1
    claim(database, now)
    with database.read() as session:
        assert outbox.next_due(session) == now + LEASE
        assert outbox.due_receivers(session, now) == ()


def test_two_senders_never_claim_the_same_delivery(
    database: Database, alert: Make, now: datetime
) -> None:
    fill(database, alert, now, *(f"alert-{number:02}" for number in range(30)))
    start = threading.Barrier(4)

    def send() -> list[tuple[str, str]]:
        start.wait()
        mine: list[tuple[str, str]] = []
        # Skipping what others hold may leave a claim empty before all is taken.
        for _ in range(30):
            mine += names(claim(database, now, limit=3))
        return mine

    with ThreadPoolExecutor(4) as senders:
        sending = [senders.submit(send) for _ in range(4)]
    claimed = [one for sender in sending for one in sender.result()]
    assert len(claimed) == 60
    assert len(set(claimed)) == 60


def test_the_latest_notice_is_a_message_on_what_is_not_covered(
    database: Database, alert: Make, now: datetime
) -> None:
    with database.write() as session:
        outbox.enqueue(session, alert("al-1"), ["hook"], now)
        assert outbox.latest_notice(session) is None
        for number in (2, 1):
            notice = replace(
                alert(f"notice-{number}"),
                shift="",
                payload='{"type":"monitor.notice"}',
                created_at=now + number * SECOND,
            )
            outbox.enqueue(session, notice, ["hook"], now)
        assert outbox.latest_notice(session) == now + 2 * SECOND
