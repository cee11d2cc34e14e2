"""Reading anew: an upgrade is a difference between two readings, and never a shift."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.config.settings import Settings
from monitor.config.sources import SourceSettings
from monitor.pipeline.build import reader_of
from monitor.pipeline.known import origin_of
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorder
from monitor.pipeline.reprocess import reprocessed
from monitor.pipeline.upkeep import behind
from monitor.sources.item import Item
from monitor.statements import extract
from monitor.statements.extract import Extractor
from monitor.statements.statement import Origin, Statement
from monitor.storage import items, rebuilt, sources
from monitor.storage.engine import Database
from monitor.storage.sources import SourceState
from monitor.text.document import Document
from tests.pipeline.conftest import Clock

Make = Callable[..., SourceSettings]
SAID = (
    "BEIJING - Chinese Foreign Ministry spokesperson {name} told a press conference on {day}: "
    "“China will {words} qualified applications for rare-earth exports without delay.”"
)
JUNE = datetime(2025, 6, 12, 10, tzinfo=UTC)
DOCUMENTS = (
    ("june", SAID.format(name="Lin Jian", day="June 12", words="approve"), JUNE),
    ("july", SAID.format(name="Guo Jiakun", day="July 24", words="approve"), JUNE.replace(month=7)),
    (
        "august",
        SAID.format(name="Mao Ning", day="August 19", words="not approve"),
        JUNE.replace(month=8),
    ),
    (
        "august",
        SAID.format(name="Mao Ning", day="August 19", words="no longer approve"),
        JUNE.replace(month=8, day=20),
    ),
)


@pytest.fixture
def wire(source: Make) -> SourceSettings:
    return source("https://wire.example/feed")


def fill(database: Database, recorder: Recorder, wire: SourceSettings) -> None:
    """Store what a year of visits could have."""
    with database.write() as session:
        sources.save(session, SourceState(id=wire.id, url=wire.url, baselined_at=JUNE))
        for key, text, at in DOCUMENTS:
            item = Item(
                source=wire.id,
                key=key,
                url=f"https://news.example/{key}",
                title="On rare earths",
                text=text,
                published_at=at,
            )
            recorder.record(
                session,
                item,
                origin_of(wire, item.url, at),
                topics=("rare-earths",),
                now=at,
                baseline=at == JUNE,
            )


@pytest.fixture
def filled(sqlite: Database, recorder: Recorder, wire: SourceSettings) -> Database:
    fill(sqlite, recorder, wire)
    return sqlite


def dump(database: Database, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Return every row of a database, but for some columns."""
    raw = sqlite3.connect(str(database.path))
    raw.row_factory = sqlite3.Row
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: sorted(
            repr({key: row[key] for key in row.keys() if key not in without})  # noqa: SIM118 - sqlite3.Row iterates over values
            for row in raw.execute(f"SELECT * FROM {name}")
        )
        for name in names
    }
    raw.close()
    return found


def test_reading_anew_by_the_same_version_finds_the_same(
    filled: Database, reader: Reader, wire: SourceSettings
) -> None:
    before = dump(filled)
    with reprocessed(filled, reader, {wire.id: wire}) as done:
        found = done.reading
        assert len(found.items) == 3
        assert not found.statements, found.statements
        assert not found.shifts, found.shifts
        assert found.shifts.same >= 2
        assert done.commit(JUNE.replace(year=2026)) == 0
    assert dump(filled) == before


def test_a_new_version_of_the_extractor_alone_changes_a_number_and_tells_nobody(
    filled: Database, settings: Settings, wire: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(filled, without=("extractor",))
    monkeypatch.setattr(extract, "EXTRACTOR_VERSION", extract.EXTRACTOR_VERSION + 1)
    with reprocessed(filled, reader_of(settings), {wire.id: wire}) as done:
        assert not done.reading.statements
        assert not done.reading.shifts
        done.commit(JUNE.replace(year=2026))
    assert dump(filled, without=("extractor",)) == before
    with filled.read() as session:
        raised = {row["extractor"] for row in rebuilt.others(session, ())}
    assert raised == {extract.EXTRACTOR_VERSION}


def test_a_page_met_again_after_an_upgrade_makes_no_shift(
    filled: Database,
    recorder: Recorder,
    wire: SourceSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = dump(filled)
    monkeypatch.setattr(extract, "EXTRACTOR_VERSION", extract.EXTRACTOR_VERSION + 1)
    with filled.write() as session:
        (stored,) = items.by_keys(session, wire.id, ["august"]).values()
        again = recorder.record(
            session,
            stored.item,
            origin_of(wire, stored.item.url, stored.item.published_at),
            topics=("rare-earths",),
            now=JUNE.replace(year=2026),
        )
    assert (again.statements, again.shifts, again.alerts) == ((), (), ())
    assert dump(filled) == before


class Deaf(Extractor):
    """An extractor that finds no statement, as if an upgrade had lost a rule."""

    def __init__(self) -> None:
        pass

    def extract(self, document: Document, origin: Origin) -> tuple[Statement, ...]:
        return ()


def test_what_a_reading_loses_is_shown_before_it_is_lost_and_what_was_told_stays(
    filled: Database, reader: Reader, wire: SourceSettings
) -> None:
    deaf = replace(reader, extractor=Deaf())
    before = dump(filled)
    with reprocessed(filled, deaf, {wire.id: wire}) as done:
        found = done.reading
        assert len(found.statements.gone) >= 3
        assert found.shifts.gone
        assert found.told
        shift = done.shift(found.shifts.gone[0], anew=False)
        assert shift is not None
        assert done.shift(found.shifts.gone[0], anew=True) is None
        assert dump(filled) == before
        stayed = done.commit(JUNE.replace(year=2026))
    assert stayed == len(found.told)
    after = dump(filled)
    for table in ("alert", "delivery", "told", "item", "revision"):
        assert after[table] == before[table]
    assert len(after["statement"]) == len(before["statement"])
    assert len(after["shift"]) >= stayed


def test_what_a_reading_finds_is_stored_and_nobody_is_told(
    filled: Database, reader: Reader, wire: SourceSettings
) -> None:
    raw = sqlite3.connect(str(filled.path))
    told = {row[0] for row in raw.execute("SELECT shift FROM told")}
    for shift in told:
        for table, column in (("told", "shift"), ("alert", "shift"), ("shift", "id")):
            raw.execute(f"DELETE FROM {table} WHERE {column} = ?", (shift,))
    raw.execute("DELETE FROM delivery")
    raw.commit()
    raw.close()
    before = dump(filled)
    with reprocessed(filled, reader, {wire.id: wire}) as done:
        assert set(done.reading.shifts.added) == told
        done.commit(JUNE.replace(year=2026))
    after = dump(filled)
    assert len(after["shift"]) == len(before["shift"]) + len(told)
    for table in ("alert", "delivery", "told"):
        assert after[table] == before[table] == []


def test_what_cannot_be_read_anew_is_left_and_stays_history(
    filled: Database, reader: Reader, wire: SourceSettings
) -> None:
    before = dump(filled)
    with reprocessed(filled, reader, {}) as done:
        assert (len(done.reading.items), done.reading.left) == (0, 3)
        done.commit(JUNE.replace(year=2026))
    assert dump(filled) == before
    raw = sqlite3.connect(str(filled.path))
    raw.execute(
        "DELETE FROM revision WHERE number = 1 AND item IN "
        "(SELECT item FROM revision WHERE number = 2)"
    )
    raw.commit()
    raw.close()
    with reprocessed(filled, reader, {wire.id: wire}) as done:
        assert (len(done.reading.items), done.reading.left) == (2, 1)
        assert not done.reading.statements


def test_the_first_releases_database_is_upgraded_and_read_anew_without_a_word(
    first_release: Path, settings: Settings, reader: Reader, source: Make
) -> None:
    known = {
        "wire": source("https://wire.example/feed"),
        "zh": source("https://zh.example/feed", id="zh", language="zh"),
    }
    with Database.open(f"sqlite:///{first_release}") as database:
        before = dump(database)
        assert len(before["statement"]) > 5
        with reprocessed(database, reader, known) as done:
            assert done.reading.left == 0
            done.commit(JUNE.replace(year=2026))
        after = dump(database)
        for table in ("alert", "delivery", "told", "item", "revision", "entry", "source"):
            assert after[table] == before[table], table
        assert behind(database) == 0


def test_behind_counts_what_an_earlier_version_read(
    filled: Database, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    assert behind(filled) == 0
    monkeypatch.setattr("monitor.pipeline.upkeep.EXTRACTOR_VERSION", 99)
    assert behind(filled) == 3


def test_one_reading_after_another_stands_on_either_kind_of_database(
    database: Database, recorder: Recorder, reader: Reader, wire: SourceSettings
) -> None:
    fill(database, recorder, wire)
    later = JUNE.replace(year=2026)
    with reprocessed(database, replace(reader, extractor=Deaf()), {wire.id: wire}) as done:
        assert done.reading.statements.gone
        done.commit(later)
    with reprocessed(database, reader, {wire.id: wire}) as done:
        # What an earlier reading lost is back, and counts as history again.
        assert done.reading.statements.changed
        assert not done.reading.statements.gone
        done.commit(later)
    with reprocessed(database, reader, {wire.id: wire}) as done:
        assert not done.reading.statements
        assert not done.reading.shifts
