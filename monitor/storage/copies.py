"""Copies of an SQLite database: made while it runs, checked, and put in its place."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.storage.problems import DatabaseError

_MAGIC = b"SQLite format 3\x00"
_BESIDE = ("-wal", "-shm")
"""What SQLite keeps next to a file: left from another database it would be read into this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy holds: its schema's revision, and how many rows of what people ask for."""

    revision: str
    items: int
    statements: int
    shifts: int
    waiting: int


def write(raw: Any, path: Path) -> None:
    """Write a consistent copy of the database behind a driver's connection to `path`.

    It stands under its name only when all of it is on the disk. Raises DatabaseError.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        try:
            raw.execute("VACUUM INTO ?", (str(unfinished),)).close()
            _synced(unfinished)
            unfinished.replace(path)
            _synced(path.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    except sqlite3.Error as exc:
        raise DatabaseError(
            f"the copy failed: {exc}", hint="Check the room on the disk and the folder's rights."
        ) from exc
    except OSError as exc:
        raise DatabaseError(f"{path} cannot be written: {exc.strerror}") from exc


def before_migration(raw: Any, path: Path, revision: str) -> Path:
    """Write a copy beside a database that is about to be migrated, and return where it is.

    Raises DatabaseError, and then nothing may be migrated.
    """
    target = path.with_name(f"{path.name}.schema-{revision}.bak")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.schema-{revision}.{number}.bak")
    try:
        write(raw, target)
    except DatabaseError as exc:
        raise DatabaseError(
            f"no backup before the upgrade: {exc.problem}",
            hint=f"Nothing was changed. Make room for a copy in {path.parent}: this version "
            "upgrades the tables, and does it only with a backup beside them.",
        ) from exc
    return target


def inspect(path: Path, known: frozenset[str]) -> Copy:
    """Return what a copy holds after reading all of it; `known` are this version's revisions.

    Raises DatabaseError: not there, not a database, damaged, not the monitor's, or from a newer
    monitor. The file is not changed.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as exc:
        raise DatabaseError(f"{path} cannot be read: {exc.strerror}") from exc
    if magic != _MAGIC:
        raise DatabaseError(
            f"{path} is no SQLite database", hint="`monitor backup FILE` writes one."
        )
    try:
        with _opened(path) as raw:
            return _inspected(raw, path, known)
    except sqlite3.Error as exc:
        raise _damaged(path, str(exc)) from exc


def _inspected(raw: sqlite3.Connection, path: Path, known: frozenset[str]) -> Copy:
    found = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise _damaged(path, "; ".join(found))
    if (lost := raw.execute("PRAGMA foreign_key_check").fetchone()) is not None:
        raise _damaged(path, f"rows of {lost[0]} refer to rows that are not there")
    tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "item", "statement", "shift", "delivery"} <= tables:
        raise DatabaseError(
            f"{path} is a database, and not the monitor's",
            hint="`monitor backup FILE` writes one that can be restored.",
        )
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = str(row[0]) if row else "none"
    if revision not in known:
        raise DatabaseError(
            f"{path} was made by a newer monitor (schema {revision})",
            hint="Restore it with the version that made it, or a later one.",
        )

    def count(table: str, where: str = "1") -> int:
        return int(raw.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])  # noqa: S608 - both are words of this module

    return Copy(
        revision=revision,
        items=count("item"),
        statements=count("statement"),
        shifts=count("shift"),
        waiting=count("delivery", "state IN ('pending', 'failed', 'leased')"),
    )


def restore(source: Path, target: Path) -> Path | None:
    """Put a copy in the place of a database, and return where that one is now, None where none was.

    Nobody may have the database open. Raises DatabaseError, with the database where it was.
    """
    unfinished = target.with_name(f"{target.name}.restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        shutil.copyfile(source, unfinished)
        _synced(unfinished)
        kept = _moved_aside(target) if target.exists() else None
        unfinished.replace(target)
        _synced(target.parent)
    except OSError as exc:
        raise DatabaseError(
            f"{target} cannot be replaced: {exc.strerror}",
            hint="The database is as it was. Check the room on the disk and the folder's rights.",
        ) from exc
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return kept


def _moved_aside(target: Path) -> Path:
    number = 1
    while (kept := target.with_name(f"{target.name}.replaced-{number}")).exists():
        number += 1
    # With what belongs to it, or its latest changes would be lost to it and found by the other.
    for end in _BESIDE:
        beside = target.with_name(target.name + end)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + end))
    target.replace(kept)
    return kept


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    # Unchangeable, as the file may stand where nothing can be written beside it.
    where = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    if path.with_name(path.name + "-wal").exists():
        where = f"{path.absolute().as_uri()}?mode=ro"
    raw = sqlite3.connect(where, uri=True)
    try:
        yield raw
    finally:
        raw.close()


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(path: Path, words: str) -> DatabaseError:
    return DatabaseError(f"{path} is damaged: {words}", hint="Take an older backup.")
