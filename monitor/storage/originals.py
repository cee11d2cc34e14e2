"""Which stored quotations differ from the official text of their day, as far as it is stored."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from monitor.statements.statement import Statement, Tier
from monitor.storage.statements import stored
from monitor.storage.tables import STATEMENT
from monitor.wording.copies import spoken_day
from monitor.wording.misquotes import misquoted

_NEAR = timedelta(days=1)


def misquotes(session: Session, said: Sequence[Statement]) -> Mapping[str, tuple[str, ...]]:
    """Return by statement the quoted passages that the official text has in other words.

    Asked when a statement is read and not when it is stored: the official text often comes after
    the first reports. Every version of it counts, as a report may quote an earlier one.
    """
    days = {
        (one.body, day)
        for one in said
        if one.tier is Tier.QUOTE and one.body is not None and (day := spoken_day(one)) is not None
    }
    if not days:
        return {}
    near = or_(
        *(
            and_(STATEMENT.c.body == body, STATEMENT.c.day.between(day - _NEAR, day + _NEAR))
            for body, day in sorted(days)
        )
    )
    rows = session.execute(select(STATEMENT).where(STATEMENT.c.tier == int(Tier.ISSUER), near))
    originals = [stored(row) for row in rows]
    found = {one.id: misquoted(one, originals) for one in said}
    return {id_: passages for id_, passages in found.items() if passages}
