"""Opening, holding, reading, writing, checking and copying a database."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text

from monitor.errors import MonitorError, StorageError
from monitor.storage import sources
from monitor.storage.engine import Database
from monitor.storage.hold import TakenError
from monitor.storage.problems import DatabaseError
from monitor.storage.sources import SourceState
from monitor.storage.tables import SOURCE

STATE = SourceState(id="mfa", url="https://www.mfa.example/feed")
SHORT = timedelta(milliseconds=50)


def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/deep/er/monitor.db") as database:
        assert database.path == tmp_path / "deep" / "er" / "monitor.db"
        database.check(deep=True)


def test_a_scratch_database_goes_when_it_is_closed() -> None:
    database = Database.open("sqlite://")
    assert database.path is not None
    with database.write() as session:
        sources.save(session, STATE)
    with database.read() as session:
        assert sources.load(session) == {"mfa": STATE}
    folder = database.path.parent
    database.close()
    assert not folder.exists()


def test_what_was_written_is_there_after_opening_anew(database_url: str) -> None:
    with Database.open(database_url) as database, database.write() as session:
        sources.save(session, STATE)
    with Database.open(database_url) as database, database.read() as session:
        assert sources.load(session) == {"mfa": STATE}


def test_an_error_takes_all_of_a_transaction_back(database: Database) -> None:
    with pytest.raises(MonitorError, match="one bad item"), database.write() as session:
        sources.save(session, STATE)
        raise MonitorError("one bad item")
    with database.read() as session:
        assert sources.load(session) == {}


def test_a_reader_cannot_write(database: Database) -> None:
    writing = pytest.raises(DatabaseError, match="may not be written")
    with writing as caught, database.read() as session:
        sources.save(session, STATE)
    assert not caught.value.transient
    with database.write() as session:
        sources.save(session, STATE)


def test_a_reader_sees_one_state_and_holds_no_writer_up(database: Database) -> None:
    with database.read() as reading:
        assert sources.load(reading) == {}
        with database.write() as session:
            sources.save(session, STATE)
        assert sources.load(reading) == {}
    with database.read() as reading:
        assert sources.load(reading) == {"mfa": STATE}


def test_a_locked_file_is_said_as_such_and_is_worth_another_try(sqlite_url: str) -> None:
    with Database.open(sqlite_url, busy=SHORT) as database:
        locked = pytest.raises(DatabaseError, match="locked")
        with database.write(), locked as caught, database.write():
            raise AssertionError("two writers")
        assert caught.value.transient
        assert caught.value.hint


def test_writers_in_many_threads_wait_for_each_other(database: Database) -> None:
    with database.write() as session:
        sources.save(session, STATE)
    wrong: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(10):
                with database.write() as session:
                    found = select(SOURCE.c.visits).with_for_update()
                    visits = session.execute(found).scalar_one()
                    session.execute(SOURCE.update().values(visits=visits + 1))
        except BaseException as exc:
            wrong.append(exc)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with database.read() as session:
        assert sources.load(session)["mfa"].visits == 40


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "cannot be read"),
        ("mysql://root:secret@localhost/x", "mysql is not supported"),
        ("sqlite:///file:x?mode=ro&uri=true", "URIs are not supported"),
        ("sqlite:////proc/none/monitor.db", "cannot be used"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused_with_a_hint(url: str, says: str) -> None:
    with pytest.raises(StorageError, match=says) as caught:
        Database.open(url)
    assert caught.value.hint
    assert "secret" not in str(caught.value) + caught.value.hint


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be opened"):
        Database.open(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    path.write_bytes(b"this is not a database, and long enough to be looked at" * 20)
    with pytest.raises(DatabaseError, match="damaged"):
        Database.open(f"sqlite:///{path}")


def test_a_damaged_file_is_found_by_a_deep_check(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    with Database.open(f"sqlite:///{path}") as database, database.write() as session:
        for number in range(300):
            sources.save(session, SourceState(id=f"source-{number}", url="https://x.example/" * 9))
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[-4096 * 4 : -4096] = b"\xff" * (4096 * 3)
    path.write_bytes(broken)
    found = pytest.raises(DatabaseError, match="damaged")
    with Database.open(f"sqlite:///{path}") as database, found:
        database.check(deep=True)


def test_no_server_is_said_as_such_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be reached") as caught:
        Database.open(f"postgresql://user:secret@/monitor?host={tmp_path}")
    assert caught.value.transient
    assert "secret" not in str(caught.value)


def test_a_missing_database_is_said_as_such(postgresql_url: str) -> None:
    with pytest.raises(DatabaseError, match="no such database"):
        Database.open(postgresql_url.replace("/test_", "/none_"))


def test_a_connection_that_the_server_cut_is_made_anew(postgresql_url: str) -> None:
    with Database.open(postgresql_url) as database:
        with database.read() as session:
            assert sources.load(session) == {}
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with database.write() as session:
            sources.save(session, STATE)


def test_a_connection_cut_in_a_transaction_is_worth_another_try(postgresql_url: str) -> None:
    with Database.open(postgresql_url) as database:
        with pytest.raises(DatabaseError) as caught, database.write() as session:
            pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with psycopg.connect(postgresql_url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
            sources.save(session, STATE)
        assert caught.value.transient


def test_only_one_daemon_runs_on_a_database(database_url: str) -> None:
    with Database.open(database_url) as one, Database.open(database_url) as other:
        refused = pytest.raises(StorageError, match=f"another monitor.*{os.getpid()}")
        with one.hold(), refused, other.hold():
            raise AssertionError("two daemons")
        with other.hold():
            pass


def cut(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_daemon_whose_connection_was_cut_writes_nothing_until_it_holds_anew(
    postgresql_url: str,
) -> None:
    with Database.open(postgresql_url) as one, Database.open(postgresql_url) as other, one.hold():
        cut(postgresql_url)
        with pytest.raises(DatabaseError, match="was lost") as caught, one.write():
            raise AssertionError("written without the lock")
        assert caught.value.transient
        one.keep()
        with one.write() as session:
            sources.save(session, STATE)
        with pytest.raises(TakenError, match=f"pid {os.getpid()}"), other.hold():
            raise AssertionError("two daemons")


def test_a_daemon_waits_while_another_took_what_it_lost(postgresql_url: str) -> None:
    with Database.open(postgresql_url) as one, Database.open(postgresql_url) as other, one.hold():
        cut(postgresql_url)
        with other.hold():
            with other.write() as session:
                sources.save(session, STATE)
            for _ in range(2):
                with pytest.raises(TakenError, match="another monitor"):
                    one.keep()
                with pytest.raises(DatabaseError, match="was lost"), one.write():
                    raise AssertionError("two writers")
        one.keep()
        with one.write() as session:
            assert sources.load(session) == {"mfa": STATE}


def test_a_writer_that_was_let_through_ends_before_another_daemon_begins(
    postgresql_url: str,
) -> None:
    begun = threading.Event()

    def successor(other: Database) -> None:
        begun.set()
        with other.hold(), other.read() as session:
            assert sources.load(session) == {"mfa": STATE}

    with (
        ThreadPoolExecutor() as threads,
        Database.open(postgresql_url) as one,
        Database.open(postgresql_url) as other,
        one.hold(),
    ):
        with one.write() as session:
            writer = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with psycopg.connect(postgresql_url, autocommit=True) as third:
                third.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
                    "datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
                    [writer],
                )
            waits = threads.submit(successor, other)
            begun.wait()
            sources.save(session, STATE)
        waits.result()


HOLD = """
import sys
from monitor.storage.engine import Database
with Database.open(sys.argv[1]) as database, database.hold():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_daemon_leaves_no_lock(database_url: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child, Database.open(database_url) as database:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(StorageError, match=f"pid {child.pid}"), database.hold():
            raise AssertionError("two daemons")
        child.send_signal(signal.SIGKILL)
        child.wait()
        # A PostgreSQL server notices within moments that the other end of its socket is gone.
        for _ in range(100):
            try:
                with database.hold():
                    return
            except StorageError:
                threading.Event().wait(0.02)
    raise AssertionError("a stale lock")


HOLD_AND_FORK = """
import multiprocessing, os, signal, sys
from monitor.storage.engine import Database
def live_on():
    print(os.getpid(), flush=True)
    signal.pause()
with Database.open(sys.argv[1]) as database, database.hold():
    multiprocessing.get_context("fork").Process(target=live_on).start()
    signal.pause()
"""


def test_a_child_that_outlives_a_killed_daemon_does_not_keep_its_lock(sqlite_url: str) -> None:
    daemon = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_FORK, sqlite_url], stdout=subprocess.PIPE
    )
    with daemon, Database.open(sqlite_url) as database:
        assert daemon.stdout is not None
        child = int(daemon.stdout.readline())
        daemon.kill()
        daemon.wait()
        try:
            with database.hold():
                pass
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_copy_is_whole_while_a_writer_is_at_work(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.db"
    with Database.open(sqlite_url) as database:
        with database.write() as session:
            sources.save(session, STATE)
        with database.write() as session:
            sources.save(session, SourceState(id="later", url="https://later.example"))
            database.backup(copy)
        with pytest.raises(DatabaseError, match="exists"):
            database.backup(copy)
    with Database.open(f"sqlite:///{copy}") as database, database.read() as session:
        assert sources.load(session) == {"mfa": STATE}


def test_postgresql_is_copied_by_its_own_tool(postgresql_url: str, tmp_path: Path) -> None:
    with Database.open(postgresql_url) as database, pytest.raises(StorageError) as caught:
        database.backup(tmp_path / "copy")
    assert "pg_dump" in caught.value.hint


def test_sqlite_runs_as_promised(sqlite_url: str) -> None:
    with Database.open(sqlite_url) as database, database.write() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
    }


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Run as a user that rights apply to, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("locked", ["monitor.db", "."])
def test_a_file_or_folder_that_may_not_be_written_is_refused(
    locked: str, unprivileged: None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "monitor.db"
        path.touch()
        (Path(folder) / locked).chmod(0o555)
        with pytest.raises(DatabaseError, match="may not be written") as caught:
            Database.open(f"sqlite:///{path}")
        Path(folder).chmod(0o755)
    assert caught.value.hint
