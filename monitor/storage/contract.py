"""The objects that the commands and the API print, made of the domain's values.

Keys are part of the product: scripts read them. Times are ISO 8601 in UTC with a `Z`, days are
`YYYY-MM-DD`, offsets count code points.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.alerts.alert import Alert, Delivery
from monitor.statements.statement import Precision, Statement
from monitor.storage.gaps import Gap
from monitor.storage.items import StoredItem
from monitor.storage.sources import SourceState
from monitor.text.document import Span
from monitor.wording.shift import Formulation, Shift

JsonObject = dict[str, Any]
_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def moment(at: datetime | None) -> str | None:
    """Return a time as ISO 8601 in UTC, with a `Z`."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def statement_json(
    statement: Statement, *, utterance: str | None = None, otherwise: Sequence[str] = ()
) -> JsonObject:
    """Return the statement; `utterance` is given where it was found after the statement was.

    `otherwise` are the quoted passages that the official text of the day has in other words.
    """
    said = statement.said_on
    return {
        "id": statement.id,
        "url": statement.url,
        "source": statement.source,
        "body": statement.body,
        "speaker": statement.speaker,
        "role": statement.role,
        # A month or a year is no day: whoever compares days must not take its first one for one.
        "said_on": said.day.isoformat() if said and said.precision is Precision.DAY else None,
        "said_on_precision": said and said.precision.value,
        "said_within": said.day.isoformat()[: _LENGTHS[said.precision]] if said else None,
        "said_on_evidence": said and said.evidence,
        "date_conflict": said is not None and said.conflict,
        "published_at": moment(statement.published_at),
        "mode": statement.mode.value,
        "tier": int(statement.tier),
        "translator": statement.translator.value,
        "language": statement.language,
        "topics": list(statement.topics),
        "text": statement.text,
        "start": statement.span.start,
        "end": statement.span.end,
        "more": [_span(span) for span in statement.more],
        "utterance": (statement.utterance if utterance is None else utterance) or None,
        "not_in_original": list(otherwise),
        "extractor": statement.extractor,
    }


def shift_json(shift: Shift, *, created_at: datetime | None = None) -> JsonObject:
    """Return the shift; `created_at` is when it was found, None where it is not stored."""
    return {
        "id": shift.id,
        "kinds": [kind.value for kind in shift.kinds],
        "body": shift.body,
        "topic": shift.topic,
        "statement": shift.statement,
        "against": list(shift.against),
        "before": shift.before,
        "after": shift.after,
        "removed": list(shift.removed),
        "added": list(shift.added),
        "concepts_removed": list(shift.concepts_removed),
        "concepts_added": list(shift.concepts_added),
        "changes": [
            {
                "before": _span(change.before),
                "after": _span(change.after),
                "noise": change.noise,
            }
            for change in shift.changes
        ],
        "severity": round(shift.severity, 3),
        "confidence": round(shift.confidence, 3),
        "level": shift.level.value,
        "direction": shift.direction.value,
        "provisional": shift.provisional,
        "silenced": shift.silenced,
        "rules": list(shift.rules),
        "created_at": moment(created_at),
    }


def item_json(stored: StoredItem, *, text: bool = False) -> JsonObject:
    """Return the item, with its current text where asked for."""
    found = {
        "id": stored.id,
        "source": stored.item.source,
        "url": stored.item.url,
        "title": stored.item.title,
        "published_at": moment(stored.item.published_at),
        "published_raw": stored.item.published_raw,
        "authors": list(stored.item.authors),
        "language": stored.language,
        "topics": list(stored.topics),
        "first_seen_at": moment(stored.first_seen_at),
        "updated_at": moment(stored.updated_at),
        "removed_at": moment(stored.removed_at),
        "revision": stored.revision,
        "evidence": stored.item.evidence,
    }
    return {**found, "text": stored.item.text} if text else found


def gap_json(gap: Gap) -> JsonObject:
    """Return a time in which a source was not heard; `until` is null while it lasts."""
    return {
        "state": gap.state,
        "since": moment(gap.since),
        "until": moment(gap.until),
        "problem": gap.problem,
    }


def source_json(state: SourceState) -> JsonObject:
    """Return how a source is."""
    return {
        "id": state.id,
        "url": state.url,
        "state": state.state,
        "last_visit_at": moment(state.last_visit_at),
        "last_success_at": moment(state.last_success_at),
        "last_new_item_at": moment(state.last_new_item_at),
        "last_status": state.last_status,
        "last_error": state.last_error,
        "failures": state.failures,
        "next_poll_at": moment(state.next_poll_at),
        "interval_seconds": None if state.interval is None else state.interval.total_seconds(),
        "visits": state.visits,
        "entries": state.entries,
        "baselined_at": moment(state.baselined_at),
    }


def alert_json(alert: Alert, deliveries: tuple[Delivery, ...] = ()) -> JsonObject:
    """Return the alert's heading, and where it stands with each receiver."""
    return {
        "id": alert.id,
        "shift": alert.shift or None,
        "thread": alert.thread,
        "subject": alert.subject,
        "created_at": moment(alert.created_at),
        "deliveries": [delivery_json(delivery) for delivery in deliveries],
    }


def delivery_json(delivery: Delivery) -> JsonObject:
    """Return where an alert stands with one receiver."""
    return {
        "receiver": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_attempt_at": moment(delivery.next_attempt_at),
        "last_error": delivery.last_error,
        "sent_at": moment(delivery.sent_at),
    }


def formulation_json(formulation: Formulation) -> JsonObject:
    """Return the formulation."""
    return {
        "id": formulation.id,
        "body": formulation.body,
        "topic": formulation.topic,
        "language": formulation.language,
        "text": formulation.text,
        "concepts": list(formulation.concepts),
        "first_seen": formulation.first_seen.isoformat(),
        "last_seen": formulation.last_seen.isoformat(),
        "days": formulation.days,
        "status": formulation.status.value,
        "statements": list(formulation.statements),
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
