"""Two reports of one saying: what either leaves out, names otherwise or adds as an agency."""

import pytest

from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.comparison import Finding


def compared(comparer: Comparer, before: str, after: str, language: str = "en") -> Comparison:
    return comparer.compare(before, after, language=language, mode=PairMode.STATEMENTS)


def rules(found: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in found}


LONG = (
    "The agency said it would keep the licensing rules under review. It also said that a helpline "
    "for exporters would open in every province."
)


def test_what_a_report_leaves_out_is_held_back(comparer: Comparer) -> None:
    short = "The agency said it would keep the licensing rules under review."
    found = compared(comparer, LONG, short)
    assert not found.kinds
    assert {finding.held for finding in found.findings} == {"excerpt"}


def test_what_a_bodys_own_text_leaves_out_counts(comparer: Comparer) -> None:
    short = "Exporters shall keep records for five years."
    before = f"{short} Licences for magnets expire after twelve months."
    assert "dropped" in map(str, compared(comparer, before, short).kinds)


def test_a_sentence_more_in_the_same_words_counts(comparer: Comparer) -> None:
    short = "The agency said it would keep the licensing rules under review."
    assert "added" in map(str, compared(comparer, short, LONG).kinds)


def test_a_sentence_more_is_held_back_where_the_rest_is_told_by_another_hand(
    comparer: Comparer,
) -> None:
    before = "发言人说，对出口许可的申请，主管部门正按照有关规定抓紧办理。"
    after = (
        "商务部发言人表示，主管部门依照规定正加紧办理出口许可申请。"
        "我们希望各方客观看待有关情况，共同维护产供链稳定。"
    )
    found = compared(comparer, before, after, "zh")
    assert not found.kinds
    assert "clause.added" in rules(found.findings)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            "Talks will go on, the minister said.",
            "Talks will go on, the minister said. — AFP",
        ),
        (
            "en",
            "Talks will go on, the minister said.",
            "Talks will go on, the minister said. This story was originally published elsewhere.",
        ),
        ("zh", "双方将继续磋商。", "双方将继续磋商。（新华社）"),
        ("zh", "双方将继续磋商。", "【某某社讯】双方将继续磋商。编辑／李某"),
        ("zh", "双方将继续磋商。", "双方将继续磋商。（本文转载自某某网）"),
        ("zh", "“双方将继续磋商。”", "对于追问，大臣重复了4月的说法：“双方将继续磋商。”"),
    ],
)
def test_an_agencys_trimmings_say_nothing(
    comparer: Comparer, language: str, before: str, after: str
) -> None:
    assert not compared(comparer, before, after, language).kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The tariff on Chinese exports will fall to 30 percent from 40 percent, she said.",
            "She said that the levy on Chinese goods would drop from 40% to 30%.",
        ),
        (
            "The envoy said the demand cannot be accepted, and that talks remain open.",
            "The demand is unacceptable, the envoy said, but talks remain open.",
        ),
        (
            "The ministry announced on Friday that it suspends the export controls on antimony.",
            "The ministry issued a notice late on Friday saying it suspends the antimony export "
            "controls.",
        ),
        (
            "“We will grant exemptions,” a ministry spokesperson said on Friday.",
            "“We will grant exemptions,” a ministry spokesperson said, without giving details.",
        ),
        (
            "The levy starts on November 1, the president said, and applies to all software.",
            "The levy, which applies to all software, will start next month, the president said.",
        ),
    ],
)
def test_one_thing_named_from_two_ends_is_one_thing(
    comparer: Comparer, before: str, after: str
) -> None:
    assert not compared(comparer, before, after).kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("总值约五三○亿美元。", "总值约530亿美元。"),
        ("清单上的物项仅900余项。", "清单上的物项仅九百多项。"),
        ("旨在维护国家安全和利益。", "旨在维护国家安全与利益。"),
        ("要求其正视问题根源。", "中方敦促日方正视问题根源。"),
        ("隨著需求增長，審批將加快。", "随着需求增长，审批将加快。"),
        (
            "在昨天的例行记者会上，中国外交部发言人李某表示，立场没有变化。",
            "发言人李某说，立场没有变化。",
        ),
    ],
)
def test_two_chinese_reports_of_one_sentence_are_the_same(
    comparer: Comparer, before: str, after: str
) -> None:
    assert not compared(comparer, before, after, "zh").kinds


def test_a_suspension_is_told_however_freely_the_rest_is_retold(comparer: Comparer) -> None:
    before = "公告规定，对镓、锗出口原则上不予许可；对石墨出口，实施更严格的最终用途审查。"
    after = "镓、锗出口原则上不予许可，以及对石墨出口实施更严格最终用途审查的措施，即日起暂停实施。"
    assert "status.phase" in rules(compared(comparer, before, after, "zh").telling)


def test_a_negation_that_moves_to_another_act_is_a_change(comparer: Comparer) -> None:
    found = compared(
        comparer,
        "管制不是禁止出口，对合规申请将予以许可。",
        "管制是禁止出口，对合规申请将不予许可。",
        "zh",
    )
    assert "polarity" in map(str, found.kinds)


def test_what_a_retold_sentence_adds_behind_a_comma_counts(comparer: Comparer) -> None:
    before = "发言人说，主管部门正依照有关规定抓紧审核企业的申请。"
    after = (
        "商务部称，对企业提出的申请，主管部门按规定加紧审核，"
        "双方将于下月在布鲁塞尔举行新一轮高层经贸磋商。"
    )
    found = compared(comparer, before, after, "zh")
    assert "clause.added" in rules(found.findings)


def test_a_condition_is_told_as_one_however_long_it_is(comparer: Comparer) -> None:
    found = compared(
        comparer,
        "Civilian orders will be approved, the ministry said.",
        "The ministry said civilian orders will be approved if the buyer accepts inspections.",
    )
    assert "condition" in map(str, found.kinds)


def test_what_no_longer_applies_is_negated(comparer: Comparer) -> None:
    found = compared(comparer, "本规定适用于转让。", "本规定不适用于转让。", "zh")
    assert "polarity" in map(str, found.kinds)


def test_an_act_that_is_sped_up_is_strength_in_the_same_words_too(comparer: Comparer) -> None:
    found = compared(comparer, "主管部门对申请进行审查。", "主管部门对申请不断加快进行审查。", "zh")
    assert "strength.turned" in rules(found.telling)


def test_the_highest_rung_of_each_side_is_its_stand(comparer: Comparer) -> None:
    found = compared(
        comparer, "日方绝不能接受，对此深表遗憾。", "日方对此表示关切，正了解情况。", "zh"
    )
    assert "strength" in map(str, found.kinds)


def test_another_stand_in_a_sentence_of_its_own_is_strength(comparer: Comparer) -> None:
    found = compared(
        comparer, "发言人说，我们表示遗憾。", "发言人说，必须停手，否则一切后果由其承担。", "zh"
    )
    assert "strength.step" in rules(found.telling)
