"""The state of everything in one document."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from monitor.alerts.alert import DeliveryState
from monitor.errors import StorageError
from monitor.pipeline.coverage import uncovered
from monitor.storage import gaps, sources, stopped, verdicts
from monitor.storage.contract import gap_json
from monitor.storage.gaps import Gap
from monitor.storage.sources import SourceState
from monitor.storage.totals import Totals, totals
from monitor.web.served import Served, Watched
from monitor.wording.shift import Level

Row = dict[str, object]
_LATELY = timedelta(days=30)
"""How long a gap that is over is shown."""


def status(session: Session, served: Served) -> Row:
    """Return every source with its health, the outbox, what is stored and what is not covered."""
    counted = totals(session)
    reasons = list(served.ready())
    return {
        "version": served.version,
        "now": served.clock(),
        "ready": not reasons,
        "reasons": reasons,
        "sources": source_rows(session, served.sources, now=served.clock()),
        "outbox": {**_outbox(counted), "stopped": _stopped(session)},
        "counts": {
            "items": counted.items,
            "statements": counted.statements,
            "shifts": _shifts(counted),
        },
        "feedback": {
            "rules": {name: asdict(votes) for name, votes in verdicts.by_rule(session).items()},
            "bodies": {name: asdict(votes) for name, votes in verdicts.by_body(session).items()},
        },
        "not_covered": not_covered(session, served),
        **served.operations(),
    }


def reasons_not_ready(served: Served) -> list[str]:
    """Return why the daemon is not working, as sentences; nothing where it is."""
    reasons = list(served.ready())
    try:
        served.database.check()
    except StorageError as exc:
        reasons.append(f"the database does not answer: {exc.problem}")
    return reasons


def source_rows(session: Session, watched: Sequence[Watched], *, now: datetime) -> list[Row]:
    """Return the sources of the settings in their order, each beside what is stored of it.

    `last_error` is what failed the last visit, `warnings` what was odd about one that did not fail,
    `notes` what the settings say of the source. `not_covered` are the times in the last 30 days in
    which it was not heard as it should be, the latest first; one that lasts has no `until`.
    """
    known = sources.load(session, [source.id for source in watched])
    found: dict[str | None, list[Gap]] = defaultdict(list)
    for gap in gaps.since(session, now - _LATELY):
        found[gap.source].insert(0, gap)
    return [_row(source, known.get(source.id), found[source.id]) for source in watched]


def not_covered(session: Session, served: Served) -> list[str]:
    """Return, as sentences, what the settings leave out and what is not heard now."""
    names = {source.id: source.name for source in served.sources if source.enabled}
    return [*served.not_covered, *uncovered(session, names)]


def _row(source: Watched, state: SourceState | None, unheard: Sequence[Gap]) -> Row:
    row: Row = {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "enabled": source.enabled,
        "why": source.why,
        "notes": list(source.notes),
        "state": (state.state if state else "new") if source.enabled else "disabled",
        "not_covered": [gap_json(gap) for gap in unheard],
    }
    for name in (
        "last_visit_at",
        "last_success_at",
        "last_new_item_at",
        "next_poll_at",
        "last_status",
        "last_error",
        "baselined_at",
    ):
        row[name] = getattr(state, name) if state else None
    for name in ("failures", "visits", "entries"):
        row[name] = getattr(state, name) if state else 0
    row["warnings"] = []
    if state and state.last_error and not state.failures:
        # What is odd about an answer that could be read is no error: nothing failed.
        row["warnings"], row["last_error"] = [state.last_error], None
    if not source.enabled:
        row["next_poll_at"] = None
    return row


def _outbox(counted: Totals) -> Row:
    return {
        **_named(counted.outbox),
        "waiting_since": counted.waiting_since,
        "receivers": {name: _named(states) for name, states in counted.deliveries.items()},
    }


def _stopped(session: Session) -> list[Row]:
    return [
        {"receiver": one.receiver, "problem": one.problem, "stopped_at": one.stopped_at}
        for one in stopped.every(session)
    ]


def _named(states: dict[DeliveryState, int]) -> Row:
    return {state.value: number for state, number in states.items()}


def _shifts(counted: Totals) -> Row:
    heard = {level.value: counted.shifts.get((level, False), 0) for level in Level}
    held = sum(number for (_, silenced), number in counted.shifts.items() if silenced)
    return {**heard, "silenced": held}
