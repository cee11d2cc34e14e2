from collections.abc import Callable
from dataclasses import fields
from datetime import datetime

from monitor.storage import shifts
from monitor.storage.engine import Database
from monitor.storage.shifts import StoredShift
from monitor.wording.shift import Shift


def test_a_shift_comes_back_as_it_was(
    database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    full = shift()
    assert all(getattr(full, field.name) for field in fields(full))
    bare = Shift(
        id="bare",
        kinds=(),
        body=None,
        topic=None,
        statement=None,
        against=(),
        before="",
        after="",
        changes=(),
        removed=(),
        added=(),
    )
    with database.write() as session:
        assert shifts.put(session, full, item=None, now=now, baseline=True)
        assert shifts.put(session, bare, item=None, now=now)
    with database.read() as session:
        assert shifts.get(session, "shift-1") == StoredShift(
            shift=full, item=None, created_at=now, baseline=True
        )
        stored = shifts.get(session, "bare")
        assert stored is not None
        assert stored.shift == bare
        assert shifts.get(session, "none") is None


def test_a_shift_is_new_once_and_stays_as_it_was_found(
    database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    with database.write() as session:
        assert shifts.put(session, shift(), item=None, now=now)
        assert not shifts.put(session, shift(severity=1.0), item=None, now=now)
        stored = shifts.get(session, "shift-1")
    assert stored is not None
    assert stored.shift == shift()


def test_words_that_no_database_takes_do_not_lose_a_shift(
    database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    odd = shift(removed=("a\ud800", "b\x00"), before="加强\x00对")
    with database.write() as session:
        shifts.put(session, odd, item=None, now=now)
        stored = shifts.get(session, "shift-1")
    assert stored is not None
    assert stored.shift.before == "加强\ufffd对"
    assert stored.shift.removed == ("a\ufffd", "b\x00")
