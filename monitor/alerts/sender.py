"""What every way of sending looks like, and who the receivers of a channel are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.alerts.alert import Alert


class Sender(Protocol):
    """Takes one alert to one receiver."""

    @property
    def receiver(self) -> str:
        """Return the id of the receiver, as deliveries name it."""

    async def send(self, alert: Alert) -> None:
        """Return once the receiver has taken the alert; else raise DeliveryError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One party that takes messages of a channel and has a delivery state of its own.

    `id` is the channel's id, followed for mail by the address: `mail:alice@example.org`.
    """

    id: str
    channel: str
    address: str | None = None


def receivers(channel: str, addresses: Iterable[str] = ()) -> tuple[Receiver, ...]:
    """Return the receivers of a channel: one for each address, or the channel itself.

    An address that comes twice is one receiver; only its domain is compared without case.
    """
    unique: dict[str, str] = {}
    for address in addresses:
        local, at, domain = address.strip().rpartition("@")
        unique.setdefault(f"{local}{at}{domain.lower()}", address.strip())
    if not unique:
        return (Receiver(id=channel, channel=channel),)
    return tuple(
        Receiver(id=f"{channel}:{key}", channel=channel, address=address)
        for key, address in unique.items()
    )
