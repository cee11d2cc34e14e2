"""A sign of life for a service that calls for help when it stops (a dead man's switch)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.errors import FetchError
from monitor.sources.exchange import Fetched, NotModified

EVERY = timedelta(minutes=1)
NAME = "heartbeat"


class Asked(Protocol):
    """The guarded way out."""

    async def get(self, url: str, *, source: str) -> Fetched | NotModified:
        """Return what the address answers; raises FetchError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """When the last sign of life was taken, and why the one after it was not."""

    sent_at: datetime | None = None
    error: str | None = None


class Heartbeat:
    """Asks for an address once a minute while all is well, and keeps silent otherwise.

    The address is a secret (whoever knows it can keep the service quiet), so that no error names
    it.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime],
        every: timedelta = EVERY,
    ) -> None:
        self._url = url
        self._clock = clock
        self._every = every
        self._asked_at: datetime | None = None
        self.pulse = Pulse()

    def due(self) -> bool:
        """Return whether it is time for the next sign."""
        return self._asked_at is None or self._clock() - self._asked_at >= self._every

    async def beat(self, fetcher: Asked) -> None:
        """Ask for the address; what comes of it stands in `pulse`."""
        self._asked_at = self._clock()
        try:
            await fetcher.get(self._url, source=NAME)
        except FetchError as exc:
            words = f"answered {exc.status}" if exc.status else "could not be reached"
            self.pulse = Pulse(sent_at=self.pulse.sent_at, error=f"the heartbeat address {words}")
            return
        self.pulse = Pulse(sent_at=self._clock())

    def skip(self) -> None:
        """Keep silent this time, as something is wrong."""
        self._asked_at = self._clock()
        self.pulse = Pulse(sent_at=self.pulse.sent_at, error="silent: the monitor is not ready")
