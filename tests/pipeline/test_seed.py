"""Baseline statements, and the formulations in them."""

from datetime import UTC, date, datetime

from monitor.config.seeds import Seed
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorder
from monitor.pipeline.seed import load
from monitor.pipeline.threads import formulations_of
from monitor.statements.statement import Mode
from monitor.storage import listing, statements
from monitor.storage.engine import Database
from tests.pipeline.test_record import AUGUST, record

NOW = datetime(2025, 8, 20, tzinfo=UTC)
WORDS = "China will approve qualified applications for rare-earth exports without delay"


def seed(day: int, text: str = WORDS, *, mode: Mode = Mode.DIRECT) -> Seed:
    return Seed(
        body="CN-MFA",
        said_on=date(2025, 7, day),
        language="en",
        mode=mode,
        url=f"https://ministry.example/{day}",
        text=text,
        speaker="Guo Jiakun",
    )


def test_seeds_are_loaded_once_however_often_they_are_given(
    database: Database, reader: Reader
) -> None:
    seeds = [seed(24), seed(17), seed(10, "Rare earths are dual-use items.", mode=Mode.FULL_TEXT)]
    assert load(database, seeds, reader, now=NOW) == 3
    with database.read() as session:
        before = listing.statements(session, limit=10).rows
    assert load(database, reversed(seeds), reader, now=NOW) == 0
    assert load(database, [*seeds, seed(3)], reader, now=NOW) == 1
    with database.read() as session:
        after = listing.statements(session, limit=10).rows
    assert [row for row in after if row["said_on"] != "2025-07-03"] == list(before)
    assert all(row["seed"] and row["baseline"] for row in after)
    assert all("rare-earths" in row["topics"] for row in after)  # type: ignore[operator]  # a row of JSON


def test_words_are_compared_with_the_seeds(
    database: Database, reader: Reader, recorder: Recorder
) -> None:
    load(database, [seed(24)], reader, now=NOW)
    (shift,) = record(database, recorder, AUGUST).shifts
    with database.read() as session:
        (against,) = statements.get_many(session, shift.against)
    assert against.source == "seed"


def test_what_recurs_is_a_formulation_with_the_days_on_which_it_was_said(
    database: Database, reader: Reader
) -> None:
    load(database, [seed(3), seed(10), seed(17), seed(24)], reader, now=NOW)
    with database.read() as session:
        found = formulations_of(session, reader, now=NOW, matrix=True)
        named = formulations_of(session, reader, now=NOW, body="CN-MFA", topic="rare-earths")
        other = formulations_of(session, reader, now=NOW, body="CN-MOFCOM")
        chinese = formulations_of(session, reader, now=NOW, language="zh")
    assert found
    assert {row["body"] for row in found} == {"CN-MFA"}
    assert {row["topic"] for row in named} == {"rare-earths"}
    assert (other, chinese) == ([], [])
    matrix = next(row["matrix"] for row in found if row["topic"] == "rare-earths")
    assert isinstance(matrix, dict)
    assert set(matrix) == {"2025-07-03", "2025-07-10", "2025-07-17", "2025-07-24"}
