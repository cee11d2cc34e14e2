"""The outbox emptied: claimed under a lease, sent outside any transaction, then marked."""

import asyncio
import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from monitor.alerts.alert import DeliveryState
from monitor.alerts.retry import RetryPolicy, next_attempt
from monitor.alerts.sender import Sender
from monitor.errors import DeliveryError
from monitor.storage import outbox
from monitor.storage.engine import Database
from monitor.storage.outbox import Claimed

P = ParamSpec("P")
T = TypeVar("T")

LEASE = timedelta(minutes=6)
"""How long a claimed delivery is nobody else's: longer than any sender may take for a batch."""
BATCH = 5
"""Deliveries claimed at once for one receiver; a mail may take a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one attempt came to: SENT, FAILED with a next time, or DEAD."""

    alert: str
    subject: str
    receiver: str
    state: DeliveryState
    attempts: int
    error: str | None = None
    hint: str = ""
    next_attempt_at: datetime | None = None


class Deliverer:
    """Sends what is due, each receiver on its own: one that hangs holds up no other."""

    def __init__(
        self,
        *,
        database: Database,
        senders: Mapping[str, Sender],
        policy: RetryPolicy,
        worker: Executor,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
        on_sent: Callable[[Sent], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._senders = dict(senders)
        self._policy = policy
        self._worker = worker
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
        other. A receiver that says when to come back is left alone until then. Whatever ends this
        half-way leaves a lease that runs out, and the message is sent again with the same id.
        """
        done: list[Sent] = []
        while claimed := await self._work(self._claimed, receiver):
            for place, one in enumerate(claimed, 1):
                sent = await self._attempt(receiver, one)
                self._on_sent(sent)
                done.append(sent)
                if self._rests(receiver):
                    await self._work(self._given_back, receiver, claimed[place:])
                    return tuple(done)
        return tuple(done)

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
            outbox.failed(session, claimed.alert.id, receiver, error, now, next_attempt_at=again)
        return Sent(
            alert=claimed.alert.id,
            subject=claimed.alert.subject,
            receiver=receiver,
            state=DeliveryState.DEAD if again is None else DeliveryState.FAILED,
            attempts=claimed.delivery.attempts,
            error=exc.problem,
            hint=exc.hint,
            next_attempt_at=again,
        )
