"""A database: opened, migrated, read, written to, held, checked, copied, closed."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from monitor.storage import copies, schema
from monitor.storage import hold as holding
from monitor.storage.problems import DatabaseError, wrapped

BUSY = timedelta(seconds=20)
"""How long a writer waits for another: a visit's transaction takes milliseconds, a backup more."""


class Database:
    """One database, SQLite or PostgreSQL; safe to use from many threads.

    Transactions are short and never span the network. On SQLite a writer takes the write lock at
    once (BEGIN IMMEDIATE), so that it waits before it has read anything and never fails half way;
    readers see a snapshot and hold nobody up.
    """

    def __init__(self, url: URL, *, busy: timedelta, scratch: contextlib.ExitStack) -> None:
        self.url = url
        self._scratch = scratch
        self._held: holding.Advisory | None = None
        if self.is_sqlite:
            self._writer = _sqlite(url, busy, begin="BEGIN IMMEDIATE")
            self._reader = _sqlite(url, busy, begin="BEGIN", query_only=True)
        else:
            self._writer = create_engine(url, pool_pre_ping=True, connect_args=_patience(url))
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @classmethod
    def open(cls, url: str, *, migrate: bool = True, busy: timedelta = BUSY) -> "Database":
        """Return the database at a URL, its tables made or brought up to date.

        `sqlite:///relative.db` and `sqlite:////absolute.db` make their folder; `sqlite://` is a
        scratch database that goes with `close()`. With `migrate` false an older schema is refused;
        before one is migrated, an SQLite file is copied beside itself. Raises DatabaseError: not a
        URL, cannot be opened, not writable, damaged, or made by a newer version.
        """
        scratch = contextlib.ExitStack()
        try:
            parsed = _parsed(url, scratch)
            database = cls(parsed, busy=busy, scratch=scratch)
        except BaseException:
            scratch.close()
            raise
        try:
            if migrate:
                database._copy_before_migration()
            with database._connect() as connection:
                schema.ensure(connection, migrate=migrate)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite (else PostgreSQL)."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session in one transaction: committed on leaving, rolled back on any error.

        Errors of the database leave as DatabaseError, others as they are. Whoever holds a database
        and has lost it writes nothing: DatabaseError, until `keep` has it again.
        """
        with _translated(), Session(self._writer, autoflush=False) as session, session.begin():
            connection = session.connection()
            if self._held is not None:
                self._held.fence(connection)
            yield session

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that sees one consistent state and cannot write."""
        with _translated(), Session(self._reader, autoflush=False) as session:
            yield session

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Be the only daemon on this database until leaving, or until this process dies.

        Raises DatabaseError where another process is (or this one, a second time).
        """
        if self.path is not None:
            with holding.file(self.path.with_name(self.path.name + ".lock")):
                yield
            return
        held = holding.Advisory(self._writer)
        with _translated():
            held.keep()
            self._held = held
            try:
                yield
            finally:
                self._held = None
                held.release()

    def keep(self) -> None:
        """Return when what `hold` holds is held, taken anew where its connection was lost.

        Raises hold.TakenError where another daemon has it meanwhile, DatabaseError where the
        server does not answer. A lock on a file is never lost.
        """
        if self._held is not None:
            with _translated():
                self._held.keep()

    def check(self, *, deep: bool = False) -> None:
        """Return when the database answers and its schema is this version's, else raise.

        `deep` reads every page of an SQLite file and every reference, which may take long.
        """
        with self.read() as session:
            connection = session.connection()
            schema.ensure(connection, migrate=False)
            if deep and self.is_sqlite:
                _sound(connection)

    def backup(self, path: Path) -> None:
        """Write a consistent copy of an SQLite database, while it runs, to a file not yet there.

        Raises DatabaseError: the file exists, cannot be written, or this is PostgreSQL.
        """
        if not self.is_sqlite:
            raise DatabaseError("this is PostgreSQL", hint="Use pg_dump to copy the database.")
        if path.exists():
            raise DatabaseError(f"{path} exists", hint="Name a file that is not there yet.")
        self._copy(lambda raw: copies.write(raw, path))

    def _copy_before_migration(self) -> None:
        """Copy an SQLite file whose tables are older than this version, where it holds any."""
        path = self.path
        if path is None or not path.exists() or not path.stat().st_size:
            return
        with self._connect() as connection:
            revision = schema.older(connection)
        if revision is not None:
            self._copy(lambda raw: copies.before_migration(raw, path, revision))

    def _copy(self, make: Callable[[Any], object]) -> None:
        with _translated(), self._writer.connect() as connection:
            # VACUUM has no place in a transaction, so it goes past the one that was begun.
            connection.rollback()
            raw = connection.connection.driver_connection
            assert raw is not None
            make(raw)

    def close(self) -> None:
        """Close every connection; a scratch database is gone afterwards."""
        self._reader.dispose()
        self._writer.dispose()
        self._scratch.close()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _connect(self) -> Iterator[Connection]:
        with _translated(), self._writer.begin() as connection:
            yield connection


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as exc:
        raise wrapped(exc) from exc


def _parsed(url: str, scratch: contextlib.ExitStack) -> URL:
    hint = "Use sqlite:///data/monitor.db or postgresql://user:password@host/name."
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as exc:
        # The text of the error holds the URL, and the URL may hold a password.
        raise DatabaseError("the database URL cannot be read", hint=hint) from exc
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise DatabaseError(f"{backend} is not supported", hint=hint)
    parsed = parsed.set(drivername="sqlite+pysqlite")
    if parsed.database in (None, "", ":memory:"):
        folder = scratch.enter_context(tempfile.TemporaryDirectory(prefix="monitor-"))
        return parsed.set(database=str(Path(folder) / "scratch.db"))
    if str(parsed.database).startswith("file:"):
        raise DatabaseError("SQLite's own URIs are not supported", hint=hint)
    path = Path(str(parsed.database)).expanduser().absolute()
    _writable(path)
    return parsed.set(database=str(path))


def _writable(path: Path) -> None:
    hint = "Set MONITOR_DATABASE_URL to a place where this user may write, or give it the right."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.exists()
    except OSError as exc:
        raise DatabaseError(
            f"the folder {path.parent} cannot be used: {exc.strerror}", hint=hint
        ) from exc
    # SQLite opens a file that it may only read without a word, and fails at the first write; and
    # next to the file it makes others, so that the folder counts as well.
    for needed in (path.parent, path) if there else (path.parent,):
        if not os.access(needed, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise DatabaseError(f"{needed} may not be written to", hint=hint)


def _patience(url: URL) -> dict[str, str]:
    """Return how long libpq waits for a server that says nothing: what the URL says, else these.

    Without them a network that swallows packets would hold a thread for as long as the kernel
    tries, a quarter of an hour.
    """
    usual = {
        "connect_timeout": "10",
        "tcp_user_timeout": "20000",
        "keepalives_idle": "30",
        "keepalives_interval": "10",
        "keepalives_count": "3",
    }
    return {name: value for name, value in usual.items() if name not in url.query}


def _sqlite(url: URL, busy: timedelta, *, begin: str, query_only: bool = False) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy.total_seconds()})

    @event.listens_for(engine, "connect")
    def connected(raw: Any, _: object) -> None:
        # The driver would begin by itself, too late and not immediate.
        raw.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            raw.execute(f"PRAGMA {pragma}").close()
        if query_only:
            raw.execute("PRAGMA query_only = ON").close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # Past SQLAlchemy, whose way to a statement costs more than the rest of a short transaction.
        raw = connection.connection.driver_connection
        assert raw is not None
        try:
            raw.execute(begin).close()
        except sqlite3.OperationalError as exc:
            raise OperationalError(begin, None, exc) from exc

    return engine


def _sound(connection: Connection) -> None:
    found = connection.execute(text("PRAGMA quick_check(3)")).scalars().all()
    hint = "Stop the monitor, keep a copy of the file, and restore a backup."
    if found != ["ok"]:
        raise DatabaseError(f"the database file is damaged: {'; '.join(found)}", hint=hint)
    if (lost := connection.execute(text("PRAGMA foreign_key_check")).first()) is not None:
        raise DatabaseError(f"rows of {lost[0]} refer to rows that are not there", hint=hint)
