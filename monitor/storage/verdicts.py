"""What readers said of alerts, counted where it tells something: by rule and by body."""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from monitor.alerts.votes import Verdict
from monitor.storage.rows import add, upsert
from monitor.storage.tables import ALERT, KEY, SHIFT, VERDICT

_BALLOT = "ballot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """How many alerts were called useful, and how many not."""

    useful: int = 0
    not_useful: int = 0


def give(session: Session, alert: str, verdict: Verdict, now: datetime) -> bool:
    """Set down what a reader says of an alert; return False where there is no such alert.

    A shift's id is as good: in a digest readers judge each shift.
    """
    for known in (ALERT.c.id, SHIFT.c.id):
        if session.execute(select(known).where(known == alert)).first() is not None:
            break
    else:
        return False
    row = {"alert": alert, "verdict": verdict.value, "given_at": now}
    upsert(session, VERDICT, [row])
    return True


def get(session: Session, alert: str) -> Verdict | None:
    """Return what was said last of an alert, or of a shift without one, or None."""
    found = session.execute(select(VERDICT.c.verdict).where(VERDICT.c.alert == alert)).scalar()
    return None if found is None else Verdict(found)


def by_rule(session: Session) -> dict[str, Votes]:
    """Return the verdicts on alerts by each rule that fired in them, and none without one."""
    return _counted(session, rules=True)


def by_body(session: Session) -> dict[str, Votes]:
    """Return the verdicts on alerts by the body that they are about."""
    return _counted(session, rules=False)


def ballot_key(session: Session) -> bytes:
    """Return the key that feedback links are signed with; it is made once. Needs to write."""
    add(session, KEY, [{"name": _BALLOT, "value": secrets.token_hex(32)}])
    value = session.execute(select(KEY.c.value).where(KEY.c.name == _BALLOT)).scalar_one()
    return bytes.fromhex(value)


def _counted(session: Session, *, rules: bool) -> dict[str, Votes]:
    found = (
        select(VERDICT.c.verdict, SHIFT.c.rules, SHIFT.c.body)
        .outerjoin(ALERT, ALERT.c.id == VERDICT.c.alert)
        .join(SHIFT, SHIFT.c.id == func.coalesce(ALERT.c.shift, VERDICT.c.alert))
    )
    counts: Counter[tuple[str, Verdict]] = Counter()
    for verdict, fired, body in session.execute(found):
        for name in dict.fromkeys(fired) if rules else (body or "unknown",):
            counts[name, Verdict(verdict)] += 1
    return {
        name: Votes(
            useful=counts[name, Verdict.USEFUL], not_useful=counts[name, Verdict.NOT_USEFUL]
        )
        for name in sorted({name for name, _ in counts})
    }
