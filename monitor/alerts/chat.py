"""Alerts in chats, through Apprise: Slack, Teams, Telegram, Discord, ntfy and the rest."""

import asyncio
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from apprise import Apprise, NotifyFormat, NotifyType
from apprise.plugins.base import NotifyBase

from monitor.alerts.alert import Alert
from monitor.alerts.background import in_background
from monitor.alerts.clean import one_line
from monitor.alerts.columns import fitted
from monitor.errors import DeliveryError

_SENTENCE_END = re.compile(r"""[.!?][”’"')\]]*\s|[。！？；][”’」』）]*|\n""")
_CUT = "…"
_MARGIN = 0.9
"""What of a service's limit is used: escaping lengthens a text after it has been cut."""
_LONGEST_TITLE = 200
_MOST_BYTES: Mapping[str, int] = MappingProxyType({"ntfy": 4096})
"""Limits in bytes, which Apprise does not know: past its own, ntfy makes the text a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A chat: the channel's id, and the Apprise address of the service, which is a secret.

    `patience` is how long one attempt may take. Raises ValueError for what Apprise cannot use.
    """

    id: str
    address: str = field(repr=False)
    patience: timedelta = timedelta(seconds=30)

    def __post_init__(self) -> None:
        service_of(self.address)


def service_of(address: str) -> NotifyBase:
    """Return Apprise's plugin for an address; raise ValueError where there is none for it."""
    with _hushed():
        found = Apprise.instantiate(address, suppress_exceptions=True)
    if not isinstance(found, NotifyBase):
        raise ValueError(  # noqa: TRY004 - what is wrong is the address
            f"{address.partition(':')[0]}: is no address that Apprise knows, or it lacks a part"
        )
    # Its own splitting would send one alert as many messages; ours leaves whole sentences.
    return found


def shortened(text: str, limit: int, *, link: str | None) -> str:
    """Return a text within so many characters: cut at a sentence's end, with a link to the whole.

    The link stays whole whatever has to go; where not even it fits, it is left out.
    """
    if len(text) <= limit:
        return text
    tail = f" {_CUT}\n{link}" if link else f" {_CUT}"
    if len(tail) > limit // 2:
        tail = f" {_CUT}"
    head = text[: max(0, limit - len(tail))]
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] > len(head) // 2:
        head = head[: ends[-1]]
    return f"{head.rstrip()}{tail}"[:limit]


def message(alert: Alert, service: NotifyBase, *, link: str | None) -> tuple[str, str]:
    """Return title and text as the service takes them, within its limits.

    A service without titles gets the subject as the first line of the text.
    """
    title_room, room = service.title_maxlen, service.body_maxlen
    text = _without_subject(alert)
    if title_room <= 0:
        title, text = "", f"{one_line(alert.subject)}\n\n{text}"
    else:
        title = fitted(one_line(alert.subject), min(title_room, _LONGEST_TITLE))
    # Services that show the title with the text count both.
    limit = int(room * _MARGIN) - len(title)
    in_bytes = _MOST_BYTES.get(str(service.service_name))
    if in_bytes is not None:
        limit = min(limit, _fitting(text, int(in_bytes * _MARGIN)))
    text = shortened(text, limit, link=link)
    lines, most = text.split("\n"), service.body_max_line_count
    if 0 < most < len(lines):
        text = "\n".join([*lines[: most - 1], link or lines[most - 1]])
    return title, text


def _fitting(text: str, most: int) -> int:
    """Return how many characters of a text, from its start, take at most so many bytes."""
    return len(text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore"))


class ChatSender:
    """Sends alerts to one chat: taken once the service has said so."""

    def __init__(
        self,
        room: Room,
        *,
        receiver: str,
        link: Callable[[Alert], str | None] = lambda _: None,
    ) -> None:
        self._room = room
        self._receiver = receiver
        self._link = link
        self._service = service_of(room.address)
        self._turn = threading.Lock()

    @property
    def receiver(self) -> str:
        """Return the receiver's id."""
        return self._receiver

    async def send(self, alert: Alert) -> None:
        """Return once the service has taken the alert; else raise DeliveryError.

        Apprise says no more than that it failed, and why in its log: every failure counts as one
        that may pass.
        """
        title, text = message(alert, self._service, link=self._link(alert))
        heard = _Heard()
        try:
            async with asyncio.timeout(self._room.patience.total_seconds()):
                taken = await in_background(partial(self._notify, title, text, heard))
        except TimeoutError as exc:
            raise self._failure("did not answer in time") from exc
        except DeliveryError:
            raise
        except Exception as exc:
            # Plugins of many hands raise what they like; the message is kept and tried again.
            raise self._failure(f"{type(exc).__name__} in Apprise's plugin") from exc
        if not taken:
            raise self._failure(heard.last() or "refused the message")

    def _notify(self, title: str, text: str, heard: "_Heard") -> bool:
        # A service that trickles holds its thread beyond our patience: one is enough.
        if not self._turn.acquire(blocking=False):
            raise self._failure("still holds the attempt before")
        try:
            with _listening(heard):
                return bool(
                    self._service.notify(
                        body=text,
                        title=title,
                        notify_type=NotifyType.INFO,
                        body_format=NotifyFormat.TEXT,
                    )
                )
        finally:
            self._turn.release()

    def _failure(self, problem: str) -> DeliveryError:
        name = one_line(str(self._service.service_name))
        return DeliveryError(
            f"{name}: {problem}",
            channel=self._receiver,
            transient=True,
            hint="Check the address of the channel, and whether the service still knows it.",
        )


def _without_subject(alert: Alert) -> str:
    """Return the plain text without its own first lines, which are the subject."""
    _, parted, rest = alert.text.partition("\n\n")
    return rest.strip("\n") if parted else alert.text


class _Heard(logging.Handler):
    """Keeps what one thread's plugin said of its failure, which is all that Apprise tells."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread: int | None = None
        self._said: list[str] = []

    def bind(self) -> None:
        """Listen to the thread that calls."""
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line of the thread at hand."""
        if record.thread == self._thread:
            self._said.append(one_line(record.getMessage())[:200])

    def last(self) -> str:
        """Return the first line that was said: the ones after it only give up."""
        return self._said[0] if self._said else ""


_LOG = logging.getLogger("apprise")


@contextmanager
def _listening(heard: _Heard) -> Iterator[None]:
    heard.bind()
    _LOG.addHandler(heard)
    try:
        yield
    finally:
        _LOG.removeHandler(heard)


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep Apprise from logging an address that it cannot read: addresses are secrets."""
    disabled, _LOG.disabled = _LOG.disabled, True
    try:
        yield
    finally:
        _LOG.disabled = disabled
