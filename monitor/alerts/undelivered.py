"""Told by another route: that a receiver does not take its messages."""

import hashlib
from datetime import UTC, datetime

import orjson

from monitor.alerts.alert import Alert
from monitor.alerts.clean import link, one_line, shortened, storable, visible
from monitor.alerts.columns import fitted, wrapped
from monitor.alerts.html import ENVIRONMENT
from monitor.alerts.notice import NoticePayload, Undelivered

_WIDTH = 76
_LONGEST_SUBJECT = 119
_LONGEST_NAME = 60
_LONGEST_PROBLEM = 300
_THREAD = f"thr_{hashlib.sha256(b'undelivered').hexdigest()[:24]}"
_TEMPLATE = ENVIRONMENT.get_template("notice.html")


def compose_undelivered(
    receiver: str,
    *,
    letters: int,
    problem: str,
    stopped: bool,
    now: datetime,
    base_url: str | None = None,
) -> Alert:
    """Return the notice that a receiver has so many dead letters, and why the latest is one.

    `stopped` says that nothing more is tried there. The id follows from the receiver and the day
    in UTC, so that there is one a day, however many letters die. Raises ValueError without one.
    """
    if letters < 1:
        raise ValueError("a notice of dead letters is of at least one")
    day = now.astimezone(UTC).date()
    digest = hashlib.sha256(f"undelivered\0{receiver}\0{day}".encode("utf-8", "replace"))
    name = storable(shortened(one_line(receiver), _LONGEST_NAME))
    one = Undelivered(
        id=name,
        dead_letters=letters,
        stopped=stopped,
        problem=storable(shortened(one_line(problem), _LONGEST_PROBLEM)),
    )
    payload = NoticePayload(
        type="monitor.notice",
        version=1,
        id=f"msg_{digest.hexdigest()[:24]}",
        thread=_THREAD,
        timestamp=now.astimezone(UTC),
        subject=fitted(f"Delivery: {_headline(one)}", _LONGEST_SUBJECT),
        url=link(f"{base_url.rstrip('/')}/") if base_url else None,
        sources=(),
        more=0,
        receivers=(one,),
    )
    lines = _lines(one)
    return Alert(
        id=payload.id,
        shift="",
        thread=payload.thread,
        subject=payload.subject,
        text=_plain(payload, lines),
        html=_TEMPLATE.render(
            subject=visible(payload.subject),
            lines=[lines],
            more=0,
            url=payload.url,
            id=payload.id,
        ),
        payload=orjson.dumps(payload.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS).decode(),
        created_at=now,
    )


def is_of_dead_letters(alert: Alert) -> bool:
    """Return whether a message is such a notice: of one that dies itself nobody is told."""
    return alert.thread == _THREAD


def _headline(one: Undelivered) -> str:
    name = visible(one.id)
    return f"{name} wants no more messages" if one.stopped else f"{name} takes no messages"


def _lines(one: Undelivered) -> tuple[str, ...]:
    letters = "1 message is" if one.dead_letters == 1 else f"{one.dead_letters} messages are"
    kept = f"{letters} kept as dead letters: `monitor alerts list --state dead` shows them."
    if one.stopped:
        then = (
            "Nothing more is tried there until the address in the settings is another, or "
            f"`monitor alerts retry --receiver {visible(one.id)}` asks for it."
        )
    else:
        then = f"`monitor alerts retry --receiver {visible(one.id)}` sends them again."
    return (_headline(one), visible(one.problem), kept, then)


def _plain(payload: NoticePayload, lines: tuple[str, ...]) -> str:
    head, *rest = lines
    text = [*wrapped(visible(payload.subject), _WIDTH), "", *wrapped(head, _WIDTH)]
    for line in rest:
        text += [f"  {part}" for part in wrapped(line, _WIDTH - 2)]
    if payload.url:
        text += ["", f"Status: {payload.url}"]
    return "\n".join([*text, "-- ", payload.id]) + "\n"
