"""The outbox emptied: claimed under a lease, sent outside any transaction, then marked."""

import asyncio
import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from monitor.alerts.alert import DeliveryState
from monitor.alerts.retry import RetryPolicy, next_attempt
from monitor.alerts.sender import Sender
from monitor.errors import DeliveryError
from monitor.pipeline.deadletters import DeadLetters
from monitor.storage import outbox
from monitor.storage.engine import Database
from monitor.storage.outbox import Claimed

P = ParamSpec("P")
T = TypeVar("T")

LEASE = timedelta(minutes=6)
"""How long a claimed delivery is nobody else's: longer than any sender may take for a batch."""
BATCH = 5
"""Deliveries claimed at once for one receiver; a mail may take a minute."""
IN_A_ROW = 3
"""Failures that may pass, one after the other, after which a receiver is left alone for a while."""
LONGEST_REST = timedelta(minutes=5)
"""How long at most: what waits for a receiver that is back should not wait for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one attempt came to: SENT, FAILED with a next time, or DEAD.

    `is_last` says that the receiver wants no more messages.
    """

    alert: str
    subject: str
    receiver: str
    state: DeliveryState
    attempts: int
    error: str | None = None
    hint: str = ""
    next_attempt_at: datetime | None = None
    is_last: bool = False


class Deliverer:
    """Sends what is due, each receiver on its own: one that hangs holds up no other."""

    def __init__(
        self,
        *,
        database: Database,
        senders: Mapping[str, Sender],
        policy: RetryPolicy,
        worker: Executor,
        dead_letters: DeadLetters | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
        on_sent: Callable[[Sent], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._senders = dict(senders)
        self._policy = policy
        self._worker = worker
        self._dead_letters = dead_letters or DeadLetters()
        self._clock = clock
        self._jitter = jitter
        self._on_sent = on_sent
        self._resting: dict[str, datetime] = {}

    async def due(self) -> tuple[str, ...]:
        """Return the receivers that have something due and that the settings know."""
        return await self._work(self._due)

    async def deliver(self, receiver: str) -> tuple[Sent, ...]:
        """Send what is due for one receiver, oldest first, and return what became of each.

        A message that fails is put off and the next one is tried: one bad message holds up no
        other. A receiver that says when to come back is left alone until then, and so is one that
        takes nothing for a while: a thousand messages for one that is down cost a few attempts,
        and all of them go when it is back. Whatever ends this half-way leaves a lease that runs
        out, and the message is sent again with the same id.
        """
        done: list[Sent] = []
        failures: list[Sent] = []
        firsts: dict[str, str] = {}
        while claimed := await self._work(self._claimed, receiver):
            for place, one in enumerate(claimed, 1):
                sent = await self._attempt(receiver, _answering(one, firsts))
                self._on_sent(sent)
                done.append(sent)
                if sent.state is DeliveryState.SENT:
                    firsts.setdefault(one.alert.thread, one.alert.answers or one.alert.id)
                failures = [*failures, sent] if sent.state is DeliveryState.FAILED else []
                if len(failures) >= IN_A_ROW:
                    self._rest(receiver, failures)
                if sent.is_last or self._rests(receiver):
                    await self._work(self._given_back, receiver, claimed[place:])
                    break
            if self._rests(receiver):
                break
        return tuple(done)

    def _rest(self, receiver: str, failures: list[Sent]) -> None:
        now = self._clock()
        times = [one.next_attempt_at for one in failures if one.next_attempt_at is not None]
        until = min([*times, now + LONGEST_REST])
        self._resting[receiver] = max(until, self._resting.get(receiver, until))

    def _rests(self, receiver: str) -> bool:
        until = self._resting.get(receiver)
        return until is not None and self._clock() < until

    async def _attempt(self, receiver: str, claimed: Claimed) -> Sent:
        try:
            await self._senders[receiver].send(claimed.alert)
        except DeliveryError as exc:
            return await self._work(self._failed, receiver, claimed, exc)
        except Exception as exc:
            # A sender that breaks on one message must not stop the others; the message is kept
            # as a dead letter with what happened.
            error = DeliveryError(repr(exc)[:300], channel=receiver, transient=False)
            return await self._work(self._failed, receiver, claimed, error)
        return await self._work(self._marked, receiver, claimed)

    async def _work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, partial(function, *args, **kwargs))

    def _due(self) -> tuple[str, ...]:
        with self._database.read() as session:
            found = outbox.due_receivers(session, self._clock())
        return tuple(
            receiver
            for receiver in found
            if receiver in self._senders and not self._rests(receiver)
        )

    def _claimed(self, receiver: str) -> tuple[Claimed, ...]:
        with self._database.write() as session:
            if self._dead_letters.left_alone(session, receiver, self._clock()):
                return ()
            return outbox.claim(
                session, now=self._clock(), lease=LEASE, limit=BATCH, receivers=[receiver]
            )

    def _given_back(self, receiver: str, claimed: tuple[Claimed, ...]) -> None:
        with self._database.write() as session:
            for one in claimed:
                outbox.release(session, one.alert.id, receiver)

    def _marked(self, receiver: str, claimed: Claimed) -> Sent:
        with self._database.write() as session:
            outbox.sent(session, claimed.alert.id, receiver, self._clock())
        return Sent(
            alert=claimed.alert.id,
            subject=claimed.alert.subject,
            receiver=receiver,
            state=DeliveryState.SENT,
            attempts=claimed.delivery.attempts,
        )

    def _failed(self, receiver: str, claimed: Claimed, exc: DeliveryError) -> Sent:
        now = self._clock()
        again = None
        if exc.retry_after is not None:
            rest = min(exc.retry_after, self._policy.longest_retry_after)
            self._resting[receiver] = now + rest
        if exc.transient and not exc.gone:
            again = next_attempt(
                max(1, claimed.delivery.attempts),
                now,
                self._policy,
                self._jitter(),
                exc.retry_after,
            )
        error = f"{exc.problem} ({exc.hint})" if exc.hint else exc.problem
        with self._database.write() as session:
            if exc.gone:
                self._dead_letters.gone(session, receiver, exc.problem, now)
            news = outbox.failed(
                session, claimed.alert.id, receiver, error, now, next_attempt_at=again
            )
            if news and again is None:
                self._dead_letters.died(session, claimed.alert, receiver, error, now)
        return Sent(
            alert=claimed.alert.id,
            subject=claimed.alert.subject,
            receiver=receiver,
            state=DeliveryState.DEAD if again is None else DeliveryState.FAILED,
            attempts=claimed.delivery.attempts,
            error=exc.problem,
            hint=exc.hint,
            next_attempt_at=again,
            is_last=exc.gone,
        )


def _answering(claimed: Claimed, firsts: Mapping[str, str]) -> Claimed:
    """Return the claim with what its message answers, where that went out after the claim."""
    alert = claimed.alert
    if alert.answers is not None or alert.thread not in firsts:
        return claimed
    return replace(claimed, alert=replace(alert, answers=firsts[alert.thread]))
