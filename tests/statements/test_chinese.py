"""What the Chinese reader takes for an official's words, and where they begin and end."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.bodies import load_bodies
from monitor.config.cues import load_cues
from monitor.statements.extract import Extractor
from monitor.statements.statement import Mode, Origin, Statement
from monitor.text.read import read
from monitor.text.topics import TopicIndex

CONFIG = Path(__file__).resolve().parents[2] / "config"
TOPICS = TopicIndex(())
EXTRACTOR = Extractor(
    bodies=load_bodies(CONFIG / "bodies.yaml"), cues=load_cues(CONFIG), topics=TOPICS
)
PUBLISHED = datetime(2025, 10, 16, 9, tzinfo=UTC)


def statements(text: str, outlet: str | None = "CN") -> tuple[Statement, ...]:
    origin = Origin(url="https://example.org/1", published_at=PUBLISHED, outlet_country=outlet)
    return EXTRACTOR.extract(read(text, topics=TOPICS, language="zh"), origin)


def words(text: str, outlet: str | None = "CN") -> list[str]:
    return [statement.text for statement in statements(text, outlet)]


def one(text: str, outlet: str | None = "CN") -> Statement:
    found = statements(text, outlet)
    assert len(found) == 1, [statement.text for statement in found]
    return found[0]


def test_content_runs_from_behind_the_cue_to_before_the_full_stop() -> None:
    found = one("外交部发言人毛宁16日在例行记者会上表示，中方立场是一贯的。")
    assert found.text == "中方立场是一贯的"
    assert (found.body, found.speaker, found.mode) == ("CN-MFA", "Mao Ning", Mode.INDIRECT)
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 10, 16)


@pytest.mark.parametrize(
    "text",
    [
        "毛宁说：“我们愿意加强对话合作。”",
        "毛寧說：「我們願意加強對話合作。」",
        "“我们愿意加强对话合作。”毛宁说。",
        "“我们愿意加强对话合作，”毛宁指出。",
        "“我们愿意加强对话合作。”外交部发言人毛宁16日在例行记者会上就有关问题答问时说。",
    ],
)
def test_a_quotation_is_read_without_its_marks_on_either_side_of_its_speaker(text: str) -> None:
    found = one(text)
    assert found.mode is Mode.DIRECT
    assert found.text in ("我们愿意加强对话合作", "我們願意加強對話合作")
    assert found.text == text[found.span.start : found.span.end]


def test_a_quotation_broken_by_its_speaker_is_two_statements() -> None:
    text = "“中方愿同欧方对话，”郭嘉昆说，“政治化对谁都没有好处。”"
    assert words(text) == ["中方愿同欧方对话", "政治化对谁都没有好处"]


def test_quoted_words_in_reported_speech_are_mixed_and_a_quoted_term_is_not() -> None:
    said = "商务部新闻发言人表示，美方的解读“严重歪曲、夸大”，故意制造恐慌。"
    term = "商务部新闻发言人表示，美方将多家实体列入“实体清单”。"
    assert one(said).mode is Mode.MIXED
    assert one(term).mode is Mode.INDIRECT


def test_verbs_that_are_the_act_stay_in_the_span() -> None:
    assert words("商务部发言人敦促美方纠正错误做法。") == ["敦促美方纠正错误做法"]
    assert words("外交部發言人毛寧呼籲各方保持克制。") == ["呼籲各方保持克制"]


def test_a_cue_without_subject_splits_at_a_sentence_and_not_within_one() -> None:
    text = "林剑表示，相关做法符合国际惯例，又指中方愿加强沟通。续称，对话才是正道。"
    assert words(text, "HK") == ["相关做法符合国际惯例，又指中方愿加强沟通", "对话才是正道"]


def test_sentences_go_on_under_one_cue_until_someone_else_is_told_of() -> None:
    text = (
        "何咏前表示，措施合法合规。中方愿加强沟通，我们敦促美方停止错误做法。"
        "此前，荷兰法院曾作出裁决。"
    )
    assert words(text) == ["措施合法合规。中方愿加强沟通，我们敦促美方停止错误做法"]


def test_a_nested_attribution_belongs_to_the_outer_speaker() -> None:
    text = "毛宁表示，美国财政部长贝森特称中方不可靠，这不符合事实。"
    assert one(text).speaker == "Mao Ning"


def test_a_contrast_gives_the_second_official_a_statement_of_their_own() -> None:
    text = "德国总理默茨表示，必须减少依赖，而法国总统马克龙则强调，应当保持自主。"
    assert [(s.body, s.text) for s in statements(text)] == [
        ("DE-GOV", "必须减少依赖"),
        ("FR-PRES", "应当保持自主"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "有记者问：美国商务部宣布了新规则，请问中方对此有何评论？",
        "路透社记者提问，美国财政部长表示中方不可靠，发言人如何回应？",
        "专家指出，稀土管制合法。他说，影响有限。",
        "中国稀土行业协会秘书长认为，总量调控有利于发展。",
        "知情人士透露，商务部正研究有关方案。",
        "一名外交部官员说，谈判还在继续。",
        "前商务部长雷蒙多说，政府需要更有耐心。",
        "该决定遭到中国商务部反对。",
        "美国贸易代表办公室拒绝置评。",
        "商务部将28家实体列入管控名单，并约谈有关企业。",
        "美国苹果公司发言人表示，公司将配合调查。",
        "按照商务部的要求，企业须申请许可。",
    ],
)
def test_what_is_no_official_statement_yields_none(text: str) -> None:
    assert statements(text) == ()


@pytest.mark.parametrize(
    ("text", "outlet", "body"),
    [
        ("商务部发言人表示，中方坚决反对。", "CN", "CN-MOFCOM"),
        ("商務部發言人表示，中方堅決反對。", "HK", "CN-MOFCOM"),
        ("商务部发言人表示，将作出回应。", None, None),
        ("商務部發言人表示，將作出回應。", "TW", None),
        ("美商务部表示，将修订规则。", "CN", "US-DOC"),
        ("日本外务省表示，无法接受。", "CN", "JP-MOFA"),
        ("韩国产业通商资源部表示，影响有限。", "CN", "KR-MOTIE"),
        ("外交部發言人表示，持續關注情勢。", "TW", "TW-MOFA"),
        ("中国驻美大使馆发言人表示，措施符合惯例。", "US", "CN-EMB"),
        ("伊朗外交部发言人表示，谈判没有停止。", "CN", "IR-MFA"),
        ("国务院副总理何立峰表示，愿加强合作。", "SG", "CN-SC"),
    ],
)
def test_a_ministry_is_bound_by_its_country_then_by_the_outlets_home(
    text: str, outlet: str | None, body: str | None
) -> None:
    assert one(text, outlet).body == body


def test_the_ministry_named_with_its_country_is_meant_from_then_on() -> None:
    text = "中国商务部表示，将暂停措施。\n商务部还指出，各方应当对话。"
    assert [s.body for s in statements(text, "SG")] == ["CN-MOFCOM", "CN-MOFCOM"]


def test_he_and_the_spokesperson_are_the_last_who_fits() -> None:
    text = (
        "外交部发言人林剑说，中方愿对话。\n他指出，施压没有出路。\n"
        "分析师认为，市场仍会波动。他说，风险不小。"
    )
    assert [(s.speaker, s.text) for s in statements(text)] == [
        ("Lin Jian", "中方愿对话"),
        ("Lin Jian", "施压没有出路"),
    ]


def test_in_a_transcript_each_whole_answer_is_one_statement() -> None:
    text = (
        "2025年10月16日外交部发言人林剑主持例行记者会\n"
        "法新社记者：美方称中方“对抗世界”，有何评论？\n"
        "林剑：中方已多次阐明立场。\n相关做法符合国际惯例。\n"
        "彭博社记者：谈判何时举行？\n"
        "林剑：目前没有可以提供的信息。\n"
        "责任编辑：张三"
    )
    found = statements(text)
    assert [s.text for s in found] == [
        "中方已多次阐明立场。\n相关做法符合国际惯例",
        "目前没有可以提供的信息",
    ]
    assert {(s.mode, s.speaker) for s in found} == {(Mode.FULL_TEXT, "Lin Jian")}


def test_of_an_answer_to_reporters_only_the_answer_counts() -> None:
    text = (
        "商务部新闻发言人就有关问题答记者问\n"
        "问：2025年9月25日，商务部宣布将3家实体列入名单，请问有何考虑？\n"
        "答：中方依法采取措施。"
    )
    found = one(text)
    assert (found.text, found.body, found.mode) == (
        "中方依法采取措施", "CN-MOFCOM", Mode.FULL_TEXT
    )  # fmt: skip


def test_according_to_a_body_is_its_statement_and_according_to_a_paper_is_not() -> None:
    assert words("据商务部网站消息，中方将暂停有关措施。") == ["中方将暂停有关措施"]
    assert words("记者从海关总署获悉，出口同比增长。") == ["出口同比增长"]
    assert words("据新华社报道，谈判已经结束。") == []


def test_a_document_speaks_for_the_body_that_issued_it() -> None:
    text = "国务院关税税则委员会4日发布公告称，将加征关税。公告说，美方违反规则。"
    assert [s.body for s in statements(text)] == ["CN-SCTC", "CN-SCTC"]


def test_a_date_in_what_is_asked_about_is_not_the_day_of_speech() -> None:
    text = "商务部新闻发言人就9月29日美方发布的规则答记者问时表示，中方坚决反对。"
    found = one(text)
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 10, 16)


def test_the_day_of_a_briefing_is_that_of_the_words_spoken_at_it() -> None:
    text = "10月15日，外交部发言人林剑主持例行记者会。\n林剑表示，中方愿加强对话。"
    found = one(text)
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 10, 15)


def test_an_earlier_remark_of_unknown_day_has_no_date() -> None:
    assert one("商务部发言人何亚东此前表示，荷方应当承担责任。").said_on is None


def test_traditional_and_simplified_yield_the_same_ranges() -> None:
    traditional = "商務部發言人何詠前指出，稀土物項具有軍民兩用屬性。她強調：「合規申請會獲批准。」"
    simplified = "商务部发言人何咏前指出，稀土物项具有军民两用属性。她强调：「合规申请会获批准。」"
    one_way, other = statements(traditional), statements(simplified)
    assert [(s.span, s.body, s.mode) for s in one_way] == [(s.span, s.body, s.mode) for s in other]
    assert len(one_way) == 2


def test_a_subject_understood_from_the_clause_before_is_the_speaker() -> None:
    found = one("美国总统特朗普在社交平台发文，称关税将再次提高。")
    assert (found.speaker, found.text) == ("Donald Trump", "关税将再次提高")


def test_the_first_of_several_bodies_that_speak_jointly_is_the_source() -> None:
    text = "商务部、海关总署16日联合公告：对相关物项实施出口管制。"
    assert [(s.body, s.text) for s in statements(text)] == [("CN-MOFCOM", "对相关物项实施出口管制")]


def test_a_name_outside_the_table_is_read_behind_its_title_and_known_from_then_on() -> None:
    text = "伊朗外长扎里夫普尔16日说，伊朗不会屈服。\n扎里夫普尔强调，谈判没有停止。"
    assert [(s.body, s.speaker) for s in statements(text)] == [("IR-MFA", "扎里夫普尔")] * 2


def test_a_japanese_surname_stands_for_the_one_named_before() -> None:
    text = "日本官房长官木原稔表示，措施无法接受。木原透露，日方已提出抗议。"
    assert [s.text for s in statements(text)] == ["措施无法接受", "日方已提出抗议"]


def test_a_quotation_of_several_paragraphs_has_one_statement_for_each() -> None:
    text = "何咏前表示：“我们坚决反对。\n“我们敦促美方立即纠正错误做法。”"
    found = statements(text)
    assert [s.text for s in found] == ["我们坚决反对", "我们敦促美方立即纠正错误做法"]
    assert {s.mode for s in found} == {Mode.DIRECT}


def test_a_paragraph_in_the_officials_voice_goes_on_and_a_market_report_does_not() -> None:
    said = "商务部发言人表示，措施合法合规。\n中方愿就此加强沟通对话。"
    market = "商务部发言人表示，措施合法合规。\n稀土板块午后拉升，多股涨停。"
    assert words(said) == ["措施合法合规", "中方愿就此加强沟通对话"]
    assert words(market) == ["措施合法合规"]


def test_what_an_official_says_in_a_question_with_a_colon_is_part_of_the_question() -> None:
    text = (
        "有记者问：荷兰经济大臣卡雷曼斯称，采取措施确有必要。请问发言人对此有何评论？\n"
        "商务部新闻发言人说，荷方应当承担责任。"
    )
    assert words(text) == ["荷方应当承担责任"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "商务部 外交部 发言人 毛宁 表示 称 指出 敦促 据 在 就 时 上 对此 ， 。 ： “ ” 「 」 \n "
            "美国 他 "
            "该发言人 问 答 记者 中方 16日 公告 而 则 （ ） 稀土 · 、 《 》".split(" ")
        ),
        max_size=60,
    ).map("".join)
)
def test_any_text_yields_spans_in_order_that_do_not_overlap(text: str) -> None:
    last = 0
    for statement in statements(text):
        assert statement.text == text[statement.span.start : statement.span.end]
        assert statement.span.start >= last
        last = statement.span.end


@pytest.mark.parametrize("unit", ["就说", "毛宁表示，", "中国", "问", "据商务部在就对"])
def test_a_text_without_an_end_to_its_clauses_is_read(unit: str) -> None:
    assert isinstance(statements(unit * 500), tuple)
