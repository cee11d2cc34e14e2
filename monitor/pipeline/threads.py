"""What recurs in the stored threads: formulations, and on which days they were said."""

from datetime import datetime

from sqlalchemy.orm import Session

from monitor.pipeline.reader import Reader
from monitor.storage import statements
from monitor.storage.contract import formulation_json
from monitor.wording.formulations import formulations, presence

HISTORY = 2_000


def formulations_of(
    session: Session,
    reader: Reader,
    *,
    now: datetime,
    body: str | None = None,
    topic: str | None = None,
    language: str | None = None,
    matrix: bool = False,
) -> list[dict[str, object]]:
    """Return the formulations of one body or of all, as objects of the contract.

    With `matrix` each has `matrix`: the days on which its thread spoke and whether it was said.
    """
    bodies = [body] if body is not None else statements.bodies(session)
    rows: list[dict[str, object]] = []
    for one in bodies:
        known = statements.history(session, one, limit=HISTORY)
        found = [
            formulation
            for formulation in formulations(known, comparer=reader.comparer, now=now)
            if topic in (None, formulation.topic) and language in (None, formulation.language)
        ]
        for formulation in found:
            row: dict[str, object] = dict(formulation_json(formulation))
            if matrix:
                thread = [
                    statement
                    for statement in known
                    if formulation.topic in statement.topics
                    and statement.language == formulation.language
                ]
                made = presence([formulation], thread)
                row["matrix"] = {
                    day.isoformat(): said for day, said in zip(made.days, made.rows[0], strict=True)
                }
            rows.append(row)
    return rows
