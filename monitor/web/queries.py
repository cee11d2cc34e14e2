"""Addresses of this endpoint's own pages, with what a listing was narrowed to."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from monitor.storage import threads
from monitor.web.asked import Asked
from monitor.web.served import Served


def address(path: str, **given: object) -> str:
    """Return a path with the parameters that are given; None and the empty string are not."""
    told = {name: _value(value) for name, value in given.items() if value not in (None, "")}
    return f"{path}?{urlencode(told)}" if told else path


def narrowed(path: str, asked: Asked, **changed: object) -> str:
    """Return a path with what a listing was asked for, some of it changed (None leaves it out)."""
    given: Mapping[str, object] = asked.model_dump(exclude_defaults=True)
    return address(path, **{**given, **changed})


def thread_path(body: str, topic: str) -> str:
    """Return the path of a thread's page."""
    return f"/threads/{quote(body, safe='')}/{quote(topic, safe='')}"


def choices(session: Session, served: Served) -> dict[str, list[tuple[str, str]]]:
    """Return what a list can be narrowed to, as ids and names in the order of the names.

    Of the bodies those that were heard: the settings name many more.
    """
    heard = ((body, served.bodies.get(body, body)) for body in threads.bodies(session))
    return {
        "bodies": _by_name(heard),
        "topics": _by_name(served.topics.items()),
        "sources": _by_name((source.id, source.name) for source in served.sources),
    }


def _by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda one: (one[1].lower(), one[0]))


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
