"""An act from its page to its alert."""

from datetime import UTC, datetime

import pytest

from monitor.pipeline import record as recording
from monitor.pipeline.record import Histories, Recorded, Recorder
from monitor.sources.item import Item
from monitor.statements.statement import Origin
from monitor.storage import outbox, statements
from monitor.storage.engine import Database
from monitor.wording.shift import Kind

NOW = datetime(2025, 8, 20, 9, 30, tzinfo=UTC)
RULES = (
    "出口经营者应当向商务部申请稀土出口许可，并提交最终用户证明。",
    "商务部应当自受理申请之日起45个工作日内进行审查，作出准予或者不予许可的决定。",
    "任何单位和个人不得为违反本公告的行为提供中介、运输和金融服务。",
    "违反本公告规定的，由商务部依照有关法律法规给予行政处罚。",
)


def page(name: str, rules: tuple[str, ...], *, month: int) -> Item:
    lead = "根据《中华人民共和国出口管制法》，决定对稀土技术出口实施管理。现公告如下："
    numbered = [f"{han}、{rule}" for han, rule in zip("一二三四五六七", rules, strict=False)]
    return Item(
        source="mofcom",
        key=name,
        url=f"https://ministry.example/{name}",
        title=f"商务部公告2025年第{month}号",
        text="\n\n".join((lead, *numbered, "商务部")),
        published_at=datetime(2025, month, 5, 10, tzinfo=UTC),
        evidence="ab" * 32,
    )


def record(database: Database, recorder: Recorder, one: Item) -> Recorded:
    origin = Origin(url=one.url, source="mofcom", published_at=one.published_at, body="CN-MOFCOM")
    with database.write() as session:
        return recorder.record(session, one, origin, topics=("rare-earths",), now=NOW)


def test_a_provision_that_changed_is_told_with_its_act_and_its_number(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, page("first", RULES, month=1))
    shorter = (RULES[0], RULES[1].replace("45", "30"), *RULES[2:])
    done = record(database, recorder, page("second", shorter, month=6))
    (shift,) = (shift for shift in done.shifts if shift.silenced is None)
    assert Kind.NUMBER in shift.kinds
    assert shift.before == f"二、{RULES[1]}".rstrip("。")
    assert shift.after == f"二、{shorter[1]}".rstrip("。")
    assert len({one.utterance for one in done.statements}) == 1
    (alert,) = done.alerts
    assert "商务部公告2025年第6号" in alert.text
    assert "point 二" in alert.text
    with database.read() as session:
        assert outbox.get(session, alert.id) == alert
        (earlier,) = statements.get_many(session, shift.against)
    assert earlier.text == shift.before


def test_an_edit_of_an_act_that_was_told_is_an_edit_and_no_second_act(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, page("old", RULES, month=1))
    record(database, recorder, page("new", RULES, month=6))
    before = (*RULES[:2], RULES[3])
    done = record(database, recorder, page("new", before, month=6))
    (shift,) = (shift for shift in done.shifts if shift.silenced is None)
    assert Kind.TEXT_EDIT in shift.kinds
    with database.read() as session:
        stored = statements.of_item(session, done.item)
    assert len(stored) == 1 + len(before)
    assert len({one.utterance for one in stored}) == 1


def test_a_long_act_does_not_crowd_out_what_else_a_body_said(
    database: Database, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "HISTORY", 3)
    monkeypatch.setattr(recording, "MOST_PROVISIONS", 24)
    for month in (1, 2, 3):
        record(database, recorder, page(str(month), RULES, month=month))
    with database.read() as session:
        known = Histories(session).of("CN-MOFCOM")
    assert {one.url[-1] for one in known} == {"1", "2", "3"}
    monkeypatch.setattr(recording, "MOST_PROVISIONS", 12)
    with database.read() as session:
        known = Histories(session).of("CN-MOFCOM")
    assert {one.url[-1] for one in known} == {"2", "3"}
