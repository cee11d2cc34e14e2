"""Copies of a database: whole under load, checked before they are believed, never in the way."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.sources.item import Item
from monitor.storage import copies, items, schema
from monitor.storage.engine import Database
from monitor.storage.migrations import known
from monitor.storage.problems import DatabaseError
from tests.storage.conftest import NOW

Make = Callable[..., Item]


def put(database: Database, item: Make, key: str) -> None:
    with database.write() as session:
        items.put(session, item(key=key), language="zh", topics=["rare-earths"], now=NOW)


def test_a_copy_made_while_others_write_is_whole(
    sqlite_url: str, item: Make, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write(name: str) -> None:
        number = 0
        while not stop.is_set():
            put(database, item, f"{name}-{number}")
            number += 1

    with Database.open(sqlite_url) as database:
        threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        try:
            for number in range(4):
                path = tmp_path / f"copy-{number}.db"
                database.backup(path)
                raw = sqlite3.connect(path)
                # Each item is written with its text in one transaction: a copy never has half.
                counts = raw.execute(
                    "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM revision)"
                ).fetchone()
                raw.close()
                assert counts[0] == counts[1]
                assert copies.inspect(path, known()).items == counts[0]
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def test_a_restored_copy_is_the_database_and_the_one_before_is_kept(
    sqlite_url: str, item: Make, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with Database.open(sqlite_url) as database:
        assert database.path is not None
        target = database.path
        put(database, item, "old")
        database.backup(copy)
        put(database, item, "new")
    kept = copies.restore(copy, target)
    assert kept is not None
    with Database.open(sqlite_url) as database, database.read() as session:
        assert len(items.by_keys(session, "mfa", ["old", "new"])) == 1
    assert copies.inspect(kept, known()).items == 2
    assert copies.inspect(copy, known()).items == 1


def test_what_the_log_of_changes_still_holds_goes_aside_with_the_database(
    sqlite_url: str, item: Make, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with Database.open(sqlite_url) as database:
        assert database.path is not None
        database.backup(copy)
        put(database, item, "only in the log")
        assert database.path.with_name(database.path.name + "-wal").stat().st_size
        kept = copies.restore(copy, database.path)
    assert kept is not None
    with Database.open(f"sqlite:///{kept}") as aside, aside.read() as session:
        assert items.by_keys(session, "mfa", ["only in the log"])
    with Database.open(sqlite_url) as database, database.read() as session:
        assert not items.by_keys(session, "mfa", ["only in the log"])


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a zip", b"SQLite format 3\x00" + b"x" * 8192]
)
def test_what_is_no_database_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseError) as caught:
        copies.inspect(path, known())
    assert caught.value.hint


def test_a_torn_copy_is_refused(sqlite_url: str, item: Make, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    with Database.open(sqlite_url) as database:
        for number in range(50):
            put(database, item, f"{number}")
        database.backup(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DatabaseError, match="damaged"):
        copies.inspect(path, known())
    middle = bytearray(whole)
    middle[len(whole) // 2 : len(whole) // 2 + 4096] = b"\xa5" * 4096
    path.write_bytes(middle)
    with pytest.raises(DatabaseError, match="damaged"):
        copies.inspect(path, known())


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE item (id TEXT)")
    raw.close()
    with pytest.raises(DatabaseError, match="not the monitor's"):
        copies.inspect(path, known())


def test_a_copy_from_a_newer_version_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    with Database.open(sqlite_url) as database:
        database.backup(path)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(DatabaseError, match="newer monitor"):
        copies.inspect(path, known())


def test_a_copy_that_cannot_be_finished_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    with Database.open(sqlite_url) as database:
        (tmp_path / "file").touch()
        with pytest.raises(DatabaseError, match="cannot be written"):
            database.backup(tmp_path / "file" / "copy.db")
        folder = tmp_path / "read-only"
        folder.mkdir()
        (folder / "copy.db").mkdir()
        with pytest.raises(DatabaseError, match="exists"):
            database.backup(folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]


def test_an_older_database_is_copied_before_its_tables_are_changed(first_release: Path) -> None:
    with Database.open(f"sqlite:///{first_release}") as database:
        database.check(deep=True)
    (copy,) = first_release.parent.glob("*.bak")
    assert copy.name == f"{first_release.name}.schema-0001.bak"
    assert copies.inspect(copy, known()).revision == "0001"
    assert copies.inspect(first_release, known()).revision == schema.HEAD
    with Database.open(f"sqlite:///{first_release}"):
        pass
    assert list(first_release.parent.glob("*.bak")) == [copy]


SMALL_DISK = """
import resource, sys
from monitor.storage.engine import Database
from monitor.storage.problems import DatabaseError
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    Database.open(sys.argv[1])
except DatabaseError as exc:
    sys.exit(f"{exc.problem} | {exc.hint}")
"""


def test_without_room_for_a_backup_nothing_is_migrated(first_release: Path) -> None:
    url = f"sqlite:///{first_release}"
    command = [sys.executable, "-c", SMALL_DISK, url]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no backup before the upgrade" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert copies.inspect(first_release, known()).revision == "0001"
    assert not [*first_release.parent.glob("*.bak"), *first_release.parent.glob("*.part")]
