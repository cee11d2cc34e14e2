"""All statements of one document together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.wording import reasons
from monitor.wording.acts import is_act
from monitor.wording.compare import Comparer
from monitor.wording.documents import decide_document
from monitor.wording.shift import Kind, Level, Shift, Verdict

Say = Callable[..., Statement]
NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)
RATE = "The Committee decided today to keep its target for the federal funds rate at {} percent."
GROWTH = "The Committee believes that economic growth will be moderate over the coming quarters."
PRICES = "The Committee will monitor closely the outlook for inflation and inflation expectations."
RISKS = "The risks to the attainment of sustainable growth and price stability are balanced."
FED: dict[str, Any] = {"body": "US-FED", "tier": Tier.ISSUER, "topics": ("rates",)}

Judge = Callable[..., tuple[Verdict, ...]]


@pytest.fixture
def judge(comparer: Comparer) -> Judge:
    def make(
        statements: Sequence[Statement], history: Sequence[Statement] = (), **fields: Any
    ) -> tuple[Verdict, ...]:
        return decide_document(statements, history, comparer=comparer, now=NOW, **fields)

    return make


@pytest.fixture
def text(say: Say) -> Callable[..., list[Statement]]:
    def make(said: str, *passages: str, **fields: Any) -> list[Statement]:
        url = f"https://example.org/{fields.get('body', 'CN-MOFCOM')}/{said}/{len(passages)}"
        values = {"body": "CN-MOFCOM", "tier": Tier.ISSUER, "url": url, **fields}
        return [say(passage, said, **values) for passage in passages]

    return make


Text = Callable[..., list[Statement]]


def shifts(verdicts: Sequence[Verdict]) -> list[Shift]:
    return [s for verdict in verdicts for s in verdict.shifts if s.silenced is None]


def test_each_statement_has_its_verdict_in_order(say: Say, judge: Judge) -> None:
    said = [say(PRICES, "2025-09-01"), say(PRICES, "2025-09-01", body=None), say(GROWTH, None)]
    verdicts = judge(said)
    assert [verdict.statement.id for verdict in verdicts] == [one.id for one in said]
    assert verdicts[1].reason == reasons.UNATTRIBUTED


def test_the_passages_of_one_appearance_share_an_utterance(text: Text, judge: Judge) -> None:
    verdicts = judge(text("2025-09-01", GROWTH, PRICES))
    assert len({verdict.statement.utterance for verdict in verdicts}) == 1


def test_a_text_of_many_passages_is_compared_with_its_forerunner_as_one(
    text: Text, judge: Judge
) -> None:
    before = text("2025-06-18", RATE.format("5"), GROWTH, PRICES, RISKS, **FED)
    after = text("2025-07-30", RATE.format("5-1/4"), GROWTH, RISKS, **FED)
    (shift,) = shifts(judge(after, before))
    assert set(shift.kinds) == {Kind.NUMBER, Kind.DROPPED}
    assert any(PRICES.rstrip(".") in words for words in shift.removed)
    assert shift.statement == after[0].id


def test_passages_in_another_order_are_the_same_text(text: Text, judge: Judge) -> None:
    before = text("2025-06-18", RATE.format("5"), GROWTH, PRICES, RISKS, **FED)
    after = text("2025-07-30", RATE.format("5"), GROWTH, RISKS, PRICES, **FED)
    assert shifts(judge(after, before)) == []


def test_ten_changes_of_one_speech_are_one_shift(text: Text, judge: Judge) -> None:
    will = "中方将对稀土出口许可申请加快审查"
    approve = "中国政府将予以许可，豁免申请，促进合规贸易"
    before = text("2025-06-18", will, approve)
    after = text("2025-07-30", will.replace("将", "可以"), approve.replace("将", "可以"))
    (shift,) = shifts(judge(after, before))
    assert shift.kinds == (Kind.MODALITY,)
    assert "\n\n" in shift.after
    for change in shift.changes:
        if not change.noise:
            assert change.before.of(shift.before) == "将"
            assert change.after.of(shift.after) == "可以"


def test_a_notice_on_another_subject_is_not_its_forerunner(text: Text, judge: Judge) -> None:
    def notice(subject: str, harm: str, said: str, year: str) -> list[Statement]:
        formula = (
            f"By Executive Order the President declared a national emergency to deal with the "
            f"unusual and extraordinary threat to the national security and foreign policy of the "
            f"United States constituted by the situation in {subject}. {harm} The situation in "
            f"{subject} continues to pose an unusual and extraordinary threat to the national "
            f"security and foreign policy of the United States. For this reason, the national "
            f"emergency must continue in effect beyond June 1, {year}. I am continuing for 1 year "
            f"the national emergency with respect to {subject}. This notice shall be published in "
            f"the Federal Register and transmitted to the Congress."
        )
        return text(said, formula, body="US-WH")

    north = "Armed groups fight over its harbours and oil fields and loot public archives."
    south = "Judges, journalists and bishops are jailed, and elections are rigged by decree."
    history = [
        *notice("Northland", north, "2023-05-20", "2023"),
        *notice("Southland", south, "2023-05-25", "2023"),
        *notice("Northland", north, "2024-05-20", "2024"),
        *notice("Southland", south, "2024-05-25", "2024"),
    ]
    assert shifts(judge(notice("Northland", north, "2025-05-20", "2025"), history)) == []
    milder = north.replace("fight over", "may fight over")
    (shift,) = shifts(judge(notice("Northland", milder, "2025-05-20", "2025"), history))
    assert shift.against == (history[2].id,)
    assert Kind.MODALITY in shift.kinds


ACT = (
    "一、满足以下特性的{}物项，未经许可，不得出口。",
    "二、出口经营者应按照相关规定办理出口许可手续，通过省级商务主管部门向商务部提出申请。",
    "三、商务部应当自收到出口申请文件之日起进行审查，并在法定时限内作出准予或者不予许可的决定。",
    "四、出口经营者未经许可出口、超出许可范围出口的，由商务部或者海关等部门依法给予行政处罚。",
)


def act(text: Text, said: str, item: str) -> list[Statement]:
    return text(said, *(provision.format(item) for provision in ACT))


def test_a_new_act_stands_beside_the_earlier_ones_and_is_one_new_formulation(
    text: Text, judge: Judge
) -> None:
    history = [
        statement
        for said, item in (
            ("2024-01-05", "人造石墨材料及其制品等"),
            ("2024-03-05", "专门用于无人驾驶航空飞行器的红外成像设备等"),
            ("2024-06-05", "六面顶压机及其专用关键零部件等"),
        )
        for statement in act(text, said, item)
    ]
    new = act(text, "2024-09-05", "仲钨酸铵、氧化钨、碳化钨和特定固态钨等")
    assert is_act(new)
    (shift,) = shifts(judge(new, history))
    assert shift.kinds == (Kind.NEW_FORMULATION,)
    assert "仲钨酸铵" in shift.after
    assert "行政处罚" not in shift.after
    assert shift.level is Level.ALERT


def test_the_first_acts_of_a_thread_are_not_called_new(text: Text, judge: Judge) -> None:
    history = act(text, "2024-01-05", "人造石墨材料及其制品等")
    assert shifts(judge(act(text, "2024-09-05", "仲钨酸铵、氧化钨和碳化钨等"), history)) == []


def test_a_baseline_document_alerts_nobody(text: Text, judge: Judge) -> None:
    before = text("2025-06-18", RATE.format("5"), GROWTH, PRICES, RISKS, **FED)
    after = text("2025-07-30", RATE.format("6"), GROWTH, PRICES, RISKS, **FED)
    verdicts = judge(after, before, baseline=True)
    assert shifts(verdicts) == []
    assert {verdict.reason for verdict in verdicts} == {reasons.BASELINE}


def test_a_quotation_in_lead_and_body_is_one_utterance(say: Say, judge: Judge) -> None:
    words = "China will approve compliant applications for rare earth exports"
    url = "https://example.org/story"
    lead = say(f"{words} in due course", "2025-09-01", tier=Tier.REPORTED, url=url)
    quote = say(words.replace("will", "may"), "2025-09-01", url=url)
    history = [say(words, "2025-08-01")]
    verdicts = judge([lead, quote], history)
    assert len({verdict.statement.utterance for verdict in verdicts}) == 1
    assert len(shifts(verdicts)) <= 1


def test_words_that_another_body_said_first_are_an_adoption(say: Say, judge: Judge) -> None:
    bare = "We stand ready to enhance dialogue and cooperation with relevant countries and regions"
    added = "through the bilateral export control dialogue mechanism"
    earlier = say(bare, "2025-06-12")
    now = say(f"{bare} {added}", "2025-07-24")
    first = say(f"China will enhance dialogue and cooperation {added}", "2025-07-01")
    commerce = replace(first, body="CN-MOFCOM")
    later = replace(commerce, said_on=now.said_on)
    (own,) = shifts(judge([now], [earlier]))
    assert Kind.ADOPTION not in own.kinds
    (taken,) = shifts(judge([now], [earlier], others=[commerce]))
    assert taken.kinds == (*own.kinds, Kind.ADOPTION)
    assert commerce.id in taken.against
    (untaken,) = shifts(judge([now], [earlier], others=[later]))
    assert Kind.ADOPTION not in untaken.kinds
