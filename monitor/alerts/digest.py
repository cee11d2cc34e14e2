"""Several shifts in one message: a day's, a night's, or those that were too many to come alone."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.clean import link, one_line, shortened, storable, visible
from monitor.alerts.columns import fitted
from monitor.alerts.compose import compose
from monitor.alerts.excerpt import excerpt
from monitor.alerts.html import digest_html
from monitor.alerts.layout import Part, Row, absent, judged_words, said_words
from monitor.alerts.mark import Piece, PieceKind
from monitor.alerts.payload import (
    LARGEST,
    DigestEntry,
    DigestPayload,
    Feedback,
    Passage,
    Passages,
    Payload,
    Utterance,
    encode,
)
from monitor.alerts.plain import digest_plain
from monitor.alerts.votes import Ballot, Links
from monitor.wording.shift import Level, Shift

MOST_ENTRIES = 20
"""Shifts that a digest shows; the rest is counted, and stands in the list of shifts."""
_MOST_UNCOVERED = 12
_MOST_TOLD = 6
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


def gravest(shifts: Iterable[Shift]) -> list[Shift]:
    """Return shifts by how much they matter, the gravest first."""
    return sorted(shifts, key=_gravity)


def _gravity(shift: Shift) -> tuple[int, float]:
    return _RANK[shift.level], -shift.severity


def compose_digest(
    subjects: Sequence[Subject],
    *,
    count: int | None = None,
    subscriber: str,
    reason: Reason,
    due_at: datetime,
    now: datetime,
    base_url: str | None = None,
    rules: Mapping[str, str] = _NO_RULES,
    ballot: Ballot | None = None,
    not_covered: Sequence[str] = (),
) -> Alert:
    """Return one message on all the shifts: subject line, plain text, HTML and JSON payload.

    The gravest come first, and of more than 20 the rest is counted; `count` is how many there are
    where `subjects` are but the gravest of them. Each has links on which a reader says whether it
    was useful, by the `ballot`. `not_covered` are sentences on what was not watched. The payload
    stays under 64 kB. Raises ValueError where there is none.
    """
    if not subjects:
        raise ValueError("a digest is of at least one shift")
    ranked = sorted(subjects, key=lambda one: _gravity(one.shift))
    entries = [
        _entry(
            Payload.model_validate_json(
                compose(one, now=now, base_url=base_url, rules=rules).payload
            ),
            ballot.links(base_url, one.shift.id) if ballot and base_url else None,
        )
        for one in ranked[:MOST_ENTRIES]
    ]
    whole = len(subjects) if count is None else count
    payload = _payload(entries, whole, subscriber, reason, due_at, now, base_url, not_covered)
    while len(encode(payload)) > LARGEST:
        entries.pop()
        payload = _payload(entries, whole, subscriber, reason, due_at, now, base_url, not_covered)
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


def _entry(payload: Payload, links: Links | None) -> DigestEntry:
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
        before_said=_said(payload, earlier),
        after_said=_said(payload, statement),
        language=known.language if known else "",
        document=payload.document,
        rules=shift.rules[:_MOST_TOLD],
        doubts=payload.doubts[:_MOST_TOLD],
        glosses=payload.glosses[:_MOST_TOLD],
        feedback=Feedback(useful=links.useful, not_useful=links.not_useful) if links else None,
    )


def _shorter(passage: Passage) -> Passage:
    pieces = excerpt(passage.pieces(), _LONGEST_PASSAGE)
    return Passage.of(pieces)


def _said(payload: Payload, utterance: Utterance | None) -> str:
    return "" if utterance is None else storable(said_words(payload, utterance))


def _rows(entry: DigestEntry) -> tuple[Row, ...]:
    nothing = absent(entry.kinds)
    rows = [
        _passage("Before", entry.passages.before, entry.language, nothing.before),
        *([_row("", f"— {entry.before_said}")] if entry.before_said else []),
        _passage("After", entry.passages.after, entry.language, nothing.after),
        *([_row("", f"— {entry.after_said}")] if entry.after_said else []),
    ]
    if entry.glosses:
        words = "; ".join(f"{one.words}: {one.english}" for one in entry.glosses)
        rows.append(_row("In English", one_line(words)))
    judged = judged_words(entry.level, entry.severity, entry.confidence, entry.direction)
    rows.append(_row("Judged", judged))
    if entry.rules:
        rows.append(_row("Rules", one_line("; ".join(rule.words for rule in entry.rules))))
    if entry.doubts:
        rows.append(_row("Not known", one_line(" ".join(entry.doubts))))
    rows.append(_address("Source", entry.document.url))
    if entry.url:
        rows.append(_address("Record", entry.url))
    if entry.feedback:
        rows.append(_offer("Useful", "Yes, it was", entry.feedback.useful))
        rows.append(_offer("", "No, it was not", entry.feedback.not_useful))
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


def _offer(label: str, words: str, url: str) -> Row:
    return Row(label=label, pieces=(Piece(text=words, kind=PieceKind.SAME),), link=link(url))


def _address(label: str, url: str) -> Row:
    safe = link(url)
    shown = safe or f"{one_line(url) or 'no address'} (not a web address)"
    return Row(label=label, pieces=(Piece(text=visible(shown), kind=PieceKind.SAME),), link=safe)
