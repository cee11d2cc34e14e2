"""Migrations: from nothing to the tables, and what is refused."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from monitor.storage import schema
from monitor.storage.engine import Database
from monitor.storage.migrations import known
from monitor.storage.problems import DatabaseError
from monitor.storage.tables import metadata


def test_the_tables_and_the_migrations_agree(database: Database) -> None:
    with database.write() as session:
        # The tables of the full text are of a kind that metadata cannot name.
        opts = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith("words_"),
        }
        context = MigrationContext.configure(session.connection(), opts=opts)
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_the_one_that_a_start_asks_for() -> None:
    assert schema.HEAD in known()


def test_a_newer_schema_is_refused(database: Database, database_url: str) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="newer monitor") as caught:
        Database.open(database_url)
    assert "backup" in caught.value.hint
    with pytest.raises(DatabaseError, match="not of this version"):
        database.check()


def test_an_empty_database_is_not_migrated_where_that_is_not_allowed(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="not of this version"):
        Database.open(f"sqlite:///{tmp_path}/monitor.db", migrate=False)


def test_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE item (id TEXT)")
    connection.close()
    with pytest.raises(DatabaseError, match="not the monitor's"):
        Database.open(f"sqlite:///{path}")


OPEN = """
import sys
from monitor.storage.engine import Database
sys.stdin.readline()
Database.open(sys.argv[1]).close()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new.db"
    url: Callable[[str], str] = request.getfixturevalue("postgresql")
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS empty")
        connection.execute("CREATE DATABASE empty")
    return url("empty")


def test_processes_that_open_a_new_database_at_once_all_get_it(empty_url: str) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", OPEN, empty_url], stdin=subprocess.PIPE)
        for _ in range(3)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"\n")
        child.stdin.flush()
    for child in children:
        child.communicate()
    assert [child.returncode for child in children] == [0, 0, 0]


def test_a_start_that_has_nothing_to_migrate_imports_no_migrations(sqlite_url: str) -> None:
    code = (
        "import sys; from monitor.storage.engine import Database; "
        f"Database.open({sqlite_url!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
