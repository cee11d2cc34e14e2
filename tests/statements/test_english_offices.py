"""Offices of ministers and secretaries, names and days, as English news of many countries has them.

Published on Wednesday, 20 August 2025.
"""

from datetime import date

import pytest

from tests.statements.conftest import Reader


@pytest.mark.parametrize(
    ("text", "body", "speaker"),
    [
        (
            "Trade Cabinet Secretary Joan Mwangi of Kenya said the levy would be contested.",
            "KE-TRADE",
            "Joan Mwangi",
        ),
        (
            "Uganda's Permanent Secretary for Trade Paul Okello said the levy would be contested.",
            "UG-TRADE",
            "Paul Okello",
        ),
        (
            "Sri Lanka's deputy minister of ports, Nimal Fonseka, said the berth is open.",
            "LK-GOV",
            "Nimal Fonseka",
        ),
        (
            "“It stays,” said Assistant Secretary of Commerce for Export Enforcement Ann B. Roe.",
            "US-BIS",
            "Ann B. Roe",
        ),
        (
            "A spokesperson for the Chinese embassy in the United States urged calm on all sides.",
            "CN-EMB",
            None,
        ),
    ],
)
def test_an_office_is_of_the_state_that_stands_beside_it(
    statements: Reader, text: str, body: str, speaker: str | None
) -> None:
    """A secretary leads a ministry where ministers are secretaries; a place is no owner."""
    (said,) = statements(text)
    assert said.body == body
    assert speaker is None or said.speaker == speaker


def test_a_minister_without_a_kind_of_house_is_of_the_outlets_government(
    statements: Reader,
) -> None:
    """The Minister of Lands in a paper of Ghana, and "the Minister" later on."""
    first, second = statements(
        "The Minister of Lands and Forests, Mr Kofi Asante, has said the reserve is closed.\n\n"
        "“Nobody may dig there,” the Minister warned.",
        country="GH",
    )
    assert (first.body, first.speaker) == ("GH-GOV", "Kofi Asante")
    assert (second.body, second.text) == ("GH-GOV", "Nobody may dig there")


def test_the_initials_of_a_title_mean_its_last_bearer(statements: Reader) -> None:
    """The PS is the principal secretary who has spoken."""
    _, second = statements(
        "Foreign Affairs Principal Secretary Ruth Njeri of Kenya said talks had begun.\n\n"
        "The waiver is in reach, the PS added."
    )
    assert (second.body, second.speaker) == ("KE-MFA", "Ruth Njeri")


def test_a_middle_name_may_stand_for_the_whole(statements: Reader) -> None:
    """Louis Watum Kabamba is Watum from the second sentence on."""
    _, second = statements(
        "Congo's mines minister Jean Lukusa Ilunga said the quota stays.\n\n"
        "“We decide,” Lukusa said."
    )
    assert (second.body, second.speaker) == ("CD-IND", "Jean Lukusa Ilunga")


def test_a_cabinet_minister_without_a_name_is_nobody(statements: Reader) -> None:
    """A Cabinet minister is as unnamed as an official is."""
    assert not statements("The plan can work, a Cabinet minister has said.", country="GB")


def test_a_clause_may_follow_insisted_and_vowed_without_that(statements: Reader) -> None:
    """A noun with its auxiliary begins a clause; a noun alone does not."""
    (said,) = statements("Chinese Foreign Minister Wang Yi insisted the inquiry was fair to all.")
    assert said.text == "the inquiry was fair to all"
    (vow,) = statements("Indonesia's president vowed the ruling would not stop the smelters.")
    assert vow.text == "vowed the ruling would not stop the smelters"
    assert not statements("Chinese Foreign Minister Wang Yi maintained the tempo of his visits.")


def test_remarks_told_of_afterwards_date_what_stands_before(statements: Reader) -> None:
    """The day of "X made the remarks" is that of the words above it."""
    (said,) = statements(
        "The port will be widened, Kenyan Transport Minister Sam Otieno said.\n\n"
        "Otieno made the remarks at a forum in Mombasa on Monday."
    )
    assert said.said_on is not None
    assert said.said_on.day == date(2025, 8, 18)


def test_the_day_of_somebody_elses_scene_is_not_inherited(statements: Reader) -> None:
    """What one ministry did on Tuesday does not date what the other says."""
    *_, last = statements(
        "Chinese foreign ministry spokesman Lin Jian on Monday took questions at a briefing in"
        " Beijing. The Indian foreign ministry says the two sides will meet soon."
    )
    assert last.body == "IN-MEA"
    assert last.said_on is not None
    assert last.said_on.day == date(2025, 8, 20)


def test_a_weekday_with_a_possessive_is_what_is_spoken_of(statements: Reader) -> None:
    """Tuesday's notice is no day of speech."""
    (said,) = statements(
        "On Monday, the Japanese foreign ministry said Friday's notice was sent in error."
    )
    assert said.text == "Friday's notice was sent in error"
    assert said.said_on is not None
    assert said.said_on.day == date(2025, 8, 18)


def test_sentences_in_one_quotation_in_single_marks_stay_together(statements: Reader) -> None:
    """British papers and their copies quote in single marks."""
    (said,) = statements(
        "'We speak with both. You can't favour one, can you? That is all,' Malaysian Trade Minister"
        " Tengku Zafrul said."
    )
    assert said.text == "We speak with both. You can't favour one, can you? That is all"


@pytest.mark.parametrize(
    "head", ["Tokyo, Aug. 20 (Jiji Press)--", "TOKYO [Japan], Aug 20 (ANI): ", "TOKYO (Reuters) -"]
)
def test_a_dateline_is_no_part_of_what_is_said(statements: Reader, head: str) -> None:
    """Agencies set dashes and brackets in their own ways."""
    (said,) = statements(f"{head}Exports will resume soon, the Japanese trade ministry said.")
    assert said.text == "Exports will resume soon"


def test_the_first_field_of_a_portfolio_tells_the_house(statements: Reader) -> None:
    """Mines and Mining Development is the house for mines; an honour is no part of a name."""
    (said,) = statements(
        "Zimbabwe's Mines and Mining Development Minister Dr Tendai Moyo said the ban stands."
    )
    assert (said.body, said.speaker) == ("ZW-IND", "Tendai Moyo")


def test_a_president_without_an_adjective_is_of_the_only_state(statements: Reader) -> None:
    """A wire's text on one state needs no home to tell whose president speaks."""
    *_, last = statements(
        "Zambia has banned the export of ore.\n\nPresident Mwila Banda said it would last a year."
    )
    assert last.body == "ZM-PRES"
