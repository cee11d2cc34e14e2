"""How the press of several places reports officials in Chinese, and what it adds of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

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


def statements(
    text: str, outlet: str = "CN", published: datetime = datetime(2025, 10, 17, 4, tzinfo=UTC)
) -> tuple[Statement, ...]:
    origin = Origin(url="https://example.org/1", published_at=published, outlet_country=outlet)
    return EXTRACTOR.extract(read(text, topics=TOPICS, language="zh"), origin)


def told(text: str, outlet: str = "CN") -> list[tuple[str | None, str]]:
    return [(statement.body, statement.text) for statement in statements(text, outlet)]


def days(text: str, outlet: str = "CN") -> list[str | None]:
    return [s.said_on.day.isoformat() if s.said_on else None for s in statements(text, outlet)]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("昨（16）日", "2025-10-16"),
        ("昨", "2025-10-16"),
        ("今（17）日", "2025-10-17"),
        ("上周二（10/7）", "2025-10-07"),
        ("九日", "2025-10-09"),
        ("十月一日", "2025-10-01"),
        ("上月廿四日", None),
        ("本月4日", "2025-10-04"),
        ("上月24日", "2025-09-24"),
    ],
)
def test_a_day_is_read_as_papers_write_it(when: str, day: str | None) -> None:
    found = days(f"經濟部長龔明鑫{when}表示，影響可控。", "TW")
    if day is not None:
        assert found == [day]
    assert len(found) == 1


def test_today_is_the_day_of_the_dateline() -> None:
    text = "中央社／紐約15日綜合外電報導\n\n美國財政部長貝森特今天表示，關稅可能提高。"
    assert days(text, "TW") == ["2025-10-15"]


def test_a_date_of_another_matter_before_the_speaker_is_not_the_day_of_speech() -> None:
    text = "中美元首10月9日會談後，美國財長貝森特近日受訪時表示，美國將降低依賴。"
    assert days(text, "HK") == [None]


def test_whoever_meets_speaks_on_the_day_of_the_meeting() -> None:
    text = (
        "美國總統特朗普15日在白宮與澳洲總理阿爾巴尼斯會面，雙方簽署協議。\n\n"
        "特朗普表示，談判持續數月。\n\n阿爾巴尼斯說，這是新的起點。"
    )
    assert days(text, "HK") == ["2025-10-15", "2025-10-15"]


def test_a_question_over_several_sentences_is_nobodys_statement() -> None:
    text = (
        "法新社记者提问，昨日，美国财政部长贝森特声称这是对抗世界。他呼吁盟友采取行动。"
        "请问外交部对此有何评论？\n林剑表示，中方立场没有变化。"
    )
    assert told(text) == [("CN-MFA", "中方立场没有变化")]


def test_what_a_question_is_about_does_not_answer_it() -> None:
    text = (
        "另有记者问，美国贸易代表格里尔表示，关税取决于中国，他还称自己相信仍有机会。"
        "对此，中国有何评论？\n\n商务部发言人何咏前表示，中方坚决反对。"
    )
    assert told(text) == [("CN-MOFCOM", "中方坚决反对")]


def test_a_headline_names_its_speaker_behind_other_words() -> None:
    assert told("关税对谁有利？商务部：贸易战没有赢家") == [("CN-MOFCOM", "贸易战没有赢家")]
    assert told("大國外交|外交部：芬太尼是美國的問題", "HK") == [("CN-MFA", "芬太尼是美國的問題")]


def test_who_answers_a_headline_is_no_part_of_what_was_said() -> None:
    assert told("美财长称出口管制影响全球，外交部回应") == [("US-TREAS", "出口管制影响全球")]


def test_a_quotation_behind_a_colon_is_speech_whatever_the_verb() -> None:
    text = "美國財長貝森特談到中美協議：「我們希望很快完成。」"
    found = statements(text, "HK")
    assert [(s.text, s.mode) for s in found] == [("我們希望很快完成", Mode.DIRECT)]


def test_the_programme_to_which_something_is_told_is_no_quotation() -> None:
    text = "美國財長貝森特告訴有線電視網（CNN）「國情」節目：「我們不想脫鉤。」"
    assert [s.text for s in statements(text, "TW")] == ["我們不想脫鉤"]


def test_believing_within_what_is_said_belongs_to_it() -> None:
    text = "美国商务部长卢特尼克表示，他相信有关公司不当使用了芯片。"
    assert told(text) == [("US-DOC", "他相信有关公司不当使用了芯片")]


def test_an_announcement_that_only_tells_when_another_speaks_is_background() -> None:
    text = "中国政府昨天宣布加强管制后，日本外务省今天表示，已提出抗议。"
    assert told(text, "HK") == [("JP-MOFA", "已提出抗议")]


def test_a_ministers_words_end_the_notice_that_they_answer() -> None:
    text = "中國商務部16日公告，加強管制物項出口，日本首相高市早苗對此表示：「這項舉措無法容許。」"
    assert [body for body, _ in told(text, "TW")] == ["CN-MOFCOM", "JP-GOV"]


def test_supporting_and_demanding_tell_of_acts_where_nobody_speaks() -> None:
    assert told("韩国政府拨款设立基金，支持企业开发矿产。") == []


def test_the_reporters_remark_about_the_words_is_no_part_of_them() -> None:
    text = "德国外交部长瓦德富尔16日呼吁公平贸易，这一呼吁正值双方关系紧张之际。"
    assert [s.text for s in statements(text)] == ["呼吁公平贸易"]


def test_a_foreign_official_does_not_go_on_in_the_voice_of_china() -> None:
    text = "欧盟委员会贸易专员谢夫乔维奇16日表示，审批应当加快。\n\n就稀土问题，中方已明确立场。"
    assert told(text) == [("EU-COM", "审批应当加快")]


def test_a_caption_does_not_end_what_goes_on_behind_it() -> None:
    text = (
        "商务部发言人16日表示，美方的做法违反世贸组织规则。\n\n"
        "2021年10月22日，首艘大型邮轮在船厂建造。（资料图片）\n\n中方一直与美方磋商。"
    )
    assert [body for body, _ in told(text)] == ["CN-MOFCOM", "CN-MOFCOM"]


def test_the_items_of_a_list_behind_a_colon_are_what_was_said() -> None:
    text = "中国外交部16日指，决定采取以下措施：\n\n一、冻结有关企业的财产。\n\n二、不予签发签证。"
    assert [s.text for s in statements(text)] == [
        "决定采取以下措施",
        "一、冻结有关企业的财产",
        "二、不予签发签证",
    ]


def test_a_body_is_known_by_what_it_is_called_in_brackets_or_by_its_last_part() -> None:
    text = "美国商务部工业与安全局（BIS）16日宣布，新增实体。\n\nBIS指出，规则即日生效。"
    assert [body for body, _ in told(text)] == ["US-BIS", "US-BIS"]
    text = "經濟部國際貿易署今天指出，業者應盡責。\n\n貿易署續指，將進一步查核。"
    assert [body for body, _ in told(text, "TW")] == ["TW-MOEA", "TW-MOEA"]


def test_a_family_name_stands_for_whoever_was_named_in_full() -> None:
    text = "商务部部长王文涛16日会见金正官。王表示，中方愿加强对话。"
    assert [(s.body, s.speaker) for s in statements(text)] == [("CN-MOFCOM", "Wang Wentao")]
    text = "經濟部長龔明鑫16日指出，影響有限。龔部長說明，採購多為間接。"
    assert [s.speaker for s in statements(text, "TW")] == ["Kung Ming-hsin"] * 2


def test_he_is_whom_a_ministry_names_since_a_ministry_is_no_he() -> None:
    text = (
        "中国外交部发言人毛宁16日说，中方已作说明。\n\n"
        "日本外务省表示，外务省亚洲大洋洲局长金井正彰已提出抗议。他说，这项措施无法容许。"
    )
    assert [s.body for s in statements(text)] == ["CN-MFA", "JP-MOFA", "JP-MOFA"]


def test_who_has_left_office_speaks_for_no_body() -> None:
    assert told("前日本首相石破茂16日在演讲中表示，外交很重要。", "US") == []


def test_a_bare_ministry_abroad_is_the_one_that_the_document_tells_the_country_of() -> None:
    text = (
        "商务部16日举行发布会，发言人指，关税没有赢家。\n\n商务部新闻发言人何亚东表示，立场一贯。"
    )
    assert [body for body, _ in told(text, "US")] == ["CN-MOFCOM", "CN-MOFCOM"]


def test_a_foreign_ministers_bare_title_is_not_the_outlets_minister() -> None:
    text = "墨西哥正在審議法案。財政部長阿馬多爾（Edgar Amador）16日表示，目的是加強國內生產。"
    assert [body for body, _ in told(text, "TW")] == ["MX-MOF"]


def test_an_outlets_title_is_no_document_of_the_last_speaker() -> None:
    text = "商务部发言人何亚东16日表示，立场一贯。\n\n《华尔街日报》指出，中国占据优势。"
    assert told(text) == [("CN-MOFCOM", "立场一贯")]


def test_the_other_side_blaming_is_told_in_the_officials_own_words() -> None:
    text = "商务部发言人何咏前16日表示，措施完全正当。日方反而指责中方胁迫，完全是颠倒黑白。"
    assert told(text) == [("CN-MOFCOM", "措施完全正当。日方反而指责中方胁迫，完全是颠倒黑白")]


def test_a_translated_fragment_is_the_speakers_words_but_a_term_is_not() -> None:
    text = "美國財長貝森特16日表示，美國有「許多手段」可以報復。"
    assert [s.mode for s in statements(text, "TW")] == [Mode.MIXED]
    text = "美國財長貝森特16日表示，美方關注「實體清單」。"
    assert [s.mode for s in statements(text, "TW")] == [Mode.INDIRECT]


def test_an_answer_ends_before_the_names_of_the_editors() -> None:
    text = "商务部新闻发言人答记者问\n问：有何评论？\n答：中方坚决反对。（完）"
    assert told(text) == [("CN-MOFCOM", "中方坚决反对")]
