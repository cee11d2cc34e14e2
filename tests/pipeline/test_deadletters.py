"""Dead letters are told by another route, and who is gone is left alone."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.alert import Alert, DeliveryState
from monitor.alerts.route import ChannelRule
from monitor.errors import DeliveryError
from monitor.pipeline.deadletters import DeadLetters
from monitor.pipeline.deliver import Deliverer
from monitor.storage import outbox, stopped
from monitor.storage.engine import Database
from tests.pipeline.conftest import Clock
from tests.pipeline.test_deliver import deliveries, owe, play, states
from tests.sources.server import Server, plain

DEAD, PENDING, SENT = DeliveryState.DEAD, DeliveryState.PENDING, DeliveryState.SENT


def letters(*channels: str, silent: str = "", address: str = "https://x.example") -> DeadLetters:
    return DeadLetters(
        channels=tuple(ChannelRule(id=name, notices=name != silent) for name in channels),
        receivers={"mail": ("mail:ann", "mail:bob")},
        addresses=dict.fromkeys(channels, address),
        base_url="https://monitor.example",
    )


class Refusing:
    """A sender that refuses for good, or says that it is gone; counts how often it is asked."""

    def __init__(self, receiver: str, *, gone: bool = False) -> None:
        self.receiver = receiver
        self.asked = 0
        self._gone = gone

    async def send(self, alert: Alert) -> None:
        self.asked += 1
        raise DeliveryError("no", channel=self.receiver, transient=False, gone=self._gone)


def notices(database: Database, receiver: str) -> list[dict[str, object]]:
    with database.read() as session:
        found = [
            json.loads(stored.payload)
            for one in outbox.listing(session, receiver=receiver, limit=1000)
            if (stored := outbox.get(session, one.alert)) is not None
        ]
    return [payload for payload in reversed(found) if payload.get("type") == "monitor.notice"]


def sending(*receivers: str, using: DeadLetters, database: Database, clock: Clock) -> None:
    senders = {name: Refusing(name) for name in receivers}

    async def script(server: Server, deliverer: Deliverer) -> None:
        for name in receivers:
            await deliverer.deliver(name)

    play(database, clock, script, senders, dead_letters=using)


def test_the_other_receivers_hear_of_a_dead_letter_once_a_day(
    database: Database, clock: Clock
) -> None:
    using = letters("hook", "mail", "pager")
    owe(database, clock, 3, "hook")
    sending("hook", using=using, database=database, clock=clock)
    assert states(database, "hook") == [DEAD] * 3
    for other in ("mail:ann", "mail:bob", "pager"):
        (notice,) = notices(database, other)
        assert notice["subject"] == "Delivery: hook takes no messages"
        assert notice["receivers"] == [
            {"id": "hook", "dead_letters": 1, "stopped": False, "problem": "no"}
        ]
    assert notices(database, "hook") == []
    clock.on(days=1)
    with database.write() as session:
        outbox.enqueue(session, alert_named("later", clock), ["hook"], clock.now)
    sending("hook", using=using, database=database, clock=clock)
    assert [one["receivers"][0]["dead_letters"] for one in notices(database, "pager")] == [1, 4]  # type: ignore[index]  # JSON


def alert_named(name: str, clock: Clock) -> Alert:
    return Alert(
        id=name,
        shift=f"shift of {name}",
        thread="thread",
        subject="Subject",
        text="text",
        html="<p>text</p>",
        payload="{}",
        created_at=clock.now,
    )


def test_two_receivers_that_are_both_dead_do_not_tell_of_each_other_for_ever(
    database: Database, clock: Clock
) -> None:
    using = letters("a", "b")
    owe(database, clock, 1, "a", "b")
    for _ in range(5):
        sending("a", "b", using=using, database=database, clock=clock)
        clock.on(days=1)
    assert len(notices(database, "a")) == 1
    assert len(notices(database, "b")) == 1
    assert states(database, "a") == [DEAD, DEAD]


def test_a_channel_that_wants_no_notices_gets_none_and_a_lone_one_has_nobody_to_tell(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 1, "hook")
    sending("hook", using=letters("hook", "pager", silent="pager"), database=database, clock=clock)
    sending("hook", using=letters("hook"), database=database, clock=clock)
    assert notices(database, "pager") == notices(database, "hook") == []


def test_a_notice_of_dead_letters_does_not_put_off_one_of_sources(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 1, "hook")
    sending("hook", using=letters("hook", "pager"), database=database, clock=clock)
    assert len(notices(database, "pager")) == 1
    with database.read() as session:
        assert outbox.latest_notice(session) is None


def test_who_answers_410_is_asked_once_and_then_left_alone(
    database: Database, clock: Clock
) -> None:
    using = letters("hook", "pager")
    owe(database, clock, 12, "hook")

    async def script(server: Server, deliverer: Deliverer) -> None:
        (sent,) = await deliverer.deliver("hook")
        assert (sent.state, sent.attempts) == (DEAD, 1)
        assert len(server.asked) == 1
        with database.write() as session:
            outbox.enqueue(session, alert_named("later", clock), ["hook"], clock.now)
        assert await deliverer.deliver("hook") == ()
        assert len(server.asked) == 1

    play(database, clock, script, dead_letters=using, hook=plain(status=410))
    found = deliveries(database, "hook")
    assert [one.state for one in found] == [DEAD] * 13
    assert [one.attempts for one in found] == [1, *[0] * 12]
    assert "not tried: the receiver answered 410" in (found[-1].last_error or "")
    (notice,) = notices(database, "pager")
    assert notice["subject"] == "Delivery: hook wants no more messages"


def test_at_another_address_or_when_asked_for_a_receiver_that_was_gone_is_tried_again(
    database: Database, clock: Clock
) -> None:
    gone = Refusing("hook", gone=True)
    owe(database, clock, 1, "hook")

    async def script(server: Server, deliverer: Deliverer) -> None:
        await deliverer.deliver("hook")

    def again(name: str, using: DeadLetters) -> DeliveryState:
        with database.write() as session:
            outbox.enqueue(session, alert_named(name, clock), ["hook"], clock.now)
        play(database, clock, script, {"hook": gone}, dead_letters=using)
        return states(database, "hook")[-1]

    play(database, clock, script, {"hook": gone}, dead_letters=letters("hook"))
    assert again("left alone", letters("hook")) is DEAD
    assert gone.asked == 1
    again("moved", letters("hook", address="https://y.example"))
    assert gone.asked == 2
    with database.write() as session:
        assert stopped.lift(session, "hook") == 1
        assert stopped.lift(session, "hook") == 0
    again("asked for", letters("hook", address="https://y.example"))
    assert gone.asked == 3
    with database.read() as session:
        known = stopped.get(session, "hook")
    assert known is not None
    assert "example" not in known.address


def test_a_process_that_dies_while_it_marks_a_dead_letter_loses_neither_it_nor_the_notice(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 1, "hook")
    using = letters("hook", "pager")
    with database.write() as session:
        (claimed,) = outbox.claim(session, now=clock.now, lease=timedelta(minutes=1), limit=1)

    class DiedError(Exception):
        pass

    def died() -> None:
        with database.write() as session:
            outbox.failed(session, claimed.alert.id, "hook", "no", clock.now, next_attempt_at=None)
            using.died(session, claimed.alert, "hook", "no", clock.now)
            raise DiedError

    with pytest.raises(DiedError):
        died()
    clock.on(minutes=1)
    assert notices(database, "pager") == []
    assert states(database, "hook") == [DeliveryState.LEASED]
    sending("hook", using=replace(using), database=database, clock=clock)
    assert len(notices(database, "pager")) == 1
