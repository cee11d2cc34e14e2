"""English reports: who says, what exactly, in what form."""

import pytest

from monitor.statements.statement import Mode
from tests.statements.conftest import Reader

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(
    ("text", "body", "speaker", "mode", "words"),
    [
        (
            "“We are ready to talk,” Foreign Ministry spokesperson Mao Ning said on Tuesday.",
            "CN-MFA", "Mao Ning", Mode.DIRECT, "We are ready to talk",
        ),
        (
            "China's commerce ministry said on Tuesday that it would review all applications.",
            "CN-MOFCOM", None, Mode.INDIRECT, "it would review all applications",
        ),
        (
            "BEIJING, Aug. 19 (Xinhua) -- China opposes the rule, Mao Ning, a spokesperson for the "
            "Foreign Ministry, told a press conference on Tuesday, when responding to a question.",
            "CN-MFA", "Mao Ning", Mode.INDIRECT, "China opposes the rule",
        ),
        (
            "According to the U.S. Commerce Department, exports of chips fell by 3%.",
            "US-DOC", None, Mode.INDIRECT, "exports of chips fell by 3%",
        ),
        (
            "Exports will need a licence, according to a notice issued by China's Ministry of "
            "Commerce on Tuesday.",
            "CN-MOFCOM", None, Mode.INDIRECT, "Exports will need a licence",
        ),
        (
            "Karoline Leavitt, the White House press secretary, said: \"We want a deal.\"",
            "US-WH", "Karoline Leavitt", Mode.DIRECT, "We want a deal",
        ),
        (
            "“Licences will be granted,” reads a notice published by China's Ministry of Commerce.",
            "CN-MOFCOM", None, Mode.DIRECT, "Licences will be granted",
        ),
        (
            "The Dutch economy minister, Vincent Karremans, said the order was suspended.",
            "NL-ECON", "Vincent Karremans", Mode.INDIRECT, "the order was suspended",
        ),
        (
            "Mao Ning said the curbs were “a mistake that hurts everybody” and must end.",
            "CN-MFA", "Mao Ning", Mode.MIXED,
            "the curbs were “a mistake that hurts everybody” and must end",
        ),
        (
            "The Chinese Embassy in Berlin issued a statement on Monday saying that talks went on.",
            "CN-EMB", None, Mode.INDIRECT, "talks went on",
        ),
        (
            "Guo Jiakun was quoted by Xinhua as saying that China would respond.",
            "CN-MFA", "Guo Jiakun", Mode.INDIRECT, "China would respond",
        ),
        (
            "China's foreign ministry hit back on Tuesday, saying "
            "the list was groundless.",
            "CN-MFA", None, Mode.INDIRECT, "the list was groundless",
        ),
        (
            "Foreign Ministry spokesperson Mao Ning: China's measures are lawful.",
            "CN-MFA", "Mao Ning", Mode.INDIRECT, "China's measures are lawful",
        ),
        (
            "China's commerce ministry summoned the envoy and said that talks were off.",
            "CN-MOFCOM", None, Mode.INDIRECT, "talks were off",
        ),
        (
            "The announcement, jointly released by China's Ministry of Commerce and the General "
            "Administration of Customs, states that exporters must apply.",
            "CN-MOFCOM", None, Mode.INDIRECT, "exporters must apply",
        ),
        (
            "'China won't accept it,' Mao Ning told reporters on Tuesday.",
            "CN-MFA", "Mao Ning", Mode.DIRECT, "China won't accept it",
        ),
        (
            "Canadian Minister of Sport Omar Alghabra said Saturday the ban would stay.",
            None, "Omar Alghabra", Mode.INDIRECT, "the ban would stay",
        ),
    ],
)  # fmt: skip
def test_each_way_to_attribute_gives_its_words_and_source(
    statements: Reader, text: str, body: str | None, speaker: str | None, mode: Mode, words: str
) -> None:
    found = statements(text)
    assert [(s.body, s.speaker, s.mode, s.text) for s in found] == [(body, speaker, mode, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether China had lifted its restrictions on rare earths, Mao Ning did not answer.",
        "Mao made the remarks when asked about media reports claiming that China had lifted curbs.",
        "The Commerce Department declined to comment.",
        "China's Ministry of Commerce signed an agreement and imposed duties on chips.",
        "A senior White House official said the rule was dead.",
        "An official at Japan's trade ministry, speaking on condition of anonymity, said it was.",
        '"It is a drip feed," said Laura Stein, an economist at Ravensburg Capital.',
        "A spokesperson for Nexperia said the company complied with the law.",
        "Wendy Cutler, a former U.S. trade negotiator, said the deal was fragile.",
        "The People's Daily said in a commentary that China would not yield.",
        "Reuters reported that exports had resumed.",
        "The Commerce Department report was due on Monday.",
        "The Commerce Department added 23 Chinese companies to its entity list on Friday.",
        'China\'s trade is slow. "It is a nightmare," said Jens Eskelund, its president.',
    ],
)
def test_what_is_no_official_statement_yields_none(statements: Reader, text: str) -> None:
    assert statements(text) == ()


def test_the_span_is_exactly_the_text_where_it_stands(statements: Reader) -> None:
    text = "Zero\u200bwidth: “The\u00a0EU’s ｍove is wrong,” Mao Ning said. “We oppose it.”"
    for s in statements(text):
        assert text[s.span.start : s.span.end] == s.text
    assert [s.text for s in statements(text)] == ["The\u00a0EU’s ｍove is wrong", "We oppose it"]


def test_two_sentences_of_a_quotation_around_a_cue_are_two_statements(statements: Reader) -> None:
    found = statements("“We are ready,” Mao Ning said. “But we will not beg.”")
    assert [s.text for s in found] == ["We are ready", "But we will not beg"]
    assert {s.speaker for s in found} == {"Mao Ning"}


def test_a_quotation_over_two_paragraphs_has_a_span_in_each(statements: Reader) -> None:
    found = statements(
        "“We do not want a trade war,” China's commerce ministry said. “We are not "
        "afraid of one.\n\n"
        "“China will take measures.”"
    )
    assert [s.text for s in found] == [
        "We do not want a trade war",
        "We are not afraid of one",
        "China will take measures",
    ]
    assert {s.body for s in found} == {"CN-MOFCOM"}


def test_sentences_that_go_on_under_one_cue_are_one_span(statements: Reader) -> None:
    found = statements(
        "A spokesperson for China's Ministry of Commerce (MOFCOM) said that rare earths have dual "
        "uses. China implements export controls in accordance with the law."
    )
    assert [s.text for s in found] == [
        "rare earths have dual uses. China implements export controls in accordance with the law"
    ]


def test_what_the_reporter_adds_behind_a_statement_stays_out(statements: Reader) -> None:
    found = statements(
        "Mao Ning said the list was groundless. Shares of chip makers fell 3% in New York."
    )
    assert [s.text for s in found] == ["the list was groundless"]


def test_a_paragraph_in_the_officials_voice_is_a_span_of_its_own(statements: Reader) -> None:
    found = statements(
        "“We are ready to talk,” Mao Ning said.\n\n"
        "China has been consistent in its stance on rare-earth exports.\n\n"
        "China produces 90% of the world's rare earths."
    )
    assert [s.text for s in found] == [
        "We are ready to talk",
        "China has been consistent in its stance on rare-earth exports",
    ]


def test_a_question_before_the_answer_belongs_to_the_reporter(statements: Reader) -> None:
    found = statements(
        "On July 24, in response to a question claiming that the EU had expressed concern that "
        "China was restricting rare earths, Guo Jiakun, also a spokesperson of the Foreign "
        "Ministry, said that China's policy is in line with international practice."
    )
    assert [(s.body, s.text) for s in found] == [
        ("CN-MFA", "China's policy is in line with international practice")
    ]


def test_a_nested_attribution_belongs_to_the_outer_speaker(statements: Reader) -> None:
    found = statements("Bessent said Beijing had told him that licences would be issued.")
    assert [(s.body, s.text) for s in found] == [
        ("US-TREAS", "Beijing had told him that licences would be issued")
    ]


@pytest.mark.parametrize("verb", ["urged", "called on", "accused", "condemned", "warned against"])
def test_a_verb_that_is_the_act_stays_in_the_span(statements: Reader, verb: str) -> None:
    (found,) = statements(f"The Chinese foreign ministry {verb} Japan on its remarks.")
    assert found.text.startswith(verb)


def test_a_denial_is_a_statement_only_where_words_are_denied(statements: Reader) -> None:
    assert statements("China's commerce ministry denied the report of a ban.")
    assert not statements("China's commerce ministry denied the firm a licence.")


def test_pronouns_and_surnames_mean_the_last_compatible_speaker(statements: Reader) -> None:
    found = statements(
        "Treasury Secretary Scott Bessent met Vice Premier He Lifeng in Geneva.\n\n"
        "Bessent said the talks were good. He said they would go on.\n\n"
        "China's commerce ministry said it was content. The ministry added that it would wait."
    )
    assert [s.speaker for s in found] == ["Scott Bessent", "Scott Bessent", None, None]
    assert [s.body for s in found] == ["US-TREAS", "US-TREAS", "CN-MOFCOM", "CN-MOFCOM"]


def test_a_companys_spokesperson_is_not_taken_for_the_ministrys(statements: Reader) -> None:
    found = statements(
        "Mao Ning said the list was groundless.\n\n"
        "A spokesperson for Nexperia said it complied. The spokesperson added that it would appeal."
    )
    assert len(found) == 1


def test_the_same_document_gives_the_same_ids(statements: Reader) -> None:
    text = "“We are ready,” Mao Ning said. “But we will not beg.”"
    first, again = statements(text), statements(text)
    assert [s.id for s in first] == [s.id for s in again]
    assert len({s.id for s in first}) == 2


def test_a_statement_takes_the_topics_of_its_span_then_of_its_paragraph(
    statements: Reader,
) -> None:
    found = statements(
        "Mao Ning said rare earths are dual-use. “We are ready,” Mao said.\n\n"
        "Chip makers fell. “We oppose it,” Mao said."
    )
    assert [s.topics for s in found] == [("rare-earths",), ("rare-earths",), ("chips",)]


def test_an_article_all_about_one_topic_lends_it_to_every_statement(statements: Reader) -> None:
    found = statements("Rare earths moved again.\n\n“We are ready,” Mao Ning said.")
    assert [s.topics for s in found] == [("rare-earths",)]


def test_a_language_that_is_not_read_yields_nothing(statements: Reader) -> None:
    assert (
        statements("Le ministère a dit que la Chine est prête et que les terres sont rares.") == ()
    )
