"""What goes wrong in a database, said so that an operator knows what to do."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from monitor.errors import StorageError


class DatabaseError(StorageError):
    """A database did not do what it was asked: `transient` says that the same call may work soon.

    Every error that leaves this room is one.
    """

    def __init__(self, problem: str, *, transient: bool = False, hint: str = "") -> None:
        super().__init__(problem, hint=hint)
        self.transient = transient


@dataclass(frozen=True, slots=True)
class _Known:
    words: tuple[str, ...]
    says: str
    hint: str
    transient: bool = False


# SQLite has no error codes that survive the driver on Python 3.11 for all of these, and its
# messages have been stable for two decades. https://www.sqlite.org/rescode.html
_SQLITE: Final = (
    _Known(
        words=("database is locked", "table is locked", "database is busy"),
        says="the database is locked by another process",
        hint="Another program holds a long transaction on the file; this is tried again.",
        transient=True,
    ),
    _Known(
        words=("database or disk is full", "disk i/o error"),
        says="the disk is full or failing",
        hint="Make room on the disk that holds the database; nothing was lost, and this is tried "
        "again.",
        transient=True,
    ),
    _Known(
        words=("readonly database", "read-only"),
        says="the database may not be written to",
        hint="Give this user the right to write to the file and to its folder.",
    ),
    _Known(
        words=("unable to open database file",),
        says="the database file cannot be opened",
        hint="Check that the folder exists and that this user may write to it.",
    ),
    _Known(
        words=("not a database", "malformed", "file is encrypted"),
        says="the database file is damaged, or is no SQLite database",
        hint="Move it away and restore a backup, or start with a new file.",
    ),
)

# By SQLSTATE class or code. https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES: Final = (
    (("08", "57P"), "the connection to the database was lost", "It is made anew by itself.", True),
    (("40", "55P03"), "another transaction was in the way", "This is tried again.", True),
    (("53",), "the database server is out of space, memory or connections", "Free some.", True),
    (("25006",), "the database may not be written to", "Is this a standby server?", False),
    (("28", "42501"), "the database refuses this user", "Check the user's name and rights.", False),
    (("3D000",), "there is no such database", "Create it: the monitor makes its tables.", False),
)


def wrapped(exc: SQLAlchemyError) -> DatabaseError:
    """Return the error in this project's terms, with a hint and whether to try again."""
    if isinstance(exc, PoolTimeout):
        return DatabaseError(
            "every connection to the database is in use",
            transient=True,
            hint="Something holds a transaction for long; this is tried again.",
        )
    if not isinstance(exc, DBAPIError) or exc.orig is None:
        return DatabaseError(f"the database call failed: {exc}")
    words = str(exc.orig).strip()
    state = getattr(exc.orig, "sqlstate", None)
    for codes, says, hint, transient in _POSTGRES:
        if state is not None and state.startswith(codes):
            return DatabaseError(f"{says}: {words}", transient=transient, hint=hint)
    lowered = words.lower()
    for known in _SQLITE:
        if any(part in lowered for part in known.words):
            return DatabaseError(
                f"{known.says}: {words}", transient=known.transient, hint=known.hint
            )
    if exc.connection_invalidated or type(exc.orig).__module__.startswith("psycopg"):
        return _unreachable(exc, words)
    return DatabaseError(f"the database refused: {words}")


def _unreachable(exc: DBAPIError, words: str) -> DatabaseError:
    # libpq hands on no SQLSTATE from before a session stands, only the server's words.
    if re.search(r'database ".*" does not exist', words):
        return DatabaseError(
            f"there is no such database: {words}", hint="Create it: the monitor makes its tables."
        )
    if re.search(r'authentication failed|role ".*" does not exist|no pg_hba.conf entry', words):
        return DatabaseError(
            f"the database refuses this user: {words}",
            hint="Check the user and the password in MONITOR_DATABASE_URL.",
        )
    if exc.connection_invalidated or type(exc.orig).__name__ == "OperationalError":
        return DatabaseError(
            f"the database server cannot be reached: {words}",
            transient=True,
            hint="Check that it runs, and the host and port in MONITOR_DATABASE_URL.",
        )
    return DatabaseError(f"the database refused: {words}")
