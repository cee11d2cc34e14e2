"""Another field is watched by settings alone: monetary policy, with eleven FOMC statements."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from monitor.config.settings import load
from monitor.pipeline.build import reader_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorded, Recorder
from monitor.pipeline.replay import given, replay
from monitor.statements.statement import Mode, Statement
from monitor.wording.formulations import formulations
from monitor.wording.shift import Formulation, FormulationStatus, Kind, Level, Shift

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "monetary-policy" / "fomc.jsonl"

TOPIC = """
  - id: monetary-policy
    name: Monetary policy
    any: [federal funds rate, monetary policy, policy accommodation]
"""
BODY = """
  - {id: US-FOMC, country: US, en: [Federal Open Market Committee, FOMC]}
"""
TERMS = """
  ACCOMMODATION: accommodative, policy accommodation
  PRICE_STABILITY: price stability
  CONSIDERABLE_PERIOD: considerable period
  PATIENT_STANCE: patient
  MEASURED_PACE: measured, pace that is likely to be measured
"""


class Field(NamedTuple):
    """What the eleven statements came to."""

    reader: Reader
    recorded: list[Recorded]

    @property
    def statements(self) -> list[Statement]:
        return [one for recorded in self.recorded for one in recorded.statements]

    def shift_of(self, day: str) -> Shift:
        """Return what the statement of a day shifted."""
        (shift,) = (
            shift
            for recorded in self.recorded
            for shift in recorded.shifts
            if recorded.statements[0].published_at is not None
            and recorded.statements[0].published_at.date() == date.fromisoformat(day)
        )
        return shift

    def known_by(self, day: str) -> Sequence[Formulation]:
        """Return the formulations as they stood at the end of a day."""
        now = datetime.combine(date.fromisoformat(day), datetime.max.time(), UTC)
        known = [one for one in self.statements if one.published_at and one.published_at <= now]
        return formulations(known, comparer=self.reader.comparer, now=now)


def under(section: str, text: str, lines: str) -> str:
    """Return a settings text with lines put at the head of a section."""
    head = f"\n{section}:\n"
    assert head in text
    return text.replace(head, head + lines.lstrip("\n"), 1)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder = tmp_path_factory.mktemp("field") / "config"
    shutil.copytree(ROOT / "config", folder)
    edits: dict[str, Callable[[str], str]] = {
        "topics.yaml": lambda text: text.rstrip("\n") + "\n" + TOPIC.lstrip("\n"),
        "lexicon.en.yaml": lambda text: under("terms", text, TERMS),
        "bodies.yaml": lambda text: under(
            "bodies", text.replace("Federal Open Market Committee, FOMC, ", ""), BODY
        ),
    }
    for name, edit in edits.items():
        path = folder / name
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    reader = reader_of(load(folder, {}))
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    documents = [given(json.loads(line), where=str(GOLDEN)) for line in lines]
    recorder = Recorder(reader, notifier=Notifier().each_alone())
    return Field(reader, [one for _, one in replay(documents, recorder)])


def the(found: Sequence[Formulation], concept: str) -> Formulation:
    """Return the formulation of a concept that was said on most days."""
    return max((one for one in found if concept in one.concepts), key=lambda one: one.days)


def test_each_statement_is_the_bodys_own_text_and_on_the_topic(field: Field) -> None:
    assert len(field.statements) == 11
    assert {one.body for one in field.statements} == {"US-FOMC"}
    assert {one.mode for one in field.statements} == {Mode.FULL_TEXT}
    assert {one.topics for one in field.statements} == {("monetary-policy",)}


def test_passages_on_the_topic_are_found_in_the_documents(field: Field) -> None:
    for recorded in field.recorded:
        assert recorded.document is not None
        topics = {passage.topic for passage in recorded.document.passages}
        assert "monetary-policy" in topics


def test_a_formulation_stands_and_then_gives_way_to_the_next(field: Field) -> None:
    autumn = the(field.known_by("2003-10-28"), "CONSIDERABLE_PERIOD")
    assert autumn.status is FormulationStatus.STANDING
    assert autumn.first_seen == date(2003, 8, 12)
    assert "considerable period" in autumn.text
    later = field.known_by("2004-11-10")
    assert the(later, "PATIENT_STANCE").first_seen == date(2004, 1, 28)
    assert the(later, "PATIENT_STANCE").last_seen == date(2004, 3, 16)
    assert the(later, "MEASURED_PACE").last_seen == date(2004, 11, 10)
    assert the(later, "MEASURED_PACE").days >= 4
    assert the(later, "CONSIDERABLE_PERIOD").status is FormulationStatus.DROPPED


@pytest.mark.parametrize(
    ("day", "gained"),
    [("2004-01-28", "PATIENT_STANCE"), ("2004-05-04", "MEASURED_PACE")],
)
def test_the_new_signal_is_told_on_its_day(field: Field, day: str, gained: str) -> None:
    shift = field.shift_of(day)
    assert shift.silenced is None
    assert shift.topic == "monetary-policy"
    assert gained in shift.concepts_added
    assert shift.level in (Level.DIGEST, Level.ALERT)


def test_a_raised_rate_is_a_number_and_an_alert(field: Field) -> None:
    shift = field.shift_of("2004-06-30")
    assert Kind.NUMBER in shift.kinds
    assert shift.level is Level.ALERT
