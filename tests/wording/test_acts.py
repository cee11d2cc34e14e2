"""Acts: one utterance, compared as a whole, shown by provision."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.wording import reasons
from monitor.wording.acts import is_act, is_version, texts
from monitor.wording.compare import Comparer
from monitor.wording.documents import decide_document
from monitor.wording.shift import Kind, Shift, Verdict

Say = Callable[..., Statement]
NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)
LEADS = {
    "zh": "根据《中华人民共和国出口管制法》，决定对稀土技术出口实施管理。现公告如下：",
    "en": "The Secretary adopts the following rule on exports of rare earth technology:",
}
RULES = {
    "zh": (
        "出口经营者应当向商务部申请出口许可，并提交最终用户和最终用途证明",
        "商务部应当自受理申请之日起45个工作日内进行审查，作出准予或者不予许可的决定",
        "许可证件的有效期为一年，出口经营者应当在有效期内办理报关手续。\n\n"
        "对人道主义救援所需的出口，免予申请许可",
        "任何单位和个人不得为违反本公告的行为提供中介、运输和金融服务",
        "违反本公告规定的，由商务部依照有关法律法规给予行政处罚",
    ),
    "en": (
        "An exporter shall apply to the Bureau for a license and shall submit an end-user "
        "certificate with the application",
        "The Bureau shall review each application within 45 days and shall grant or deny the "
        "license",
        "A license is valid for one year. The exporter shall clear customs within that year.\n\n"
        "No license is required for exports for humanitarian relief",
        "No person may provide brokering, transport or financial services for an export that "
        "violates this rule",
        "A person who violates this rule is liable to a civil penalty",
    ),
}
FISH = {
    "zh": (
        "水产品进口商应当在入境口岸提交检验检疫证书",
        "海关对来自疫区的水产品实施逐批抽样检测，检测合格的予以放行",
        "检测费用由进口商承担，收费标准另行公布",
    ),
    "en": (
        "An importer of fish shall present a health certificate at the port of entry",
        "Customs tests a sample of each consignment and releases those that pass",
    ),
}
BODIES = {"zh": "CN-MOFCOM", "en": "US-BIS"}
HAN = "一二三四五六七八九"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])

Act = Callable[..., list[Statement]]
Judge = Callable[..., tuple[Verdict, ...]]


def numbered(at: int, rule: str, language: str) -> str:
    return f"第{HAN[at]}条　{rule}" if language == "zh" else f"Article {at + 1}\n\n{rule}"


@pytest.fixture
def act(say: Say) -> Act:
    def make(said: str, language: str, rules: Sequence[str], **fields: Any) -> list[Statement]:
        values = {
            "body": BODIES[language],
            "tier": Tier.ISSUER,
            "url": f"https://example.org/{language}/{said}",
            **fields,
        }
        passages = [numbered(at, rule, language) for at, rule in enumerate(rules)]
        made, at = [], 0
        for words in (LEADS[language], *passages):
            span = Span(start=at, end=at + len(words))
            made.append(say(words, said, **values, span=span))
            at = span.end + 2
        return made

    return make


@pytest.fixture
def judge(comparer: Comparer) -> Judge:
    def make(
        statements: Sequence[Statement], history: Sequence[Statement] = (), **fields: Any
    ) -> tuple[Verdict, ...]:
        return decide_document(statements, history, comparer=comparer, now=NOW, **fields)

    return make


def loud(verdicts: Sequence[Verdict]) -> list[Shift]:
    return [s for verdict in verdicts for s in verdict.shifts if s.silenced is None]


@LANGUAGES
def test_all_provisions_of_an_act_are_one_utterance(act: Act, judge: Judge, language: str) -> None:
    for baseline in (False, True):
        verdicts = judge(act("2025-01-05", language, RULES[language]), baseline=baseline)
        assert len({verdict.statement.utterance for verdict in verdicts}) == 1


@LANGUAGES
def test_provisions_that_move_split_merge_or_are_renumbered_are_no_shift(
    act: Act, judge: Judge, language: str
) -> None:
    rules = RULES[language]
    before = act("2025-01-05", language, rules)
    for after in (
        rules,
        (rules[3], *rules[:3], rules[4]),
        (*rules[:2], *rules[2].split("\n\n"), *rules[3:]),
        (f"{rules[0]}.\n\n{rules[1]}", *rules[2:]),
    ):
        assert loud(judge(act("2025-06-05", language, after), before)) == []


@LANGUAGES
def test_a_provision_that_a_successor_drops_is_shown_alone(
    act: Act, judge: Judge, language: str
) -> None:
    rules = RULES[language]
    before = act("2025-01-05", language, rules)
    (shift,) = loud(judge(act("2025-06-05", language, (*rules[:3], rules[4])), before))
    assert shift.kinds == (Kind.DROPPED,)
    assert shift.before == before[4].text
    assert shift.after == ""
    assert shift.against == (before[4].id,)


@LANGUAGES
def test_a_provision_that_a_successor_adds_is_shown_alone(
    act: Act, judge: Judge, language: str
) -> None:
    rules = RULES[language]
    new = {
        "zh": "出口经营者应当保存有关合同和单证不少于五年，并接受商务部检查",
        "en": "The exporter shall keep contracts and records for five years and shall open them "
        "to the Bureau",
    }[language]
    before = act("2025-01-05", language, rules)
    after = act("2025-06-05", language, (*rules[:2], new, *rules[2:]))
    verdicts = judge(after, before)
    (shift,) = loud(verdicts)
    assert shift.kinds == (Kind.ADDED,)
    assert (shift.before, shift.after) == ("", after[3].text)
    assert shift.statement == after[3].id
    assert [verdict.reason for verdict in verdicts].count(reasons.GATHERED) == len(after) - 1


@LANGUAGES
def test_a_change_within_a_provision_shows_it_as_it_was_and_is(
    act: Act, judge: Judge, language: str
) -> None:
    rules = RULES[language]
    before = act("2025-01-05", language, rules)
    after = act("2025-06-05", language, (rules[0], rules[1].replace("45", "30"), *rules[2:]))
    (shift,) = loud(judge(after, before))
    assert Kind.NUMBER in shift.kinds
    assert (shift.before, shift.after) == (before[2].text, after[2].text)
    assert (shift.statement, shift.against) == (after[2].id, (before[2].id,))
    (change,) = (change for change in shift.changes if not change.noise)
    assert "45" in change.before.of(shift.before)
    assert "30" in change.after.of(shift.after)


@LANGUAGES
def test_what_a_provision_loses_is_shown_beside_what_is_left_of_it(
    act: Act, judge: Judge, language: str
) -> None:
    rules = RULES[language]
    shorter, gone = rules[2].split("\n\n")
    before = act("2025-01-05", language, rules)
    after = act("2025-06-05", language, (*rules[:2], shorter, *rules[3:]))
    (shift,) = loud(judge(after, before))
    assert (shift.before, shift.after) == (before[3].text, after[3].text)
    assert any(gone in words for words in shift.removed)


def test_changes_of_two_provisions_are_one_shift_with_both(act: Act, judge: Judge) -> None:
    rules = RULES["en"]
    before = act("2025-01-05", "en", rules)
    others = [
        *act("2024-03-05", "en", FISH["en"]),
        *act("2024-06-05", "en", ("Imported tyres shall bear a mark", "The mark shall be black")),
    ]
    changed = (
        rules[0],
        rules[1].replace("45", "30"),
        rules[2],
        rules[3].replace("No person", "No exporter"),
        rules[4].replace("a civil", "a criminal"),
    )
    after = act("2025-06-05", "en", changed)
    (shift,) = loud(judge(after, [*others, *before]))
    assert after[2].text in shift.after
    assert after[1].text not in shift.after
    for change in shift.changes:
        assert 0 <= change.before.start <= change.before.end <= len(shift.before)
        assert 0 <= change.after.start <= change.after.end <= len(shift.after)


def test_an_act_that_an_answer_quotes_is_compared_as_a_whole_and_shown_by_provision(
    act: Act, say: Say, judge: Judge
) -> None:
    before = act("2025-01-05", "zh", RULES["zh"])
    quote = say(
        "商务部应当自受理申请之日起90个工作日内进行审查",
        "2025-03-01",
        body="CN-MOFCOM",
    )
    (shift,) = loud(judge([quote], before))
    assert Kind.NUMBER in shift.kinds
    assert shift.before == before[2].text
    assert shift.against == (before[2].id,)


def test_words_quoted_from_two_provisions_are_quoted_again(
    act: Act, say: Say, judge: Judge
) -> None:
    rules = RULES["zh"]
    before = act("2025-01-05", "zh", rules)
    quote = say(f"{rules[3]}。{rules[4]}", None, body="CN-MOFCOM")
    (verdict,) = judge([quote], before)
    assert verdict.reason == reasons.REQUOTE


def test_two_acts_on_unlike_subjects_are_not_compared(act: Act, judge: Judge) -> None:
    before = act("2025-01-05", "zh", RULES["zh"])
    assert loud(judge(act("2025-06-05", "zh", FISH["zh"]), before)) == []


def test_answers_of_one_press_conference_are_no_act(say: Say) -> None:
    listed = "主要有以下几点：\n一、依法审查。\n二、加快审批。"
    answers = [
        say(words, "2025-01-05", tier=Tier.ISSUER, url="https://example.org/press")
        for words in (listed, "我们愿意加强对话", "我不了解有关情况")
    ]
    assert not is_act(answers)
    assert texts(answers).statements == tuple(answers)


def test_a_quoted_list_is_no_act(say: Say) -> None:
    assert not is_act([say("一、依法审查。\n二、加快审批。", "2025-01-05")])


def test_an_act_that_replaces_another_on_its_page_is_no_version_of_it(act: Act) -> None:
    rules = RULES["zh"]
    before = act("2025-01-05", "zh", rules)
    assert is_version(act("2025-06-05", "zh", rules[1:]), before)
    assert not is_version(act("2025-06-05", "zh", FISH["zh"]), before)
    assert not is_version(before, ())
