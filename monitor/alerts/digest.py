"""Several shifts in one message: a day's, a night's, or those that were too many to come alone."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.clean import link, one_line, shortened, storable, visible
from monitor.alerts.columns import fitted
from monitor.alerts.compose import compose
from monitor.alerts.excerpt import excerpt
from monitor.alerts.html import digest_html
from monitor.alerts.layout import Part, Row, absent
from monitor.alerts.mark import Piece, PieceKind
from monitor.alerts.payload import (
    LARGEST,
    DigestEntry,
    DigestPayload,
    Passage,
    Passages,
    Payload,
    Utterance,
    encode,
)
from monitor.alerts.plain import digest_plain
from monitor.alerts.words import said_on_words
from monitor.statements.statement import SaidOn
from monitor.wording.shift import Level

MOST_ENTRIES = 20
"""Shifts that a digest shows; the rest is counted, and stands in the list of shifts."""
_MOST_UNCOVERED = 12
_LONGEST_PASSAGE = 400
_LONGEST_SUBJECT = 119
_RANK = {Level.ALERT: 0, Level.DIGEST: 1, Level.INFO: 2}
_NO_RULES: Mapping[str, str] = MappingProxyType({})


class Reason(StrEnum):
    """Why shifts come together."""

    SCHEDULED = "scheduled"
    QUIET_HOURS = "quiet_hours"
    RATE = "rate"


_TITLES = {
    Reason.SCHEDULED: "Digest: {count}",
    Reason.QUIET_HOURS: "In the quiet hours: {count}",
    Reason.RATE: "Many at once: {count}",
}


def digest_id(subscriber: str, due_at: datetime) -> str:
    """Return the id of a subscriber's digest of that time, the same however often it is made."""
    named = f"digest\0{subscriber}\0{due_at.astimezone(UTC).isoformat()}"
    return f"msg_{hashlib.sha256(named.encode()).hexdigest()[:24]}"


def compose_digest(
    subjects: Sequence[Subject],
    *,
    subscriber: str,
    reason: Reason,
    due_at: datetime,
    now: datetime,
    base_url: str | None = None,
    rules: Mapping[str, str] = _NO_RULES,
    not_covered: Sequence[str] = (),
) -> Alert:
    """Return one message on all the shifts: subject line, plain text, HTML and JSON payload.

    The gravest come first, and of more than 20 the rest is counted. `not_covered` are sentences
    on what was not watched. The payload stays under 64 kB. Raises ValueError where there is none.
    """
    if not subjects:
        raise ValueError("a digest is of at least one shift")
    ranked = sorted(subjects, key=lambda one: (_RANK[one.shift.level], -one.shift.severity))
    made = [compose(one, now=now, base_url=base_url, rules=rules) for one in ranked[:MOST_ENTRIES]]
    entries = [_entry(Payload.model_validate_json(alert.payload)) for alert in made]
    payload = _payload(
        entries, len(subjects), subscriber, reason, due_at, now, base_url, not_covered
    )
    while len(encode(payload)) > LARGEST:
        entries.pop()
        payload = _payload(
            entries, len(subjects), subscriber, reason, due_at, now, base_url, not_covered
        )
    parts = layout(payload)
    return Alert(
        id=payload.id,
        shift="",
        thread=payload.thread,
        subject=payload.subject,
        text=digest_plain(payload, parts),
        html=digest_html(payload, parts),
        payload=encode(payload).decode(),
        created_at=now,
    )


def layout(payload: DigestPayload) -> tuple[Part, ...]:
    """Return the digest shift by shift, then what it leaves out and what was not covered."""
    parts = [Part(title=visible(one.subject), rows=_rows(one)) for one in payload.entries]
    if payload.more:
        rows = [_row("", "They stand in the list of shifts, as does every one above.")]
        if payload.url:
            rows.append(_address("List", payload.url))
        parts.append(Part(title=f"and {payload.more} more", rows=tuple(rows)))
    if payload.not_covered:
        parts.append(
            Part(
                title="Not covered",
                rows=tuple(_row("", one_line(line)) for line in payload.not_covered),
            )
        )
    return tuple(parts)


def _payload(
    entries: Sequence[DigestEntry],
    count: int,
    subscriber: str,
    reason: Reason,
    due_at: datetime,
    now: datetime,
    base_url: str | None,
    not_covered: Sequence[str],
) -> DigestPayload:
    name = digest_id(subscriber, due_at)
    title = _TITLES[reason].format(count="1 shift" if count == 1 else f"{count} shifts")
    uncovered = [storable(shortened(one_line(line), 300)) for line in not_covered]
    if len(uncovered) > _MOST_UNCOVERED:
        left = len(uncovered) - _MOST_UNCOVERED
        uncovered = [*uncovered[:_MOST_UNCOVERED], f"and {left} more, see the list of sources"]
    first = f" · {entries[0].subject}" if entries else ""
    return DigestPayload(
        type="digest",
        version=1,
        id=name,
        thread=name,
        timestamp=now.astimezone(UTC),
        subject=fitted(one_line(f"{title}{first}"), _LONGEST_SUBJECT),
        title=title,
        subscriber=storable(subscriber),
        reason=reason.value,
        url=link(f"{base_url.rstrip('/')}/shifts") if base_url else None,
        entries=tuple(entries),
        more=count - len(entries),
        not_covered=tuple(uncovered),
    )


def _entry(payload: Payload) -> DigestEntry:
    shift, statement = payload.shift, payload.statement
    earlier = payload.against[0] if payload.against else None
    known = statement or earlier
    return DigestEntry(
        shift=shift.id,
        subject=payload.subject,
        url=payload.url,
        body=payload.body,
        topic=payload.topic,
        kinds=shift.kinds,
        level=shift.level,
        direction=shift.direction,
        severity=shift.severity,
        confidence=shift.confidence,
        passages=Passages(
            before=_shorter(payload.passages.before), after=_shorter(payload.passages.after)
        ),
        before_said=_said(earlier),
        after_said=_said(statement),
        language=known.language if known else "",
        document=payload.document,
    )


def _shorter(passage: Passage) -> Passage:
    pieces = excerpt(passage.pieces(), _LONGEST_PASSAGE)
    return Passage.of(pieces)


def _said(utterance: Utterance | None) -> str:
    if utterance is None:
        return ""
    said_on = utterance.said_on
    day = said_on_words(SaidOn(day=said_on.day, precision=said_on.precision) if said_on else None)
    who = one_line(utterance.speaker or utterance.role or "")
    return storable(f"{who}, {day}" if who else day)


def _rows(entry: DigestEntry) -> tuple[Row, ...]:
    nothing = absent(entry.kinds)
    rows = [
        _passage("Before", entry.passages.before, entry.language, nothing.before),
        *([_row("", f"— {entry.before_said}")] if entry.before_said else []),
        _passage("After", entry.passages.after, entry.language, nothing.after),
        *([_row("", f"— {entry.after_said}")] if entry.after_said else []),
        _row("Judged", f"severity {entry.severity:.1f} · confidence {entry.confidence:.0%}"),
        _address("Source", entry.document.url),
    ]
    if entry.url:
        rows.append(_address("Record", entry.url))
    return tuple(rows)


def _passage(label: str, passage: Passage, language: str, nothing: str) -> Row:
    pieces = tuple(
        Piece(text=visible(piece.text), kind=piece.kind) for piece in passage.pieces() if piece.text
    )
    gap = (Piece(text=nothing, kind=PieceKind.GAP),)
    return Row(
        label=label, pieces=pieces or gap, language=language if pieces else "en", passage=True
    )


def _row(label: str, text: str) -> Row:
    return Row(label=label, pieces=(Piece(text=visible(text), kind=PieceKind.SAME),))


def _address(label: str, url: str) -> Row:
    safe = link(url)
    shown = safe or f"{one_line(url) or 'no address'} (not a web address)"
    return Row(label=label, pieces=(Piece(text=visible(shown), kind=PieceKind.SAME),), link=safe)
