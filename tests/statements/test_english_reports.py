"""English reports at length: legislators, courtesy titles, tails, dates of several speakers."""

from datetime import UTC, date, datetime

import pytest

from monitor.statements.statement import Mode
from tests.statements.conftest import Reader

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(
    ("text", "body", "speaker", "words"),
    [
        (
            "Rep. John Doe, R-Utah, chairman of the House Oversight Committee, said it was late.",
            "US-CONG", "John Doe", "it was late",
        ),
        ("Sen. Jane Roe, D-Pa., tweeted that it was late.", None, "Jane Roe", "it was late"),
        (
            "The F.B.I. said that it had opened an inquiry.",
            "US-DOJ", None, "it had opened an inquiry",
        ),
        (
            "Commission trade spokesperson Ann Smith said talks went on.",
            "EU-COM", "Ann Smith", "talks went on",
        ),
        (
            "Jamieson Greer, the US trade representative, who sat beside him, said it was late.",
            "US-USTR", "Jamieson Greer", "it was late",
        ),
        (
            "Indonesia's coordinating minister for economic affairs, Budi Santoso, said he'd go.",
            "ID-ECON", "Budi Santoso", "he'd go",
        ),
        (
            "India's commerce secretary, Rajesh Agrawal, told reporters the sides were near.",
            "IN-MOCI", "Rajesh Agrawal", "the sides were near",
        ),
        (
            "Trump said of the governor: “I will fire her.”",
            "US-WH", "Donald Trump", "I will fire her",
        ),
        (
            "Trump warned the General Assembly on Tuesday that the time was short.",
            "US-WH", "Donald Trump", "the time was short",
        ),
        (
            "Foreign Minister Penny Wong told the Senate Australia had not moved.",
            "AU-DFAT", "Penny Wong", "Australia had not moved",
        ),
        (
            "JD Vance said on Fox News' “Sunday Morning Futures” that the aim was peace.",
            "US-WH", "JD Vance", "the aim was peace",
        ),
        (
            "The Commerce Department said in a statement to Reuters it had revoked the licences.",
            "US-DOC", None, "it had revoked the licences",
        ),
        (
            "The rules, Bessent said on Tuesday, are a sign of weakness.",
            "US-TREAS", "Scott Bessent", "are a sign of weakness",
        ),
        (
            "China will act, the embassy said. China's embassy in Washington wrote on X that "
            "it would act.",
            "CN-EMB", None, "it would act",
        ),
        (
            "A call was held, with foreign ministry spokesman Lin Jian saying that China agreed.",
            "CN-MFA", "Lin Jian", "China agreed",
        ),
    ],
)  # fmt: skip
def test_each_way_to_name_a_source_is_read(
    statements: Reader, text: str, body: str | None, speaker: str | None, words: str
) -> None:
    home = "AU" if body == "AU-DFAT" else "US"
    found = statements(text, country=home)[-1]
    assert (found.body, found.speaker, found.text) == (body, speaker, words)


@pytest.mark.parametrize(
    "text",
    [
        "VDA president Hildegard Mueller said that lines would stop.",
        "Adam Posen, president of a Washington think tank, said that markets were calm.",
        "One European diplomat said that Brussels was calm.",
        "A minister said that it was late.",
        "Debbie Smith, the committee's departing chairwoman, said that she was sorry.",
        "The ministry has told firms to report any delays, an analyst said.",
    ],
)
def test_a_title_of_no_state_and_an_unnamed_official_are_no_source(
    statements: Reader, text: str
) -> None:
    assert statements("Germany held talks in Beijing.\n\n" + text, country="DE") == ()


def test_a_speaker_met_in_passing_is_known_by_the_surname(statements: Reader) -> None:
    found = statements(
        "Trump met Spanish Prime Minister Pedro Sanchez.\n\nMr. Sanchez said that it was late."
    )
    assert [(s.body, s.speaker) for s in found] == [("ES-PM", "Pedro Sanchez")]


def test_he_with_a_capital_behind_a_quotation_is_a_surname(statements: Reader) -> None:
    found = statements(
        "He Yongqian, spokesperson of the Ministry of Commerce, said talks went on.\n\n"
        "Bessent had said they had failed.\n\n“That is wrong,” He said.",
        country="CN",
    )
    assert (found[-1].body, found[-1].speaker) == ("CN-MOFCOM", "He Yongqian")


def test_an_accent_left_out_of_a_name_does_not_part_it_from_its_bearer(statements: Reader) -> None:
    found = statements(
        "French Trade Minister Élodie Gérard said it was late. “Act now,” Gerard said."
    )
    assert [s.speaker for s in found] == ["Élodie Gérard", "Élodie Gérard"]


def test_a_question_that_an_official_asks_is_a_statement(statements: Reader) -> None:
    found = statements("“Where does this stop?” Mr. Trump asked at the Treasury Department.")
    assert [(s.text, s.mode) for s in found] == [("Where does this stop?", Mode.DIRECT)]


def test_what_a_company_says_of_a_ministry_is_not_put_to_it(statements: Reader) -> None:
    found = statements(
        "China's commerce ministry said it would act. Wingtech Group called on the ministry to "
        "wait. “The root is there,” it said.",
    )
    assert [s.text for s in found] == ["it would act"]


def test_a_date_belongs_to_the_nearest_of_two_cues(statements: Reader) -> None:
    found = statements(
        "Thai Finance Minister Ann Bee said on Monday that tariffs would fall; Malaysian Trade "
        "Minister Cee Dee said that they would not.",
        published=datetime(2025, 7, 8, 12, tzinfo=UTC),
    )
    assert [s.said_on and s.said_on.day for s in found] == [date(2025, 7, 7), date(2025, 7, 8)]


def test_a_meeting_to_come_does_not_date_what_was_said(statements: Reader) -> None:
    found = statements(
        "Trade commissioner Sefcovic will travel to Washington on Thursday.\n\n"
        "“We regret this,” the commission said.",
        published=datetime(2025, 3, 12, 12, tzinfo=UTC),
    )
    assert [s.said_on and s.said_on.day for s in found] == [date(2025, 3, 12)]


def test_a_dateline_below_a_headline_is_no_part_of_the_span(statements: Reader) -> None:
    found = statements(
        "(LEAD) Gov't to watch curbs: minister\nSEOUL, June 12 (Yonhap) -- South Korea will watch "
        "the curbs, the industry ministry said Thursday.",
        country="KR",
        published=datetime(2025, 6, 12, 12, tzinfo=UTC),
    )
    assert [s.text for s in found] == ["South Korea will watch the curbs"]
