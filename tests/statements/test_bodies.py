"""Which body a source is bound to."""

from datetime import UTC, date, datetime

import pytest

from monitor.statements.bodies import Body, BodyTable, Country, Holder, Kind, Roles
from tests.statements.conftest import Reader


@pytest.mark.parametrize(
    ("source", "country", "body"),
    [
        ("The Japanese foreign ministry", "CN", "JP-MOFA"),
        ("Iran's Foreign Ministry", None, "IR-MFA"),
        ("France's foreign ministry", None, "FR-MFA"),
        ("The foreign ministry", "CN", "CN-MFA"),
        ("The Foreign Ministry", None, None),
        ("The Commerce Department", None, "US-DOC"),
        ("India's Ministry of External Affairs", None, "IN-MEA"),
        ("The European Commission", None, "EU-COM"),
        ("A Pentagon spokesman", None, "US-DOD"),
        ("The Commerce Department's Bureau of Industry and Security", None, "US-BIS"),
        ("Saudi Arabia's energy minister", None, "SA-IND"),
        ("The Ministry of Foreign Affairs in Tokyo", None, "JP-MOFA"),
        ("Trade Minister Muto", None, "JP-METI"),
        ("South Korea's industry ministry", "US", "KR-MOTIE"),
    ],
)
def test_an_institution_is_bound_to_its_country_else_to_the_outlets(
    statements: Reader, source: str, country: str | None, body: str | None
) -> None:
    (found,) = statements(
        f"{source} said that talks were going on.",
        country=country,
        published=datetime(2025, 8, 20, tzinfo=UTC),
    )
    assert found.body == body


def test_the_countrys_ministry_is_that_of_the_country_named_last(statements: Reader) -> None:
    (found,) = statements(
        "China will suspend its controls, the country's commerce ministry said.", country="HK"
    )
    assert found.body == "CN-MOFCOM"


def test_a_dateline_tells_whose_ministry_is_meant_before_the_outlets_country(
    statements: Reader,
) -> None:
    (found,) = statements(
        "BEIJING, Aug 19 (Reuters) - The commerce ministry said that talks went on.", country="IN"
    )
    assert found.body == "CN-MOFCOM"


def test_a_bare_ministry_is_not_that_of_a_country_of_departments(statements: Reader) -> None:
    (found,) = statements(
        "China will charge U.S. ships, the transport ministry said on Friday.", country="US"
    )
    assert found.body == "CN-MOT"


def test_a_minister_nobody_knows_belongs_to_the_country_that_the_paragraph_is_about(
    statements: Reader,
) -> None:
    found = statements(
        "China's foreign ministry said that talks went on.\n\n"
        "Kyiv was glad. “This is right,” Foreign Minister Ivan Ivanenko wrote on X.",
    )
    assert [s.body for s in found] == ["CN-MFA", "UA-MFA"]


def test_an_abbreviation_in_brackets_stands_for_its_body_from_there_on(
    statements: Reader,
) -> None:
    found = statements(
        "Thailand's Ministry of Commerce (MoCT) said exports rose. MoCT said imports fell."
    )
    assert [s.body for s in found] == ["TH-TRADE", "TH-TRADE"]


def test_an_office_is_held_only_between_its_dates(statements: Reader) -> None:
    text = "Katherine Tai said the tariffs would stay."
    (then,) = statements(text, published=datetime(2023, 5, 1, tzinfo=UTC))
    assert (then.body, then.speaker) == ("US-USTR", "Katherine Tai")
    assert statements(text, published=datetime(2025, 8, 1, tzinfo=UTC)) == ()


def test_a_new_office_holder_is_bound_by_the_title(statements: Reader) -> None:
    (found,) = statements("Chinese Foreign Ministry spokesperson Zhang San said talks went on.")
    assert (found.body, found.speaker) == ("CN-MFA", "Zhang San")


def test_unresolved_is_kept_without_a_body(statements: Reader) -> None:
    (found,) = statements("The trade ministry said that talks were going on.")
    assert found.body is None


def test_a_table_with_a_body_twice_is_refused() -> None:
    kind = Kind(id="mfa", suffix="MFA")
    body = Body(id="AA-MFA", country="AA", kinds=("mfa",))
    with pytest.raises(ValueError, match="twice"):
        BodyTable(countries=(Country(id="AA"),), kinds=(kind,), bodies=(body, body), roles=Roles())


def test_a_holder_who_leaves_before_coming_is_refused() -> None:
    with pytest.raises(ValueError, match="left office"):
        Holder(name="X", since=date(2025, 1, 2), until=date(2025, 1, 1))
