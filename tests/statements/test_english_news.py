"""What English news writes: mixed marks, asides between subject and verb, reports of reports."""

from datetime import date

import pytest

from tests.statements.conftest import Reader


def said(statements: Reader, text: str, **given: str) -> list[tuple[str | None, str]]:
    """Return the body and the words of every statement found in `text`."""
    return [(s.body, s.text) for s in statements(text, **given)]


@pytest.mark.parametrize(
    "quotation",
    ['"We will respond,”', '“We will respond,"', "“We will respond,“", "“We will respond,”"],
)
def test_a_quotation_ends_at_a_closing_mark_of_any_kind(statements: Reader, quotation: str) -> None:
    text = f"{quotation} said Chinese Foreign Ministry spokesperson Lin Jian."
    assert said(statements, text) == [("CN-MFA", "We will respond")]


def test_any_verb_between_a_quotation_and_its_end_reports(statements: Reader) -> None:
    text = "“The rate will rise,” US Treasury Secretary Scott Bessent thundered."
    assert said(statements, text) == [("US-TREAS", "The rate will rise")]


def test_a_date_in_brackets_stands_between_subject_and_verb(statements: Reader) -> None:
    text = "China's Commerce Ministry on Tuesday (August 19) said that the list is lawful."
    assert said(statements, text) == [("CN-MOFCOM", "the list is lawful")]


def test_an_aside_between_dashes_stands_between_subject_and_verb(statements: Reader) -> None:
    text = (
        "German Foreign Minister Johann Wadephul arrived on Monday.\n\n"
        "Wadephul — who had put the visit off — said the talks had been open."
    )
    assert said(statements, text) == [("DE-MFA", "the talks had been open")]


def test_whom_an_agency_quotes_speaks_and_not_the_agency(statements: Reader) -> None:
    text = (
        "Yonhap News Agency quoted South Korean Trade Minister Yeo Han-koo, upon his arrival, "
        "as saying that all options remain open."
    )
    assert said(statements, text) == [("KR-MOTIE", "all options remain open")]


def test_what_is_put_between_commas_interrupts_what_is_said(statements: Reader) -> None:
    text = (
        "US Treasury Secretary Scott Bessent met the press.\n\n"
        "But, Bessent warned, if shipments stop, the United States has means of its own."
    )
    assert said(statements, text) == [
        ("US-TREAS", "if shipments stop, the United States has means of its own")
    ]


def test_an_adjunct_before_the_speaker_is_no_content(statements: Reader) -> None:
    text = "Along with the tariffs, the US Treasury said Iran also falsifies papers."
    assert said(statements, text) == [("US-TREAS", "Iran also falsifies papers")]


def test_a_programme_named_before_the_speaker_is_no_content(statements: Reader) -> None:
    text = (
        'In an interview on CBS\'s "Face the Nation," US Treasury Secretary Scott Bessent said '
        "the talks go on."
    )
    assert said(statements, text) == [("US-TREAS", "the talks go on")]


def test_the_state_that_acts_in_a_sentence_is_the_ministrys(statements: Reader) -> None:
    text = "China suspended its curbs for a year, the commerce ministry said in a notice."
    found = said(statements, text, country="PK")
    assert found == [("CN-MOFCOM", "China suspended its curbs for a year")]


def test_a_text_that_never_names_the_outlets_country_is_about_another(statements: Reader) -> None:
    text = (
        "Ukraine's government wants the fund by summer.\n\n"
        "Economy Minister Yulia Svyrydenko said the lawyers would meet again."
    )
    assert said(statements, text, country="KE") == [("UA-ECON", "the lawyers would meet again")]


def test_who_is_named_in_passing_is_not_he(statements: Reader) -> None:
    text = (
        "South Korean Trade Minister Yeo Han-koo said the issue is urgent.\n\n"
        "The visit followed threats from President Donald Trump. He confirmed that a bill is ready."
    )
    assert said(statements, text)[-1] == ("KR-MOTIE", "a bill is ready")


def test_she_is_whom_the_sentence_began_with(statements: Reader) -> None:
    text = (
        "Japan's top government spokesperson said the ban was regrettable.\n\n"
        "Japanese Prime Minister Sanae Takaichi upset Beijing after she stated that an attack "
        "would be a threat."
    )
    assert [s.speaker for s in statements(text)] == [None, "Sanae Takaichi"]


def test_a_report_of_a_bodys_own_states(statements: Reader) -> None:
    text = '"The outlook remains unclear," the IMF report stated.'
    assert said(statements, text) == [("IMF", "The outlook remains unclear")]


def test_a_reporters_comment_on_the_words_is_none_of_them(statements: Reader) -> None:
    text = (
        "“There is work to be done,” German Foreign Minister Johann Wadephul stated, "
        "underscoring the delicate nature of the talks."
    )
    assert said(statements, text) == [("DE-MFA", "There is work to be done")]


def test_another_bodys_commission_is_not_the_european_one(statements: Reader) -> None:
    text = "The Federal Trade Commission said the merger may go on."
    assert all(body != "EU-COM" for body, _ in said(statements, text))


def test_a_country_may_be_a_surname(statements: Reader) -> None:
    text = (
        "“It raises questions,” Rep. Jim Jordan (R-Ohio), a panel member, said.\n\n"
        "“It raises many,” Jordan said."
    )
    assert [s.speaker for s in statements(text)] == ["Jim Jordan", "Jim Jordan"]


def test_a_refusal_does_not_go_on_under_the_words_before_it(statements: Reader) -> None:
    text = (
        "White House press secretary Karoline Leavitt said the ball is in Beijing's court. "
        "She also would not elaborate on what he called a “de-escalation to come soon”."
    )
    assert said(statements, text) == [("US-WH", "the ball is in Beijing's court")]


def test_words_in_the_official_voice_bridge_the_sentence_before_them(statements: Reader) -> None:
    text = (
        "Chinese Foreign Ministry spokesperson Lin Jian said that the list is lawful. "
        "The US has politicized trade. China firmly opposes this."
    )
    assert said(statements, text) == [
        (
            "CN-MFA",
            "the list is lawful. The US has politicized trade. China firmly opposes this",
        )
    ]


def test_the_name_of_an_agency_at_the_end_is_no_part_of_the_words(statements: Reader) -> None:
    text = "Indian foreign ministry spokesperson Randhir Jaiswal said ties remain strong. -- ANI"
    assert said(statements, text) == [("IN-MEA", "ties remain strong")]


def test_an_adverb_before_the_verb_hides_no_subject(statements: Reader) -> None:
    text = "Pakistan's Foreign Office on Friday emphatically stated that no talks are going on."
    assert said(statements, text) == [("PK-MFA", "no talks are going on")]


def test_the_leader_of_a_state_is_its_chief_who_spoke(statements: Reader) -> None:
    text = (
        "Turkey's President Recep Tayyip Erdogan denied the report.\n\n"
        "The Turkish leader stressed that events had proved him right."
    )
    assert [s.speaker for s in statements(text)] == ["Recep Tayyip Erdogan"] * 2


def test_the_day_of_an_act_of_speech_may_stand_behind_its_object(statements: Reader) -> None:
    text = "China's Ministry of Commerce accused the US on Monday of undermining the talks."
    (found,) = statements(text)
    assert found.said_on is not None
    assert found.said_on.day == date(2025, 8, 18)


def test_a_threat_told_of_in_a_subordinate_clause_is_the_outer_speakers(
    statements: Reader,
) -> None:
    text = (
        "The government is weighing aid after US President Donald Trump threatened to impose "
        "tariffs, Taiwanese Premier Cho Jung-tai said on Tuesday."
    )
    assert said(statements, text) == [
        (
            "TW-GOV",
            "The government is weighing aid after US President Donald Trump threatened to impose "
            "tariffs",
        )
    ]


def test_a_quotation_of_several_sentences_is_one_statement(statements: Reader) -> None:
    text = (
        "US President Donald Trump added, “It would “clog” the markets. We have been called by "
        "many. They are angry.”"
    )
    assert len(said(statements, text)) == 1
