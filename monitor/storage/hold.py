"""Being the only daemon on a database, by locks that end with their process."""

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import SQLAlchemyError

from monitor.storage.problems import DatabaseError

_HINT = "Stop the other one, or give this one a database of its own by MONITOR_DATABASE_URL."
_held: set[IO[str]] = set()


@contextlib.contextmanager
def file(path: Path) -> Iterator[None]:
    """Hold a lock on a file, made if need be; raise DatabaseError where it is taken.

    The kernel lets go of it when the process ends, however it ends, so that no lock is stale.
    """
    try:
        opened = path.open("a+", encoding="ascii")
    except OSError as exc:
        raise DatabaseError(f"{path} cannot be opened: {exc.strerror}") from exc
    with opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            opened.seek(0)
            raise _taken(opened.read(20).strip() or "unknown") from exc
        opened.truncate(0)
        opened.write(str(os.getpid()))
        opened.flush()
        _held.add(opened)
        try:
            yield
        finally:
            _held.discard(opened)
            if not opened.closed:
                # A child that is just being forked still shares the lock; this ends it for both.
                fcntl.flock(opened, fcntl.LOCK_UN)


def _forget() -> None:
    # A forked child shares the lock; left open there, it would outlive a parent that was killed.
    # Closing takes nothing from the parent.
    for opened in _held:
        opened.close()
    _held.clear()


os.register_at_fork(after_in_child=_forget)


class TakenError(DatabaseError):
    """Another monitor is the daemon on this database."""


class Advisory:
    """PostgreSQL's advisory lock for this schema, on a connection kept for it alone.

    The lock ends with its connection, which a restart of the server or a cut network ends too, and
    then another daemon may take it. So each writing transaction is fenced, and `keep` takes the
    lock anew; safe to use from many threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._connection: Connection | None = None
        self._session: Row[Any] | None = None

    def keep(self) -> None:
        """Return when the lock is held, taken anew where its connection is gone.

        Raises TakenError where another daemon has it, and SQLAlchemyError where the server does not
        answer.
        """
        with self._turn:
            if self._connection is not None:
                try:
                    self._connection.execute(text("SELECT 1"))
                    self._connection.rollback()
                except SQLAlchemyError:
                    self._let_go()
                else:
                    return
            self._connection = self._engine.connect()
            try:
                self._session = _taken_by(self._connection)
            except BaseException:
                self._let_go()
                raise

    def fence(self, connection: Connection) -> None:
        """Return when this transaction may write: the lock is held, and stays so until it ends.

        Whoever takes the lock waits for the transactions that were let through before. Raises
        DatabaseError where the lock was lost; `keep` takes it anew.
        """
        connection.execute(text(f"SELECT pg_advisory_xact_lock_shared({_WRITES})"))
        session = self._session
        found = (
            session is not None
            and connection.execute(
                _STANDS, {"pid": session.pid, "started": session.started}
            ).scalar_one()
        )
        if not found:
            raise DatabaseError(
                "the lock that makes this the only monitor on the database was lost",
                transient=True,
                hint="It is taken anew by itself, if no other monitor has it meanwhile.",
            )

    def release(self) -> None:
        """Let another daemon have the lock."""
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        connection, self._connection, self._session = self._connection, None, None
        if connection is not None:
            # The lock ends with its connection, which the pool would keep.
            connection.invalidate()
            connection.close()


_LOCK: Final = "hashtext('monitor'), hashtext(current_schema())"
_WRITES: Final = "hashtext('monitor writes'), hashtext(current_schema())"
_LOCKED: Final = (
    "l.locktype = 'advisory' AND l.granted "
    "AND l.classid::bigint = hashtext('monitor')::bigint & 4294967295 "
    "AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_FROM: Final = "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
_STANDS: Final = text(
    f"SELECT EXISTS (SELECT 1 {_FROM} WHERE {_LOCKED} "  # constants from above
    "AND l.pid = :pid AND a.backend_start = :started)"
)
_HOLDER: Final = text(f"SELECT a.application_name, host(a.client_addr) {_FROM} WHERE {_LOCKED}")


def _taken_by(connection: Connection) -> Row[Any]:
    """Take the lock on a connection; return its `pid` and when it `started`: pids come again."""
    name = f"monitor pid {os.getpid()}"
    connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
    taken = connection.execute(text(f"SELECT pg_try_advisory_lock({_LOCK})")).scalar_one()
    # An open transaction would keep the server from cleaning up for as long as the daemon runs.
    connection.commit()
    if not taken:
        raise _taken(_holder(connection))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITES})"))
    session = connection.execute(
        text(
            "SELECT pid, backend_start AS started FROM pg_stat_activity "
            "WHERE pid = pg_backend_pid()"
        )
    ).one()
    connection.commit()
    return session


def _holder(connection: Connection) -> str:
    other = connection.execute(_HOLDER).first()
    connection.rollback()
    if other is None:
        return "unknown"
    pid = str(other[0]).removeprefix("monitor pid ")
    return f"{pid} on {other[1]}" if other[1] else pid


def _taken(pid: str) -> TakenError:
    return TakenError(f"another monitor runs on this database (pid {pid})", hint=_HINT)
