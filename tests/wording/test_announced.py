"""What a body announces as its own act, now, and what only tells of one."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.wording.announced import is_retold, measures_of, own_acts
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Level
from monitor.wording.spoken import Spoken, holds, lacks, same_frame
from monitor.wording.threads import Thread

Say = Callable[..., Statement]
DAY = date(2025, 5, 9)
NOW = datetime(2025, 5, 9, tzinfo=UTC)


def measures(comparer: Comparer, statement: Statement) -> set[str]:
    frames = comparer.frames(statement.text, language=statement.language)
    return {act for frame in frames for act in measures_of(frame, statement, DAY, comparer)}


@pytest.mark.parametrize(
    "text",
    [
        "From 1 June China will implement export controls on graphite.",
        "China decided to impose tariffs on all goods of the United States.",
        "即日起，中国政府对境外稀土磁体实施管制。",
        "中方决定将十二家企业列入管控名单。",
        "中方将加强两用物项对日本的出口管制。",
    ],
)
def test_a_measure_that_comes_into_force_now_is_announced(
    comparer: Comparer, say: Say, text: str
) -> None:
    assert measures(comparer, say(text, "2025-05-09", body="CN-MOFCOM"))


@pytest.mark.parametrize(
    "text",
    [
        "The United States today decided to impose export controls on chips.",
        "On 4 April China implemented export controls on rare earths.",
        "China may impose export controls on rare earths today.",
        "Will China impose export controls on magnets from June?",
        "China has not decided to impose export controls on magnets.",
        "He told us “export controls will be imposed on magnets today”, which is a rumour.",
        "美方今日决定对华实施半导体出口管制。",
        "双方今日同意加强出口管制对话。",
        "中方对稀土实施出口管制。",
    ],
)
def test_what_is_anothers_or_told_of_or_open_is_not_announced(
    comparer: Comparer, say: Say, text: str
) -> None:
    assert not measures(comparer, say(text, "2025-05-09", body="CN-MOFCOM"))


def test_the_act_of_another_body_of_the_state_is_not_ones_own(comparer: Comparer, say: Say) -> None:
    text = "商务部决定禁止镓对美国出口。"
    for body, own in (("CN-MOFCOM", True), ("CN-MFA", False)):
        told = say(text, "2025-05-09", body=body)
        (frame,) = comparer.frames(text, language="zh")
        assert bool(own_acts(frame, told, comparer)) is own


def test_whom_an_act_meets_does_not_take_it(comparer: Comparer, say: Say) -> None:
    text = "The export of gallium to the United States shall not be permitted."
    (frame,) = comparer.frames(text, language="en")
    assert "PROHIBIT" in own_acts(frame, say(text, body="CN-MOFCOM"), comparer)


def test_a_measure_is_told_again_whatever_it_is_for(comparer: Comparer) -> None:
    one = "中方依法对中重稀土实施出口管制,目的是维护国家安全"
    again = "中方依法对中重稀土实施出口管制,旨在履行国际义务"
    other = "中方依法对境外石墨设备实施出口管制,目的是维护国家安全"
    assert is_retold(again, one, "zh", comparer)
    assert not is_retold(other, one, "zh", comparer)


def test_an_own_refusal_of_licences_is_an_alert_and_a_rumour_of_it_is_none(
    comparer: Comparer, say: Say
) -> None:
    history = [
        say("中国对稀土实施出口管制符合国际通行做法。", "2025-03-03", body="CN-MOFCOM"),
        say("中方依法依规审查稀土物项出口许可申请。", "2025-03-20", body="CN-MOFCOM"),
        say("中方愿同各方加强出口管制领域对话。", "2025-04-11", body="CN-MOFCOM"),
    ]

    def levels(text: str) -> set[Level]:
        told = say(text, "2025-05-09", body="CN-MOFCOM")
        found = decide(told, history, comparer=comparer, now=NOW).shifts
        return {one.level for one in found if one.silenced is None}

    assert levels("原则上不予许可镓、锗、锑相关两用物项对日本出口。") == {Level.ALERT}
    assert levels("有人声称“即日起中国禁止稀土出口”，这完全是谣言。") <= {Level.INFO}


@pytest.mark.parametrize(
    "text",
    [
        "The United States today decided to impose export controls on chips, which China rejects",
        "As announced on 4 April, China implements export controls on seven heavy rare earths",
        "We urge the United States to remove Chinese companies from the Entity List today",
        "China may adopt further restrictions on rare earth exports if its interests are harmed",
        "He told us “we will ban exports of magnets effective today”, and that did not happen",
        "The two sides agreed to strengthen export control cooperation with the European Union",
        "Will China impose export controls on rare earth magnets from June?",
        "China has not imposed a ban on rare earth exports, nor decided to restrict licences",
    ],
)
def test_talk_of_measures_goes_to_nobody(comparer: Comparer, say: Say, text: str) -> None:
    history = [
        say("China's export controls on rare earth items follow common international practice",
            "2025-03-03", body="CN-MOFCOM"),
        say("China reviews applications for the export of rare earth items by its laws",
            "2025-03-20", body="CN-MOFCOM"),
        say("China is ready to strengthen dialogue on export controls with all sides",
            "2025-04-11", body="CN-MOFCOM"),
    ]  # fmt: skip
    told = say(text, "2025-05-09", body="CN-MOFCOM")
    found = decide(told, history, comparer=comparer, now=NOW).shifts
    assert not [one for one in found if one.silenced is None and one.level is not Level.INFO]


def test_a_ban_for_another_state_is_another_ban(comparer: Comparer, say: Say) -> None:
    history = [
        say("禁止两用物项对美国出口。", "2025-01-09", body="CN-MOFCOM"),
        say("中方依法依规审查两用物项出口许可申请。", "2025-03-20", body="CN-MOFCOM"),
    ]
    again = say("禁止两用物项对美国军事用户出口。", "2025-05-09", body="CN-MOFCOM")
    other = say("禁止两用物项对日本军事用户出口。", "2025-05-09", body="CN-MOFCOM")
    levels = [
        {one.level for one in decide(new, history, comparer=comparer, now=NOW).shifts
         if one.silenced is None}
        for new in (again, other)
    ]  # fmt: skip
    assert Level.ALERT not in levels[0]
    assert levels[1] & {Level.DIGEST, Level.ALERT}


def test_a_third_report_is_heard_where_two_tell_of_different_things(
    comparer: Comparer, say: Say
) -> None:
    def report(text: str, at: int) -> Statement:
        return say(
            text,
            "2025-05-09",
            body="CN-MOFCOM",
            tier=Tier.REPORTED,
            utterance="one",
            source=f"s{at}",
        )

    history = [
        say("中方依法依规审查两用物项出口许可申请。", "2025-03-20", body="CN-MOFCOM"),
        report("将对两用物项出口日本作出安排，相关措施涉及军事用户", 1),
        report("两用物项对日本军事用户的出口，即日起一律禁止", 2),
    ]
    third = report("禁止向日本军事用户和军事用途出口所有两用物项", 3)
    found = decide(third, history, comparer=comparer, now=NOW)
    assert found.reason != "copy"


def test_clauses_are_found_as_they_are_when_each_is_asked(comparer: Comparer, say: Say) -> None:
    told = say(
        "Exporters shall apply for a licence. Exports of gallium are prohibited. "
        "The controls on graphite will be suspended, and exports of graphite resumed."
    )
    thread = Thread(history=[told], comparer=comparer, scoring=Scoring())
    spoken = thread.spoken(told)
    assert isinstance(spoken, Spoken)
    every = frozenset(range(len(spoken.clauses)))
    for frame, _ in spoken.clauses:
        like = {at for at in every if same_frame(spoken.clauses[at][0].key, frame.key)}
        assert spoken.of_frame(frame.key) == like
    for tokens in (("PROHIBIT",), ("gallium",), ("GRAPHITE", "resumed"), ("are prohibited",), ()):
        asked = {at for at in every if holds(spoken.clauses[at], tokens)}
        assert spoken.holding(tokens, every) == asked
        assert spoken.lacking(tokens, every) == {
            at for at in every if lacks(spoken.clauses[at], tokens)
        }


def test_of_one_day_the_later_published_words_come_last(comparer: Comparer, say: Say) -> None:
    late = say("Talks on rare earths go on.", "2025-05-09", id="a",
               published_at=datetime(2025, 5, 9, 15, tzinfo=UTC))  # fmt: skip
    early = say("Licences for gallium are reviewed.", "2025-05-09", id="b",
                published_at=datetime(2025, 5, 9, 8, tzinfo=UTC))  # fmt: skip
    thread = Thread(history=[late, early], comparer=comparer, scoring=Scoring())
    assert [one.id for one in thread.utterances] == ["b", "a"]
