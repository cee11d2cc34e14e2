"""The outbox emptied: one bad receiver holds up nobody, and nothing is lost or sent unbidden."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from monitor.alerts.alert import Alert, Delivery, DeliveryState
from monitor.alerts.retry import RetryPolicy
from monitor.alerts.sender import Sender
from monitor.alerts.webhook import Endpoint, WebhookSender
from monitor.pipeline.deadletters import DeadLetters
from monitor.pipeline.deliver import BATCH, IN_A_ROW, LEASE, LONGEST_REST, Deliverer, Sent
from monitor.storage import outbox
from monitor.storage.engine import Database
from tests.pipeline.conftest import Clock
from tests.sources.server import Asked, Reply, Server, a_fetcher, plain, serving

POLICY = RetryPolicy(
    base=timedelta(seconds=30), cap=timedelta(hours=1), attempts=3, floor=timedelta(seconds=1)
)


def alert(number: int, clock: Clock) -> Alert:
    return Alert(
        id=f"alert-{number}",
        shift=f"shift-{number}",
        thread="thread",
        subject=f"Subject {number}",
        text="text",
        html="<p>text</p>",
        payload=f'{{"number":{number}}}',
        created_at=clock.now,
    )


def owe(database: Database, clock: Clock, count: int, *receivers: str) -> None:
    with database.write() as session:
        for number in range(count):
            outbox.enqueue(session, alert(number, clock), receivers, clock.now)


def deliveries(database: Database, receiver: str) -> list[Delivery]:
    with database.read() as session:
        return list(reversed(outbox.listing(session, receiver=receiver)))


def states(database: Database, receiver: str) -> list[DeliveryState]:
    return [one.state for one in deliveries(database, receiver)]


def play(
    database: Database,
    clock: Clock,
    script: Callable[[Server, Deliverer], Awaitable[None]],
    extra: Mapping[str, Sender] | None = None,
    dead_letters: DeadLetters | None = None,
    **replies: Reply,
) -> list[Sent]:
    """Run a script with a webhook sender for each path of a real server."""
    heard: list[Sent] = []

    async def run() -> None:
        with ThreadPoolExecutor(max_workers=1) as worker:
            async with serving(**replies) as server, a_fetcher() as fetcher:
                senders: dict[str, Sender] = {
                    name: WebhookSender(
                        Endpoint(
                            id=name,
                            url=server.url(f"/{name}"),
                            patience=timedelta(seconds=0.2),
                        ),
                        fetcher,
                    )
                    for name in replies
                }
                deliverer = Deliverer(
                    database=database,
                    senders={**senders, **(extra or {})},
                    policy=POLICY,
                    worker=worker,
                    dead_letters=dead_letters,
                    clock=clock,
                    jitter=lambda: 1.0,
                    on_sent=heard.append,
                )
                await script(server, deliverer)

    asyncio.run(run())
    return heard


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


def test_what_is_due_is_sent_once_in_its_order(database: Database, clock: Clock) -> None:
    count = BATCH + 2
    owe(database, clock, count, "well")

    async def script(server: Server, deliverer: Deliverer) -> None:
        assert await deliverer.due() == ("well",)
        sent = await deliverer.deliver("well")
        assert [one.alert for one in sent] == [f"alert-{number}" for number in range(count)]
        assert [one.headers["webhook-id"] for one in server.asked] == [one.alert for one in sent]
        assert await deliverer.due() == ()
        assert await deliverer.deliver("well") == ()
        assert len(server.asked) == count

    heard = play(database, clock, script, well=plain(status=204))
    assert {one.state for one in heard} == {DeliveryState.SENT}
    assert set(states(database, "well")) == {DeliveryState.SENT}


def test_receivers_that_hang_refuse_or_are_down_hold_up_no_other(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 2, "hangs", "refuses", "rotates", "down", "well")

    async def script(server: Server, deliverer: Deliverer) -> None:
        tasks = {
            name: asyncio.create_task(deliverer.deliver(name)) for name in await deliverer.due()
        }
        done, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
        assert tasks["hangs"] not in done
        await asyncio.gather(*tasks.values())

    play(
        database,
        clock,
        script,
        hangs=hang,
        refuses=plain(status=404),
        rotates=plain(status=401),
        down=plain(status=503),
        well=plain(),
    )
    assert states(database, "well") == [DeliveryState.SENT] * 2
    assert states(database, "hangs") == [DeliveryState.FAILED] * 2
    assert states(database, "down") == [DeliveryState.FAILED] * 2
    assert states(database, "refuses") == [DeliveryState.DEAD] * 2
    (first, _) = deliveries(database, "hangs")
    assert "no answer within" in (first.last_error or "")
    (first, _) = deliveries(database, "refuses")
    assert "Check the address" in (first.last_error or "")
    assert states(database, "rotates") == [DeliveryState.FAILED] * 2
    (first, _) = deliveries(database, "rotates")
    assert "compare the secret" in (first.last_error or "")


def test_a_receiver_that_fails_is_tried_again_ever_later_and_then_left(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 1, "down")
    waits = []

    async def script(server: Server, deliverer: Deliverer) -> None:
        for attempts in range(1, POLICY.attempts + 1):
            (sent,) = await deliverer.deliver("down")
            assert sent.attempts == attempts
            assert await deliverer.due() == ()
            if sent.next_attempt_at is not None:
                waits.append(sent.next_attempt_at - clock.now)
                clock.now = sent.next_attempt_at
                assert await deliverer.due() == ("down",)
        clock.on(days=30)
        assert await deliverer.due() == ()

    play(database, clock, script, down=plain(status=500))
    assert waits == [timedelta(seconds=30), timedelta(minutes=1)]
    assert states(database, "down") == [DeliveryState.DEAD]
    with database.write() as session:
        assert outbox.retry(session, now=clock.now) == 1

    async def well(server: Server, deliverer: Deliverer) -> None:
        await deliverer.deliver("down")

    play(database, clock, well, down=plain(status=200))
    assert states(database, "down") == [DeliveryState.SENT]


def test_a_receiver_that_says_when_to_come_back_is_left_alone_until_then(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, BATCH + 3, "busy")

    async def script(server: Server, deliverer: Deliverer) -> None:
        (sent,) = await deliverer.deliver("busy")
        assert sent.next_attempt_at == clock.now + timedelta(minutes=10)
        assert await deliverer.due() == ()
        assert len(server.asked) == 1
        clock.on(minutes=11)
        server.replies["/busy"] = plain(status=200)
        assert await deliverer.due() == ("busy",)
        await deliverer.deliver("busy")

    busy = plain(status=429, headers={"retry-after": "600"})
    play(database, clock, script, busy=busy)
    found = deliveries(database, "busy")
    assert [one.state for one in found] == [DeliveryState.SENT] * (BATCH + 3)
    assert [one.attempts for one in found] == [2, *[1] * (BATCH + 2)]


def test_a_receiver_that_is_gone_gets_no_second_attempt(database: Database, clock: Clock) -> None:
    owe(database, clock, 1, "gone")

    async def script(server: Server, deliverer: Deliverer) -> None:
        (sent,) = await deliverer.deliver("gone")
        assert sent.state is DeliveryState.DEAD
        assert "no more messages" in sent.hint

    play(database, clock, script, gone=plain(status=410))


class Fragile:
    """A sender that breaks on one message in a way that nobody foresaw."""

    receiver = "fragile"

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def send(self, alert: Alert) -> None:
        if alert.id == "alert-0":
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        self.taken.append(alert.id)


def test_a_message_that_breaks_its_sender_is_a_dead_letter_and_the_next_one_goes(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 2, "fragile")
    fragile = Fragile()

    async def script(server: Server, deliverer: Deliverer) -> None:
        await deliverer.deliver("fragile")

    play(database, clock, script, {"fragile": fragile})
    assert states(database, "fragile") == [DeliveryState.DEAD, DeliveryState.SENT]
    assert fragile.taken == ["alert-1"]
    assert "surrogates not allowed" in (deliveries(database, "fragile")[0].last_error or "")


def test_a_delivery_that_was_cut_is_sent_again_after_its_lease_with_the_same_id(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 1, "well")
    arrived = asyncio.Event()

    async def taken(asked: Asked, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await hang(asked, writer)

    async def cut(server: Server, deliverer: Deliverer) -> None:
        task = asyncio.create_task(deliverer.deliver("well"))
        await asyncio.wait_for(arrived.wait(), 20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await deliverer.due() == ()

    play(database, clock, cut, well=taken)
    clock.now += LEASE

    async def again(server: Server, deliverer: Deliverer) -> None:
        await deliverer.deliver("well")
        assert server.asked[0].headers["webhook-id"] == "alert-0"

    play(database, clock, again, well=plain())
    assert states(database, "well") == [DeliveryState.SENT]


def test_a_receiver_that_the_settings_no_longer_know_is_left_in_the_outbox(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 1, "former", "well")

    async def script(server: Server, deliverer: Deliverer) -> None:
        assert await deliverer.due() == ("well",)

    play(database, clock, script, well=plain())
    assert states(database, "former") == [DeliveryState.PENDING]


def test_a_batch_fits_into_its_lease() -> None:
    longest: Any = timedelta(seconds=60)
    assert longest * BATCH < LEASE


def test_a_receiver_that_is_down_costs_few_attempts_and_gets_everything_when_it_is_back(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 100, "down")

    async def script(server: Server, deliverer: Deliverer) -> None:
        sent = await deliverer.deliver("down")
        assert len(sent) == len(server.asked) == IN_A_ROW
        assert await deliverer.due() == ()
        clock.on(seconds=LONGEST_REST.total_seconds())
        assert await deliverer.due() == ("down",)
        server.replies["/down"] = plain(status=200)
        assert len(await deliverer.deliver("down")) == 100

    play(database, clock, script, down=plain(status=503))
    found = deliveries(database, "down")
    assert {one.state for one in found} == {DeliveryState.SENT}
    assert sum(one.attempts for one in found) == 100 + IN_A_ROW


def test_a_hundred_refusals_and_then_recovery_lose_nothing(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 60, "shaky")
    refused = 0

    async def shaky(asked: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal refused
        refused += refused < 100
        await plain(status=500 if refused < 100 else 204)(asked, writer)

    async def script(server: Server, deliverer: Deliverer) -> None:
        for _ in range(200):
            await deliverer.deliver("shaky")
            if not await deliverer.due() and set(states(database, "shaky")) == {DeliveryState.SENT}:
                return
            clock.on(minutes=5)
        raise AssertionError(states(database, "shaky"))

    play(database, clock, script, shaky=shaky)
    found = deliveries(database, "shaky")
    assert (len(found), refused) == (60, 100)
    assert {one.state for one in found} == {DeliveryState.SENT}


def test_messages_that_a_receiver_cannot_take_hold_up_none_that_it_can(
    database: Database, clock: Clock
) -> None:
    owe(database, clock, 20, "picky")

    async def picky(asked: Asked, writer: asyncio.StreamWriter) -> None:
        bad = int(asked.headers["webhook-id"].rpartition("-")[2]) < 10
        await plain(status=500 if bad else 204)(asked, writer)

    async def script(server: Server, deliverer: Deliverer) -> None:
        for _ in range(6):
            await deliverer.deliver("picky")
            clock.on(seconds=LONGEST_REST.total_seconds())

    play(database, clock, script, picky=picky)
    assert states(database, "picky")[10:] == [DeliveryState.SENT] * 10


def test_a_second_message_of_a_thread_answers_the_first_though_both_were_claimed_together(
    database: Database, clock: Clock
) -> None:
    answered: list[str | None] = []

    class Noting:
        receiver = "mail"

        async def send(self, alert: Alert) -> None:
            answered.append(alert.answers)

    owe(database, clock, BATCH + 2, "mail")

    async def script(server: Server, deliverer: Deliverer) -> None:
        await deliverer.deliver("mail")

    play(database, clock, script, {"mail": Noting()})
    assert answered == [None, *["alert-0"] * (BATCH + 1)]


def test_two_senders_on_one_outbox_send_everything_once(database: Database, clock: Clock) -> None:
    taken: list[str] = []

    class Slow:
        receiver = "hook"

        async def send(self, alert: Alert) -> None:
            await asyncio.sleep(0.001)
            taken.append(alert.id)

    owe(database, clock, 60, "hook")

    async def both() -> None:
        with ThreadPoolExecutor(max_workers=2) as worker:
            senders = [
                Deliverer(
                    database=database,
                    senders={"hook": Slow()},
                    policy=POLICY,
                    worker=worker,
                    clock=clock,
                )
                for _ in range(2)
            ]
            while set(states(database, "hook")) != {DeliveryState.SENT}:
                await asyncio.gather(*(one.deliver("hook") for one in senders))

    asyncio.run(both())
    assert sorted(taken) == sorted(f"alert-{number}" for number in range(60))
