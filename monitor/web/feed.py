"""Shifts as an Atom feed (RFC 4287), for any feed reader."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from lxml.etree import SubElement, _Element, fromstring, tostring

from monitor.alerts.clean import link, storable, visible
from monitor.web.render import shift_html
from monitor.web.subjects import Told

_ATOM = "http://www.w3.org/2005/Atom"
# A tag URI (RFC 4151) stays the same wherever the endpoint is reached from.
_TAG = "tag:wording-monitor.invalid,2025:"
_NEVER_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = datetime.fromtimestamp(0, tz=UTC)


def atom(shifts: Sequence[Told], *, base_url: str | None, version: str) -> bytes:
    """Return the feed of the shifts, as UTF-8 with its XML declaration; newest first as given."""
    feed = fromstring(f'<feed xmlns="{_ATOM}"/>')
    _text(feed, "id", f"{_TAG}shifts")
    _text(feed, "title", "Wording shifts")
    _text(feed, "updated", _time(max((each.created_at for each in shifts), default=_EPOCH)))
    _text(feed, "generator", "monitor", version=version)
    _text(_child(feed, "author"), "name", "Wording monitor")
    if base_url:
        root = base_url.rstrip("/")
        _child(feed, "link", rel="self", type="application/atom+xml", href=f"{root}/shifts.atom")
        _child(feed, "link", rel="alternate", type="text/html", href=f"{root}/")
    for each in shifts:
        _entry(feed, each, base_url)
    return tostring(feed, xml_declaration=True, encoding="UTF-8")


def _entry(feed: _Element, told: Told, base_url: str | None) -> None:
    subject = told.subject
    shift = subject.shift
    entry = _child(feed, "entry")
    _text(entry, "id", f"{_TAG}shift:{shift.id}")
    _text(entry, "title", told.headline)
    _text(entry, "updated", _time(told.created_at))
    _text(_child(entry, "author"), "name", subject.body_name or "Body unknown")
    record = link(f"{base_url.rstrip('/')}/shifts/{shift.id}") if base_url else None
    source = link(subject.item_url)
    if record or source:
        _child(entry, "link", rel="alternate", href=record or source or "")
    if record and source:
        _child(entry, "link", rel="via", href=source)
    for kind in shift.kinds:
        _child(entry, "category", term=kind.value)
    _text(entry, "content", shift_html(told), type="html")


def _child(parent: _Element, name: str, **attributes: str) -> _Element:
    clean = {key: _xml(value) for key, value in attributes.items()}
    return SubElement(parent, f"{{{_ATOM}}}{name}", clean)


def _text(parent: _Element, name: str, text: str, **attributes: str) -> None:
    _child(parent, name, **attributes).text = _xml(text)


def _xml(text: str) -> str:
    return _NEVER_IN_XML.sub("\ufffd", visible(storable(text)))


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
