"""A body's own documents, and what holds for every document."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.statements.extract import EXTRACTOR_VERSION
from monitor.statements.quotes import find_quotes
from monitor.statements.statement import Mode, Tier, Translator
from tests.statements.conftest import Reader

TRANSCRIPT = """Foreign Ministry Spokesperson Mao Ning's Regular Press Conference on August 19, 2025

Reuters: Has China lifted its restrictions on rare earths?

Mao Ning: I am not aware of the reports you mentioned.

China is ready to talk.

AFP: A question on chips. Will there be a ban?

Mao Ning: I would refer you to the competent authorities.
"""


def test_of_a_transcript_only_the_answers_are_the_officials(statements: Reader) -> None:
    found = statements(TRANSCRIPT, body="CN-MFA", country="CN")
    assert [s.text for s in found] == [
        "I am not aware of the reports you mentioned.\n\nChina is ready to talk",
        "I would refer you to the competent authorities",
    ]
    for s in found:
        assert (s.body, s.speaker) == ("CN-MFA", "Mao Ning")
        assert (s.mode, s.tier, s.translator) == (Mode.FULL_TEXT, Tier.ISSUER, Translator.ISSUER)
        assert s.said_on is not None
        assert s.said_on.day == date(2025, 8, 19)


def test_a_transcript_that_an_outlet_prints_gives_the_same_answers_as_quotations(
    statements: Reader,
) -> None:
    found = statements(TRANSCRIPT)
    assert [(s.body, s.speaker, s.mode, s.tier) for s in found] == [
        ("CN-MFA", "Mao Ning", Mode.FULL_TEXT, Tier.QUOTE)
    ] * 2
    assert found[0].text.endswith("China is ready to talk")


def test_a_question_in_a_transcript_is_never_a_statement(statements: Reader) -> None:
    found = statements(
        "Bloomberg: The European Commission says China restricts rare earths. Your response?\n\n"
        "Guo Jiakun: China's measures are in line with international practice."
    )
    assert [s.text for s in found] == ["China's measures are in line with international practice"]


def test_an_answer_takes_the_topics_of_its_own_words_first(statements: Reader) -> None:
    (found,) = statements(
        "Q: Is there a ban on rare earths?\n\nA: Chips are another matter.", body="CN-MOFCOM"
    )
    assert found.topics == ("chips",)
    assert found.text == "Chips are another matter"


def test_a_notice_is_one_statement_without_its_title_and_signature(statements: Reader) -> None:
    text = (
        "Announcement on rare earths\n\n"
        "Exporters must apply for a licence.\n\nThe notice takes effect today.\n\n"
        "Ministry of Commerce\n\nOctober 9, 2024"
    )
    (found,) = statements(text, body="CN-MOFCOM", title="Announcement on rare earths")
    assert found.text == "Exporters must apply for a licence.\n\nThe notice takes effect today"
    assert found.said_on is not None
    assert found.said_on.day == date(2024, 10, 9)


def test_an_issuers_document_in_chinese_is_read_the_same_way(statements: Reader) -> None:
    found = statements(
        "有记者问：中方是否放宽稀土管制？\n\n答：中方依法依规审批。\n\n我们愿意加强对话。",
        body="CN-MOFCOM",
    )
    assert [s.text for s in found] == ["中方依法依规审批。\n\n我们愿意加强对话"]


def test_tiers_and_translators_follow_from_the_mode(statements: Reader) -> None:
    found = statements(
        "“We stand ready,” Mao Ning said. Bessent said talks went on. “Good,” Bessent said."
    )
    assert [(s.tier, s.translator) for s in found] == [
        (Tier.QUOTE, Translator.WIRE),
        (Tier.REPORTED, Translator.ISSUER),
        (Tier.QUOTE, Translator.ISSUER),
    ]
    assert {s.extractor for s in found} == {EXTRACTOR_VERSION}


def test_an_empty_own_document_yields_nothing(statements: Reader) -> None:
    assert statements("", body="CN-MFA") == ()
    assert statements("\n\n", body="CN-MFA") == ()


_WORDS = st.sampled_from(
    'the Chinese foreign ministry said that on Tuesday “ ” " , . : ( ) Mao Ning told reporters he '
    "according to a notice issued by US Commerce Department urged saying adding Japan's 's ? \n\n "
    "spokesperson for and ; — rare earths 中方 will not".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=50).map(" ".join))
def test_any_text_yields_ordered_spans_of_its_own_words(statements: Reader, text: str) -> None:
    for body in (None, "CN-MFA"):
        found = statements(text, body=body)
        for s in found:
            assert text[s.span.start : s.span.end] == s.text
            assert s.text.strip()
        for one, next_one in pairwise(found):
            assert one.span.end <= next_one.span.start


def test_the_cost_of_a_long_document_is_linear_in_its_claims(statements: Reader) -> None:
    paragraph = "Mao Ning said rare earths are dual-use. “We are ready,” Mao said.\n\n"
    assert len(statements(paragraph * 400)) == 800


def test_a_quotation_left_open_runs_to_the_paragraphs_end() -> None:
    text = "“We are ready to talk."
    (quote,) = find_quotes(text, 0, len(text), next_opens=True)
    assert (text[quote.inner_start : quote.inner_end], quote.goes_on) == (text[1:], True)


def test_a_lost_mark_costs_one_quotation_only() -> None:
    text = "“We “are ready” to talk, he “said” it is."
    found = find_quotes(text, 0, len(text), next_opens=False)
    assert found[0].end <= len(text)
