"""What was not covered, told to people and programs: sources that fail, are back, or lost items."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict, Field

from monitor.alerts.alert import Alert
from monitor.alerts.clean import link, one_line, shortened, storable, visible
from monitor.alerts.columns import fitted, wrapped
from monitor.alerts.words import day_words

MOST_SOURCES = 30
"""Sources that one notice names; `more` counts those left out."""
_WIDTH = 76
_LONGEST_SUBJECT = 119
_LONGEST_NAME = 60
_LONGEST_PROBLEM = 300
_LONGEST_URL = 200
_TEMPLATE = Environment(
    loader=PackageLoader("monitor.alerts", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
).get_template("notice.html")


class Event(StrEnum):
    """What befell the coverage of a source, or of all of them."""

    WORSE = "worse"
    RECOVERED = "recovered"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One source whose coverage changed; `source` None means the network at our end.

    `state` is the one that it came into, or out of. `since` is when it was last heard as it
    should be, `until` when it was again, None while it is not. `key` tells this event from every
    other. `affected` counts the sources that an outage befell.
    """

    key: str
    event: Event
    source: str | None
    name: str
    url: str
    state: str
    since: datetime
    until: datetime | None
    problem: str
    affected: int = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Affected(_Part):
    """One source, or (`id` null) the network at the monitor's end, and what befell it."""

    event: Event
    id: str | None
    name: str
    url: str
    state: str
    not_covered_since: datetime
    covered_again_at: datetime | None
    problem: str
    sources: int = Field(ge=1, description="How many sources it concerns.")


class Undelivered(_Part):
    """A receiver that does not take its messages."""

    id: str
    dead_letters: int = Field(ge=1, description="Messages given up, and kept.")
    stopped: bool = Field(description="It answered 410: nothing more is tried there.")
    problem: str


class NoticePayload(_Part):
    """A change in what is covered or delivered: no wording, but whether it would be heard."""

    type: Literal["monitor.notice"]
    version: Literal[1]
    id: str
    thread: str
    timestamp: datetime
    subject: str
    url: str | None = Field(description="The monitor's own status page.")
    sources: tuple[Affected, ...]
    more: int = Field(ge=0, description="Sources left out for length.")
    receivers: tuple[Undelivered, ...] = ()


def compose_notice(
    reports: Sequence[Report], *, now: datetime, base_url: str | None = None
) -> Alert:
    """Return one message on everything that is reported, whatever its number.

    The id follows from what is reported alone, so that a notice composed again after a crash is
    the same notice. Raises ValueError where nothing is reported.
    """
    if not reports:
        raise ValueError("a notice reports something")
    digest = hashlib.sha256("\0".join(["notice", *(one.key for one in reports)]).encode())
    payload = NoticePayload(
        type="monitor.notice",
        version=1,
        id=f"msg_{digest.hexdigest()[:24]}",
        thread=_thread(reports),
        timestamp=now.astimezone(UTC),
        subject=storable(_subject(reports)),
        url=link(f"{base_url.rstrip('/')}/") if base_url else None,
        sources=tuple(_affected(one) for one in reports[:MOST_SOURCES]),
        more=max(0, len(reports) - MOST_SOURCES),
    )
    return Alert(
        id=payload.id,
        shift="",
        thread=payload.thread,
        subject=payload.subject,
        text=_plain(payload),
        html=_TEMPLATE.render(
            subject=visible(payload.subject),
            lines=[_lines(one) for one in payload.sources],
            more=payload.more,
            url=payload.url,
            id=payload.id,
        ),
        payload=orjson.dumps(payload.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS).decode(),
        created_at=now,
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a notice, as docs/notice.schema.json has it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_open(NoticePayload.model_json_schema(mode="serialization")),
        "title": "Notice of coverage",
    }


def _open(part: Any) -> Any:
    # Whoever receives it should pass over keys that come later.
    if isinstance(part, dict):
        return {key: _open(each) for key, each in part.items() if key != "additionalProperties"}
    return [_open(each) for each in part] if isinstance(part, list) else part


def _thread(reports: Sequence[Report]) -> str:
    # A notice on one source stands beside the earlier ones on it; others make one conversation.
    about = reports[0].source or "" if len(reports) == 1 else ""
    return f"thr_{hashlib.sha256(f'notice{chr(0)}{about}'.encode()).hexdigest()[:24]}"


def _affected(report: Report) -> Affected:
    return Affected(
        event=report.event,
        id=report.source,
        name=storable(shortened(one_line(report.name), _LONGEST_NAME)),
        url=storable(report.url[:_LONGEST_URL]),
        state=report.state,
        not_covered_since=report.since.astimezone(UTC),
        covered_again_at=report.until and report.until.astimezone(UTC),
        problem=storable(shortened(one_line(report.problem), _LONGEST_PROBLEM)),
        sources=report.affected,
    )


def _subject(reports: Sequence[Report]) -> str:
    if len(reports) == 1:
        return fitted(f"Coverage: {_headline(reports[0])}", _LONGEST_SUBJECT)
    counts = {event: sum(one.event is event for one in reports) for event in Event}
    words = {
        Event.WORSE: "not heard",
        Event.RECOVERED: "heard again",
        Event.MISSED: "may have lost items",
    }
    told = ", ".join(f"{count} {words[event]}" for event, count in counts.items() if count)
    return f"Coverage: {len(reports)} sources changed: {told}"


def _headline(report: Report) -> str:
    name = fitted(one_line(report.name), _LONGEST_NAME)
    if report.source is None:
        if report.event is Event.RECOVERED:
            return f"the network is back; nothing was heard for {_lasted(report)}"
        return f"the network is down here: {report.affected} sources cannot be reached"
    if report.event is Event.RECOVERED:
        return f"{name} is heard again, after {_lasted(report)} ({report.state})"
    if report.event is Event.MISSED:
        return f"{name}: items may have been missed"
    return f"{name} is {report.state}"


def _lasted(report: Report | Affected) -> str:
    if isinstance(report, Affected):
        since, until = report.not_covered_since, report.covered_again_at
    else:
        since, until = report.since, report.until
    minutes = int(((until or since) - since) / timedelta(minutes=1))
    if minutes < 120:
        return f"{max(minutes, 1)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def _time(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{day_words(utc.date())}, {utc:%H:%M} UTC"


def _lines(one: Affected) -> tuple[str, ...]:
    """Return what is said of one source: what it is, since when, why, and where it stands."""
    name = visible(one.name)
    since = _time(one.not_covered_since)
    if one.event is Event.MISSED:
        assert one.covered_again_at is not None
        head = f"{name}: items may have been missed"
        when = f"Between {since} and {_time(one.covered_again_at)}."
    elif one.event is Event.RECOVERED:
        assert one.covered_again_at is not None
        lasted = _lasted(one)
        head = f"{name}: heard again after {lasted} (was {one.state})"
        when = f"Not covered from {since} to {_time(one.covered_again_at)}."
    else:
        many = f", {one.sources} sources" if one.sources > 1 else ""
        head = f"{name}: {one.state}{many}"
        when = f"Not covered since {since}."
    return tuple(filter(None, (head, when, visible(one.problem), visible(one.url))))


def _plain(payload: NoticePayload) -> str:
    lines = [*wrapped(visible(payload.subject), _WIDTH)]
    for one in payload.sources:
        head, *rest = _lines(one)
        lines += ["", *wrapped(head, _WIDTH)]
        for line in rest:
            indented = (line,) if line.startswith("http") else wrapped(line, _WIDTH - 2)
            lines += [f"  {part}" for part in indented]
    if payload.more:
        lines += ["", f"and {payload.more} more"]
    if payload.url:
        lines += ["", f"Status: {payload.url}"]
    lines += ["-- ", payload.id]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(orjson.dumps(schema(), option=orjson.OPT_INDENT_2).decode())
