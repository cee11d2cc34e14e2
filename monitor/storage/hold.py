"""Being the only daemon on a database, by locks that end with their process."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text

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


@contextlib.contextmanager
def advisory(connection: Connection) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock for this schema on a connection kept for it alone."""
    name = f"monitor pid {os.getpid()}"
    connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
    taken = connection.execute(
        text("SELECT pg_try_advisory_lock(hashtext('monitor'), hashtext(current_schema()))")
    ).scalar_one()
    # An open transaction would keep the server from cleaning up for as long as the daemon runs.
    connection.commit()
    if not taken:
        raise _taken(_holder(connection))
    try:
        yield
    finally:
        # The lock ends with its connection, which the pool would keep.
        connection.invalidate()


def _holder(connection: Connection) -> str:
    other = connection.execute(
        text(
            "SELECT a.application_name, host(a.client_addr) FROM pg_locks l "
            "JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted "
            "AND l.classid::bigint = hashtext('monitor')::bigint & 4294967295 "
            "AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295 "
            "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    ).first()
    connection.rollback()
    if other is None:
        return "unknown"
    pid = str(other[0]).removeprefix("monitor pid ")
    return f"{pid} on {other[1]}" if other[1] else pid


def _taken(pid: str) -> DatabaseError:
    return DatabaseError(f"another monitor runs on this database (pid {pid})", hint=_HINT)
