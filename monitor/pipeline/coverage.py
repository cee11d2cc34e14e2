"""What was not covered: where a gap in the hearing of a source begins, goes on, or ends."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from monitor.storage import gaps
from monitor.storage.gaps import MISSED, Gap
from monitor.storage.sources import SourceState

UNHEARD = ("suspect", "stale", "selector lost", "failing", "blocked")
"""States in which a source is not heard as it should be, the mildest first."""
_UNANSWERED = frozenset({"selector lost", "failing", "blocked"})
"""States that are one trouble under changing names: a site that times out and refuses by turns."""
_TOGETHER = timedelta(days=1)
"""Losses of one source within this time are told as one."""
_LONGEST = 300


def follow(
    session: Session, steps: Collection[tuple[SourceState, SourceState]], now: datetime
) -> None:
    """Set down, for each source as it was and as it is, what that means for its coverage."""
    known = {gap.source: gap for gap in gaps.lasting(session, [after.id for _, after in steps])}
    for before, after in steps:
        gap = known.get(after.id)
        if after.state in UNHEARD:
            gaps.save(session, _going_on(before, after, gap, now))
        elif gap is not None:
            gaps.save(session, replace(gap, until=now))


def missed(session: Session, before: SourceState, problem: str, now: datetime) -> None:
    """Set down that entries may have been missed since the source was last heard."""
    since = before.last_success_at or now
    earlier = gaps.latest(session, before.id, MISSED)
    if earlier is not None and now - earlier.noted_at < _TOGETHER:
        gaps.save(session, replace(earlier, until=now, visits=earlier.visits + 1))
        return
    gaps.save(
        session,
        Gap(
            source=before.id,
            state=MISSED,
            since=since,
            noted_at=now,
            entered_at=now,
            problem=problem[:_LONGEST],
            until=now,
        ),
    )


def uncovered(session: Session, names: Mapping[str, str]) -> list[str]:
    """Return, as sentences, which of the named sources are not heard now, and since when."""
    lasting = sorted(gaps.lasting(session), key=lambda gap: gap.source is not None)
    return [
        f"{names.get(gap.source or '', 'The network here')}: {gap.state}, "
        f"not covered since {gap.since:%Y-%m-%d %H:%M} UTC"
        for gap in lasting
        if gap.source is None or gap.source in names
    ]


def _going_on(before: SourceState, after: SourceState, gap: Gap | None, now: datetime) -> Gap:
    problem = (after.last_error or "")[:_LONGEST]
    if gap is None:
        heard = after.last_new_item_at if after.state == "stale" else before.last_success_at
        return Gap(
            source=after.id,
            state=after.state,
            since=heard or now,
            noted_at=now,
            entered_at=now,
            problem=problem,
        )
    if gap.state == after.state:
        return replace(gap, visits=gap.visits + 1, problem=problem)
    goes_on = {gap.state, after.state} <= _UNANSWERED
    return replace(
        gap,
        state=after.state,
        entered_at=now,
        visits=gap.visits + 1 if goes_on else 1,
        problem=problem,
    )
