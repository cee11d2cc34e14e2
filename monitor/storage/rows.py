"""Many rows at once, in the SQL that SQLite and PostgreSQL share."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

BATCH = 500
"""Values in one IN: SQLite takes 32,766 parameters, and long lists are no faster."""


Insert = postgresql.Insert | sqlite.Insert


def insert(dialect: str, table: Table) -> Insert:
    """Return an INSERT that knows ON CONFLICT, for a database of the dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def dialect_of(session: Session) -> str:
    """Return `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def add(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows that are not there yet; rows of one key stay as they are."""
    if rows:
        session.execute(_adding(dialect_of(session), table), rows)


def add_new(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]], *, column: str
) -> frozenset[str]:
    """Insert the rows that are not there yet, and return the values of a column in those."""
    if not rows:
        return frozenset()
    return frozenset(session.execute(_naming(dialect_of(session), table, column), rows).scalars())


def upsert(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, or set their columns where the key is there."""
    if rows:
        session.execute(_upserting(dialect_of(session), table, tuple(rows[0])), rows)


# Built once: naming the columns of `excluded` costs more than the rows of a usual visit.
@cache
def _adding(dialect: str, table: Table) -> Insert:
    return insert(dialect, table).on_conflict_do_nothing()


@cache
def _naming(dialect: str, table: Table, column: str) -> ReturningInsert[Any]:
    return _adding(dialect, table).returning(table.c[column])


@cache
def _upserting(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    statement = insert(dialect, table)
    key = [column.name for column in table.primary_key.columns]
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


def batches(values: Collection[str]) -> Iterator[list[str]]:
    """Yield the values, each once, in lists short enough for one IN."""
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), BATCH):
        yield unique[start : start + BATCH]
