"""An act's own text falls into its provisions."""

from datetime import date
from itertools import pairwise

import pytest

from monitor.statements.provisions import is_marked, label, outline
from monitor.text.normalize import normalize
from monitor.text.sentences import paragraphs
from tests.statements.conftest import Reader

LEAD = "根据《中华人民共和国出口管制法》有关规定，决定对稀土相关技术实施出口管制。现公告如下："
SIGNED = "商务部\n\n2025年8月5日"


def act(*parts: str) -> str:
    return "\n\n".join(parts)


def firsts(statements: Reader, text: str, *, title: str = "", body: str = "CN-MOFCOM") -> list[str]:
    """Return the first line of each statement, having checked that nothing is lost between."""
    found = statements(text, body=body, title=title)
    for one in found:
        assert text[one.span.start : one.span.end] == one.text
    for one, other in pairwise(found):
        assert text[one.span.end : other.span.start].strip(" \n。.") == ""
    return [one.text.splitlines()[0] for one in found]


def test_an_announcement_falls_into_its_lead_and_provisions(statements: Reader) -> None:
    text = act(
        "商务部公告2025年第1号",
        LEAD,
        "一、出口经营者应当申请许可，并提交下列文件：",
        "（一）合同的复印件；",
        "（二）最终用途证明。",
        "对国家安全有重大影响的，报国务院批准。",
        "二、任何单位不得为违反本公告的行为提供服务。",
        "三、本公告自发布之日起实施。",
        SIGNED,
    )
    found = statements(text, body="CN-MOFCOM")
    assert [one.text[:2] for one in found] == ["根据", "一、", "二、", "三、"]
    assert found[1].text.endswith("报国务院批准")
    assert "第1号" not in found[0].text
    assert found[-1].text == "三、本公告自发布之日起实施"
    assert {one.said_on.day for one in found if one.said_on} == {date(2025, 8, 5)}


def test_articles_are_the_provisions_and_chapters_are_headings(statements: Reader) -> None:
    text = act(
        "第一章 总则",
        "第一条　为了加强管理，制定本办法。",
        "第二条　本办法所称物项，包括：",
        "（一）货物；",
        "（二）技术。",
        "第二章 许可",
        "第三条　依照第二条申请许可。",
        "第三条之一　许可有效期为一年。",
        "第四条　本办法自2025年9月1日起施行。",
    )
    found = statements(text, body="CN-MOFCOM")
    assert [label(one.text) for one in found] == [
        "第一条",
        "第二条",
        "第三条",
        "第三条之一",
        "第四条",
    ]
    assert not any("章" in one.text for one in found)


def test_an_article_quoted_by_an_amendment_is_none_of_the_acts_own(statements: Reader) -> None:
    text = act(
        "THE COUNCIL OF THE EUROPEAN UNION,",
        "Having regard to the Treaty, and in particular Article 215 thereof,",
        "Whereas:",
        "(1)",
        "The Council adopted a decision on rare earths.",
        "(2)",
        "The Regulation should be amended accordingly,",
        "HAS ADOPTED THIS REGULATION:",
        "Article 1",
        "The Regulation is amended as follows:",
        "(1)",
        "the following article is inserted:",
        "Article 9a",
        "It shall be prohibited to export rare earths.’;",
        "Article 2",
        "This Regulation shall enter into force on the day of its publication.",
        "Done at Brussels, 6 August 2025.",
        "For the Council",
        "The President",
        "P. ROE",
    )
    found = statements(text, body="EU-COUNCIL")
    assert [label(one.text) for one in found] == [None, "Article 1", "Article 2"]
    assert found[0].text.endswith("HAS ADOPTED THIS REGULATION:")
    assert "Article 9a" in found[1].text
    assert found[2].text.endswith("its publication")
    assert found[2].said_on is not None
    assert found[2].said_on.day == date(2025, 8, 6)


def test_sections_of_an_order_hold_their_paragraphs(statements: Reader) -> None:
    text = act(
        "By the authority vested in me as President, it is hereby ordered:",
        "Section 1.  Purpose.  Imports of rare earths threaten security.",
        "Sec. 2.  Duties.  (a) Imports shall be subject to a duty.",
        "(b) The duty shall not apply to:",
        "(i) articles in transit; or",
        "(ii) samples.",
        "Sec. 3.  General Provisions.  This order is not intended to create any right.",
        "THE WHITE HOUSE,",
        "August 5, 2025.",
    )
    assert firsts(statements, text, body="US-WH")[1:] == [
        "Section 1.  Purpose.  Imports of rare earths threaten security",
        "Sec. 2.  Duties.  (a) Imports shall be subject to a duty.",
        "Sec. 3.  General Provisions.  This order is not intended to create any right",
    ]


def test_a_table_of_contents_stands_in_front_of_the_sections_that_it_lists(
    statements: Reader,
) -> None:
    text = act(
        "Be it enacted by the Senate and House of Representatives, in Congress assembled:",
        "Sec. 1. Short title.",
        "Sec. 2. Controls on rare earths.",
        "SECTION 1. SHORT TITLE.",
        "This Act may be cited as the Rare Earths Act.",
        "SEC. 2. CONTROLS ON RARE EARTHS.",
        "(a) The Secretary shall establish controls.",
        "(b) The controls expire after five years.",
    )
    found = statements(text, body="US-BIS")
    assert [label(one.text) for one in found] == [None, "SECTION 1", "SEC. 2"]
    assert found[2].text.endswith("after five years")


def test_a_general_licence_falls_into_its_lettered_paragraphs(statements: Reader) -> None:
    text = act(
        "GENERAL LICENSE NO. 8",
        "Authorizing Transactions Related to Rare Earths",
        "(a) Except as provided in paragraph (c), transactions are authorized with:",
        "(1) the first bank; or",
        "(2) any entity that it owns.",
        "(b) For the purposes of this license, the term includes magnets.",
        "(c) This license does not authorize opening an account.",
        "Jane Roe",
        "Acting Director",
        "Dated: August 5, 2025",
    )
    found = statements(text, body="US-TREAS")
    assert [label(one.text) for one in found] == ["(a)", "(b)", "(c)"]
    assert found[0].text.endswith("any entity that it owns")
    assert found[2].said_on is not None
    assert found[2].said_on.day == date(2025, 8, 5)


def test_a_rule_falls_into_its_reasons_and_the_amendments_of_each_part(statements: Reader) -> None:
    text = act(
        "DEPARTMENT OF COMMERCE",
        "SUMMARY: This rule amends the Export Administration Regulations.",
        "I. Background",
        "Restrictions apply to listed entities. See § 744.11.",
        "II. Requirements",
        "1. The rule is exempt from review.",
        "2. No comment is asked for.",
        "PART 744—CONTROL POLICY",
        "1. The authority citation continues to read as follows:",
        "Authority: 50 U.S.C. 4801-4852.",
        "2. Section 744.11 is amended to read as follows:",
        "§ 744.11 License requirements.",
        "(a) A license is required.",
        "PART 748—APPLICATIONS",
        "3. Supplement No. 2 is amended by adding paragraph (z).",
    )
    found = statements(text, body="US-BIS", title="Final rule")
    assert [label(one.text) for one in found] == [None, "I", "II", "1", "2", "3"]
    assert found[4].text.endswith("A license is required")


def test_what_an_act_says_behind_a_list_is_none_of_its_items(statements: Reader) -> None:
    text = act(
        "经国务院批准，决定对下列物项实施出口管制：",
        "一、离心萃取设备（参考税则号列：84798999）",
        "二、用于上述设备的技术",
        "出口经营者出口上述物项应当申请许可。",
        "本公告自2025年11月8日起实施。",
    )
    found = statements(text, body="CN-MOFCOM", title="商务部公告")
    assert [one.text[:2] for one in found] == ["经国", "一、", "二、", "出口"]
    assert found[2].text == "二、用于上述设备的技术"
    assert found[3].text.endswith("11月8日起实施")


def test_formulas_of_the_end_are_none_of_the_last_provision(statements: Reader) -> None:
    chinese = act(LEAD, "一、加强管理。", "二、严格审查。", "特此公告。", SIGNED)
    assert statements(chinese, body="CN-MOFCOM")[-1].text == "二、严格审查"
    english = act(
        "The Director General hereby makes the following amendments in the Handbook:",
        "1. In para 1.01, the date '30.09.2022'\nis substituted by '31.03.2023.'",
        "2. In para 4.12, the words are\nsubstituted by 'or later.'",
        "Effect of this Public Notice: The Handbook is extended.",
        "(Jane Roe)",
        "Director General of Foreign Trade",
    )
    found = statements(english, body="IN-DGFT", title="Public Notice No. 26")
    assert [label(one.text) for one in found] == [None, "1", "2", None]
    assert found[2].text.endswith("'or later.'")
    assert found[3].text == "Effect of this Public Notice: The Handbook is extended"


def test_an_annex_is_a_statement_only_where_it_says_something(statements: Reader) -> None:
    provisions = ("一、禁止向名单所列实体出口。", "二、本公告自公布之日起实施。")
    names = ("附件：管控名单（2025年7月1日）", "1. 甲公司（Alpha Inc.）", "2. 乙公司（Beta LLC）")
    listed = statements(act(LEAD, *provisions, SIGNED, *names), body="CN-MOFCOM")
    assert listed[-1].text == act(*names)
    assert label(listed[-1].text) == "附件"
    assert {one.said_on.day for one in listed if one.said_on} == {date(2025, 8, 5)}
    titles = ("附件：", "1.管控名单.pdf", "2.《申请表》填写指南")
    for text in (act(LEAD, *provisions, *titles, SIGNED), act(LEAD, *provisions, SIGNED, *titles)):
        found = statements(text, body="CN-MOFCOM")
        assert [one.text[:1] for one in found] == ["根", "一", "二"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Press release",
            act(
                "The ministers met on Friday and spoke about trade for some hours in Geneva.",
                "They agreed:",
                "1. To talk.",
                "2. To listen.",
                "They will meet again in the autumn, and thanked their hosts for all of it.",
            ),
        ),
        ("外交部长在会议上的讲话", act("各位同事：", "一、坚持开放。", "二、坚持合作。")),
        ("", act("Inflation rose in 2024.", "3. It fell.", "7. It rose again.")),
        ("", act("The Committee kept its target.", "Voting for were P. Roe and Q. Doe.")),
    ],
)
def test_a_text_that_is_no_act_is_one_statement(statements: Reader, title: str, text: str) -> None:
    assert len(statements(text, body="US-FED", title=title)) == 1


def test_a_numbered_answer_to_reporters_is_one_statement(statements: Reader) -> None:
    text = act(
        "问：请介绍情况。", "答：有三点。", "一、依法审查。", "二、加快审批。", "三、加强对话。"
    )
    (found,) = statements(text, body="CN-MOFCOM", title="商务部公告答记者问")
    assert found.text.startswith("有三点")
    assert found.text.endswith("加强对话")


def test_an_act_in_somebody_elses_article_is_not_split(statements: Reader) -> None:
    text = act("商务部公告如下：", "一、加强稀土出口管制。", "二、本公告自发布之日起实施。")
    assert all(label(one.text) is None for one in statements(text, country="CN"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("第十二条　出口经营者", "第十二条"),
        ("三、本公告", "三"),
        ("（二）技术", "（二）"),
        ("Article 5a\n\nScope", "Article 5a"),
        ("§ 744.11 License requirements", "§ 744.11"),
        ("(c) This license", "(c)"),
        ("ANNEX II\n\nList", "ANNEX II"),
        ("Article 215 of the Treaty applies", None),
        ("第三条第二款规定的情形", None),
        ("2025 was a year of talks", None),
        ("一些国家表示关切", None),
    ],
)
def test_a_provision_is_called_by_the_number_that_it_begins_with(
    text: str, name: str | None
) -> None:
    assert label(text) == name


def test_the_initial_of_a_name_marks_no_item() -> None:
    assert not is_marked("P. Roe")
    assert is_marked("1. Talks")


def test_a_letter_between_letters_is_no_roman_numeral(statements: Reader) -> None:
    letters = "abcdefghijk"
    text = act(*(f"({letter}) The exporter shall keep record {letter}." for letter in letters))
    assert [label(one.text) for one in statements(text, body="US-BIS", title="Rule")] == [
        f"({letter})" for letter in letters
    ]


def test_the_provisions_of_a_long_act_are_found_in_one_pass() -> None:
    text = act(*(f"Article {at}\n\nThe exporter shall keep record {at}." for at in range(1, 3001)))
    folded = normalize(text).text
    pieces = outline(folded, list(paragraphs(folded)), "Regulation")
    assert pieces is not None
    assert len(pieces) == 3000
