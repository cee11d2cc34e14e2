"""What recurs in stored threads and on which days, how strong words are, how two differ.

The command line, the API and the pages all show what is computed here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from monitor.pipeline.reader import Reader
from monitor.statements.statement import Mode, Statement
from monitor.storage import statements
from monitor.storage.contract import formulation_json
from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.concepts import STANDS
from monitor.wording.formulations import formulations, presence
from monitor.wording.lexicon import Role
from monitor.wording.shift import Formulation, FormulationStatus

HISTORY = 2_000
LONGEST_COMPARED = 10_000
"""Characters of each of two statements that are compared on a page."""


class Cell(StrEnum):
    """What a day of a thread has of a formulation.

    `new` is the first day it was said, `said` another; on an `unsaid` day the thread spoke without
    it, and `dropped` is the first such day after the last on which a dropped formulation was said.
    `before` is a day before the first. What is unsaid in an excerpt may have been said all the
    same.
    """

    BEFORE = "before"
    NEW = "new"
    SAID = "said"
    UNSAID = "unsaid"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A formulation, and a cell for each day of its matrix."""

    formulation: Formulation
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The formulations of one thread in one language (down) and the days on which it spoke."""

    days: tuple[date, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Where words stand on a ladder of the lexicon: its name, the rung from 1, and its concept."""

    ladder: str
    level: int
    concept: str


def matrix(found: Sequence[Formulation], thread: Iterable[Statement]) -> Matrix:
    """Return the matrix of a thread's formulations; `thread` is in their language."""
    made = presence(found, thread)
    return Matrix(
        days=made.days,
        rows=tuple(
            Row(formulation=one, cells=_cells(one, said))
            for one, said in zip(found, made.rows, strict=True)
        ),
    )


def _cells(one: Formulation, said: Sequence[bool]) -> tuple[Cell, ...]:
    places = [at for at, here in enumerate(said) if here]
    if not places:
        return (Cell.BEFORE,) * len(said)
    cells = [Cell.SAID if here else Cell.UNSAID for here in said]
    cells[: places[0]] = [Cell.BEFORE] * places[0]
    cells[places[0]] = Cell.NEW
    after = places[-1] + 1
    if one.status is FormulationStatus.DROPPED and after < len(cells):
        cells[after] = Cell.DROPPED
    return tuple(cells)


class Ladders:
    """The ladders of a lexicon, and where statements stand on them; shared by threads."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._rungs = {
            entry.concept: Rung(ladder=entry.ladder, level=entry.level, concept=entry.concept)
            for entry in comparer.lexicon.entries
            if entry.role is Role.LADDER and entry.ladder in STANDS
        }

    def names(self) -> dict[str, dict[int, str]]:
        """Return the concept of each rung, by ladder and level, weakest first."""
        found: dict[str, dict[int, str]] = {}
        for rung in sorted(self._rungs.values(), key=lambda one: (one.ladder, one.level)):
            found.setdefault(rung.ladder, {}).setdefault(rung.level, rung.concept)
        return found

    def highest(self, statement: Statement) -> tuple[Rung, ...]:
        """Return the highest rung that a statement's words reach on each ladder, by its name.

        What is denied ("does not oppose") reaches none.
        """
        found: dict[str, Rung] = {}
        for concept in self._comparer.affirmed(statement.text, language=statement.language):
            rung = self._rungs.get(concept)
            if rung is None:
                continue
            known = found.get(rung.ladder)
            if known is None or rung.level > known.level:
                found[rung.ladder] = rung
        return tuple(found[name] for name in sorted(found))


def compared(comparer: Comparer, before: Statement, after: Statement) -> Comparison:
    """Return what one statement says differently from another.

    What is missing is gone only from a body's full text; an excerpt proves no absence. Of each at
    most LONGEST_COMPARED characters are compared.
    """
    return comparer.compare(
        before.text[:LONGEST_COMPARED],
        after.text[:LONGEST_COMPARED],
        language=after.language,
        before_language=before.language,
        mode=PairMode.STATEMENTS,
        absence=after.mode is Mode.FULL_TEXT,
    )


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
                row["matrix"] = _marks(formulation, known)
            rows.append(row)
    return rows


def _marks(one: Formulation, known: Iterable[Statement]) -> dict[str, bool]:
    made = presence([one], in_thread(known, one.topic, one.language))
    return {day.isoformat(): said for day, said in zip(made.days, made.rows[0], strict=True)}


def in_thread(known: Iterable[Statement], topic: str, language: str) -> list[Statement]:
    """Return the statements on a topic in a language."""
    return [one for one in known if topic in one.topics and one.language == language]
